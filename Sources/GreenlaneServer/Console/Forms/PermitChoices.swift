import GreenlaneCore
import GreenlaneEngine

/// What a step's form offers where a permit is to be named: nobody knows the codes by heart.
struct PermitChoices {
    /// The member of a step's input that names a permit, in every workflow.
    private static let field = "permit"
    /// What steps record that name a kind of permit; others name a permit of the ledger.
    private static let ofKinds = [
        "permit.applied", "permit.supplemented", "permit.granted", "permit.supplement_asked",
        "permit.refused",
    ]

    private let kinds: [(value: String, title: String)]
    /// Permits that the shipment could draw on.
    private let held: [(value: String, title: String)]
    /// Permits that it draws on.
    private let drawn: [(value: String, title: String)]

    init(_ view: ShipmentView, _ call: PageCall) {
        let rules = view.facts.rules
        let needed = view.shipment.requirements.map(\.permit)
        let first = rules.permits.filter { needed.contains($0.code) }
        let rest = rules.permits.filter { !needed.contains($0.code) }
        kinds =
            first.map { ($0.code, call.text($0.name)) }
            + rest.map { info in
                let name = call.text(info.name)
                return (info.code, call.text("\(name)（这票货没有要求）", "\(name) (not asked for)"))
            }
        drawn = view.shipment.draws.filter { $0.ledger == .permit && $0.isLive }.reduce(into: []) {
            found, draw in
            guard !found.contains(where: { $0.value == draw.id }),
                let permit = view.facts.ledgers.permit(draw.id)
            else { return }
            let name = rules.permit(permit.code).map { call.text($0.name) } ?? permit.code
            found.append((draw.id, "\(name) \(PlainText.printable(permit.number))"))
        }
        // As everywhere, only to those who may look at that importer's permits.
        let reach = call.reader.principal?.reach(of: .readPermits)
        let holder = view.shipment.request.importer.uscc.flatMap {
            reach?.includes(importer: $0) == true ? $0 : nil
        }
        held = first.flatMap { info in
            (holder.map { view.facts.ledgers.permits(code: info.code, holder: $0) } ?? [])
                .filter { HeldPermits.isOpen($0, on: call.now.date) }
                .map { ($0.id, "\(call.text(info.name)) \(PlainText.printable($0.number))") }
        }
    }

    /// Nil where the field names no permit, or there is none to choose from.
    func of(
        _ field: InputField, _ definition: EventDefinition
    ) -> [(value: String, title: String)]? {
        guard field.name == Self.field, case .string = field.kind else { return nil }
        let found: [(value: String, title: String)] =
            switch definition.records {
            case "permit.linked": held
            case "permit.revoked": drawn
            case let records where Self.ofKinds.contains(records): kinds
            default: []
            }
        return found.isEmpty ? nil : found
    }
}
