import GreenlaneStore
import NIOPosix
import Synchronization

/// Reading connections beside the writer's, and the threads that wait for the disk instead of the
/// server's own.
final class ReadingRoom: Sendable {
    private let path: String
    private let pool: NIOThreadPool
    private let stores = Mutex<[LogStore]>([])

    /// `readers` is how many may read at once.
    init(path: String, readers: Int) {
        self.path = path
        pool = NIOThreadPool(numberOfThreads: readers)
        pool.start()
    }

    /// Runs `body` with a connection of its own.
    func read<T: Sendable>(
        _ body: @escaping @Sendable (LogStore) throws -> T
    ) async throws -> T {
        try await pool.runIfActive { [self] in
            // As many connections as threads, each opened when it is first needed.
            let store = try stores.withLock { $0.popLast() } ?? LogStore.openReadOnly(path: path)
            defer { stores.withLock { $0.append(store) } }
            return try body(store)
        }
    }

    /// Work that reads nothing of the log but would hold up a thread of the server.
    func work<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await pool.runIfActive { try body() }
    }

    func close() async {
        try? await pool.shutdownGracefully()
        let open = stores.withLock { stores in
            defer { stores = [] }
            return stores
        }
        for store in open { try? store.close() }
    }
}
