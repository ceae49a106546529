import GreenlaneCore

/// A permit or whitelist entry in a bundle: what it grants, and what moved on it.
struct EvidenceLedger {
    /// One movement on behalf of the shipment.
    struct Movement {
        var position: Int64
        var occurred: Timestamp
        var change: BalanceChange
    }

    var ledger: LedgerEvent.Ledger
    var id: String
    var permit: Permit?
    var entry: WhitelistEntry?
    var balance: Balance?
    /// Of this shipment.
    var movements: [Movement] = []
    /// Movements for other shipments, which are only counted here.
    var others = 0
    var isRevoked = false
    /// Times that a later list said otherwise of it.
    var restatements = 0

    /// Those that the shipment moved, and those only named, in the order of the log.
    static func all(_ entries: [EvidenceEntry], of shipment: String) -> [EvidenceLedger] {
        var ledgers: [EvidenceLedger] = []
        var places: [String: Int] = [:]
        let book = LedgerBook()
        for entry in entries {
            guard
                let event = LedgerEvent(
                    stream: entry.stream, type: entry.head.type, data: entry.head.data)
            else { continue }
            book.apply(event)
            let index = places[entry.stream] ?? ledgers.count
            if places.updateValue(index, forKey: entry.stream) == nil {
                ledgers.append(EvidenceLedger(ledger: event.ledger, id: event.id))
            }
            ledgers[index].apply(event, entry, shipment)
        }
        for index in ledgers.indices {
            let id = ledgers[index].id
            switch ledgers[index].ledger {
            case .permit: ledgers[index].balance = book.permit(id)?.balance
            case .entry: ledgers[index].balance = book.entry(id)?.balance
            }
        }
        return ledgers
    }

    private init(ledger: LedgerEvent.Ledger, id: String) {
        self.ledger = ledger
        self.id = id
    }

    private mutating func apply(
        _ event: LedgerEvent, _ entry: EvidenceEntry, _ shipment: String
    ) {
        switch event.change {
        case .granted(let granted): permit = granted
        case .published(let published): self.entry = published
        case .restated(let restated):
            self.entry = restated
            restatements += 1
        case .revoked: isRevoked = true
        case .balance(let change) where change.shipment == shipment:
            movements.append(
                Movement(
                    position: entry.position, occurred: entry.head.occurred, change: change))
        case .balance: others += 1
        }
    }
}
