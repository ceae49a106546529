/// The way to release as a network: permits side by side where they may be, one after the other
/// where one presupposes the other, then arrival, isolation and clearance.
struct ReleasePlan {
    /// A permit that one or more lines need on the same terms.
    struct Node {
        var permit: Assessment.Permit
        var lines: [Int]
        /// Indices of the nodes that must have ended before this one starts.
        var after: [Int] = []
        var from: CalendarDate
        /// The end of each step of the decision.
        var ends: [CalendarDate] = []
        var isCritical = false

        var terms: PermitTerms { permit.terms }
        var to: CalendarDate { ends.last ?? from }
        var isBeforeArrival: Bool { terms.beforeDispatch }
        /// Whether nothing of it can begin before the goods are there.
        var startsAtArrival: Bool { terms.when == .atDeclaration || terms.when == .afterArrival }
    }

    /// What the request says of the journey.
    struct Journey {
        var isImport: Bool
        var dispatch: CalendarDate?
        var arrival: CalendarDate?

        /// Days under way; 0 where they are not stated.
        var days: Int {
            guard let dispatch, let arrival else { return 0 }
            return max(arrival.dayNumber - dispatch.dayNumber, 0)
        }
    }

    let start: CalendarDate
    let calendar: WorkingCalendar
    let journey: Journey
    let clearanceDays: Int
    private(set) var nodes: [Node] = []
    private(set) var isProvisional = false
    /// When all that comes before dispatch is held.
    private(set) var ready: CalendarDate
    private(set) var arrival: CalendarDate
    private(set) var held: CalendarDate
    /// When customs has all it needs: clearance starts.
    private(set) var complete: CalendarDate
    private(set) var release: CalendarDate

    /// The permits in question, item by item, with their clocks looked up.
    init(
        _ items: [Assessment.Item], statuses: [PermitStatus], start: CalendarDate,
        calendar: WorkingCalendar, journey: Journey, clearanceDays: Int
    ) {
        self.start = start
        self.calendar = calendar
        self.journey = journey
        self.clearanceDays = clearanceDays
        (ready, arrival, held, complete, release) = (start, start, start, start, start)
        for item in items {
            for permit in item.permits where statuses.contains(permit.status) {
                add(permit, item.line)
            }
        }
        for index in nodes.indices {
            nodes[index].after = nodes.indices.filter { other in
                nodes[index].terms.after.contains(nodes[other].permit.code)
                    && nodes[other].lines.contains { nodes[index].lines.contains($0) }
            }
        }
        run()
        markCritical()
    }

    private mutating func add(_ permit: Assessment.Permit, _ line: Int) {
        let known = nodes.firstIndex {
            $0.permit.code == permit.code && $0.terms == permit.terms
        }
        if let known {
            nodes[known].lines.append(line)
        } else {
            nodes.append(Node(permit: permit, lines: [line], from: start))
        }
    }

    private mutating func run() {
        var isDone = nodes.map { _ in false }
        for index in nodes.indices where !nodes[index].startsAtArrival {
            place(index, from: start, &isDone)
        }
        ready = nodes.filter(\.isBeforeArrival).map(\.to).max() ?? start
        arrival = max(journey.arrival ?? start, ready.adding(days: ready > start ? transit : 0))
        for index in nodes.indices { place(index, from: arrival, &isDone) }
        held = arrival.adding(days: nodes.map(\.terms.holdDays).max() ?? 0)
        let papers = nodes.filter { !$0.isBeforeArrival }.map(\.to).max() ?? start
        complete = max(arrival, held, papers)
        let cleared = calendar.adding(workingDays: clearanceDays, to: complete)
        release = cleared.date
        if cleared.provisional { isProvisional = true }
    }

    private var transit: Int { journey.days }

    /// Marks a node done before it looks at what comes before it, so that a circle ends.
    private mutating func place(_ index: Int, from base: CalendarDate, _ isDone: inout [Bool]) {
        guard !isDone[index] else { return }
        isDone[index] = true
        var day = base
        for other in nodes[index].after {
            place(other, from: base, &isDone)
            day = max(day, nodes[other].to)
        }
        nodes[index].from = day
        if nodes[index].terms.decision.isEmpty {
            let days = nodes[index].terms.workingDays ?? 0
            append(calendar.adding(workingDays: days, to: day), index)
        }
        for clock in nodes[index].terms.decision {
            let end = clock.lastDay(from: nodes[index].to, calendar: calendar)
            append((end.day, end.provisional), index)
        }
    }

    private mutating func append(_ end: (date: CalendarDate, provisional: Bool), _ index: Int) {
        nodes[index].ends.append(end.date)
        if end.provisional { isProvisional = true }
    }
}

extension ReleasePlan {
    private var isArrivalCritical: Bool {
        complete == arrival || complete == held
            || nodes.contains { $0.isCritical && $0.startsAtArrival && $0.from == arrival }
    }

    /// Backwards from release: a step is critical where it ends on the day on which the next
    /// critical one starts.
    private mutating func markCritical() {
        for index in nodes.indices
        where !nodes[index].isBeforeArrival && nodes[index].to == complete {
            mark(index)
        }
        let waits = journey.arrival.map { $0 > ready.adding(days: transit) } ?? false
        guard isArrivalCritical, !waits else { return }
        for index in nodes.indices where nodes[index].isBeforeArrival && nodes[index].to == ready {
            mark(index)
        }
    }

    private mutating func mark(_ index: Int) {
        guard !nodes[index].isCritical else { return }
        nodes[index].isCritical = true
        for other in nodes[index].after where nodes[other].to == nodes[index].from { mark(other) }
    }

    /// The steps in the order of days; those that end on the same day in the order of the way.
    func steps() -> [Assessment.PlanStep] {
        var steps: [Assessment.PlanStep] = []
        for node in nodes { steps += self.steps(node) }
        let isArrivalCritical = isArrivalCritical
        steps.append(
            journeyStep(
                .arrival, Self.arrivalText(journey), from: ready, to: arrival,
                isCritical: isArrivalCritical))
        let isolating = nodes.filter { $0.terms.holdDays > 0 && hold($0) == held }
        if let node = isolating.first {
            var step = journeyStep(
                .isolation, LocalizedText(zh: "隔离检疫", en: "Isolation"), from: arrival, to: held,
                isCritical: held == complete)
            step.permit = node.permit.code
            step.lines = node.lines
            step.basis = node.permit.basis
            steps.append(step)
        }
        let ordered = steps.enumerated().sorted {
            let (left, right) = ($0.element, $1.element)
            return (left.to, rank(left), left.from, $0.offset)
                < (right.to, rank(right), right.from, $1.offset)
        }.map(\.element)
        var clearance = journeyStep(
            .clearance,
            LocalizedText(zh: "口岸通关（计划值，非法定期限）", en: "Clearance (planned, no legal limit)"),
            from: complete, to: release, isCritical: true)
        clearance.workingDays = clearanceDays
        return ordered + [clearance]
    }

    /// Of steps that end on the same day, what leads to arrival comes before it.
    private func rank(_ step: Assessment.PlanStep) -> Int {
        switch step.kind {
        case .presupposed: 0
        case .permit:
            nodes.contains { $0.permit.code == step.permit && $0.isBeforeArrival } ? 0 : 2
        case .arrival: 1
        case .isolation: 3
        case .clearance: 4
        }
    }

    private func hold(_ node: Node) -> CalendarDate { arrival.adding(days: node.terms.holdDays) }

    private static func arrivalText(_ journey: Journey) -> LocalizedText {
        guard journey.isImport else {
            return LocalizedText(zh: "货物运抵海关监管区", en: "Goods under customs control")
        }
        return journey.arrival == nil
            ? LocalizedText(
                zh: "启运和到港（未填计划到港日，运输时间未计）",
                en: "Dispatch and arrival (no planned arrival: the journey is not counted)")
            : LocalizedText(zh: "启运和到港", en: "Dispatch and arrival")
    }

    /// One for each clock of the decision.
    private func steps(_ node: Node) -> [Assessment.PlanStep] {
        var from = node.from
        return node.ends.enumerated().map { place, to in
            let clock = node.terms.decision.isEmpty ? nil : node.terms.decision[place]
            let isLone = node.ends.count == 1
            let days = clock?.unit == .workingDays ? clock?.value : nil
            let step = Assessment.PlanStep(
                kind: .permit, what: isLone ? node.permit.name : clock?.what ?? node.permit.name,
                permit: node.permit.code, lines: node.lines, clock: clock, from: from, to: to,
                workingDays: clock == nil ? node.terms.workingDays : days,
                isTimeKnown: node.terms.isTimeKnown, isCritical: node.isCritical,
                basis: clock?.basis.filter { $0.inForce.contains(start) }.map(\.basis)
                    ?? node.permit.basis)
            from = to
            return step
        }
    }

    private func journeyStep(
        _ kind: Assessment.PlanStep.Kind, _ what: LocalizedText, from: CalendarDate,
        to: CalendarDate, isCritical: Bool
    ) -> Assessment.PlanStep {
        Assessment.PlanStep(
            kind: kind, what: what, permit: "", lines: [], clock: nil, from: from, to: to,
            workingDays: nil, isTimeKnown: true, isCritical: isCritical, basis: [])
    }
}
