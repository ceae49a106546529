/// Leaving and entering states.
extension Stepper {
    /// Histories are written down first, then the states are left from the inside out.
    mutating func leave<E: StepEnvironment>(_ exits: StateSet, _ env: inout E) {
        guard !exits.isEmpty else { return }
        exited.formUnion(exits)
        for state in exits.intersection(chart.shape.withHistory) { rememberHistories(of: state) }
        var busy = exits.intersection(chart.programs.busyOnExit)
        while let state = busy.popLast() {
            run(chart.programs.exit[state], &env)
            if !chart.programs.timers[state].isEmpty {
                configuration.timers.removeAll { $0.state == state }
            }
        }
        configuration.active.subtract(exits)
    }

    private mutating func rememberHistories(of state: Int) {
        let shape = chart.shape
        for history in shape.histories[state] {
            var states = configuration.active.intersection(shape.descendants[state])
            if shape.deepHistories.contains(history) {
                states = states.intersection(shape.leaves)
            } else {
                states = states.intersection(StateSet(shape.children[state]))
            }
            configuration.remember(states, for: history)
        }
    }

    mutating func enterTargets<E: StepEnvironment>(from first: Int, _ env: inout E) {
        var plan = EntryPlan()
        var dynamic = false
        for index in first..<taken.count {
            if let fixed = chart.programs.passages[taken[index]].fixed {
                plan.formUnion(fixed.plan)
            } else {
                dynamic = true
            }
        }
        guard dynamic else {
            enter(plan, [], &env)
            return
        }
        var builder = EntryBuilder(shape: chart.shape, history: configuration.history)
        for index in first..<taken.count {
            let passage = chart.programs.passages[taken[index]]
            guard !passage.targets.isEmpty else { continue }
            let domain = builder.domain(
                of: passage.source, targets: passage.targets, reenter: passage.reenter)
            builder.add(targets: passage.targets, below: domain)
        }
        enter(builder.plan, builder.defaultedHistories, &env)
    }

    /// From the outside in, in document order.
    mutating func enter<E: StepEnvironment>(
        _ plan: EntryPlan, _ defaultedHistories: [Int], _ env: inout E
    ) {
        var states = plan.enter
        states.remove(0)
        entered.formUnion(states)
        let busy = chart.programs.busyOnEntry
        let finals = chart.shape.finals
        while let state = states.popFirst() {
            configuration.active.insert(state)
            if busy.contains(state) {
                run(chart.programs.entry[state], &env)
                schedule(state, &env)
                if plan.byDefault.contains(state) { run(chart.programs.initial[state], &env) }
            }
            for history in defaultedHistories where chart.shape.parents[history] == state {
                run(chart.programs.initial[history], &env)
            }
            if finals.contains(state) { finish(state) }
        }
    }

    mutating func schedule<E: StepEnvironment>(_ state: Int, _ env: inout E) {
        for timer in chart.programs.timers[state] {
            let due: Timestamp?
            switch timer.length {
            case .delay(let delay): due = env.due(delay, from: state)
            case .deadline: due = env.deadline(of: state)
            }
            guard let due else { continue }
            configuration.schedule(id: timer.name, event: timer.event, state: state, due: due)
        }
    }

    /// A final state ends its parent, and the parallel above where that was the last region.
    private mutating func finish(_ state: Int) {
        let shape = chart.shape
        let parent = shape.parents[state]
        if shape.parallels.contains(parent) {
            finishParallel(parent)
            return
        }
        guard parent != 0 else {
            isFinal = true
            return
        }
        raise(chart.programs.done[parent])
        let grandparent = shape.parents[parent]
        if shape.parallels.contains(grandparent) { finishParallel(grandparent) }
    }

    private mutating func finishParallel(_ parallel: Int) {
        guard chart.isInFinalState(parallel, configuration.active) else { return }
        if parallel == 0 { isFinal = true } else { raise(chart.programs.done[parallel]) }
    }
}
