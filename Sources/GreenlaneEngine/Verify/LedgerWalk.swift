import GreenlaneCore
import GreenlaneStore

/// Permits and whitelist entries with their balances, made again from their events.
struct LedgerWalk {
    private let book = LedgerBook()
    private var names: [Int64: (ledger: LedgerEvent.Ledger, id: String)] = [:]

    /// False where it is no such event.
    mutating func take(_ entry: EntryParts, stream: Int64) -> Bool {
        guard let data = entry.json,
            let event = LedgerEvent(
                stream: EntryView.text(entry.stream), type: EntryView.text(entry.type), data: data)
        else { return false }
        book.apply(event)
        names[stream] = (event.ledger, event.id)
        return true
    }

    func compare(_ store: LogStore, _ findings: Findings) throws {
        var expected: [Int64: LedgerRow] = [:]
        for (stream, name) in names {
            expected[stream] = LedgerProjection.row(name.ledger, name.id, book, key: stream)
        }
        try store.forEachRow(of: .ledger) { row in
            let known = expected.removeValue(forKey: row.integer(0))
            guard let known else {
                findings.add(0, "projection-extra", row.text(2))
                return
            }
            let texts = [
                known.kind, known.id, known.holder, known.code, known.status,
            ]
            let isSame = texts.indices.allSatisfy { row.text($0 + 1).isSame(as: texts[$0]) }
            if !isSame || row.integer(6) != known.version || !row.text(7).isSame(as: known.body) {
                findings.add(0, "balance-differs", known.id)
            }
        }
        for id in expected.values.map(\.id).sorted() { findings.add(0, "balance-missing", id) }
    }
}
