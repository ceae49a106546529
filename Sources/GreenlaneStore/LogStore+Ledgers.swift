import GRDB

extension LogStore {
    private static let ledgerColumns = "stream, kind, id, holder, code, status, version, body"

    /// Permits and whitelist entries with their balances, in order of kind and id.
    public func ledgers(kind: String? = nil, holder: String? = nil) throws -> [LedgerRow] {
        var conditions = ["1 = 1"]
        var arguments: [any DatabaseValueConvertible] = []
        if let kind {
            conditions.append("kind = ?")
            arguments.append(kind)
        }
        if let holder {
            conditions.append("holder = ?")
            arguments.append(holder)
        }
        let sql = """
            SELECT \(Self.ledgerColumns) FROM ledger
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY kind, id
            """
        return try read { db in
            try Row.fetchAll(db, sql: sql, arguments: StatementArguments(arguments)).map(
                LedgerRow.init)
        }
    }

    public func ledger(kind: String, id: String) throws -> LedgerRow? {
        try read { db in
            try Row.fetchOne(
                db,
                sql: "SELECT \(Self.ledgerColumns) FROM ledger WHERE kind = ? AND id = ?",
                arguments: [kind, id]
            ).map(LedgerRow.init)
        }
    }
}

extension LedgerRow {
    init(_ row: Row) {
        self.init(
            stream: row[0], kind: row[1], id: row[2], holder: row[3], code: row[4], status: row[5],
            version: row[6], body: row[7])
    }
}
