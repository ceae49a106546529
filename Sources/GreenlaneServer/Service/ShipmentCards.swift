import GreenlaneEngine
import GreenlaneStore
import Synchronization

/// Cards of shipments that lists have shown: good until the shipment's next event.
final class ShipmentCards: Sendable {
    /// Cards kept; beyond that the shelf begins anew.
    static let maximumCount = 8_192

    private let known = Mutex<[String: ShipmentCard]>([:])

    /// The card at a version or a later one; nil where the shipment is not there.
    func card(
        _ id: String, version: Int64, _ store: LogStore, _ definitions: DefinitionSet
    ) throws -> ShipmentCard? {
        if let card = known.withLock({ $0[id] }), card.version >= version { return card }
        let views = ShipmentViews(store: store, definitions: definitions)
        guard let card = try views.card(id: id) else { return nil }
        known.withLock { known in
            if known.count >= Self.maximumCount { known.removeAll(keepingCapacity: true) }
            known[id] = card
        }
        return card
    }
}
