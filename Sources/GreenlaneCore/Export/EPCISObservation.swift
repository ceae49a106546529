/// How one kind of log event speaks of the consignment in the words of CBV 2.0. CBV has no word for
/// what customs does, so those steps are URIs of ours.
public struct EPCISObservation: Hashable, Sendable {
    /// A lasting disposition `unavailable`.
    public enum Hold: Hashable, Sendable { case set, unset }

    /// Where the goods are.
    enum Place: Hashable, Sendable { case unknown, customs, user }

    /// Type of the event in the log.
    public let type: String
    let bizStep: String
    let disposition: String?
    let hold: Hold?
    let place: Place

    init(
        _ type: String, _ bizStep: String, _ disposition: String? = nil, _ hold: Hold? = nil,
        at place: Place = .customs
    ) {
        self.type = type
        self.bizStep = bizStep
        self.disposition = disposition
        self.hold = hold
        self.place = place
    }

    /// A business step of ours.
    static func step(_ name: String) -> String { EPCISName.vocabulary + "BizStep-" + name }

    /// A type of business transaction of ours.
    static func transaction(_ name: String) -> String { EPCISName.vocabulary + "BTT-" + name }

    /// The kinds that become an observation of the whole consignment and nothing else. What is not
    /// here and not in `others` says nothing of where the goods are, and is left out.
    public static let all: [EPCISObservation] = [
        EPCISObservation("goods.departed", "departing", "in_transit", at: .unknown),
        EPCISObservation("goods.arrived", "arriving", "in_progress"),
        EPCISObservation("inspection.ordered", "holding", "unavailable", .set),
        EPCISObservation("declaration.suspended", "holding", "unavailable", .set),
        EPCISObservation("declaration.deleted", "holding", "unavailable", .set),
        EPCISObservation("destination_check.ordered", "holding", "unavailable", .set),
        EPCISObservation("isolation.started", "holding", "unavailable", .set),
        EPCISObservation("investigation.opened", "holding", "unavailable", .set),
        EPCISObservation("rectification.ordered", "holding", "unavailable", .set),
        EPCISObservation("return.ordered", "holding", "unavailable", .set),
        EPCISObservation("return.requested", "holding", "unavailable", .set),
        EPCISObservation("destruction.ordered", "holding", "unavailable", .set),
        EPCISObservation("sample.taken", "sampling", "in_progress"),
        EPCISObservation("inspection.passed", "inspecting", "conformant"),
        EPCISObservation("inspection.failed", "inspecting", "non_conformant", .set),
        EPCISObservation("laboratory.passed", "inspecting", "conformant"),
        EPCISObservation("laboratory.failed", "inspecting", "non_conformant", .set),
        EPCISObservation("conformity.confirmed", "inspecting", "conformant"),
        EPCISObservation("conformity.failed", "inspecting", "non_conformant", .set),
        EPCISObservation("isolation.passed", "inspecting", "conformant"),
        EPCISObservation("isolation.failed", "inspecting", "non_conformant", .set),
        EPCISObservation("destination_check.passed", "inspecting", "conformant", .unset),
        EPCISObservation("destination_check.failed", "inspecting", "non_conformant", .set),
        EPCISObservation("temperature.accepted", "inspecting", "conformant", at: .unknown),
        EPCISObservation(
            "temperature.rejected", "inspecting", "non_conformant", .set, at: .unknown),
        EPCISObservation("goods.released", step("customs_releasing"), "available", .unset),
        EPCISObservation("guarantee.accepted", step("customs_releasing"), "available", .unset),
        EPCISObservation(
            "declaration.summary_released", step("customs_releasing"), "available", .unset),
        EPCISObservation(
            "goods.lifted_conditionally", step("customs_conditional_lifting"), "unavailable", .set),
        EPCISObservation("declaration.cleared", step("customs_clearing"), at: .unknown),
        EPCISObservation("goods.stored", "storing", "in_progress", at: .unknown),
        EPCISObservation("goods.abandoned", step("abandoning"), "unavailable", .set),
        EPCISObservation("goods.forfeited", step("customs_disposing"), "disposed"),
    ]

    /// The kinds that become an event of another shape, or several.
    public static let others = [
        "shipment.filed", "request.cancelled", "request.given_up", "goods.dispatched",
        "temperature.read", "temperature.exceeded", "goods.delivered", "goods.returned",
        "goods.destroyed", "ledger.used", "ledger.destroyed", "step.undone", "request.corrected",
    ]

    static func of(_ type: String) -> EPCISObservation? { all.first { $0.type == type } }
}
