import GRDB

/// The tables of the file, each with its columns in a fixed order: what `verify` reads to the last
/// byte.
public enum StoredTable: String, CaseIterable, Sendable {
    case stream, event, tree, definition, shipment, ledger, idempotency, subscription, outbox
    case attempt, tile, checkpoint, token, paper, trace, access
    case refusalTally = "refusal_tally"

    /// In the order in which `StoredRow` counts them.
    public var columns: [String] {
        switch self {
        case .stream: ["id", "name"]
        case .event: ["position", "stream", "version", "type", "entry", "leaf", "sealed"]
        case .tree: ["id", "size", "frontier"]
        case .definition: ["digest", "kind", "name", "body"]
        case .shipment:
            [
                "stream", "id", "importer", "reference", "request", "version", "milestone",
                "state", "due", "overdue", "final", "updated",
            ]
        case .ledger: ["stream", "kind", "id", "holder", "code", "status", "version", "body"]
        case .idempotency: ["key", "command", "position"]
        case .subscription: ["id", "name", "url", "format", "active", "since"]
        case .outbox: ["subscription", "position", "stream", "status", "attempts", "due"]
        case .attempt: ["subscription", "position", "number", "at", "outcome", "status"]
        case .tile: ["level", "idx", "hashes"]
        case .checkpoint: ["size", "at", "note"]
        case .token: ["size", "at", "request", "reply"]
        case .paper: ["digest", "name", "body"]
        case .trace: ["topic", "key", "position"]
        case .access: ["stream", "kind", "id", "version", "body", "personal"]
        case .refusalTally: ["day", "actor", "target", "command", "code", "count"]
        }
    }
}

/// One row of a table while it is being read; columns are counted from 0.
public struct StoredRow {
    let columns: Columns

    public func integer(_ index: Int) -> Int64 { columns.integer(Int32(index)) }
    public func isNull(_ index: Int) -> Bool { columns.isNull(Int32(index)) }
    /// All of it, also behind a zero byte. Valid until the next row.
    public func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> { columns.bytes(Int32(index)) }
    public func text(_ index: Int) -> String { columns.text(Int32(index)) }
    public func array(_ index: Int) -> [UInt8] { Array(bytes(index)) }
}

/// A part of the file's schema as SQLite keeps it.
public struct SchemaPart: Hashable, Sendable {
    public var kind: String
    public var name: String
    public var sql: String
}

extension LogStore {
    /// Calls `body` with each row of a table in the order of its key.
    public func forEachRow(of table: StoredTable, _ body: (StoredRow) throws -> Void) throws {
        let columns = table.columns
        let key = table == .outbox || table == .attempt || table == .tile ? 2 : 1
        let order = table == .attempt ? 3 : key
        let sql = """
            SELECT \(columns.joined(separator: ", ")) FROM \(table.rawValue)
            ORDER BY \(columns.prefix(order).joined(separator: ", "))
            """
        try read { db in
            try PreparedStatement(db, sql).rows(db) {
                try body(StoredRow(columns: $0))
                return true
            }
        }
    }

    /// The whole log in order of position, each row with its stream's name beside it (column 7,
    /// null where there is none); stops where `body` returns false.
    public func walk(
        from first: Int64 = 1, _ body: (EventView, StoredRow) throws -> Bool
    ) throws {
        try read { db in
            let statement = try PreparedStatement(
                db,
                """
                SELECT e.position, e.stream, e.version, e.type, e.entry, e.leaf, e.sealed, s.name
                FROM event e LEFT JOIN stream s ON s.id = e.stream
                WHERE e.position >= ? ORDER BY e.position
                """)
            statement.bind(1, first)
            try statement.rows(db) { try body(EventView(columns: $0), StoredRow(columns: $0)) }
        }
    }

    public func rowCount(of table: StoredTable) throws -> Int64 {
        try read {
            try Int64.fetchOne($0, sql: "SELECT count(*) FROM \(table.rawValue)") ?? 0
        }
    }

    /// Tables, indexes and whatever else somebody put into the file, in order of name.
    public func schema() throws -> [SchemaPart] { try read(Self.schema) }

    /// The schema that our own migrations make, of the version that the file says it has.
    public static func schema(version: Int) throws -> [SchemaPart] {
        switch version {
        case ...1: try firstSchema.get()
        case 2: try secondSchema.get()
        default: try newestSchema.get()
        }
    }

    private static let firstSchema = Result { try made(version: 1) }
    private static let secondSchema = Result { try made(version: 2) }
    private static let newestSchema = Result { try made(version: Schema.version) }

    private static func made(version: Int) throws -> [SchemaPart] {
        let queue = try DatabaseQueue()
        let migrator = Schema.migrator()
        let names = migrator.migrations
        if names.indices.contains(version - 1) {
            try migrator.migrate(queue, upTo: names[version - 1])
        }
        let parts = try queue.read(schema)
        try queue.close()
        return parts
    }

    /// Names of the migrations that the file says it went through, and of those that it needs.
    public func migrations() throws -> (found: [String], known: [String]) {
        let found = try read {
            try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations ORDER BY rowid")
        }
        return (found, Schema.migrator().migrations)
    }

    private static func schema(_ db: Database) throws -> [SchemaPart] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT type, name, coalesce(sql, '') FROM sqlite_master
                WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name
                """
        ).map { SchemaPart(kind: $0[0], name: $0[1], sql: $0[2]) }
    }
}

extension EventView {
    public var typeBytes: UnsafeBufferPointer<UInt8> { columns.bytes(3) }
    /// Nil where nothing lies beside the entry.
    public var sealedBytes: UnsafeBufferPointer<UInt8>? {
        columns.isNull(6) ? nil : columns.bytes(6)
    }
}
