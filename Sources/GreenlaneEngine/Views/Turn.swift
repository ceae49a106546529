public import GreenlaneCore

/// Whose move it is where a shipment stands: found from the workflow and the active states alone,
/// so that a hundred thousand shipments cost no more than the few situations that they are in.
///
/// Every parallel region waits for somebody. A move is what an active state itself offers to the
/// roles that it names; what is always there (cancel, correct) is nobody's turn.
public struct Turn: Hashable, Sendable {
    /// What one role has to do.
    public struct Move: Hashable, Sendable {
        public var role: Actor.Role
        /// The step; nil where several may come, or none can be told.
        public var event: String?
        /// Name of the active state that asks for it.
        public var state: String
    }

    /// The state that is shown comes first, the others in document order.
    public var moves: [Move]

    /// Nobody's.
    public static let none = Turn(moves: [])

    /// Roles whose move it is, each once.
    public var roles: [Actor.Role] {
        moves.reduce(into: []) { if !$0.contains($1.role) { $0.append($1.role) } }
    }

    /// The first move of any of these roles.
    public func move(of roles: [Actor.Role]) -> Move? {
        moves.first { roles.contains($0.role) }
    }
}

extension Turn {
    /// `active` holds the active states with their ancestors; `shown` is the one that stands for
    /// the shipment.
    public init(_ flow: ClearanceWorkflow, active: StateSet, shown: Int) {
        let finder = MoveFinder(flow: flow, active: active, shown: shown)
        let leaves = active.filter { flow.chart.states[$0].children.isEmpty }
        let ordered = leaves.filter { $0 == shown } + leaves.filter { $0 != shown }
        var moves = ordered.flatMap(finder.own)
        // A state that holds everything up, and offers nothing itself, leaves the ways around it.
        for leaf in ordered where finder.isPressing(leaf) {
            for role in finder.roles(of: leaf) where !moves.contains(where: { $0.role == role }) {
                moves.append(finder.wayAround(leaf, role))
            }
        }
        self.moves = moves
    }

    /// The same from the names of the innermost active states, as events have them; nil where the
    /// workflow does not know them all.
    public init?(_ flow: ClearanceWorkflow, leaves: [String], shown: String) {
        var active = StateSet()
        for name in leaves {
            guard let leaf = flow.chart.stateIndex(named: name) else { return nil }
            var state: Int? = leaf
            while let index = state, index > 0 {
                active.insert(index)
                state = flow.chart.states[index].parent
            }
        }
        guard let state = flow.chart.stateIndex(named: shown) else { return nil }
        self.init(flow, active: active, shown: state)
    }
}

/// Looks at the ways out of active states.
private struct MoveFinder {
    let flow: ClearanceWorkflow
    let active: StateSet
    let shown: Int

    /// Those who report what happens outside; whatever others report is no move of theirs.
    private static let outside: [Actor.Role] = [.customs, .authority, .carrier, .whitelistSteward]
    /// The member by which an unusual step is explained.
    private static let reason = "reason"

    private var chart: Statechart { flow.chart }

    /// The shipment goes no further before this state is left.
    func isPressing(_ leaf: Int) -> Bool {
        leaf == shown
            || chart.states[leaf].definition.tags.contains(ClearanceWorkflow.holdTag)
    }

    func roles(of leaf: Int) -> [Actor.Role] {
        guard chart.states[leaf].definition.kind != .final else { return [] }
        return chart.states[leaf].definition.roles.compactMap { Actor.Role(rawValue: $0) }
            .filter { $0 != .system }
    }

    /// For each role of the state the step that it would take first.
    func own(_ leaf: Int) -> [Turn.Move] {
        roles(of: leaf).compactMap { role in
            let steps = steps(of: leaf, for: role, pressing: isPressing(leaf))
            guard let first = steps.min(by: { $0.rank < $1.rank }) else { return nil }
            // Customs and authorities say one of several things; which, nobody can know.
            let isOpen = steps.count > 1 && (role == .customs || role == .authority)
            return Turn.Move(
                role: role, event: isOpen ? nil : first.event, state: chart.states[leaf].name)
        }
    }

    /// What a role may do about a state that offers nothing itself.
    func wayAround(_ leaf: Int, _ role: Actor.Role) -> Turn.Move {
        var move = Turn.Move(role: role, event: nil, state: chart.states[leaf].name)
        guard !Self.outside.contains(role) else { return move }
        var state = chart.states[leaf].parent
        while let index = state {
            let steps = steps(of: index, for: role, pressing: true)
            if let first = steps.min(by: { $0.rank < $1.rank }) {
                move.event = first.event
                return move
            }
            state = chart.states[index].parent
        }
        return move
    }

    private func steps(
        of state: Int, for role: Actor.Role, pressing: Bool
    ) -> [(event: String, rank: Int)] {
        var found: [(event: String, rank: Int)] = []
        for transition in chart.transitions where transition.source == state {
            guard let name = transition.eventKey, !name.hasSuffix("*"),
                !found.contains(where: { $0.event == name }),
                let event = flow.event(named: name),
                (transition.definition.roles ?? event.roles).contains(role.rawValue),
                isPossible(transition),
                let rank = rank(event, transition, role, pressing)
            else { continue }
            found.append((name, rank))
        }
        return found
    }

    /// How near a step lies: the lowest first. Nil where it is not what anybody waits for.
    private func rank(
        _ event: EventDefinition, _ transition: Statechart.Transition, _ role: Actor.Role,
        _ pressing: Bool
    ) -> Int? {
        let source = chart.states[transition.source]
        if event.kind == .fact {
            guard Self.outside.contains(role) else { return nil }
            // A region that has not begun waits for nobody.
            let isFirst = source.parent.map {
                chart.states[$0].definition.initial?.targets.first?.name == source.name
            }
            return pressing || isFirst != true ? 0 : nil
        }
        let moves = !transition.targets.isEmpty && transition.targets != [transition.source]
        guard pressing || moves else { return nil }
        let isExplained = event.input.contains { $0.required && $0.name == Self.reason }
        if event.isOverride || isExplained { return pressing ? 2 : nil }
        return Self.does("link-permit", transition) ? 1 : 0
    }

    private static func does(_ type: String, _ transition: Statechart.Transition) -> Bool {
        transition.definition.actions.contains {
            if case .call(let call) = $0 { call.type == type } else { false }
        }
    }

    private func isPossible(_ transition: Statechart.Transition) -> Bool {
        guard let tree = transition.guardTree else { return true }
        return holds(tree) != false
    }

    /// What the active states alone say of a condition; nil where they cannot tell.
    private func holds(_ tree: GuardTree) -> Bool? {
        switch tree {
        case .call: return nil
        case .inState(let state): return active.contains(state)
        case .not(let part): return holds(part).map { !$0 }
        case .all(let parts):
            let answers = parts.map(holds)
            if answers.contains(false) { return false }
            return answers.contains(nil) ? nil : true
        case .any(let parts):
            let answers = parts.map(holds)
            if answers.contains(true) { return true }
            return answers.contains(nil) ? nil : false
        }
    }
}

extension Turn {
    /// Whether an event applies for permits, as the workflow says.
    private static func applies(_ event: String, _ flow: ClearanceWorkflow) -> Bool {
        flow.chart.transitions.contains { transition in
            transition.eventKey == event
                && transition.definition.actions.contains {
                    if case .call(let call) = $0 {
                        call.type == "apply-permit" && call.params["status"] == "applied"
                    } else {
                        false
                    }
                }
        }
    }

    /// Without those whose part is done: who has applied for all permits waits, and the authority
    /// waits until somebody has applied.
    func settled(_ shipment: Shipment, _ flow: ClearanceWorkflow) -> Turn {
        let missing = shipment.requirements.filter { requirement in
            requirement.status == .required && requirement.isPaper
                && shipment.draws(line: requirement.line, permit: requirement.permit).isEmpty
        }
        guard !missing.isEmpty else { return self }
        // The drug form comes last, and often a whitelist entry stands for it.
        let before = missing.filter { $0.permit != "drug-clearance-form" }
        let open = before.isEmpty ? missing : before
        let waiting = shipment.applications.filter {
            $0.status == "applied" || $0.status == "supplemented"
        }.map(\.permit)
        let isAllAsked = open.allSatisfy { waiting.contains($0.permit) }
        let kept = moves.filter { move in
            if let event = move.event, Self.applies(event, flow) { return !isAllAsked }
            return move.role != .authority || !waiting.isEmpty
        }
        return kept.isEmpty ? self : Turn(moves: kept)
    }
}
