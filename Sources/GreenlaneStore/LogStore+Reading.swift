import GRDB

extension LogStore {
    /// Tree size and frontier as last committed; size 0 in an empty log.
    public func tree() throws -> (size: Int64, frontier: [UInt8]) {
        try read { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT size, frontier FROM tree") else {
                return (0, [])
            }
            return (row[0], [UInt8](row[1] as GRDBData))
        }
    }

    /// The highest stream key in use.
    public func lastStream() throws -> Int64 {
        try read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM stream") ?? 0 }
    }

    public func streamID(_ name: String) throws -> Int64? {
        // SQLite would compare it up to there.
        guard !name.utf8.contains(0) else { return nil }
        return try read {
            try Int64.fetchOne($0, sql: "SELECT id FROM stream WHERE name = ?", arguments: [name])
        }
    }

    /// Events in a stream.
    public func streamVersion(_ id: Int64) throws -> Int64 {
        try read {
            try Int64.fetchOne(
                $0, sql: "SELECT coalesce(max(version), 0) FROM event WHERE stream = ?",
                arguments: [id]) ?? 0
        }
    }

    public func streamName(_ id: Int64) throws -> String? {
        try read {
            try String.fetchOne($0, sql: "SELECT name FROM stream WHERE id = ?", arguments: [id])
        }
    }

    /// Streams whose names begin so, in order of name. Index: the names.
    public func streams(
        startingWith prefix: String, limit: Int = 1_000
    ) throws -> [(id: Int64, name: String)] {
        try read { db in
            // The last character that a name may go on with sorts below this one.
            try Row.fetchAll(
                db,
                sql: "SELECT id, name FROM stream WHERE name >= ?1 AND name < ?2 "
                    + "ORDER BY name LIMIT ?3",
                arguments: [prefix, prefix + "\u{10FFFF}", limit]
            ).map { ($0[0], $0[1]) }
        }
    }

    /// All stream names by key.
    public func streamNames() throws -> [Int64: String] {
        try read { db in
            var names: [Int64: String] = [:]
            let cursor = try Row.fetchCursor(db, sql: "SELECT id, name FROM stream")
            while let row = try cursor.next() { names[row[0]] = row[1] }
            return names
        }
    }

    /// Calls `body` with each event of the range in order of position; stops where it returns
    /// false. The buffers are valid only during the call.
    public func scan(
        from first: Int64 = 1, stream: Int64? = nil, _ body: (EventView) throws -> Bool
    ) throws {
        try read { db in
            let statement: PreparedStatement
            if let stream {
                statement = try PreparedStatement(
                    db,
                    """
                    SELECT position, stream, version, type, entry, leaf, sealed FROM event
                    WHERE stream = ? AND position >= ? ORDER BY version
                    """, isKept: true)
                statement.bind(1, stream)
                statement.bind(2, first)
            } else {
                statement = try PreparedStatement(
                    db,
                    """
                    SELECT position, stream, version, type, entry, leaf, sealed FROM event
                    WHERE position >= ? ORDER BY position
                    """)
                statement.bind(1, first)
            }
            try statement.rows(db) { try body(EventView(columns: $0)) }
        }
    }

    /// The events of one stream in order.
    public func events(stream: Int64) throws -> [EventRow] {
        var rows: [EventRow] = []
        try scan(stream: stream) {
            rows.append($0.row)
            return true
        }
        return rows
    }

    public func definition(_ digest: String) throws -> DefinitionRow? {
        try read { db in
            try Row.fetchOne(
                db, sql: "SELECT digest, kind, name, body FROM definition WHERE digest = ?",
                arguments: [digest]
            ).map {
                DefinitionRow(
                    digest: $0[0], kind: $0[1], name: $0[2], body: [UInt8]($0[3] as GRDBData))
            }
        }
    }

    public func definitions() throws -> [DefinitionRow] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT digest, kind, name, body FROM definition ORDER BY digest"
            ).map {
                DefinitionRow(
                    digest: $0[0], kind: $0[1], name: $0[2], body: [UInt8]($0[3] as GRDBData))
            }
        }
    }

    public func idempotency(_ key: String) throws -> IdempotencyRow? {
        try read { db in
            // Asked at every command that has a key.
            let statement = try PreparedStatement(
                db, "SELECT command, position FROM idempotency WHERE key = ?", isKept: true)
            statement.bind(1, text: key)
            var found: IdempotencyRow?
            try statement.rows(db) {
                found = IdempotencyRow(key: key, command: $0.text(0), position: $0.integer(1))
                return false
            }
            return found
        }
    }
}

/// One row of the log while it is being read.
public struct EventView {
    let columns: Columns

    public var position: Int64 { columns.integer(0) }
    public var stream: Int64 { columns.integer(1) }
    public var version: Int64 { columns.integer(2) }
    public var type: String { columns.text(3) }
    public var entry: UnsafeBufferPointer<UInt8> { columns.bytes(4) }
    public var leaf: UnsafeBufferPointer<UInt8> { columns.bytes(5) }
    public var sealed: String? { columns.isNull(6) ? nil : columns.text(6) }

    /// A copy that outlives the call.
    public var row: EventRow {
        EventRow(
            position: position, stream: stream, version: version, type: type,
            entry: Array(entry), leaf: Array(leaf), sealed: sealed)
    }
}
