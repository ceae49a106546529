import GRDB

/// The prepared statements of the writing connection. Lives and dies with it.
final class Writer {
    let begin: PreparedStatement
    let commit: PreparedStatement
    let rollback: PreparedStatement
    private let insertStream: PreparedStatement
    private let insertEvent: PreparedStatement
    private let insertShipment: PreparedStatement
    private let updateShipment: PreparedStatement
    private let saveLedger: PreparedStatement
    private let saveAccess: PreparedStatement
    private let insertOutbox: PreparedStatement
    private let saveTree: PreparedStatement
    private let insertDefinition: PreparedStatement
    private let insertIdempotency: PreparedStatement
    private let saveSubscription: PreparedStatement
    private let findReference: PreparedStatement
    private let proofs: ProofWriter

    init(_ db: Database) throws {
        proofs = try ProofWriter(db)
        // Prepared too: parsing BEGIN and COMMIT anew costs more than a row.
        begin = try PreparedStatement(db, "BEGIN IMMEDIATE")
        commit = try PreparedStatement(db, "COMMIT")
        rollback = try PreparedStatement(db, "ROLLBACK")
        insertStream = try PreparedStatement(db, "INSERT INTO stream (id, name) VALUES (?, ?)")
        insertEvent = try PreparedStatement(
            db,
            """
            INSERT INTO event (position, stream, version, type, entry, leaf, sealed)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        insertShipment = try PreparedStatement(
            db,
            """
            INSERT INTO shipment (stream, version, milestone, state, due, overdue, final, updated,
                id, importer, reference, request)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """)
        updateShipment = try PreparedStatement(
            db,
            """
            UPDATE shipment SET version = ?2, milestone = ?3, state = ?4, due = ?5, overdue = ?6,
                final = ?7, updated = ?8, request = ?9 WHERE stream = ?1
            """)
        saveLedger = try PreparedStatement(
            db,
            """
            INSERT INTO ledger (stream, kind, id, holder, code, status, version, body)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (stream) DO UPDATE SET holder = ?4, status = ?6, version = ?7, body = ?8
            """)
        saveAccess = try PreparedStatement(
            db,
            """
            INSERT INTO access (stream, kind, id, version, body, personal)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (stream) DO UPDATE SET version = ?4, body = ?5, personal = ?6
            """)
        insertOutbox = try PreparedStatement(
            db,
            "INSERT INTO outbox (subscription, position, stream, due) VALUES (?, ?, ?, ?)")
        saveTree = try PreparedStatement(
            db,
            """
            INSERT INTO tree (id, size, frontier) VALUES (1, ?1, ?2)
            ON CONFLICT (id) DO UPDATE SET size = ?1, frontier = ?2
            """)
        insertDefinition = try PreparedStatement(
            db,
            "INSERT OR IGNORE INTO definition (digest, kind, name, body) VALUES (?, ?, ?, ?)")
        insertIdempotency = try PreparedStatement(
            db, "INSERT INTO idempotency (key, command, position) VALUES (?, ?, ?)")
        findReference = try PreparedStatement(
            db, "SELECT id FROM shipment WHERE importer = ? AND reference = ?")
        saveSubscription = try PreparedStatement(
            db,
            """
            INSERT INTO subscription (id, name, url, format, active, since)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (id) DO UPDATE SET url = ?3, format = ?4, active = ?5
            """)
    }

    /// The id of the shipment that an importer filed under a reference.
    func shipment(importer: String, reference: String, _ db: Database) throws -> String? {
        findReference.bind(1, text: importer)
        findReference.bind(2, text: reference)
        var found: String?
        try findReference.rows(db) {
            found = $0.text(0)
            return false
        }
        return found
    }

    /// Writes all of a batch; the caller holds the transaction. `subscribers` are those who hear
    /// of the batch's events, each with the position after which it does.
    func write(_ batch: Batch, subscribers: [SubscriptionRow], _ db: Database) throws {
        for row in batch.definitions { try write(row, db) }
        for row in batch.streams {
            insertStream.bind(1, row.id)
            insertStream.bind(2, text: row.name)
            try insertStream.run(db)
        }
        for row in batch.events {
            try write(row, db)
            for subscriber in subscribers
            where row.isHeard && subscriber.since < row.position && subscriber.hearsEvents {
                insertOutbox.bind(1, subscriber.id)
                insertOutbox.bind(2, row.position)
                insertOutbox.bind(3, row.stream)
                insertOutbox.bind(4, batch.deliverFrom)
                try insertOutbox.run(db)
            }
        }
        for row in batch.shipments { try write(row, db) }
        for row in batch.ledgers { try write(row, db) }
        for row in batch.accesses { try write(row, db) }
        for row in batch.subscriptions { try write(row, db) }
        for row in batch.idempotency {
            insertIdempotency.bind(1, text: row.key)
            insertIdempotency.bind(2, text: row.command)
            insertIdempotency.bind(3, row.position)
            try insertIdempotency.run(db)
        }
        for row in batch.tiles { try proofs.write(row, db) }
        for row in batch.traces { try proofs.write(row, db) }
        for row in batch.tallies { try proofs.write(row, db) }
        for row in batch.papers { try proofs.write(row, db) }
        for row in batch.erasures { try proofs.write(row, db) }
        if batch.erases { try proofs.forget(batch, db) }
        saveTree.bind(1, batch.treeSize)
        saveTree.bind(2, blob: batch.frontier)
        try saveTree.run(db)
    }

    private func write(_ row: EventRow, _ db: Database) throws {
        insertEvent.bind(1, row.position)
        insertEvent.bind(2, row.stream)
        insertEvent.bind(3, row.version)
        insertEvent.bind(4, text: row.type)
        insertEvent.bind(5, text: row.entry)
        insertEvent.bind(6, blob: row.leaf)
        insertEvent.bind(7, text: row.sealed)
        try insertEvent.run(db)
    }

    private func write(_ row: ShipmentRow, _ db: Database) throws {
        let isNew = row.version == 1
        let statement = isNew ? insertShipment : updateShipment
        statement.bind(1, row.stream)
        statement.bind(2, row.version)
        statement.bind(3, text: row.milestone)
        statement.bind(4, text: row.state)
        statement.bind(5, row.due)
        statement.bind(6, row.overdue ? 1 : 0)
        statement.bind(7, row.final ? 1 : 0)
        statement.bind(8, row.updated)
        if isNew {
            statement.bind(9, text: row.id)
            statement.bind(10, text: row.importer)
            statement.bind(11, text: row.reference)
            statement.bind(12, text: row.request)
        } else {
            statement.bind(9, text: row.request)
        }
        try statement.run(db)
    }

    private func write(_ row: LedgerRow, _ db: Database) throws {
        saveLedger.bind(1, row.stream)
        saveLedger.bind(2, text: row.kind)
        saveLedger.bind(3, text: row.id)
        saveLedger.bind(4, text: row.holder)
        saveLedger.bind(5, text: row.code)
        saveLedger.bind(6, text: row.status)
        saveLedger.bind(7, row.version)
        saveLedger.bind(8, text: row.body)
        try saveLedger.run(db)
    }

    private func write(_ row: AccessRow, _ db: Database) throws {
        saveAccess.bind(1, row.stream)
        saveAccess.bind(2, text: row.kind)
        saveAccess.bind(3, text: row.id)
        saveAccess.bind(4, row.version)
        saveAccess.bind(5, text: row.body)
        saveAccess.bind(6, text: row.personal)
        try saveAccess.run(db)
    }

    private func write(_ row: DefinitionRow, _ db: Database) throws {
        insertDefinition.bind(1, text: row.digest)
        insertDefinition.bind(2, text: row.kind)
        insertDefinition.bind(3, text: row.name)
        insertDefinition.bind(4, blob: row.body)
        try insertDefinition.run(db)
    }

    private func write(_ row: SubscriptionRow, _ db: Database) throws {
        saveSubscription.bind(1, row.id)
        saveSubscription.bind(2, text: row.name)
        saveSubscription.bind(3, text: row.url)
        saveSubscription.bind(4, text: row.format)
        saveSubscription.bind(5, row.active ? 1 : 0)
        saveSubscription.bind(6, row.since)
        try saveSubscription.run(db)
    }
}
