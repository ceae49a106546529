/// What assessing one item comes to, as numbers: the form of the hot loop. Texts are made from it
/// only where somebody reads them.
public struct ItemFindings: Sendable {
    public var facts: FactVector
    public var line: HSLine?
    public var permits: [PermitFinding]
    public var whitelist: WhitelistOutcome
}

/// Asks the rules, the HS table and the whitelists what a request needs on a day. Pure: the same
/// inputs give the same answer.
public struct Assessor<Entries: WhitelistEntrySource> {
    public let rules: RuleBook
    let codes: any HSTable
    let schemes: WhitelistSchemeBook
    let entries: Entries
    let calendar: WorkingCalendar
    let remaining: WhitelistMatcher<Entries>.Remaining
    /// Facts of the same request that were worked out before; nil where they are worked out anew.
    let memo: FactMemo?

    /// `remaining` tells what is left of an entry; without it the approved quantity is left.
    public init(
        rules: RuleBook, codes: any HSTable, schemes: WhitelistSchemeBook, entries: Entries,
        calendar: WorkingCalendar,
        remaining: @escaping WhitelistMatcher<Entries>.Remaining = { _ in nil },
        memo: FactMemo? = nil
    ) {
        self.memo = memo
        self.rules = rules
        self.codes = codes
        self.schemes = schemes
        self.entries = entries
        self.calendar = calendar
        self.remaining = remaining
    }

    /// The findings item by item. Two items never draw on the same rest of an entry.
    /// `isBrief` leaves out why a whitelist misses an item.
    public func findings(
        _ request: ImportRequest, asOf day: CalendarDate, isBrief: Bool = false
    ) -> [ItemFindings] {
        var drawn: [(entry: String, amount: Decimal)] = []
        var result: [ItemFindings] = []
        result.reserveCapacity(request.items.count)
        for (index, item) in request.items.enumerated() {
            let line = item.hs.flatMap { codes.line($0) }
            let facts = facts(request, index, line, day)
            var permits = rules.findings(facts, asOf: day)
            let outcome = whitelist(request, index, facts, permits, drawn, day, isBrief)
            if let entry = outcome.entry, let amount = outcome.drawn?.amount, outcome.isCovered {
                drawn.append((entry.id, amount))
            }
            apply(outcome, to: &permits)
            result.append(
                ItemFindings(facts: facts, line: line, permits: permits, whitelist: outcome))
        }
        return result
    }

    func facts(
        _ request: ImportRequest, _ index: Int, _ line: HSLine?, _ day: CalendarDate
    ) -> FactVector {
        if let known = memo?.vector(index, on: day) { return known }
        let facts = rules.facts(request, request.items[index], line, on: day)
        memo?.remember(facts, index, on: day)
        return facts
    }

    /// The compact form for the event log.
    public func requirements(_ request: ImportRequest, asOf day: CalendarDate) -> [Requirement] {
        var result: [Requirement] = []
        for (item, found) in zip(request.items, findings(request, asOf: day, isBrief: true)) {
            for permit in found.permits {
                result.append(
                    Requirement(
                        line: item.line, permit: rules.permits[permit.permit].code,
                        status: permit.status, riskLevel: permit.riskLevel,
                        rule: rules.rules[permit.rule].id,
                        waivedBy: permit.status == .waived ? found.whitelist.entry?.id : nil))
            }
        }
        return result
    }

    private func whitelist(
        _ request: ImportRequest, _ index: Int, _ facts: FactVector, _ permits: [PermitFinding],
        _ drawn: [(entry: String, amount: Decimal)], _ day: CalendarDate, _ isBrief: Bool
    ) -> WhitelistOutcome {
        let isWanted =
            request.direction == .import
            && permits.contains { $0.status != .exempt && isWaivable($0.permit, on: day) }
        guard isWanted else {
            return WhitelistOutcome(code: .notNeeded)
        }
        var matcher = WhitelistMatcher(
            schemes: schemes, entries: entries, request: request, on: day, remaining: remaining)
        matcher.drawn = drawn
        matcher.isBrief = isBrief
        return matcher.match(index, facts: facts)
    }

    private func isWaivable(_ permit: Int, on day: CalendarDate) -> Bool {
        let code = rules.permits[permit].code
        return schemes.waivable.contains { $0.permit == code && $0.inForce.contains(day) }
    }

    private func apply(_ outcome: WhitelistOutcome, to permits: inout [PermitFinding]) {
        guard outcome.isCovered || outcome.code == .factsMissing else { return }
        for index in permits.indices where permits[index].status != .exempt {
            let code = rules.permits[permits[index].permit].code
            let isNamed =
                outcome.isCovered
                ? outcome.waives.contains(code) : outcome.entry?.waives.contains(code) == true
            guard isNamed else { continue }
            permits[index].status = outcome.isCovered ? .waived : .possible
            // What the entry waives is no longer in question.
            if outcome.isCovered { permits[index].missing = FactSet() }
        }
    }
}
