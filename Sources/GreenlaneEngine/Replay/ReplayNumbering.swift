/// Where a replay takes the numbers from that the log gives by counting: those of shipments, and
/// of permits that are registered on the way.
public enum ReplayNumbering: Sendable {
    /// Counted again, over the whole log.
    case counted
    /// Taken as stated, where only the events of one shipment are at hand: its id, and the ids of
    /// the permits that its steps registered, in their order.
    case stated(shipment: String, permits: [String])
}
