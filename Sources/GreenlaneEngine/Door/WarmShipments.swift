import GreenlaneCore

/// Shipments that the writer need not fold again. Two generations: what was asked for since the
/// last turn, and what was asked for in the turn before; older ones are let go. So a round through
/// many shipments never empties the whole at once.
struct WarmShipments {
    /// A shipment as the writer last knew it.
    struct Entry {
        var shipment: Shipment
        var stream: Int64
        var requestDigest: String
    }

    /// Shipments of one generation; twice as many are kept at most, and those of one batch.
    let capacity: Int
    private var young: [String: Entry] = [:]
    private var old: [String: Entry] = [:]

    init(capacity: Int) {
        self.capacity = capacity
    }

    var count: Int { young.count + old.count }

    /// Looks only; `promote` keeps it for the next turn.
    subscript(id: String) -> Entry? {
        get { young[id] ?? old[id] }
        set {
            // Of the two generations only one knows an id.
            if !old.isEmpty { old[id] = nil }
            young[id] = newValue
        }
        _modify {
            if young[id] == nil, let entry = old.removeValue(forKey: id) { young[id] = entry }
            yield &young[id]
        }
    }

    /// The entry, moved to the young ones.
    mutating func promote(_ id: String) -> Entry? {
        if let entry = young[id] { return entry }
        guard let entry = old.removeValue(forKey: id) else { return nil }
        young[id] = entry
        return entry
    }

    /// Called when nothing is under way: what a batch decided must not be let go before it is
    /// written.
    mutating func turn() {
        guard young.count > capacity else { return }
        old = young
        young = [:]
    }

    mutating func removeAll() {
        young = [:]
        old = [:]
    }
}
