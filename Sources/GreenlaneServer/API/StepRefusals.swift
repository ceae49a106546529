import GreenlaneCore

/// What a step may be refused with, whoever sends it.
enum StepRefusals {
    static let all: [RefusalForm] = door + flow + obstacles + whitelists + documentNames

    /// And where it brings a document.
    static let documents: [RefusalForm] = [
        RefusalForm(400, "document-not-taken"), RefusalForm(400, "document-contents-missing"),
        RefusalForm(400, "document-digest-differs"), RefusalForm(400, "document-empty"),
        RefusalForm(400, "document-too-large"), RefusalForm(400, "document-name-invalid"),
        RefusalForm(400, "document-type-not-accepted"),
    ]

    /// The door: before the shipment's own rules are asked.
    private static let door: [RefusalForm] = [
        RefusalForm(404, "shipment-unknown"), RefusalForm(400, "occurred-in-future"),
        RefusalForm(400, "input-invalid"), RefusalForm(400, "request-invalid"),
        RefusalForm(403, "account-not-active"),
    ]

    /// The workflow: whether the event is there, and taken in this state.
    private static let flow: [RefusalForm] =
        rule([
            "event-unknown", "event-not-accepted", "shipment-closed", "timer-not-due",
            "date-in-future", "declaration-unknown", "endless-loop", "line-not-open",
            "declaration-too-long", "correction-changes-identity", "undo-impossible",
            "permit-other-holder", "permit-not-required", "permit-quantity-unclear",
        ]) + [RefusalForm(404, "permit-unknown"), RefusalForm(404, "timer-unknown")]

    /// Its guards.
    private static let obstacles: [RefusalForm] = rule([
        "permit-missing", "permit-expired", "permit-not-yet-valid", "permit-revoked",
        "permit-quantity-short", "permit-unit-differs", "permit-used-up", "permit-required",
        "state-needed", "state-forbidden", "declarations-open", "fact-missing", "no-lines-left",
        "usage-unclear", "quantity-exceeded", "ledger-unbalanced", "ledger-needed",
        "ledger-not-needed", "goods-infectious", "goods-prohibited", "not-prohibited",
        "drug-form-not-needed", "within-limits", "late", "not-late", "condition-not-met",
        "documents-missing",
    ])

    /// Why an entry does not cover the goods.
    private static let whitelists: [RefusalForm] = rule(WhitelistCode.allCases.map(\.rawValue))

    /// A step may name documents that were handed in.
    private static let documentNames: [RefusalForm] = [
        RefusalForm(400, "document-kind-unknown"), RefusalForm(404, "document-unknown"),
    ]

    private static func rule(_ codes: [String]) -> [RefusalForm] {
        codes.map { RefusalForm(422, $0) }
    }
}
