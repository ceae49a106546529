import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Logging
import Synchronization

@testable import GreenlaneServer

/// The private key of a test's log, in memory.
final class TestVault: LogVault {
    private var keys: [String: String] = [:]
    private var bytes: [UInt8]?

    func key(_ name: String) throws -> String? { keys[name] }
    func save(_ key: String, name: String) throws { keys[name] = key }
    func move(_ name: String, to other: String) throws {
        keys[other] = keys.removeValue(forKey: name)
    }
    func head() throws -> [UInt8]? { bytes }
    func save(head: [UInt8]) throws { bytes = head }
    func setHeadAside() throws { bytes = nil }
}

/// Refusals that a service gave, each with the operation that gave it.
final class RefusalsSeen: Sendable {
    private let seen = Mutex<[(operation: GreenlaneServer.Operation, code: String)]>([])

    func add(_ operation: GreenlaneServer.Operation, _ refusal: Refusal) {
        seen.withLock { $0.append((operation, refusal.code)) }
    }

    var all: [(operation: GreenlaneServer.Operation, code: String)] { seen.withLock { $0 } }
}

/// A service on a free port of this machine, over a fresh data directory: what `RunningService` and
/// `AccessHouse` stand on, who differ in whom they let in.
struct ServedService: Sendable {
    let port: Int
    let service: ClearanceService
    let folder: String
    let refusals: RefusalsSeen
    private let task: Task<Void, any Error>

    /// `hasLists` publishes the shipped whitelists first; `pages` serves the console too;
    /// `configure` has the last word on the settings. Throws what kept it from serving.
    static func start(
        clock: @escaping @Sendable () -> Timestamp, hasLists: Bool = false,
        configure: (inout ServiceConfiguration) -> Void = { _ in },
        subscriptions: TestSubscriptions? = nil, pages: ConsoleFiles? = nil,
        doorkeeper: (ClearanceService) -> any Doorkeeper
    ) async throws -> ServedService {
        guard let definitions = World.definitions else { throw CancellationError() }
        let folder = NSTemporaryDirectory() + "greenlane-serve-" + UUID().uuidString
        let directory = DataDirectory(path: folder)
        try directory.create()
        let store = try LogStore.open(path: directory.databasePath)
        nonisolated(unsafe) let engine = try Engine(
            store: store, definitions: definitions, salts: .seeded(7), clock: clock)
        nonisolated(unsafe) let keeper = try LogKeeper(
            engine: engine, vault: TestVault(), newName: { "test.example/log" }, clock: clock)
        if hasLists {
            let lists = try ShippedWhitelists.read(home: World.home, schemes: definitions.schemes)
            try ShippedWhitelists.publish(lists, through: engine)
        }
        let service = try ClearanceService(
            engine: engine, keeper: keeper, directory: directory, subscriptions: subscriptions,
            clock: clock)
        var configuration = ServiceConfiguration()
        configuration.listen = ListenAddress(host: "127.0.0.1", port: 0)
        configuration.dataDirectory = folder
        configuration.requestsPerMinute = 0
        configuration.signInsPerMinute = 0
        // Beside hundreds of other tests a body is looked at late; none of these asks how late.
        configuration.bodySeconds = 600
        // A body that cannot be read never ends, so its connection counts as idle meanwhile.
        configuration.idleSeconds = 600
        configure(&configuration)
        let refusals = RefusalsSeen()
        let http = HTTPService(
            service: service, configuration: configuration, doorkeeper: doorkeeper(service),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, pages: pages,
            undocumented: { refusals.add($0, $1) })
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let task = Task {
            defer { announce.finish() }
            try await http.run { announce.yield($0) }
        }
        for await port in ports {
            return ServedService(
                port: port, service: service, folder: folder, refusals: refusals, task: task)
        }
        try FileManager.default.removeItem(atPath: folder)
        try await task.value
        throw CancellationError()
    }

    func stop() async throws {
        task.cancel()
        _ = await task.result
        try FileManager.default.removeItem(atPath: folder)
    }
}
