import GRDB

extension LogStore {
    /// The form that this program writes.
    public static var schemaVersion: Int { Schema.version }

    /// Begins a write and takes it back: throws where the file cannot be written.
    public func probe() throws {
        try write { db in
            try db.inSavepoint {
                try db.execute(sql: "UPDATE tree SET size = size WHERE id = 1")
                return .rollback
            }
        }
    }

    /// Version of the file's tables: 1 has no tiles, checkpoints, papers or traces.
    public func schemaVersion() throws -> Int {
        try read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
    }

    // MARK: Tiles

    public func tile(level: Int64, index: Int64) throws -> [UInt8]? {
        try read { db in
            try Row.fetchOne(
                db, sql: "SELECT hashes FROM tile WHERE level = ? AND idx = ?",
                arguments: [level, index]
            ).map { [UInt8]($0[0] as GRDBData) }
        }
    }

    /// All tiles in order of level and index.
    public func forEachTile(_ body: (TileRow) throws -> Void) throws {
        try read { db in
            let cursor = try Row.fetchCursor(
                db, sql: "SELECT level, idx, hashes FROM tile ORDER BY level, idx")
            while let row = try cursor.next() {
                try body(
                    TileRow(level: row[0], index: row[1], hashes: [UInt8](row[2] as GRDBData)))
            }
        }
    }

    /// Leaf hashes as stored, of the positions of a range, joined.
    public func leaves(from first: Int64, through last: Int64) throws -> [UInt8] {
        try read { db in
            var hashes: [UInt8] = []
            let statement = try PreparedStatement(
                db,
                """
                SELECT leaf FROM event WHERE position BETWEEN ? AND ? ORDER BY position
                """)
            statement.bind(1, first)
            statement.bind(2, last)
            try statement.rows(db) {
                hashes.append(contentsOf: $0.bytes(0))
                return true
            }
            return hashes
        }
    }

    /// Replaces all tiles, as when a file of an earlier version is first written to.
    public func replaceTiles(_ rows: [TileRow]) throws {
        try write { db in
            let writer = try ProofWriter(db)
            for row in rows { try writer.write(row, db) }
        }
    }

    // MARK: Checkpoints

    /// The last signed head.
    public func lastCheckpoint() throws -> CheckpointRow? {
        try read { db in
            try Row.fetchOne(
                db, sql: "SELECT size, at, note FROM checkpoint ORDER BY size DESC LIMIT 1"
            ).map(CheckpointRow.init)
        }
    }

    /// The smallest signed head that covers so many events.
    public func checkpoint(covering size: Int64) throws -> CheckpointRow? {
        try read { db in
            try Row.fetchOne(
                db,
                sql: "SELECT size, at, note FROM checkpoint WHERE size >= ? ORDER BY size LIMIT 1",
                arguments: [size]
            ).map(CheckpointRow.init)
        }
    }

    /// Signed heads in order of size.
    public func checkpoints() throws -> [CheckpointRow] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT size, at, note FROM checkpoint ORDER BY size").map(
                CheckpointRow.init)
        }
    }

    /// Keeps a signed head, or the same one with more signatures; who subscribed to checkpoints
    /// hears of a new one.
    public func save(_ row: CheckpointRow) throws {
        try write { db in
            let isNew =
                try Row.fetchOne(
                    db, sql: "SELECT 1 FROM checkpoint WHERE size = ?", arguments: [row.size])
                == nil
            try db.execute(
                sql: """
                    INSERT INTO checkpoint (size, at, note) VALUES (?1, ?2, ?3)
                    ON CONFLICT (size) DO UPDATE SET note = ?3
                    """, arguments: [row.size, row.at, row.note])
            guard isNew else { return }
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO outbox (subscription, position, stream, due)
                    SELECT s.id, e.position, e.stream, ?2 FROM subscription s, event e
                    WHERE s.active = 1 AND s.format = ?3 AND e.position = ?1
                    """, arguments: [row.size, row.at, SubscriptionRow.checkpointFormat])
        }
    }

    public func save(_ row: TokenRow) throws {
        try write { db in
            try db.execute(
                sql: "INSERT OR IGNORE INTO token (size, at, request, reply) VALUES (?, ?, ?, ?)",
                arguments: [row.size, row.at, GRDBData(row.request), GRDBData(row.reply)])
        }
    }

    public func tokens() throws -> [TokenRow] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT size, at, request, reply FROM token ORDER BY size, at"
            ).map {
                TokenRow(
                    size: $0[0], at: $0[1], request: [UInt8]($0[2] as GRDBData),
                    reply: [UInt8]($0[3] as GRDBData))
            }
        }
    }

    // MARK: Papers and traces

    public func paper(_ digest: String) throws -> PaperRow? {
        try read { db in
            try Row.fetchOne(
                db, sql: "SELECT digest, name, body FROM paper WHERE digest = ?",
                arguments: [digest]
            ).map { PaperRow(digest: $0[0], name: $0[1], body: [UInt8]($0[2] as GRDBData)) }
        }
    }

    /// Bytes of the kept contents, without reading them; nil where they are not here.
    public func paperSize(_ digest: String) throws -> Int64? {
        try read { db in
            try Int64.fetchOne(
                db, sql: "SELECT length(body) FROM paper WHERE digest = ?", arguments: [digest])
        }
    }

    public func forEachPaper(_ body: (PaperRow) throws -> Void) throws {
        try read { db in
            let cursor = try Row.fetchCursor(
                db, sql: "SELECT digest, name, body FROM paper ORDER BY digest")
            while let row = try cursor.next() {
                try body(PaperRow(digest: row[0], name: row[1], body: [UInt8](row[2] as GRDBData)))
            }
        }
    }

    /// Positions under a topic, in order of key and position; `keys` bounds them where given.
    public func traces(
        topic: String, keys: ClosedRange<String>? = nil, limit: Int = .max
    ) throws -> [TraceRow] {
        try read { db in
            let bounds = keys.map { ($0.lowerBound, $0.upperBound) }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT topic, key, position FROM trace
                    WHERE topic = ?1 AND (?2 IS NULL OR key BETWEEN ?2 AND ?3)
                    ORDER BY key, position LIMIT ?4
                    """, arguments: [topic, bounds?.0, bounds?.1, limit]
            ).map { TraceRow(topic: $0[0], key: $0[1], position: $0[2]) }
        }
    }

    public func forEachTrace(_ body: (TraceRow) throws -> Void) throws {
        try read { db in
            let cursor = try Row.fetchCursor(
                db, sql: "SELECT topic, key, position FROM trace ORDER BY topic, key, position")
            while let row = try cursor.next() {
                try body(TraceRow(topic: row[0], key: row[1], position: row[2]))
            }
        }
    }

    /// Events with personal values beside them, whose text holds `needle` where one is given.
    public func forEachSealed(
        stream: Int64?, containing needle: String?, _ body: (Int64, String) throws -> Void
    ) throws {
        try read { db in
            let cursor = try Row.fetchCursor(
                db,
                sql: """
                    SELECT position, sealed FROM event
                    WHERE sealed IS NOT NULL AND (?1 IS NULL OR stream = ?1)
                        AND (?2 IS NULL OR instr(sealed, ?2) > 0)
                    ORDER BY position
                    """, arguments: [stream, needle])
            while let row = try cursor.next() { try body(row[0], row[1]) }
        }
    }

    // MARK: Refusals

    public func tallies(day: String) throws -> [TallyRow] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT day, actor, target, command, code, count FROM refusal_tally
                    WHERE day = ? ORDER BY actor, target, command, code
                    """, arguments: [day]
            ).map {
                TallyRow(
                    day: $0[0], actor: $0[1], target: $0[2], command: $0[3], code: $0[4],
                    count: $0[5])
            }
        }
    }

    /// One event by its position.
    public func event(at position: Int64) throws -> EventRow? {
        var found: EventRow?
        try scan(from: position) { view in
            if view.position == position { found = view.row }
            return false
        }
        return found
    }
}

extension CheckpointRow {
    init(_ row: Row) {
        self.init(size: row[0], at: row[1], note: row[2])
    }
}
