/// Turns a checked definition into the parts of a chart.
struct ChartCompiler {
    private(set) var states: [Statechart.State] = []
    private(set) var transitions: [Statechart.Transition] = []
    private(set) var guards: [GuardCall] = []
    private(set) var actions: [ActionCall] = []
    let shape: ChartShape
    private(set) var events = EventTable()
    private(set) var candidates: CandidateTable
    private(set) var programs: ChartPrograms
    private let tree: StateTree
    /// Custom actions of the transition being compiled.
    private var calls: [Int] = []

    init(_ definition: WorkflowDefinition) {
        tree = StateTree(definition.root)
        shape = ChartShape(tree)
        candidates = CandidateTable(states: 0, columns: 1, sources: []) { _ in [] }
        programs = ChartPrograms(
            entry: [], exit: [], initial: [], timers: [], done: [], passages: [])
        for (index, node) in tree.nodes.enumerated() {
            states.append(
                Statechart.State(
                    index: index, parent: index == 0 ? nil : tree.parents[index],
                    children: tree.children[index], definition: node))
            internNames(of: node)
        }
        // Timers follow the last name, so every action is compiled before the first timer.
        var sources: [[Int]] = []
        for index in tree.nodes.indices { sources.append(compile(index)) }
        for index in tree.nodes.indices { compileTimers(of: index) }
        compileCandidates(sources)
    }

    private mutating func internNames(of node: StateDefinition) {
        for transition in node.transitions {
            guard case .event(let key) = transition.trigger, key != "*" else { continue }
            _ = events.intern(EventTable.trimmed(key))
        }
    }

    private mutating func compile(_ index: Int) -> [Int] {
        let node = tree.nodes[index]
        programs.entry.append(operations(node.entry))
        programs.exit.append(operations(node.exit))
        programs.initial.append(operations(node.initial?.actions ?? []))
        programs.done.append(events.intern("done.state." + node.name))
        if !node.entry.isEmpty || node.initial?.actions.isEmpty == false {
            programs.busyOnEntry.insert(index)
        }
        if !node.exit.isEmpty { programs.busyOnExit.insert(index) }
        return node.transitions.map { compile($0, of: index) }
    }

    private mutating func compile(_ transition: TransitionDefinition, of source: Int) -> Int {
        let targets = transition.targets.compactMap { tree.indexes[$0.name] }
        let condition = transition.guardCondition.map { guardTree($0) }
        calls = []
        let operations = operations(transition.actions)
        let index = transitions.count
        transitions.append(
            Statechart.Transition(
                index: index, source: source, targets: targets, guardTree: condition,
                actions: calls,
                definition: transition))
        programs.passages.append(
            ChartPrograms.Passage(
                source: source, targets: targets, reenter: transition.reenter,
                guardTree: condition,
                operations: operations,
                fixed: fixed(source, targets, reenter: transition.reenter)))
        return index
    }

    /// Nil where the way depends on histories.
    private func fixed(
        _ source: Int, _ targets: [Int], reenter: Bool
    ) -> ChartPrograms.Passage.Fixed? {
        guard !targets.isEmpty else {
            return ChartPrograms.Passage.Fixed(exits: StateSet(), plan: EntryPlan())
        }
        var builder = EntryBuilder(shape: shape, history: [])
        let domain = builder.domain(of: source, targets: targets, reenter: reenter)
        builder.add(targets: targets, below: domain)
        guard !builder.askedHistory else { return nil }
        return ChartPrograms.Passage.Fixed(exits: shape.descendants[domain], plan: builder.plan)
    }

    private mutating func operations(
        _ definitions: [ActionDefinition]
    ) -> [ChartPrograms.Operation] {
        definitions.map { definition in
            switch definition {
            case .raise(let event): return .raise(events.intern(event))
            case .send(let event, let delay, let id):
                return .send(events.intern(event), delay, id: id)
            case .cancel(let id): return .cancel(id: id)
            case .call(let call):
                actions.append(call)
                calls.append(actions.count - 1)
                return .call(actions.count - 1)
            }
        }
    }

    private mutating func guardTree(_ definition: GuardDefinition) -> GuardTree {
        switch definition {
        case .call(let call):
            guards.append(call)
            return .call(guards.count - 1)
        case .inState(let reference): return .inState(tree.indexes[reference.name] ?? 0)
        case .all(let parts): return .all(parts.map { guardTree($0) })
        case .any(let parts): return .any(parts.map { guardTree($0) })
        case .not(let part): return .not(guardTree(part))
        }
    }

    private mutating func compileTimers(of index: Int) {
        let node = tree.nodes[index]
        var timers: [ChartPrograms.StateTimer] = []
        for transition in node.transitions {
            guard case .after(let timer) = transition.trigger else { continue }
            let name = Self.timerName(timer, node.name)
            // Several transitions may stand under one key; they share the timer.
            guard !timers.contains(where: { $0.name == name }) else { continue }
            timers.append(
                ChartPrograms.StateTimer(
                    event: events.addTimer(name), name: name, length: timer.length))
        }
        programs.timers.append(timers)
        guard !timers.isEmpty else { return }
        programs.busyOnEntry.insert(index)
        programs.busyOnExit.insert(index)
    }

    private static func timerName(_ timer: TimerDefinition, _ state: String) -> String {
        "after.\(timer.key).\(state)"
    }

    private mutating func compileCandidates(_ sources: [[Int]]) {
        let columns = events.columns
        var byTimer: [String: EventID] = [:]
        for timer in programs.timers.joined() { byTimer[timer.name] = timer.event }
        // Names that a key matches, found once for each key.
        var byKey: [String: [EventID]] = [:]
        for transition in transitions {
            guard let key = transition.eventKey, byKey[key] == nil else { continue }
            byKey[key] = events.names.indices.filter { index in
                EventTable.key(key, matches: events.names[index])
            }.map { EventID($0) }
        }
        candidates = CandidateTable(
            states: states.count, columns: columns, sources: sources
        ) { index in
            let transition = transitions[index]
            switch transition.definition.trigger {
            case .event(let key): return byKey[key] ?? []
            case .always: return [events.eventless]
            case .after(let timer):
                let name = Self.timerName(timer, states[transition.source].name)
                return byTimer[name].map { [$0] } ?? []
            }
        }
    }
}
