import GRDB

/// A shipment's row with where it stands, for those who keep the open ones in memory.
public struct PlacedShipment: Hashable, Sendable {
    public var shipment: ShipmentRow
    /// The innermost active states as its last event has them: a JSON array of names.
    public var at: String
}

extension LogStore {
    private static let placed = """
        SELECT s.stream, s.id, s.importer, s.reference, '', s.version, s.milestone, s.state, s.due,
            s.overdue, s.final, s.updated, coalesce(json_extract(e.entry, '$.data.at'), '[]')
        FROM shipment s JOIN event e ON e.stream = s.stream AND e.version = s.version
        """
    /// Ids of one statement.
    private static let chunk = 500

    /// Calls `body` with every shipment that has not ended, or was touched since `moment`, in order
    /// of id.
    public func forEachPlaced(
        touchedSince moment: Int64, _ body: (PlacedShipment) throws -> Void
    ) throws {
        try read { db in
            let cursor = try Row.fetchCursor(
                db, sql: Self.placed + " WHERE s.final = 0 OR s.updated >= ? ORDER BY s.id",
                arguments: [moment])
            while let row = try cursor.next() { try body(PlacedShipment(row)) }
        }
    }

    /// Those of these ids that there are.
    public func placed(_ ids: [String]) throws -> [PlacedShipment] {
        var found: [PlacedShipment] = []
        for start in stride(from: 0, to: ids.count, by: Self.chunk) {
            let part = Array(ids[start..<min(start + Self.chunk, ids.count)])
            let marks = part.map { _ in "?" }.joined(separator: ", ")
            try read { db in
                found += try Row.fetchAll(
                    db, sql: Self.placed + " WHERE s.id IN (\(marks))",
                    arguments: StatementArguments(part)
                ).map(PlacedShipment.init)
            }
        }
        return found
    }

    /// Shipments that have ended, the newest first; one more than the limit where there is more.
    /// `importers` narrows them to these, nil for all; `text` is looked for in id and reference.
    public func endedShipments(
        importers: [String]?, milestone: String?, text: String?, offset: Int, limit: Int
    ) throws -> [ShipmentRow] {
        var conditions = ["final = 1"]
        var arguments: [any DatabaseValueConvertible] = []
        if let importers {
            let marks = importers.map { _ in "?" }.joined(separator: ", ")
            // Of many rows, sorting all is dearer than going through the table from its end.
            let isFew = try holdsFew(importers)
            conditions.append("\(isFew ? "" : "+")importer IN (\(marks))")
            arguments += importers
        }
        if let milestone {
            conditions.append("milestone = ?")
            arguments.append(milestone)
        }
        if let text {
            conditions.append("(instr(lower(id), ?) > 0 OR instr(lower(reference), ?) > 0)")
            arguments += [text.lowercased(), text.lowercased()]
        }
        arguments += [limit + 1, offset]
        let sql = """
            SELECT stream, id, importer, reference, request, version, milestone, state, due,
                overdue, final, updated
            FROM shipment WHERE \(conditions.joined(separator: " AND "))
            ORDER BY stream DESC LIMIT ? OFFSET ?
            """
        return try read { db in
            try Row.fetchAll(db, sql: sql, arguments: StatementArguments(arguments)).map(
                ShipmentRow.init)
        }
    }

    /// Whether these importers have so few shipments that sorting them costs little.
    private func holdsFew(_ importers: [String]) throws -> Bool {
        let few = 2_000
        let marks = importers.map { _ in "?" }.joined(separator: ", ")
        let sql = """
            SELECT count(*) FROM
                (SELECT 1 FROM shipment WHERE importer IN (\(marks)) LIMIT \(few + 1))
            """
        return try read { db in
            try Int.fetchOne(db, sql: sql, arguments: StatementArguments(importers)) ?? 0
        } <= few
    }
}

extension PlacedShipment {
    init(_ row: Row) {
        self.init(shipment: ShipmentRow(row), at: row[12])
    }
}
