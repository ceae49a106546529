public import GreenlaneCore

/// The steps of a shipment sorted as people think of them.
public struct StepChoices {
    /// A step that so many roles may take belongs to nobody in particular.
    public static let everybody = 6
    private static let tooEarly = "state-needed"

    /// Moves this shipment, and can be done now; the nearest first.
    public let own: [ShipmentView.StepView]
    /// Notes, papers, undoing: always there.
    public let always: [ShipmentView.StepView]
    /// What the world outside may report.
    public let awaited: [ShipmentView.StepView]
    /// Could be done but for something that people can change.
    public let blocked: [ShipmentView.StepView]
    /// The blocked steps that share a reason, so that it is told once.
    public var blockedByReason: [(reason: Refusal, steps: [ShipmentView.StepView])] {
        var groups: [(reason: Refusal, steps: [ShipmentView.StepView])] = []
        for step in blocked {
            guard let reason = step.reasons.first else { continue }
            if let place = groups.firstIndex(where: { $0.reason == reason }) {
                groups[place].steps.append(step)
            } else {
                groups.append((reason, [step]))
            }
        }
        return groups
    }

    /// Belongs to a later stage.
    public let early: [ShipmentView.StepView]

    public init(_ view: ShipmentView) {
        func isOwn(_ step: ShipmentView.StepView) -> Bool { step.roles.count < Self.everybody }
        // The innermost states come last in the file, and are the ones that people wait for.
        let wishes = view.next.reversed().filter { $0.definition.kind == .wish }
        own = wishes.filter(isOwn)
        always = wishes.reversed().filter { !isOwn($0) }
        awaited = view.next.filter { $0.definition.kind == .fact }
        let refused = view.blocked.filter { $0.definition.kind == .wish }
        blocked = refused.filter { $0.reasons.first?.code != Self.tooEarly }
        early = refused.filter { $0.reasons.first?.code == Self.tooEarly }
    }
}
