/// One run to completion: SCXML's Appendix D on numbers instead of names.
struct Stepper {
    let chart: Statechart
    var configuration: Configuration
    /// Transitions in the order taken; those of the microstep under way stand at the end.
    var taken: [Int] = []
    var exited = StateSet()
    var entered = StateSet()
    var isFinal = false
    private var raised = EventQueue()
    private var sent = EventQueue()
    private var microsteps = 0

    init(_ chart: Statechart, _ configuration: Configuration) {
        self.chart = chart
        self.configuration = configuration
    }

    var step: Step {
        Step(
            configuration: configuration, taken: taken, exited: exited, entered: entered,
            final: isFinal)
    }

    /// Enters the initial states and goes on until nothing moves.
    mutating func start<E: StepEnvironment>(_ env: inout E) throws(StepFault) {
        let shape = chart.shape
        var builder = EntryBuilder(shape: shape, history: [])
        if shape.parallels.contains(0) {
            builder.add(targets: [0], below: shape.top)
        } else {
            builder.add(targets: shape.initialTargets[0], below: 0)
        }
        run(chart.programs.entry[0], &env)
        schedule(0, &env)
        run(chart.programs.initial[0], &env)
        enter(builder.plan, builder.defaultedHistories, &env)
        try settle(&env)
    }

    /// Takes the event and all that follows from it.
    mutating func take<E: StepEnvironment>(
        _ event: EventID, _ env: inout E
    ) throws(StepFault) {
        guard try microstep(event, &env) else { return }
        try settle(&env)
    }

    /// Eventless transitions first, then raised events, then sent ones, until all queues are empty.
    mutating func settle<E: StepEnvironment>(_ env: inout E) throws(StepFault) {
        let eventless = chart.events.eventless
        let anyEventless = !chart.candidates.interested[eventless.rawValue].isEmpty
        while !isFinal {
            if anyEventless, try microstep(eventless, &env) { continue }
            if let event = raised.next() {
                _ = try microstep(event, &env)
            } else if let event = sent.next() {
                _ = try microstep(event, &env)
            } else {
                break
            }
        }
        // An ended workflow waits for nothing.
        if isFinal { configuration.timers = [] }
    }

    /// False where no transition is enabled.
    private mutating func microstep<E: StepEnvironment>(
        _ event: EventID, _ env: inout E
    ) throws(StepFault) -> Bool {
        let first = taken.count
        select(event, &env)
        guard taken.count > first else { return false }
        microsteps += 1
        guard microsteps <= Statechart.maximumMicrosteps else { throw StepFault.endlessLoop }
        if taken.count > first + 1 { removeConflicts(from: first) }
        var exits = StateSet()
        for index in first..<taken.count { exits.formUnion(self.exits(of: taken[index])) }
        leave(exits, &env)
        for index in first..<taken.count {
            run(chart.programs.passages[taken[index]].operations, &env)
        }
        enterTargets(from: first, &env)
        return true
    }

    /// Adds the enabled transitions: for each leaf in document order the innermost, the first of
    /// the file, whose guard holds.
    private mutating func select<E: StepEnvironment>(_ event: EventID, _ env: inout E) {
        let shape = chart.shape
        let candidates = chart.candidates
        let interested = candidates.interested[event.rawValue]
        guard !interested.isEmpty else { return }
        let first = taken.count
        var leaves = configuration.active.intersection(shape.leaves)
        nextLeaf: while let leaf = leaves.popFirst() {
            var chain = shape.lineage[leaf].intersection(interested)
            while let state = chain.popLast() {
                for position in candidates.range(of: state, event) {
                    let transition = candidates.transitions[position]
                    let condition = chart.programs.passages[transition].guardTree
                    if let condition, !holds(condition, &env) { continue }
                    if !taken[first...].contains(transition) { taken.append(transition) }
                    continue nextLeaf
                }
            }
        }
    }

    private func holds<E: StepEnvironment>(_ condition: GuardTree, _ env: inout E) -> Bool {
        switch condition {
        case .call(let index): return env.holds(index)
        case .inState(let state): return configuration.active.contains(state)
        case .not(let part): return !holds(part, &env)
        case .all(let parts):
            for part in parts where !holds(part, &env) { return false }
            return true
        case .any(let parts):
            for part in parts where holds(part, &env) { return true }
            return false
        }
    }

    /// Of two that would leave the same state, the inner one wins, else the first in document
    /// order.
    private mutating func removeConflicts(from first: Int) {
        let shape = chart.shape
        var kept: [(transition: Int, exits: StateSet)] = []
        candidates: for transition in taken[first...] {
            let exits = exits(of: transition)
            let source = chart.programs.passages[transition].source
            var outdone: [Int] = []
            for (index, other) in kept.enumerated() where exits.intersects(other.exits) {
                let otherSource = chart.programs.passages[other.transition].source
                guard shape.isDescendant(source, of: otherSource) else { continue candidates }
                outdone.append(index)
            }
            for index in outdone.reversed() { kept.remove(at: index) }
            kept.append((transition, exits))
        }
        taken.removeSubrange(first...)
        taken.append(contentsOf: kept.map(\.transition))
    }

    /// The active states that a transition leaves.
    private func exits(of transition: Int) -> StateSet {
        let passage = chart.programs.passages[transition]
        if let fixed = passage.fixed { return configuration.active.intersection(fixed.exits) }
        var builder = EntryBuilder(shape: chart.shape, history: configuration.history)
        let domain = builder.domain(
            of: passage.source, targets: passage.targets, reenter: passage.reenter)
        return configuration.active.intersection(chart.shape.descendants[domain])
    }

    mutating func run<E: StepEnvironment>(
        _ operations: [ChartPrograms.Operation], _ env: inout E
    ) {
        for operation in operations {
            switch operation {
            case .raise(let event): raised.add(event)
            case .send(let event, let delay, let id):
                if let delay, !delay.isZero {
                    let due = env.due(delay, from: nil)
                    configuration.schedule(id: id, event: event, state: nil, due: due)
                } else {
                    sent.add(event)
                }
            case .cancel(let id): configuration.timers.removeAll { $0.state == nil && $0.id == id }
            case .call(let index): env.perform(index)
            }
        }
    }

    mutating func raise(_ event: EventID) {
        raised.add(event)
    }
}

/// First in, first out.
private struct EventQueue {
    private var events: [EventID] = []
    private var head = 0

    mutating func add(_ event: EventID) {
        events.append(event)
    }

    mutating func next() -> EventID? {
        guard head < events.count else { return nil }
        let event = events[head]
        head += 1
        if head == events.count {
            events.removeAll(keepingCapacity: true)
            head = 0
        }
        return event
    }
}
