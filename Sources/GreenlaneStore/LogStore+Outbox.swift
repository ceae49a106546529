import GRDB

/// An event that is due at an endpoint.
public struct DueDelivery: Sendable {
    public var subscription: SubscriptionRow
    public var position: Int64
    public var stream: Int64
    /// Tries so far.
    public var attempts: Int
    public var streamName: String
    public var type: String
    public var entry: [UInt8]

    public init(
        subscription: SubscriptionRow, position: Int64, stream: Int64, attempts: Int,
        streamName: String, type: String, entry: [UInt8]
    ) {
        self.subscription = subscription
        self.position = position
        self.stream = stream
        self.attempts = attempts
        self.streamName = streamName
        self.type = type
        self.entry = entry
    }
}

/// An event for a subscription, and how far its delivery came.
public struct DeliveryRow: Hashable, Sendable {
    public var position: Int64
    public var streamName: String
    public var type: String
    public var status: DeliveryStatus
    /// Tries so far.
    public var attempts: Int
    /// Milliseconds since 1970 of the next try, where one is pending.
    public var due: Int64
    /// Milliseconds since 1970 of the last try; nil before the first.
    public var lastAt: Int64?
    /// Name of what the last try came to, such as `response` or `skipped`.
    public var lastOutcome: String?
    /// What the endpoint answered to the last try; nil where it did not.
    public var httpStatus: Int?
}

/// What became of a delivery.
public enum DeliveryStatus: Int, Sendable {
    case pending = 0
    case delivered = 1
    case failed = 2
}

extension LogStore {
    public func subscriptions() throws -> [SubscriptionRow] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT id, name, url, format, active, since FROM subscription ORDER BY id"
            ).map(SubscriptionRow.init)
        }
    }

    /// Due deliveries, at most one per subscription and stream: a later event of a shipment waits
    /// until the earlier one has arrived, so that receivers see each shipment in order.
    public func dueDeliveries(at moment: Int64, limit: Int) throws -> [DueDelivery] {
        let sql = """
            SELECT o.subscription, s.name, s.url, s.format, s.active, s.since, o.position,
                o.stream, o.attempts, n.name, e.type, e.entry
            FROM outbox o
            JOIN subscription s ON s.id = o.subscription
            JOIN event e ON e.position = o.position
            JOIN stream n ON n.id = o.stream
            WHERE o.status = 0 AND o.due <= ? AND s.active = 1
                AND NOT EXISTS (
                    SELECT 1 FROM outbox p WHERE p.subscription = o.subscription
                        AND p.stream = o.stream AND p.position < o.position AND p.status = 0)
            ORDER BY o.position, o.subscription LIMIT ?
            """
        return try read { db in
            try Row.fetchAll(db, sql: sql, arguments: [moment, limit]).map { row in
                DueDelivery(
                    subscription: SubscriptionRow(
                        id: row[0], name: row[1], url: row[2], format: row[3], active: row[4],
                        since: row[5]),
                    position: row[6], stream: row[7], attempts: row[8], streamName: row[9],
                    type: row[10], entry: Array((row[11] as String).utf8))
            }
        }
    }

    /// Milliseconds since 1970 of the next pending delivery.
    public func nextDelivery() throws -> Int64? {
        try read { try Int64.fetchOne($0, sql: "SELECT min(due) FROM outbox WHERE status = 0") }
    }

    /// Records one try and what follows from it, in one transaction.
    public func recordAttempt(
        subscription: Int64, position: Int64, at moment: Int64, outcome: String,
        httpStatus: Int?, becomes status: DeliveryStatus, nextDue: Int64?
    ) throws {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET attempts = attempts + 1, status = ?, due = coalesce(?, due)
                    WHERE subscription = ? AND position = ?
                    """, arguments: [status.rawValue, nextDue, subscription, position])
            try db.execute(
                sql: """
                    INSERT INTO attempt (subscription, position, number, at, outcome, status)
                    SELECT ?, ?, attempts, ?, ?, ? FROM outbox
                    WHERE subscription = ? AND position = ?
                    """,
                arguments: [
                    subscription, position, moment, outcome, httpStatus, subscription, position,
                ])
        }
    }

    /// Takes deliveries out of the outbox of which nobody is told, all in one transaction.
    public func recordSkipped(_ deliveries: [DueDelivery], at moment: Int64) throws {
        guard !deliveries.isEmpty else { return }
        try write { db in
            for delivery in deliveries {
                let key: StatementArguments = [delivery.subscription.id, delivery.position]
                try db.execute(
                    sql: """
                        UPDATE outbox SET attempts = attempts + 1, status = 1
                        WHERE subscription = ? AND position = ?
                        """, arguments: key)
                try db.execute(
                    sql: """
                        INSERT INTO attempt (subscription, position, number, at, outcome, status)
                        SELECT subscription, position, attempts, ?, 'skipped', NULL FROM outbox
                        WHERE subscription = ? AND position = ?
                        """, arguments: [moment] + key)
            }
        }
    }

    /// Deliveries of a subscription after a position, in the order of the log, each with its last
    /// try.
    public func deliveries(
        subscription id: Int64, after position: Int64, status: DeliveryStatus? = nil, limit: Int
    ) throws -> [DeliveryRow] {
        let sql = """
            SELECT o.position, n.name, e.type, o.status, o.attempts, o.due, a.at, a.outcome,
                a.status
            FROM outbox o
            JOIN event e ON e.position = o.position
            JOIN stream n ON n.id = o.stream
            LEFT JOIN attempt a ON a.subscription = o.subscription
                AND a.position = o.position AND a.number = o.attempts
            WHERE o.subscription = ? AND o.position > ? AND (? IS NULL OR o.status = ?)
            ORDER BY o.position LIMIT ?
            """
        let wanted = status?.rawValue
        return try read { db in
            try Row.fetchAll(db, sql: sql, arguments: [id, position, wanted, wanted, limit])
                .map { row in
                    DeliveryRow(
                        position: row[0], streamName: row[1], type: row[2],
                        status: DeliveryStatus(rawValue: row[3]) ?? .pending, attempts: row[4],
                        due: row[5], lastAt: row[6], lastOutcome: row[7], httpStatus: row[8])
                }
        }
    }

    /// Pending, delivered and failed deliveries.
    public func deliveryCounts() throws -> (pending: Int, delivered: Int, failed: Int) {
        try read { db in
            var counts = [0, 0, 0]
            let rows = try Row.fetchAll(
                db, sql: "SELECT status, count(*) FROM outbox GROUP BY status ORDER BY status")
            for row in rows {
                let status: Int = row[0]
                if counts.indices.contains(status) { counts[status] = row[1] }
            }
            return (counts[0], counts[1], counts[2])
        }
    }
}

extension SubscriptionRow {
    init(_ row: Row) {
        self.init(
            id: row[0], name: row[1], url: row[2], format: row[3], active: row[4], since: row[5])
    }

    static func active(_ db: Database) throws -> [SubscriptionRow] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT id, name, url, format, active, since FROM subscription WHERE active = 1
                ORDER BY id
                """
        ).map(SubscriptionRow.init)
    }
}
