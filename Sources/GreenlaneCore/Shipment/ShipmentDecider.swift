/// A wish or a fact that concerns one shipment.
public enum ShipmentCommand: Hashable, Sendable {
    case file(FiledRequest)
    /// A workflow event by name, or a raw receipt code (`receipt.L`).
    case send(event: String, input: JSONObject)
    /// The first timer of the shipment has run out.
    case timer
}

/// What was decided, and the shipment that follows from it.
public struct Decision: Sendable {
    public var event: ShipmentEvent
    /// Changes of permits and entries, which commit together with the event.
    public var ledger: [LedgerEvent]
    public var shipment: Shipment
    /// Of a workflow event: what the workflow says of it.
    public var definition: EventDefinition? { bound?.definition }
    var bound: BoundEvent?
}

extension Shipment {
    /// Decides a command. Pure: the same shipment, command and facts give the same events.
    ///
    /// Refusals, the first that applies: `event-unknown`, `role-not-allowed`, `input-invalid`,
    /// `shipment-closed`, `document-unknown`, `event-not-accepted`, then the code of the guard that
    /// does not hold, then that of the action that could not be done; `endless-loop` for a faulty
    /// workflow.
    public static func decide(
        _ shipment: Shipment?, _ command: ShipmentCommand, by role: Actor.Role, _ facts: Facts
    ) -> Result<Decision, Refusal> {
        do throws(Refusal) {
            switch (command, shipment) {
            case (.file(let request), nil): return .success(try file(request, role, facts))
            case (.file, .some):
                throw Refusal(
                    .conflict, "already-filed",
                    LocalizedText(zh: "这票货已经提交。", en: "This shipment is already filed."))
            case (_, nil):
                throw Refusal(
                    .notFound, "shipment-unknown",
                    LocalizedText(zh: "没有这票货。", en: "There is no such shipment."))
            case (.send(let event, let input), let shipment?):
                return .success(try shipment.send(event, input, role, facts))
            case (.timer, let shipment?): return .success(try shipment.fireTimer(facts))
            }
        } catch {
            return .failure(error)
        }
    }

    private static func file(
        _ filed: FiledRequest, _ role: Actor.Role, _ facts: Facts
    ) throws(Refusal) -> Decision {
        guard [.labManager, .broker, .administrator].contains(role) else {
            throw roleRefusal(
                role, [Actor.Role.labManager.rawValue, Actor.Role.broker.rawValue],
                LocalizedText(zh: "提交进口申请", en: "file an import request"))
        }
        let flow = facts.workflow
        let fresh = Shipment(
            id: facts.newShipmentID, workflow: flow.digest, request: filed.box,
            at: facts.occurred)
        var run = StepRun(facts: facts, command: "file", input: JSONObject(), shipment: fresh)
        let step: Step
        do throws(StepFault) { step = try flow.chart.start(&run) } catch { throw endless }
        if let failure = run.failure { throw failure }
        let filing = ShipmentEvent.Filing(
            id: fresh.id, workflow: flow.digest, filed: filed)
        let event = run.event(
            type: "shipment.filed", step.configuration, reached: nil, filed: filing)
        return try run.decision(event, before: nil, bound: nil)
    }

    private func send(
        _ name: String, _ input: JSONObject, _ role: Actor.Role, _ facts: Facts
    ) throws(Refusal) -> Decision {
        let flow = facts.workflow
        guard let bound = flow.boundEvent(named: name) else { throw Self.unknown(name, flow) }
        guard bound.isOpenToAll || bound.roles.contains(role) else {
            throw Self.roleRefusal(
                role, bound.definition.roles,
                bound.definition.title ?? LocalizedText(zh: name, en: name))
        }
        let checked = try Self.checked(input, name, bound)
        let isFact = bound.isFact
        guard isFact || !isFinal else { throw Self.closed }
        if !isFact, let uncited = uncited(checked, bound) { throw uncited }
        let known = bound.isPrefix ? name : bound.definition.name
        var run = StepRun(facts: facts, command: known, input: checked, shipment: self)
        if isFact, !checked.members.isEmpty, let refusal = run.impossibleFact {
            return try unfit(known, checked, bound, refusal, facts)
        }
        let step =
            try bound.isPrefix
            ? run.send(known, to: configuration) : run.send(bound.id, to: configuration)
        if step.taken.isEmpty || run.failure != nil {
            guard isFact else {
                throw run.failure ?? explain(known, checked, facts)
            }
            return try unfit(known, checked, bound, run.failure, facts)
        }
        let records = bound.definition.records
        var event = run.event(
            type: records.isEmpty ? known : records, step.configuration,
            reached: milestone, undoable: !isFact && !run.isUndo && role != .system)
        event.isOverride = bound.definition.isOverride
        return try run.decision(event, before: self, bound: bound)
    }

    private static func checked(
        _ input: JSONObject, _ name: String, _ bound: BoundEvent
    ) throws(Refusal) -> JSONObject {
        var given = input
        if name != bound.definition.name, name.hasPrefix("receipt.") {
            // The raw code stays on the record beside what it was taken to mean.
            given["code"] = .string(String(name.dropFirst("receipt.".count)))
        }
        if given.members.isEmpty, bound.needsNoInput { return given }
        return try InputCheck.check(given, for: bound.definition).get()
    }

    /// A fact is recorded even where it does not fit; a person is asked to look at it.
    private func unfit(
        _ name: String, _ input: JSONObject, _ bound: BoundEvent, _ failure: Refusal?,
        _ facts: Facts
    ) throws(Refusal) -> Decision {
        var run = StepRun(facts: facts, command: name, input: input, shipment: self)
        let title = bound.definition.title ?? LocalizedText(zh: name, en: name)
        let why = failure ?? explain(name, input, facts)
        run.note(
            .taskOpened(
                code: "fact-did-not-fit",
                LocalizedText(
                    zh: "“\(title.zh)”（\(name)）已记录，但与当前状态不符：\(why.message.zh)请人工核实。",
                    en: """
                        “\(title.en)” (\(name)) was recorded but does not fit: \(why.message.en) \
                        Please look into it.
                        """)))
        var event = run.event(
            type: "fact.recorded", configuration, reached: milestone, undoable: false)
        event.fits = false
        event.milestone = milestone
        event.state = state
        return try run.decision(event, before: self, bound: bound)
    }

    private func fireTimer(_ facts: Facts) throws(Refusal) -> Decision {
        let flow = facts.workflow
        guard let timer = configuration.timers.first else {
            throw Refusal(
                .notFound, "timer-unknown",
                LocalizedText(zh: "没有到期的时限。", en: "No timer is due."))
        }
        let name = flow.chart.eventName(timer.event)
        var run = StepRun(facts: facts, command: name, input: JSONObject(), shipment: self)
        let step: Step
        do throws(StepFault) {
            step = try flow.chart.fireFirstTimer(in: configuration, &run)
        } catch {
            throw Self.endless
        }
        let event = run.event(
            type: "deadline.passed", step.configuration, reached: milestone, undoable: false)
        return try run.decision(event, before: self, bound: nil)
    }
}

extension StepRun {
    /// Days that a fact says something happened on.
    private static let pastDays = [
        "accepted_on", "cleared_on", "completed_on", "conveyance_entry", "started_on",
    ]

    /// Why a fact cannot be as it is told: it is recorded, and a person looks into it.
    var impossibleFact: Refusal? {
        for name in Self.pastDays {
            guard let day = text(name).flatMap({ CalendarDate($0) }), facts.recorded.date < day
            else { continue }
            return Refusal(
                .rule, "date-in-future",
                LocalizedText(
                    zh: "日期 \(day) 在未来。", en: "The day \(day) lies in the future."))
        }
        if let bound = facts.workflow.boundEvent(named: command),
            let refusal = shipment.uncited(input, bound)
        {
            return refusal
        }
        guard let named = namedDeclarations, named.isEmpty else { return nil }
        return Refusal(
            .rule, "declaration-unknown",
            LocalizedText(
                zh: "没有回执所说的报关单。", en: "There is no such declaration."))
    }

    mutating func send(_ name: String, to configuration: Configuration) throws(Refusal) -> Step {
        try send(facts.workflow.chart.eventID(named: name), to: configuration)
    }

    mutating func send(_ id: EventID, to configuration: Configuration) throws(Refusal) -> Step {
        let chart = facts.workflow.chart
        do throws(StepFault) {
            return try chart.send(id, to: configuration, &self)
        } catch {
            throw Shipment.endless
        }
    }

    /// The event that says all that this run came to.
    mutating func event(
        type: String, _ configuration: Configuration, reached: Milestone?,
        undoable: Bool = false, filed: ShipmentEvent.Filing? = nil
    ) -> ShipmentEvent {
        var configuration = configuration
        if isUndo, let before = shipment.beforeLastWish.first {
            configuration = before.configuration
        } else {
            let chart = facts.workflow.chart
            for effect in effects {
                guard case .remembered(let clock, _) = effect else { continue }
                configuration = chart.rescheduleDeadlines(
                    from: clock, in: configuration, &self)
            }
        }
        let progress = facts.workflow.progress(
            configuration.active,
            reached: isUndo ? shipment.beforeLastWish.first?.milestone : reached)
        return ShipmentEvent(
            type: type, command: command, input: input, fits: true, undoable: undoable,
            configuration: configuration, milestone: progress.milestone, state: progress.state,
            isFinal: facts.workflow.chart.isFinal(configuration), effects: effects, filed: filed)
    }

    mutating func decision(
        _ event: ShipmentEvent, before: Shipment?, bound: BoundEvent?
    ) throws(Refusal) -> Decision {
        // The working copy has the effects already; what evolving does beside them is done here. A
        // test holds the two against each other.
        if isUndo, let before {
            shipment = before
            shipment.evolve(event, occurred: facts.occurred, recorded: facts.recorded)
        } else {
            shipment.settle(
                event, before: before, occurred: facts.occurred, recorded: facts.recorded)
        }
        return Decision(
            event: event, ledger: ledgerEvents, shipment: shipment, bound: bound)
    }
}
