import GRDB

/// Which shipments a listing asks for.
public struct ShipmentFilter: Hashable, Sendable {
    /// A state's or a milestone's name.
    public var state: String?
    /// USCC.
    public var importer: String?
    /// USCCs of the importers whose goods may be listed; nil for all.
    public var importers: [String]?
    public var overdueOnly: Bool
    /// At most this many rows.
    public var limit: Int
    /// Id of the last shipment already seen.
    public var after: String?

    public init(
        state: String? = nil, importer: String? = nil, importers: [String]? = nil,
        overdueOnly: Bool = false, limit: Int = 100, after: String? = nil
    ) {
        self.importers = importers
        self.state = state
        self.importer = importer
        self.overdueOnly = overdueOnly
        self.limit = limit
        self.after = after
    }
}

extension LogStore {
    static let columns = """
        stream, id, importer, reference, request, version, milestone, state, due, overdue, final,
        updated
        """

    public func shipment(id: String) throws -> ShipmentRow? {
        // SQLite would compare it up to there.
        guard !id.utf8.contains(0) else { return nil }
        return try read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT \(Self.columns) FROM shipment WHERE id = ?")
            return try Row.fetchOne(statement, arguments: [id]).map(ShipmentRow.init)
        }
    }

    public func shipment(importer: String, reference: String) throws -> ShipmentRow? {
        try read { db in
            try Row.fetchOne(
                db,
                sql: "SELECT \(Self.columns) FROM shipment WHERE importer = ? AND reference = ?",
                arguments: [importer, reference]
            ).map(ShipmentRow.init)
        }
    }

    /// In order of id; one more row than the limit where there is more.
    public func shipments(_ filter: ShipmentFilter) throws -> [ShipmentRow] {
        var conditions = ["id > ?"]
        var arguments: [any DatabaseValueConvertible] = [filter.after ?? ""]
        if let state = filter.state {
            conditions.append("(state = ? OR milestone = ?)")
            arguments += [state, state]
        }
        if let importer = filter.importer {
            conditions.append("importer = ?")
            arguments.append(importer)
        }
        if let importers = filter.importers {
            let marks = importers.map { _ in "?" }.joined(separator: ", ")
            conditions.append("importer IN (\(marks))")
            arguments += importers
        }
        if filter.overdueOnly { conditions.append("overdue = 1") }
        arguments.append(filter.limit + 1)
        let sql = """
            SELECT \(Self.columns) FROM shipment WHERE \(conditions.joined(separator: " AND "))
            ORDER BY id LIMIT ?
            """
        return try read { db in
            try Row.fetchAll(db, sql: sql, arguments: StatementArguments(arguments)).map(
                ShipmentRow.init)
        }
    }

    /// Streams whose earliest timer is due, earliest first.
    public func due(before moment: Int64, limit: Int) throws -> [(stream: Int64, due: Int64)] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT stream, due FROM shipment WHERE due IS NOT NULL AND due <= ?
                    ORDER BY due, stream LIMIT ?
                    """,
                arguments: [moment, limit]
            ).map { ($0[0], $0[1]) }
        }
    }

    /// Milliseconds since 1970 of the earliest timer of all.
    public func nextTimer() throws -> Int64? {
        try read {
            try Int64.fetchOne($0, sql: "SELECT min(due) FROM shipment WHERE due IS NOT NULL")
        }
    }

    /// Shipments that have not come to an end.
    public func openShipmentCount() throws -> Int {
        try read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM shipment WHERE final = 0") ?? 0
        }
    }

    public func shipmentCount() throws -> Int {
        try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM shipment") ?? 0 }
    }

    /// All rows in order of stream, for verify to hold against the log.
    public func forEachShipment(_ body: (ShipmentRow) throws -> Void) throws {
        try read { db in
            let cursor = try Row.fetchCursor(
                db, sql: "SELECT \(Self.columns) FROM shipment ORDER BY stream")
            while let row = try cursor.next() { try body(ShipmentRow(row)) }
        }
    }
}

extension ShipmentRow {
    init(_ row: Row) {
        self.init(
            stream: row[0], id: row[1], importer: row[2], reference: row[3], request: row[4],
            version: row[5], milestone: row[6], state: row[7], due: row[8], overdue: row[9],
            final: row[10], updated: row[11])
    }
}
