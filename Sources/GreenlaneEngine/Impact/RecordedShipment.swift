import GreenlaneCore
import GreenlaneStore

/// An open shipment as its log tells it, and under which rules it was last assessed.
struct RecordedShipment {
    let shipment: Shipment
    /// Digest of the manifest under which the requirements were found.
    let under: String

    /// Folds the stream; the day and the rules of an assessment that was undone do not count.
    static func fold(
        _ row: ShipmentRow, _ store: LogStore, _ definitions: DefinitionSet
    ) throws -> RecordedShipment {
        var shipment: Shipment?
        var flow: ClearanceWorkflow?
        var under = ""
        var earlier = ""
        for event in try store.events(stream: row.stream) {
            let entry = try EventHead.parse(event.entry)
            if flow == nil {
                let digest = entry.data["filed"]?["workflow"]?.stringValue ?? ""
                flow = try definitions.workflow(digest, store)
            }
            guard let flow,
                let change = ShipmentEvent(type: entry.type, data: entry.data, chart: flow.chart)
            else { throw EngineFault.streamDamaged(row.id) }
            for effect in change.effects {
                switch effect {
                case .assessed:
                    earlier = under.isEmpty ? entry.under : under
                    under = entry.under
                case .undone: under = earlier
                default: break
                }
            }
            shipment = Shipment.evolve(
                shipment, change, occurred: entry.occurred, recorded: entry.recorded)
        }
        guard let shipment else { throw EngineFault.streamDamaged(row.id) }
        return RecordedShipment(shipment: shipment, under: under)
    }

    /// Lines whose declaration customs accepted are bound by that day; the others are still open.
    func isOpen(line: Int) -> Bool {
        !shipment.declarations.contains {
            $0.acceptedOn != nil && $0.status != .withdrawn && $0.lines.contains(line)
        }
    }

    var hasOpenLines: Bool { shipment.request.items.contains { isOpen(line: $0.line) } }

    /// What this shipment has taken from an entry: for itself that is not gone.
    func drawn(from entry: String) -> Decimal {
        var sum = Decimal.zero
        for draw in shipment.draws
        where draw.ledger == .entry && draw.id == entry
            && (draw.status == .reserved || draw.status == .consumed)
        {
            sum = sum + draw.amount
        }
        return sum
    }

    /// Whether a permit of the kind is linked to the line.
    func holds(_ permit: String, line: Int) -> Bool {
        shipment.draws.contains {
            $0.isLive && $0.ledger == .permit && $0.permit == permit && $0.line == line
        }
    }
}
