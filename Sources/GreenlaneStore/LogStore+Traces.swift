import GRDB

/// A place in a listing of the trace: after this key and position it goes on.
public struct TraceCursor: Hashable, Comparable, Sendable {
    public var key: String
    public var position: Int64

    public init(key: String, position: Int64) {
        self.key = key
        self.position = position
    }

    /// Reads `2026-08-19/123`; nil for anything else.
    public init?(_ text: String) {
        guard let slash = text.lastIndex(of: "/"),
            let position = Int64(text[text.index(after: slash)...]), position > 0
        else { return nil }
        self.init(key: String(text[..<slash]), position: position)
    }

    /// What `init` reads.
    public var text: String { "\(key)/\(position)" }

    public static func < (left: TraceCursor, right: TraceCursor) -> Bool {
        (left.key, left.position) < (right.key, right.position)
    }
}

extension LogStore {
    public func hasTraces() throws -> Bool {
        try read { try Row.fetchOne($0, sql: "SELECT 1 FROM trace LIMIT 1") != nil }
    }

    /// Adds rows of a file that had none.
    public func addTraces(_ rows: [TraceRow]) throws {
        try write { db in
            let writer = try ProofWriter(db)
            for row in rows { try writer.write(row, db) }
        }
    }

    /// Rows of a topic after a place, in order of key and position; `keys` bounds them. Rows whose
    /// event stands under `other` too, with the same key, are left out. Read by the primary key
    /// alone.
    public func traces(
        topic: String, keys: ClosedRange<String>, after: TraceCursor?, limit: Int,
        apartFrom other: String? = nil
    ) throws -> [TraceRow] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT topic, key, position FROM trace
                    WHERE topic = ?1 AND key >= ?2 AND key <= ?3 AND (key, position) > (?4, ?5)
                        AND (?7 IS NULL OR NOT EXISTS (
                            SELECT 1 FROM trace AS other WHERE other.topic = ?7
                                AND other.key = trace.key AND other.position = trace.position))
                    ORDER BY key, position LIMIT ?6
                    """,
                arguments: [
                    topic, keys.lowerBound, keys.upperBound, after?.key ?? "",
                    after?.position ?? 0, limit, other,
                ]
            ).map { TraceRow(topic: $0[0], key: $0[1], position: $0[2]) }
        }
    }

    /// As `traces`, from the last row backwards.
    public func lastTraces(
        topic: String, keys: ClosedRange<String>, before: TraceCursor?, limit: Int,
        apartFrom other: String? = nil
    ) throws -> [TraceRow] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT topic, key, position FROM trace
                    WHERE topic = ?1 AND key >= ?2 AND key <= ?3 AND (key, position) < (?4, ?5)
                        AND (?7 IS NULL OR NOT EXISTS (
                            SELECT 1 FROM trace AS other WHERE other.topic = ?7
                                AND other.key = trace.key AND other.position = trace.position))
                    ORDER BY key DESC, position DESC LIMIT ?6
                    """,
                arguments: [
                    topic, keys.lowerBound, keys.upperBound, before?.key ?? "\u{10FFFF}",
                    before?.position ?? Int64.max, limit, other,
                ]
            ).map { TraceRow(topic: $0[0], key: $0[1], position: $0[2]) }
        }
    }

    /// How many rows a topic has within the keys; without those whose event stands under `other`
    /// too, with the same key.
    public func traceCount(
        topic: String, keys: ClosedRange<String>, apartFrom other: String? = nil
    ) throws -> Int {
        try read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM trace
                    WHERE topic = ?1 AND key BETWEEN ?2 AND ?3
                        AND (?4 IS NULL OR NOT EXISTS (
                            SELECT 1 FROM trace AS other WHERE other.topic = ?4
                                AND other.key = trace.key AND other.position = trace.position))
                    """, arguments: [topic, keys.lowerBound, keys.upperBound, other]) ?? 0
        }
    }

    /// How many events have a row of any of the topics within the keys: one that stands under two
    /// of them counts once.
    public func traceEventCount(topics: [String], keys: ClosedRange<String>) throws -> Int {
        guard !topics.isEmpty else { return 0 }
        let marks = topics.indices.map { "?\($0 + 3)" }.joined(separator: ", ")
        return try read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(DISTINCT position) FROM trace
                    WHERE topic IN (\(marks)) AND key BETWEEN ?1 AND ?2
                    """,
                arguments: StatementArguments([keys.lowerBound, keys.upperBound] + topics)) ?? 0
        }
    }

    /// Calls `body` with each event of one stream in order; for questions that look at very many
    /// streams. `body` must not ask for another stream this way.
    public func forEachEvent(
        ofStream stream: Int64, _ body: (EventView) throws -> Void
    ) throws {
        try read { db in
            let statement = try PreparedStatement(
                db,
                """
                SELECT position, stream, version, type, entry, leaf, sealed FROM event
                WHERE stream = ? ORDER BY version
                """, isKept: true)
            statement.bind(1, stream)
            try statement.rows(db) {
                try body(EventView(columns: $0))
                return true
            }
        }
    }

    /// The stream's key and version of an event.
    public func place(of position: Int64) throws -> (stream: Int64, version: Int64)? {
        try read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT stream, version FROM event WHERE position = ?")
            return try Row.fetchOne(statement, arguments: [position]).map { ($0[0], $0[1]) }
        }
    }

    public func shipment(stream: Int64) throws -> ShipmentRow? {
        try read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT stream, id, importer, reference, request, version, milestone, state,
                        due, overdue, final, updated FROM shipment WHERE stream = ?
                    """)
            return try Row.fetchOne(statement, arguments: [stream]).map(ShipmentRow.init)
        }
    }
}
