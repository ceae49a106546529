import GreenlaneCore
import Testing

/// Remembers what it was asked, and lets actions change what guards see.
private struct Recorder: StepEnvironment {
    let chart: Statechart
    var asked: [String] = []
    var performed: [String] = []
    var clock = Timestamp(milliseconds: 0)
    var entryOfConveyance: Timestamp?

    init(_ chart: Statechart) {
        self.chart = chart
    }

    mutating func holds(_ guardIndex: Int) -> Bool {
        let name = chart.guards[guardIndex].name
        asked.append(name)
        return performed.contains(name)
    }

    mutating func perform(_ actionIndex: Int) {
        performed.append(chart.actions[actionIndex].type)
    }

    mutating func due(_ delay: Delay, from state: Int?) -> Timestamp {
        delay.due(from: clock, calendar: .weekendsOnly)
    }

    mutating func deadline(of state: Int) -> Timestamp? {
        guard let deadline = chart.states[state].definition.deadline, let entryOfConveyance else {
            return nil
        }
        return deadline.due(from: entryOfConveyance, calendar: .weekendsOnly).due
    }
}

private func transition(
    _ trigger: TransitionDefinition.Trigger, _ target: String?, if guards: [String] = [],
    actions: [String] = []
) -> TransitionDefinition {
    TransitionDefinition(
        on: trigger, to: target.map { [NameReference($0)] } ?? [],
        if: guards.isEmpty ? nil : .all(guards.map { .call(GuardCall($0)) }),
        actions: actions.map { .call(ActionCall($0)) })
}

private func chart(_ states: [StateDefinition], initial: String = "a") throws -> Statechart {
    try Statechart(
        WorkflowDefinition(
            id: "t",
            root: StateDefinition(
                name: "t", kind: .compound,
                initial: InitialDefinition(targets: [NameReference(initial)]), states: states)))
}

@Suite("A step in an environment")
struct StepEnvironmentTests {
    @Test("performs actions in SCXML's order, and later guards see what they did")
    func order() throws {
        let chart = try chart([
            StateDefinition(
                name: "a",
                transitions: [transition(.event("go"), "b", if: [], actions: ["onTheWay"])],
                entry: [.call(ActionCall("enterA"))], exit: [.call(ActionCall("leaveA"))]),
            StateDefinition(
                name: "b",
                transitions: [
                    transition(.always, "d", if: ["never"]),
                    transition(.always, "c", if: ["enterB"]),
                ],
                entry: [.call(ActionCall("enterB"))]),
            StateDefinition(name: "c"), StateDefinition(name: "d"),
        ])
        var environment = Recorder(chart)
        let start = try chart.start(&environment)
        let step = try chart.send(
            chart.eventID(named: "go"), to: start.configuration, &environment)
        #expect(environment.performed == ["enterA", "leaveA", "onTheWay", "enterB"])
        #expect(environment.asked == ["never", "enterB"])
        #expect(chart.names(of: step.configuration.active) == ["c"])
        #expect(step.taken.map { chart.transitions[$0].targets } == [[2], [3]])
        #expect(chart.names(of: step.exited) == ["a", "b"])
        #expect(chart.names(of: step.entered) == ["b", "c"])
    }

    @Test("asks no guard beyond the first that decides")
    func laziness() throws {
        let chart = try chart([
            StateDefinition(
                name: "a",
                transitions: [
                    transition(.event("go"), "b", if: ["first", "second"]),
                    transition(.event("go"), nil),
                    transition(.event("go"), "b", if: ["third"]),
                ]),
            StateDefinition(name: "b"),
        ])
        var environment = Recorder(chart)
        let start = try chart.start(&environment)
        let go = chart.eventID(named: "go")
        let step = try chart.send(go, to: start.configuration, &environment)
        #expect(environment.asked == ["first"])
        #expect(step.taken == [1])
        #expect(chart.candidates(for: go, in: start.configuration) == [0, 1, 2])
        #expect(
            chart.transitions[0].guardTree == .all([.call(0), .call(1)])
                && chart.guards.map(\.name) == ["first", "second", "third"])
    }

    @Test("leaves everything as it was where nothing takes the event")
    func notTaken() throws {
        let chart = try chart([
            StateDefinition(
                name: "a", transitions: [transition(.event("go"), "b", if: ["never"])],
                exit: [.call(ActionCall("leaveA"))]),
            StateDefinition(name: "b"),
        ])
        var environment = Recorder(chart)
        let start = try chart.start(&environment)
        for name in ["go", "unknown", "go.further"] {
            let step = try chart.send(
                chart.eventID(named: name), to: start.configuration, &environment)
            #expect(step.taken == [] && step.configuration == start.configuration)
        }
        #expect(environment.performed == [])
    }

    @Test("names every event that somebody active could take, each once, in the order of the file")
    func enabledEvents() throws {
        let inner = StateDefinition(
            name: "a",
            transitions: [transition(.event("two"), "b"), transition(.always, "b", if: ["no"])])
        let chart = try chart(
            [
                StateDefinition(
                    name: "p", kind: .compound,
                    initial: InitialDefinition(targets: [NameReference("a")]), states: [inner],
                    transitions: [transition(.event("one"), "b"), transition(.event("two"), "b")]),
                StateDefinition(name: "b", transitions: [transition(.event("three"), "p")]),
            ], initial: "p")
        var environment = Recorder(chart)
        let start = try chart.start(&environment)
        #expect(chart.enabledEventNames(in: start.configuration) == ["one", "two"])
    }

    @Test("settles again when facts outside have changed")
    func settles() throws {
        let chart = try chart([
            StateDefinition(name: "a", transitions: [transition(.always, "b", if: ["granted"])]),
            StateDefinition(name: "b"),
        ])
        var environment = Recorder(chart)
        let start = try chart.start(&environment)
        #expect(chart.names(of: start.configuration.active) == ["a"])
        environment.performed = ["granted"]
        let step = try chart.settle(start.configuration, &environment)
        #expect(chart.names(of: step.configuration.active) == ["b"])
    }

    @Test("sets a deadline's timer when its clock starts, and moves it when that is corrected")
    func deadlines() throws {
        let timer = TimerDefinition(key: "deadline", length: .deadline)
        var waiting = StateDefinition(name: "a", transitions: [transition(.after(timer), "b")])
        waiting.deadline = DeadlineDefinition(
            what: LocalizedText(zh: "申报期限", en: "Declaration"), within: Delay(days: 14),
            from: "conveyance_entry")
        let chart = try chart([waiting, StateDefinition(name: "b")])
        var environment = Recorder(chart)
        let start = try chart.start(&environment)
        #expect(start.configuration.timers == [])
        environment.entryOfConveyance = Timestamp("2026-11-02T10:00:00+08:00")
        let other = chart.rescheduleDeadlines(
            from: "another", in: start.configuration, &environment)
        #expect(other == start.configuration)
        var running = chart.rescheduleDeadlines(
            from: "conveyance_entry", in: start.configuration, &environment)
        #expect(running.timers.map(\.due.description) == ["2026-11-16T15:59:59.999Z"])
        #expect(running.timers.map { chart.eventName($0.event) } == ["after.deadline.a"])
        environment.entryOfConveyance = Timestamp("2026-11-03T10:00:00+08:00")
        running = chart.rescheduleDeadlines(from: "conveyance_entry", in: running, &environment)
        #expect(running.timers.map(\.due.description) == ["2026-11-17T15:59:59.999Z"])
        let late = try chart.fireFirstTimer(in: running, &environment)
        #expect(chart.names(of: late.configuration.active) == ["b"])
        #expect(late.configuration.timers == [])
    }

    @Test("lets nobody outside send what a timer sends")
    func timerNames() throws {
        let timer = TimerDefinition(key: "PT4H", length: .delay(Delay(milliseconds: 14_400_000)))
        let chart = try chart([
            StateDefinition(name: "a", transitions: [transition(.after(timer), "b")]),
            StateDefinition(name: "b"),
        ])
        var environment = Recorder(chart)
        let start = try chart.start(&environment)
        #expect(start.configuration.timers.map(\.id) == ["after.PT4H.a"])
        let forged = try chart.send(
            chart.eventID(named: "after.PT4H.a"), to: start.configuration, &environment)
        #expect(forged.taken == [])
        let genuine = try #require(chart.timerID(named: "after.PT4H.a"))
        let step = try chart.send(genuine, to: start.configuration, &environment)
        #expect(chart.names(of: step.configuration.active) == ["b"])
    }

    @Test("is never taken on a definition that is no statechart")
    func refused() {
        #expect(throws: DiagnosticList.self) {
            try chart([StateDefinition(name: "a"), StateDefinition(name: "a")])
        }
        #expect(throws: DiagnosticList.self) { try chart([], initial: "a") }
    }
}
