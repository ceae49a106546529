import GRDB

/// The prepared statements for what proves and finds: tiles, traces, tallies, papers, erasures.
final class ProofWriter {
    private let saveTile: PreparedStatement
    private let insertTrace: PreparedStatement
    private let saveTally: PreparedStatement
    private let insertPaper: PreparedStatement
    private let erase: PreparedStatement
    private let forgetKey: PreparedStatement

    init(_ db: Database) throws {
        saveTile = try PreparedStatement(
            db,
            """
            INSERT INTO tile (level, idx, hashes) VALUES (?1, ?2, ?3)
            ON CONFLICT (level, idx) DO UPDATE SET hashes = ?3
            """)
        insertTrace = try PreparedStatement(
            db, "INSERT OR IGNORE INTO trace (topic, key, position) VALUES (?, ?, ?)")
        saveTally = try PreparedStatement(
            db,
            """
            INSERT INTO refusal_tally (day, actor, target, command, code, count)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (day, actor, target, command, code) DO UPDATE SET count = ?6
            """)
        insertPaper = try PreparedStatement(
            db, "INSERT OR IGNORE INTO paper (digest, name, body) VALUES (?, ?, ?)")
        erase = try PreparedStatement(db, "UPDATE event SET sealed = ?2 WHERE position = ?1")
        forgetKey = try PreparedStatement(db, "DELETE FROM idempotency WHERE position = ?")
    }

    func write(_ row: TileRow, _ db: Database) throws {
        saveTile.bind(1, row.level)
        saveTile.bind(2, row.index)
        saveTile.bind(3, blob: row.hashes)
        try saveTile.run(db)
    }

    func write(_ row: TraceRow, _ db: Database) throws {
        insertTrace.bind(1, text: row.topic)
        insertTrace.bind(2, text: row.key)
        insertTrace.bind(3, row.position)
        try insertTrace.run(db)
    }

    func write(_ row: TallyRow, _ db: Database) throws {
        saveTally.bind(1, text: row.day)
        saveTally.bind(2, text: row.actor)
        saveTally.bind(3, text: row.target)
        saveTally.bind(4, text: row.command)
        saveTally.bind(5, text: row.code)
        saveTally.bind(6, row.count)
        try saveTally.run(db)
    }

    func write(_ row: PaperRow, _ db: Database) throws {
        insertPaper.bind(1, text: row.digest)
        insertPaper.bind(2, text: row.name)
        insertPaper.bind(3, blob: row.body)
        try insertPaper.run(db)
    }

    /// Rare, so not prepared.
    func forget(_ batch: Batch, _ db: Database) throws {
        for digest in batch.erasedPapers {
            try db.execute(sql: "DELETE FROM paper WHERE digest = ?", arguments: [digest])
        }
        for name in batch.erasedNames {
            // A count without its name: `role:` and nothing.
            try db.execute(
                sql: """
                    UPDATE OR REPLACE refusal_tally
                    SET actor = substr(actor, 1, instr(actor, ':'))
                    WHERE substr(actor, instr(actor, ':') + 1) = ?
                    """, arguments: [name])
        }
    }

    func write(_ row: ErasureRow, _ db: Database) throws {
        erase.bind(1, row.position)
        erase.bind(2, text: row.sealed)
        try erase.run(db)
        guard row.forgetsKey else { return }
        forgetKey.bind(1, row.position)
        try forgetKey.run(db)
    }
}
