public import GreenlaneCore

/// All that a page or a terminal shows of one shipment.
public struct ShipmentView {
    public let shipment: Shipment
    public let flow: ClearanceWorkflow
    public let now: Timestamp
    /// By when, earliest first.
    public let deadlines: [DeadlineView]
    /// What can be done now.
    public let next: [StepView]
    /// What could be done here but for a reason.
    public let blocked: [StepView]
    package let facts: Facts

    /// A state's deadline.
    public struct DeadlineView: Sendable {
        public var state: String
        public var what: LocalizedText
        public var due: Timestamp
        public var isOverdue: Bool
        public var isUnverified: Bool
        public var basis: [LegalBasis]
    }

    /// An event that an active state knows.
    public struct StepView: Sendable {
        public var event: String
        public var definition: EventDefinition
        /// Who may do it here.
        public var roles: [String]
        /// Why it cannot be done now; empty where it can.
        public var reasons: [Refusal]
        /// Title of the state that it leads to; nil where it stays.
        public var leadsTo: LocalizedText?
        /// Kinds of document that go with it and that the shipment does not have. The step may be
        /// taken without them, unless a guard asks for them: then they are among the reasons.
        public var missingDocuments: [DocumentKind]

        public var title: LocalizedText {
            definition.title ?? LocalizedText(zh: event, en: event)
        }
    }

    init(shipment: Shipment, flow: ClearanceWorkflow, facts: Facts, now: Timestamp) {
        self.shipment = shipment
        self.flow = flow
        self.facts = facts
        self.now = now
        deadlines = Self.deadlines(shipment, flow, facts, now)
        let steps = Self.steps(shipment, flow, facts)
        next = steps.filter(\.reasons.isEmpty)
        blocked = steps.filter { !$0.reasons.isEmpty }
    }

    public var stateName: String { flow.chart.states[shipment.state].name }

    public var stateTitle: LocalizedText {
        flow.chart.states[shipment.state].definition.title
            ?? LocalizedText(zh: stateName, en: stateName)
    }

    /// Titles of the active innermost states, in document order.
    public var activeTitles: [(name: String, title: LocalizedText, roles: [String])] {
        shipment.configuration.active.compactMap { index in
            let state = flow.chart.states[index]
            guard state.children.isEmpty else { return nil }
            let title = state.definition.title ?? LocalizedText(zh: state.name, en: state.name)
            return (state.name, title, state.definition.roles)
        }
    }

    /// Why a state without a deadline waits.
    public var waits: LocalizedText? { flow.chart.states[shipment.state].definition.waits }

    private static func deadlines(
        _ shipment: Shipment, _ flow: ClearanceWorkflow, _ facts: Facts, _ now: Timestamp
    ) -> [DeadlineView] {
        var found: [DeadlineView] = []
        for state in shipment.configuration.active {
            let definition = flow.chart.states[state].definition
            guard let deadline = definition.deadline,
                let due = shipment.due(deadline, of: state, facts.calendar)
            else { continue }
            found.append(
                DeadlineView(
                    state: definition.name, what: deadline.what, due: due, isOverdue: due < now,
                    isUnverified: deadline.confidence == .unverified, basis: deadline.basis))
        }
        return found.sorted { ($0.due, $0.state) < ($1.due, $1.state) }
    }

    private static func steps(
        _ shipment: Shipment, _ flow: ClearanceWorkflow, _ facts: Facts
    ) -> [StepView] {
        guard !shipment.isFinal else { return [] }
        return flow.chart.enabledEventNames(in: shipment.configuration).compactMap { name in
            guard !name.hasSuffix("*"), let definition = flow.event(named: name) else { return nil }
            let answer = shipment.prospect(of: name, facts)
            let leads = answer.target.map { target -> LocalizedText in
                let state = flow.chart.states[target]
                return state.definition.title ?? LocalizedText(zh: state.name, en: state.name)
            }
            return StepView(
                event: name, definition: definition, roles: answer.roles ?? definition.roles,
                reasons: answer.reasons, leadsTo: leads,
                missingDocuments: shipment.missingDocuments(of: definition.documents)
                    .compactMap { flow.documentKind($0) })
        }
    }
}
