/// A refusal told in full, for those who must judge it later: what was asked, which facts were
/// read for the answer, and where the workflow's text asks it.
public struct RefusalAccount: Hashable, Sendable {
    /// A fact that was read for the answer.
    public struct Input: Hashable, Sendable {
        /// Dotted, such as `permit.validTo`.
        public var name: String
        /// Null where it was looked for and not there.
        public var value: JSONValue

        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    public var refusal: Refusal
    /// The guard or action as the workflow names it, such as `permits-held`; else a check that the
    /// decider makes of every event: `event-known`, `role`, `input`, `open`, `fact-possible`,
    /// `event-accepted`, `timer` or `loop`.
    public var check: String
    public var inputs: [Input]
    /// Where in the workflow's text; `none` for a check that stands in no file.
    public var place: SourcePlace

    public init(
        _ refusal: Refusal, check: String, inputs: [Input] = [], place: SourcePlace = .none
    ) {
        self.refusal = refusal
        self.check = check
        self.inputs = inputs
        self.place = place
    }
}

extension Shipment {
    /// Why a command is refused, or why a fact moves nothing; nil where it is taken. Decides once
    /// more, and slower: for the one event in a million that somebody asks about.
    public static func account(
        _ shipment: Shipment?, _ command: ShipmentCommand, by role: Actor.Role, _ facts: Facts
    ) -> RefusalAccount? {
        if case .send(let event, let input) = command, let shipment {
            return shipment.account(event, input, role, facts)
        }
        guard case .failure(let refusal) = decide(shipment, command, by: role, facts) else {
            return nil
        }
        let state = shipment.map { $0.activeNames(facts) } ?? .null
        switch refusal.code {
        case "role-not-allowed":
            return RefusalAccount(
                refusal, check: "role", inputs: [.init("role", .string(role.rawValue))])
        case "timer-unknown":
            return RefusalAccount(refusal, check: "timer", inputs: [.init("active", state)])
        default:
            return RefusalAccount(
                refusal, check: command == .timer ? "timer" : "filing",
                inputs: [.init("active", state)])
        }
    }

    private func account(
        _ name: String, _ input: JSONObject, _ role: Actor.Role, _ facts: Facts
    ) -> RefusalAccount? {
        let flow = facts.workflow
        guard let definition = flow.event(named: name) else {
            return RefusalAccount(
                Self.unknown(name, flow), check: "event-known",
                inputs: [.init("event", .string(name))], place: flow.chart.definition.root.place)
        }
        let decided = Self.decide(self, .send(event: name, input: input), by: role, facts)
        guard case .failure(let refusal) = decided else {
            return definition.kind == .fact ? unfitAccount(name, input, definition, facts) : nil
        }
        switch refusal.code {
        case "role-not-allowed":
            return RefusalAccount(
                refusal, check: "role",
                inputs: [
                    .init("role", .string(role.rawValue)),
                    .init("roles", .array(definition.roles.map { .string($0) })),
                ], place: definition.place)
        case "input-invalid":
            return inputAccount(refusal, input, definition)
        case "shipment-closed":
            return RefusalAccount(
                refusal, check: "open",
                inputs: [.init("active", activeNames(facts)), .init("final", true)],
                place: flow.chart.states[state].definition.place)
        default: return stepAccount(refusal, name, input, definition, facts)
        }
    }

    private func inputAccount(
        _ refusal: Refusal, _ input: JSONObject, _ definition: EventDefinition
    ) -> RefusalAccount {
        let names = refusal.details.map { String($0.pointer.dropFirst()) }
        let field = definition.input.first { names.contains($0.name) }
        return RefusalAccount(
            refusal, check: "input",
            inputs: names.map { .init("input." + $0, input[$0] ?? .null) },
            place: field?.place ?? definition.place)
    }

    /// What kept a fact from moving anything; nil where it moved.
    private func unfitAccount(
        _ name: String, _ input: JSONObject, _ definition: EventDefinition, _ facts: Facts
    ) -> RefusalAccount? {
        guard case .success(let checked) = InputCheck.check(input, for: definition) else {
            return nil
        }
        let known = definition.name.hasSuffix(".*") ? name : definition.name
        var run = StepRun(facts: facts, command: known, input: checked, shipment: self)
        if let refusal = run.impossibleFact {
            var inputs = checked.members.map { member in
                RefusalAccount.Input("input." + member.name, member.value)
            }
            inputs.append(.init("recorded", .string(facts.recorded.description)))
            return RefusalAccount(
                refusal, check: "fact-possible", inputs: inputs, place: definition.place)
        }
        do throws(Refusal) {
            let step = try run.send(known, to: configuration)
            guard step.taken.isEmpty || run.failure != nil else { return nil }
        } catch {
            return RefusalAccount(error, check: "loop", place: definition.place)
        }
        let refusal = run.failure ?? explain(known, checked, facts)
        return stepAccount(refusal, name, input, definition, facts)
    }

    /// Of a refusal by a guard, by an action, or because no active state knows the event.
    private func stepAccount(
        _ refusal: Refusal, _ name: String, _ input: JSONObject, _ definition: EventDefinition,
        _ facts: Facts
    ) -> RefusalAccount {
        let chart = facts.workflow.chart
        let known = definition.name.hasSuffix(".*") ? name : definition.name
        var checked = input
        if case .success(let read) = InputCheck.check(input, for: definition) { checked = read }
        var run = StepRun(facts: facts, command: known, input: checked, shipment: self)
        if let found = run.refusingGuard(of: known, as: refusal, configuration) {
            return RefusalAccount(
                refusal, check: found.name, inputs: run.inputs(of: found.obstacle),
                place: found.place)
        }
        do throws(Refusal) { _ = try run.send(known, to: configuration) } catch {
            return RefusalAccount(error, check: "loop", place: definition.place)
        }
        if run.failure != nil, let index = run.failedAction {
            let call = chart.actions[index]
            let inputs = StepRun(facts: facts, command: known, input: checked, shipment: self)
                .inputsOfAction
            return RefusalAccount(
                refusal, check: call.type, inputs: inputs,
                place: SourcePlace(line: call.line, column: call.column))
        }
        return RefusalAccount(
            refusal, check: "event-accepted",
            inputs: [.init("event", .string(known)), .init("active", activeNames(facts))],
            place: chart.states[state].definition.place)
    }

    private func activeNames(_ facts: Facts) -> JSONValue {
        .array(facts.workflow.chart.names(of: configuration.active).map { .string($0) })
    }
}

/// A guard that does not hold, with its name and place.
struct RefusingGuard {
    var name: String
    var obstacle: Obstacle
    var place: SourcePlace
}

extension StepRun {
    /// The guard whose answer became this refusal: the first that was looked at; nil where none
    /// was in the way.
    mutating func refusingGuard(
        of event: String, as refusal: Refusal, _ configuration: Configuration
    ) -> RefusingGuard? {
        let chart = facts.workflow.chart
        for index in chart.candidates(for: chart.eventID(named: event), in: configuration) {
            let transition = chart.transitions[index]
            guard let tree = transition.guardTree,
                let found = refusing(tree, configuration, transition.definition.place)
            else { continue }
            let told = found.obstacle.refusal(facts, shipment)
            if told.code == refusal.code, told.message == refusal.message { return found }
        }
        return nil
    }

    /// As `obstacle`, and which part of the tree it was.
    private mutating func refusing(
        _ tree: GuardTree, _ configuration: Configuration, _ place: SourcePlace
    ) -> RefusingGuard? {
        guard let obstacle = obstacle(tree, configuration) else { return nil }
        switch tree {
        case .call(let index):
            let call = facts.workflow.chart.guards[index]
            return RefusingGuard(
                name: call.name, obstacle: obstacle,
                place: SourcePlace(line: call.line, column: call.column))
        case .inState: return RefusingGuard(name: "in", obstacle: obstacle, place: place)
        case .all(let parts):
            for part in parts {
                if let found = refusing(part, configuration, place) { return found }
            }
        case .any(let parts):
            if let first = parts.first { return refusing(first, configuration, place) }
        case .not(let part):
            let inner = named(part, place)
            return RefusingGuard(
                name: "not " + inner.name, obstacle: obstacle, place: inner.place)
        }
        return RefusingGuard(name: "guard", obstacle: obstacle, place: place)
    }

    /// Name and place of a condition that holds and must not.
    private func named(
        _ tree: GuardTree, _ place: SourcePlace
    ) -> (name: String, place: SourcePlace) {
        switch tree {
        case .call(let index):
            let call = facts.workflow.chart.guards[index]
            return (call.name, SourcePlace(line: call.line, column: call.column))
        case .inState: return ("in", place)
        case .all(let parts), .any(let parts):
            return parts.first.map { named($0, place) } ?? ("guard", place)
        case .not(let part):
            let inner = named(part, place)
            return ("not " + inner.name, inner.place)
        }
    }
}
