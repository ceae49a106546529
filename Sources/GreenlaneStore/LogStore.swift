import Foundation
import GRDB

/// The log and its projections in one SQLite file. One process writes; anyone may read.
public final class LogStore: @unchecked Sendable {
    /// WAL with `synchronous=FULL`: a commit is answered after its frames reached the disk.
    public static let durability = "WAL FULL, one flush per commit"
    /// The database's name in the data directory.
    public static let fileName = "greenlane.sqlite"
    /// Milliseconds that a statement waits for another connection.
    static let busyTimeout: TimeInterval = 5

    private let queue: DatabaseQueue
    /// Touched on `queue` only.
    private var writer: Writer?
    private var subscribers: [SubscriptionRow] = []

    private init(queue: DatabaseQueue) {
        self.queue = queue
    }

    /// Opens for writing, and makes the file where there is none.
    public static func open(path: String) throws -> LogStore {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = FULL")
        }
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { try checkVersion($0) }
            try Schema.migrator().migrate(queue)
            let store = LogStore(queue: queue)
            try store.prepareWriter()
            return store
        } catch let error as DatabaseError {
            throw StoreFault.refusal(error, path: path)
        }
    }

    /// A log of its own in memory, gone when it is closed: for events that came without their file.
    public static func inMemory() throws -> LogStore {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        do {
            let queue = try DatabaseQueue(configuration: configuration)
            try Schema.migrator().migrate(queue)
            let store = LogStore(queue: queue)
            try store.prepareWriter()
            return store
        } catch let error as DatabaseError {
            throw StoreFault.refusal(error, path: ":memory:")
        }
    }

    /// Opens without writing a byte; works on a copy, on a file in use, and on a damaged file as
    /// far as SQLite can read it.
    public static func openReadOnly(path: String) throws -> LogStore {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreFault.missing(path)
        }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(busyTimeout)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { try checkVersion($0) }
            return LogStore(queue: queue)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
            // A copy without its -wal and -shm in a directory that may not be written.
            let uri = "file:" + escaped(path) + "?immutable=1"
            let queue = try DatabaseQueue(path: uri, configuration: configuration)
            try queue.read { try checkVersion($0) }
            return LogStore(queue: queue)
        } catch let error as DatabaseError {
            throw StoreFault.refusal(error, path: path)
        }
    }

    /// Folds the write-ahead log into the file.
    public func close() throws {
        writer = nil
        try queue.close()
    }

    /// One transaction and one flush for all of the batch.
    public func commit(_ batch: Batch) throws {
        do {
            try queue.inDatabase { db in
                let writer = try writer ?? Writer(db)
                self.writer = writer
                // Erased values must not live on in free pages or in the write-ahead log.
                if batch.erases { try db.execute(sql: "PRAGMA secure_delete = ON") }
                try writer.begin.run(db)
                do {
                    try writer.write(batch, subscribers: subscribers, db)
                    try writer.commit.run(db)
                } catch {
                    // SQLite has rolled back by itself where the disk is full.
                    if db.isInsideTransaction { try writer.rollback.run(db) }
                    throw error
                }
                if batch.erases { try db.checkpoint(.truncate) }
                for row in batch.subscriptions {
                    subscribers.removeAll { $0.id == row.id }
                    if row.active { subscribers.append(row) }
                }
            }
        } catch let error as DatabaseError {
            throw StoreFault.refusal(error, path: queue.path)
        }
    }

    /// The id of the shipment that an importer filed under a reference; asked at every filing.
    public func shipmentID(importer: String, reference: String) throws -> String? {
        try read { db in
            let writer = try writer ?? Writer(db)
            self.writer = writer
            return try writer.shipment(importer: importer, reference: reference, db)
        }
    }

    /// Answers all that `body` asks from one state of the file. Each question by itself would take
    /// and release the file's locks. Nothing may be written meanwhile.
    public func together<T>(_ body: () throws -> T) throws -> T {
        try read { db in
            guard !db.isInsideTransaction else { return try body() }
            try PreparedStatement(db, "BEGIN DEFERRED", isKept: true).run(db)
            let result = Result { try body() }
            // Where the file cannot be read, SQLite has ended the transaction by itself.
            // Otherwise it is rolled back: nothing was written, and the next commit must not
            // meet it.
            if db.isInsideTransaction {
                try PreparedStatement(db, "ROLLBACK", isKept: true).run(db)
            }
            return try result.get()
        }
    }

    func read<T>(_ body: (Database) throws -> T) throws -> T {
        do {
            // A replay asks for a definition while its scan of the log is open.
            return try queue.unsafeReentrantRead(body)
        } catch let error as DatabaseError {
            throw StoreFault.refusal(error, path: queue.path)
        }
    }

    func write<T>(_ body: (Database) throws -> T) throws -> T {
        do {
            return try queue.write(body)
        } catch let error as DatabaseError {
            throw StoreFault.refusal(error, path: queue.path)
        }
    }

    private func prepareWriter() throws {
        try queue.inDatabase { db in
            writer = try Writer(db)
            subscribers = try SubscriptionRow.active(db)
        }
    }

    private static func checkVersion(_ db: Database) throws {
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        guard application == 0 || application == Schema.applicationID else {
            throw StoreFault.foreignFile
        }
        guard found <= Schema.version else { throw StoreFault.newerVersion(found) }
    }

    private static func escaped(_ path: String) -> String {
        path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
    }
}
