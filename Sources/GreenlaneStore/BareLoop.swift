import GRDB
import GRDBSQLite

/// The reference that benchmarks measure against: prepared statements on the same SQLite settings
/// writing the same rows (event, leaf hash, shipment row, outbox row), with nothing decided. What a
/// transition costs above this is what deciding costs.
public final class BareLoop {
    private let queue: DatabaseQueue
    private let rows: [EventRow]

    /// `rows` are events as the engine wrote them, so that sizes are the same.
    public init(path: String, rows: [EventRow]) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = FULL")
        }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try Schema.migrator().migrate(queue)
        self.rows = rows
    }

    /// Writes all rows, `batch` to a transaction, with an outbox row each. Call once.
    public func run(batch: Int) throws {
        let shipments = Set(rows.map(\.stream)).sorted()
        try queue.inDatabase { db in
            let statements = try BareStatements(db)
            try db.execute(
                sql: """
                    INSERT INTO subscription (id, name, url, format, active, since)
                    VALUES (1, 'bench', 'http://127.0.0.1:1/', 'cloudevents', 1, 0)
                    """)
            try db.inTransaction(.immediate) {
                for stream in shipments { try statements.prepare(stream, db) }
                return .commit
            }
            var index = 0
            while index < rows.count {
                let end = min(index + batch, rows.count)
                try statements.begin.run(db)
                while index < end {
                    try statements.write(rows[index], db)
                    index += 1
                }
                try statements.saveTree(size: Int64(index), db)
                try statements.commit.run(db)
            }
        }
    }

    public func close() throws { try queue.close() }
}

private struct BareStatements {
    let begin: PreparedStatement
    let commit: PreparedStatement
    private let stream: PreparedStatement
    private let shipment: PreparedStatement
    private let event: PreparedStatement
    private let update: PreparedStatement
    private let outbox: PreparedStatement
    private let tree: PreparedStatement

    init(_ db: Database) throws {
        begin = try PreparedStatement(db, "BEGIN IMMEDIATE")
        commit = try PreparedStatement(db, "COMMIT")
        stream = try PreparedStatement(db, "INSERT INTO stream (id, name) VALUES (?, ?)")
        shipment = try PreparedStatement(
            db,
            """
            INSERT INTO shipment (stream, id, importer, reference, request, version, milestone,
                state, updated)
            VALUES (?1, ?2, 'bench', ?2, '', 0, 'filed', 'filed', 0)
            """)
        event = try PreparedStatement(
            db,
            """
            INSERT INTO event (position, stream, version, type, entry, leaf, sealed)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        update = try PreparedStatement(
            db,
            """
            UPDATE shipment SET version = ?2, milestone = 'declared', state = 'reviewing',
                updated = ?3 WHERE stream = ?1
            """)
        outbox = try PreparedStatement(
            db, "INSERT INTO outbox (subscription, position, stream, due) VALUES (1, ?, ?, 0)")
        tree = try PreparedStatement(
            db, "INSERT OR REPLACE INTO tree (id, size, frontier) VALUES (1, ?, ?)")
    }

    func prepare(_ key: Int64, _ db: Database) throws {
        stream.bind(1, key)
        stream.bind(2, text: "shipment/SH-\(key)")
        try stream.run(db)
        shipment.bind(1, key)
        shipment.bind(2, text: "SH-\(key)")
        try shipment.run(db)
    }

    func write(_ row: EventRow, _ db: Database) throws {
        event.bind(1, row.position)
        event.bind(2, row.stream)
        event.bind(3, row.version)
        event.bind(4, text: row.type)
        event.bind(5, text: row.entry)
        event.bind(6, blob: row.leaf)
        event.bind(7, text: row.sealed)
        try event.run(db)
        update.bind(1, row.stream)
        update.bind(2, row.version)
        update.bind(3, row.position)
        try update.run(db)
        outbox.bind(1, row.position)
        outbox.bind(2, row.stream)
        try outbox.run(db)
    }

    func saveTree(size: Int64, _ db: Database) throws {
        tree.bind(1, size)
        tree.bind(2, blob: [UInt8](repeating: 7, count: 8 + 32 * size.nonzeroBitCount))
        try tree.run(db)
    }
}
