public import GreenlaneCore
public import GreenlaneStore

/// Who holds what of a permit or a whitelist entry now. A balance names everybody who ever drew on
/// it; which of them still reserves, only its events tell.
public enum LedgerReservations {
    /// A shipment with what it reserves, in the granted unit.
    public struct Holder: Hashable, Sendable {
        public var shipment: String
        public var amount: Decimal
    }

    /// In the order in which the shipments first drew on it; none where nobody knows it. Index: the
    /// stream of the permit or entry.
    public static func standing(
        _ ledger: LedgerEvent.Ledger, _ id: String, _ store: LogStore
    ) throws -> [Holder] {
        guard let row = try store.ledger(kind: ledger.rawValue, id: id) else { return [] }
        var holders: [Holder] = []
        var places: [String: Int] = [:]
        for stored in try store.events(stream: row.stream) {
            let head = try EventHead.parse(stored.entry)
            guard let event = LedgerEvent(stream: head.stream, type: head.type, data: head.data)
            else { throw EngineFault.streamDamaged(id) }
            guard case .balance(let change) = event.change else { continue }
            let place = places[change.shipment] ?? holders.count
            if place == holders.count {
                places[change.shipment] = place
                holders.append(Holder(shipment: change.shipment, amount: .zero))
            }
            switch change.kind {
            case .reserved: holders[place].amount = holders[place].amount + change.amount
            case .consumed, .freed: holders[place].amount = holders[place].amount - change.amount
            case .returned: break
            }
        }
        return holders.filter { $0.amount > .zero }
    }
}
