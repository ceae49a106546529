import GRDB

/// One try to deliver an event.
public struct AttemptRow: Hashable, Sendable {
    public var position: Int64
    /// From 1.
    public var number: Int
    /// Milliseconds since 1970.
    public var at: Int64
    /// Name of what it came to, such as `response` or `skipped`.
    public var outcome: String
    /// What the endpoint answered; nil where it did not.
    public var httpStatus: Int?
}

/// What people look at of deliveries: the newest first.
extension LogStore {
    /// Deliveries of a subscription before a position, the newest first, each with its last try.
    public func latestDeliveries(
        subscription id: Int64, before position: Int64 = .max, limit: Int
    ) throws -> [DeliveryRow] {
        let sql = """
            SELECT o.position, n.name, e.type, o.status, o.attempts, o.due, a.at, a.outcome,
                a.status
            FROM outbox o
            JOIN event e ON e.position = o.position
            JOIN stream n ON n.id = o.stream
            LEFT JOIN attempt a ON a.subscription = o.subscription
                AND a.position = o.position AND a.number = o.attempts
            WHERE o.subscription = ? AND o.position < ?
            ORDER BY o.position DESC LIMIT ?
            """
        return try read { db in
            try Row.fetchAll(db, sql: sql, arguments: [id, position, limit]).map { row in
                DeliveryRow(
                    position: row[0], streamName: row[1], type: row[2],
                    status: DeliveryStatus(rawValue: row[3]) ?? .pending, attempts: row[4],
                    due: row[5], lastAt: row[6], lastOutcome: row[7], httpStatus: row[8])
            }
        }
    }

    /// Tries to deliver the events of a range of positions, in the order of the log.
    public func attempts(
        subscription id: Int64, in positions: ClosedRange<Int64>, limit: Int
    ) throws -> [AttemptRow] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT position, number, at, outcome, status FROM attempt
                    WHERE subscription = ? AND position BETWEEN ? AND ?
                    ORDER BY position, number LIMIT ?
                    """, arguments: [id, positions.lowerBound, positions.upperBound, limit]
            ).map { row in
                AttemptRow(
                    position: row[0], number: row[1], at: row[2], outcome: row[3],
                    httpStatus: row[4])
            }
        }
    }

    /// Puts a delivery that was given up back into the outbox; false where it was not given up.
    public func deliverAgain(
        subscription id: Int64, position: Int64, at moment: Int64
    ) throws -> Bool {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET status = 0, due = ?
                    WHERE subscription = ? AND position = ? AND status = 2
                    """, arguments: [moment, id, position])
            return db.changesCount > 0
        }
    }
}
