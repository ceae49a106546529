import GRDB

extension LogStore {
    /// Newest streams that are looked through, from the end, until there are enough.
    private static let newest = 5_000
    /// Shipments of one importer that are looked through where the newest have too few.
    private static let ofOne = 2_000

    /// The latest shipments of some importers, newest first. Bounded in what it reads: of a very
    /// large log an importer that filed nothing for long may see fewer.
    public func latestShipments(of importers: [String], limit: Int) throws -> [ShipmentRow] {
        guard let only = importers.first else { return [] }
        let marks = importers.map { _ in "?" }.joined(separator: ", ")
        let recent = """
            SELECT \(Self.columns) FROM shipment
            WHERE +importer IN (\(marks))
                AND stream > (SELECT max(stream) FROM shipment) - \(Self.newest)
            ORDER BY stream DESC LIMIT ?
            """
        return try read { db in
            let rows = try Row.fetchAll(
                db, sql: recent, arguments: StatementArguments(importers) + [limit]
            ).map(ShipmentRow.init)
            guard rows.count < limit, importers.count == 1 else { return rows }
            let own = """
                SELECT \(Self.columns) FROM
                    (SELECT * FROM shipment WHERE importer = ? LIMIT \(Self.ofOne))
                ORDER BY stream DESC LIMIT ?
                """
            let all = try Row.fetchAll(db, sql: own, arguments: [only, limit])
                .map(ShipmentRow.init)
            return all.count > rows.count ? all : rows
        }
    }
}
