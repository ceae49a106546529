/// The world of one step: guards are asked of a working copy, actions change it and are noted as
/// effects, so that a guard asked later sees what an action did earlier.
struct StepRun: StepEnvironment {
    let facts: Facts
    /// The workflow's event, or `file`.
    let command: String
    let input: JSONObject
    /// The working copy.
    var shipment: Shipment
    var effects: [Effect] = []
    var ledgerEvents: [LedgerEvent] = []
    /// An action that could not be done: the whole step is refused with it.
    var failure: Refusal?
    /// Index of that action in the workflow's chart.
    var failedAction: Int?
    var isUndo = false
    /// Listens to the guards' answers; nil but where somebody wants a step explained.
    var trace: GuardTrace?

    init(facts: Facts, command: String, input: JSONObject, shipment: Shipment) {
        self.facts = facts
        self.command = command
        self.input = input
        self.shipment = shipment
    }

    mutating func holds(_ guardIndex: Int) -> Bool {
        let found = obstacle(facts.workflow.guards[guardIndex])
        trace?.note(guardIndex, found, self)
        return found == nil
    }

    mutating func perform(_ actionIndex: Int) {
        guard failure == nil else { return }
        perform(facts.workflow.actions[actionIndex])
        if failure != nil { failedAction = actionIndex }
    }

    func due(_ delay: Delay, from state: Int?) -> Timestamp {
        delay.due(from: facts.occurred, calendar: facts.calendar)
    }

    /// From the clock that the deadline names; nil while that clock has not started.
    func deadline(of state: Int) -> Timestamp? {
        guard let definition = facts.workflow.chart.states[state].definition.deadline else {
            return nil
        }
        return Self.due(definition, shipment, entered: facts.occurred, facts.calendar)
    }

    static func due(
        _ definition: DeadlineDefinition, _ shipment: Shipment, entered: Timestamp,
        _ calendar: WorkingCalendar
    ) -> Timestamp? {
        if definition.from == DeadlineDefinition.entryClock {
            return definition.due(from: entered, calendar: calendar).due
        }
        guard let start = shipment.day(definition.from) else { return nil }
        // A clock that is a day and a span of nothing: the day itself is the last one.
        if definition.within.isZero { return Timestamp(endOf: start) }
        return definition.due(from: Timestamp(startOf: start), calendar: calendar).due
    }

    mutating func note(_ effect: Effect) {
        effects.append(effect)
        shipment.apply(effect, day: facts.day)
    }

    func text(_ name: String) -> String? { input[name]?.stringValue }

    func decimal(_ name: String) -> Decimal? { text(name).flatMap { Decimal($0) } }
}
