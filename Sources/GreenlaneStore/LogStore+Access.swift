import GRDB

extension LogStore {
    /// Organisations, accounts and what lets them in, in order of kind and id; none in a file
    /// that is older than they are.
    public func accesses() throws -> [AccessRow] {
        try read { db in
            guard try db.tableExists("access") else { return [] }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT stream, kind, id, version, body, personal FROM access
                    ORDER BY kind, id
                    """
            ).map {
                AccessRow(
                    stream: $0[0], kind: $0[1], id: $0[2], version: $0[3], body: $0[4],
                    personal: $0[5])
            }
        }
    }
}
