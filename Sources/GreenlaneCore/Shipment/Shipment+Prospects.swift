/// What an event would come to if it were sent now, without its input.
public struct StepProspect: Sendable {
    /// Why it would not be taken; empty where it would.
    public var reasons: [Refusal]
    /// Index of the state that it leads to; nil where it stays.
    public var target: Int?
    /// Who may send it here, where the transition says otherwise than the event.
    public var roles: [String]?
}

extension Shipment {
    /// Looks at the transitions for the event in their order. Guards that ask for the input of the
    /// step count as open: they cannot be answered before it is given.
    public func prospect(of event: String, _ facts: Facts) -> StepProspect {
        let chart = facts.workflow.chart
        var run = StepRun(facts: facts, command: event, input: JSONObject(), shipment: self)
        var reasons: [Refusal] = []
        for index in chart.candidates(for: chart.eventID(named: event), in: configuration) {
            let transition = chart.transitions[index]
            if let tree = transition.guardTree, !tree.asksInput(facts.workflow),
                let obstacle = run.obstacle(tree, configuration)
            {
                let refusal = obstacle.refusal(facts, self)
                if !reasons.contains(refusal) { reasons.append(refusal) }
                continue
            }
            return StepProspect(
                reasons: [], target: transition.targets.first, roles: transition.definition.roles)
        }
        return StepProspect(reasons: reasons, target: nil, roles: nil)
    }

    /// When a deadline of an active state runs out; nil while its clock has not started.
    public func due(
        _ deadline: DeadlineDefinition, of state: Int, _ calendar: WorkingCalendar
    ) -> Timestamp? {
        let entered = since.first { $0.state == state }?.at ?? occurred
        return StepRun.due(deadline, self, entered: entered, calendar)
    }
}

extension GuardTree {
    /// Whether an answer depends on what comes with the event.
    func asksInput(_ flow: ClearanceWorkflow) -> Bool {
        switch self {
        case .call(let index):
            switch flow.guards[index] {
            case .excursionOverLimit, .quantityLeft, .allAccepted, .allReleased: true
            default: false
            }
        case .inState: false
        case .all(let parts), .any(let parts): parts.contains { $0.asksInput(flow) }
        case .not(let part): part.asksInput(flow)
        }
    }
}
