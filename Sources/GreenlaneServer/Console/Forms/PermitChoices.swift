import GreenlaneCore
import GreenlaneEngine

/// What a step's form offers where a permit is to be named: nobody knows the codes by heart.
struct PermitChoices {
    /// The member of a step's input that names a permit, in every workflow.
    private static let field = "permit"
    /// What a step records that draws on a permit of the ledger, rather than naming its kind.
    private static let drawing = "permit.linked"

    private let kinds: [(value: String, title: String)]
    private let held: [(value: String, title: String)]

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
        let holder = view.shipment.request.importer.uscc
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
        let found = definition.records == Self.drawing ? held : kinds
        return found.isEmpty ? nil : found
    }
}
