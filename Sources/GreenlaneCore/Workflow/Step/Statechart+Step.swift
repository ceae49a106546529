extension Statechart {
    /// Enters the workflow: the first step of every case.
    public func start<E: StepEnvironment>(_ env: inout E) throws(StepFault) -> Step {
        var stepper = Stepper(self, Configuration())
        try stepper.start(&env)
        return stepper.step
    }

    /// Sends an event from outside. Where nothing takes it, `taken` is empty and nothing changes.
    public func send<E: StepEnvironment>(
        _ event: EventID, to configuration: Configuration, _ env: inout E
    ) throws(StepFault) -> Step {
        var stepper = Stepper(self, configuration)
        guard !isFinal(configuration) else {
            stepper.isFinal = true
            return stepper.step
        }
        try stepper.take(event, &env)
        return stepper.step
    }

    /// Lets the first timer go off. It is used up even where nothing takes its event.
    public func fireFirstTimer<E: StepEnvironment>(
        in configuration: Configuration, _ env: inout E
    ) throws(StepFault) -> Step {
        var configuration = configuration
        guard !configuration.timers.isEmpty else {
            return Stepper(self, configuration).step
        }
        let timer = configuration.timers.removeFirst()
        return try send(timer.event, to: configuration, &env)
    }

    /// Takes the eventless transitions that have become free because facts outside have changed.
    public func settle<E: StepEnvironment>(
        _ configuration: Configuration, _ env: inout E
    ) throws(StepFault) -> Step {
        var stepper = Stepper(self, configuration)
        stepper.isFinal = isFinal(configuration)
        if !stepper.isFinal, !configuration.active.isEmpty { try stepper.settle(&env) }
        return stepper.step
    }

    /// Sets the timers of the active states anew whose deadline counts from that clock: for when
    /// the clock has started, or was corrected, after the state was entered.
    public func rescheduleDeadlines<E: StepEnvironment>(
        from clock: String, in configuration: Configuration, _ env: inout E
    ) -> Configuration {
        var result = configuration
        for state in configuration.active
        where states[state].definition.deadline?.from == clock {
            for timer in programs.timers[state] where timer.length == .deadline {
                let current = result.timers.first { $0.event == timer.event }?.due
                let due = env.deadline(of: state)
                guard due != current else { continue }
                result.timers.removeAll { $0.event == timer.event }
                guard let due else { continue }
                result.schedule(id: timer.name, event: timer.event, state: state, due: due)
            }
        }
        return result
    }
}
