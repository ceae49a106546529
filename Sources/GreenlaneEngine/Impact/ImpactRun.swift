import GreenlaneCatalog
public import GreenlaneCore
public import GreenlaneStore

/// Asks what other rules, or another day, would make of the work under way: each open shipment's
/// recorded answer is held against a fresh assessment of its request. Only reads; one shipment is
/// in memory at a time.
public final class ImpactRun {
    /// The day asked about, and the rules that hold on it.
    public struct Question: Sendable {
        /// Rules, codes and schemes of that day.
        public var definitions: DefinitionSet
        public var day: CalendarDate
        public var today: CalendarDate
        /// Whether they are other texts than the product's: then they count from today at the
        /// earliest, else from the day of each recorded assessment.
        public var isOtherText: Bool

        public init(
            definitions: DefinitionSet, day: CalendarDate, today: CalendarDate, isOtherText: Bool
        ) {
            self.definitions = definitions
            self.day = day
            self.today = today
            self.isOtherText = isOtherText
        }
    }

    let store: LogStore
    let present: DefinitionSet
    let question: Question
    let ledgers = LedgerBook()
    let now: RuleState
    let then: RuleState
    private let codes: [String]
    private var keptRules: [String: RuleBook?] = [:]
    private var counts = ImpactCounts()

    /// `present` is what the product ships; `question` may ask about other texts.
    public init(store: LogStore, present: DefinitionSet, question: Question) {
        self.store = store
        self.present = present
        self.question = question
        now = RuleState(
            rules: present.rules, schemes: present.schemes, day: question.today)
        then = RuleState(
            rules: question.definitions.rules, schemes: question.definitions.schemes,
            day: question.day)
        codes = question.definitions.rules.permits.map(\.code)
    }

    /// Hands on each shipment that would be decided otherwise, in order of filing.
    public func run(
        progress: (_ done: Int) -> Void = { _ in },
        shipment body: (ShipmentImpact) throws -> Void
    ) throws -> ImpactReport {
        try loadLedgers()
        try store.forEachShipment { row in
            guard !row.final else { return }
            counts.open += 1
            if counts.open % 1_000 == 0 { progress(counts.open) }
            guard let impact = try impact(of: row) else { return }
            counts.affected += 1
            counts.changes += impact.changes.count
            for change in impact.changes { counts.kinds[change.change.kind, default: 0] += 1 }
            try body(impact)
        }
        let permits = permitImpacts()
        let entries = entryImpacts()
        counts.permitsHeld = heldPermits.count
        counts.entries = liveEntries.count
        return ImpactReport(permits: permits, entries: entries, counts: counts)
    }

    private func loadLedgers() throws {
        for row in try store.ledgers() {
            let body = try JSONParser.parse(row.body)
            if row.kind == LedgerEvent.Ledger.permit.rawValue {
                if let permit = Permit(account: body) { ledgers.restore(permit) }
            } else if let account = EntryAccount(account: body) {
                ledgers.restore(account)
            }
        }
    }

    // MARK: One shipment

    private func impact(of row: ShipmentRow) throws -> ShipmentImpact? {
        let recorded = try RecordedShipment.fold(row, store, present)
        guard recorded.hasOpenLines else { return nil }
        let assessor = assessor(for: recorded)
        var changes = try requirementChanges(recorded, assessor)
        changes += prohibitionChanges(recorded, assessor)
        guard !changes.isEmpty else { return nil }
        let dates = FirstDays(recorded, assessor, self)
        let told = try changes.map { change -> ShipmentImpact.Change in
            let from = dates.first(of: change)
            return ShipmentImpact.Change(
                change: change, from: from, remedy: remedy(change, recorded, from),
                basis: try basis(change, recorded))
        }
        return ShipmentImpact(
            shipment: row.id, reference: row.reference, milestone: recorded.shipment.milestone,
            changes: told)
    }

    private func assessor(for recorded: RecordedShipment) -> Assessor<LedgerBook> {
        let ledgers = ledgers
        return Assessor(
            rules: then.rules, codes: question.definitions.codes, schemes: then.schemes,
            entries: ledgers, calendar: question.definitions.calendar,
            remaining: { entry in
                guard let left = ledgers.remaining(entry) else { return nil }
                return Quantity(left.amount + recorded.drawn(from: entry), left.unit)
            })
    }

    private func requirementChanges(
        _ recorded: RecordedShipment, _ assessor: Assessor<LedgerBook>
    ) throws -> [RequirementChange] {
        let shipment = recorded.shipment
        let found = assessor.requirements(shipment.request, asOf: question.day)
        // The common case: nothing differs, and no terms need be looked up.
        if found == shipment.requirements, recorded.under == question.definitions.digest {
            return []
        }
        let old = try rules(under: recorded.under)
        let changes = RequirementChange.all(
            from: shipment.requirements, to: found, permits: codes,
            isMeant: recorded.isOpen,
            terms: { requirement, isNew in
                isNew ? then.rules.terms(of: requirement) : old?.terms(of: requirement)
            })
        return changes.map(withEndOfEntry)
    }

    /// A waiver that is gone because the entry has ended is not the doing of the rules.
    private func withEndOfEntry(_ change: RequirementChange) -> RequirementChange {
        guard change.kind == .noLongerWaivable, let id = change.entry,
            let entry = ledgers.entry(id)?.entry
        else { return change }
        let version = then.schemes.scheme(entry.scheme, on: question.day)
        guard let version else { return change }
        let hasEnded = version.lastDay(of: entry).map { $0 < question.day } ?? false
        guard hasEnded || entry.status != .active else { return change }
        var result = change
        result.kind = .waiverEnds
        return result
    }

    private func prohibitionChanges(
        _ recorded: RecordedShipment, _ assessor: Assessor<LedgerBook>
    ) -> [RequirementChange] {
        let shipment = recorded.shipment
        let wasBarred = shipment.fact("prohibited") == true
        let isBarred = assessor.isProhibited(shipment.request, asOf: question.day)
        guard wasBarred != isBarred else { return [] }
        let open = shipment.request.items.map(\.line).filter(recorded.isOpen)
        guard isBarred else {
            return open.prefix(1).map { line in
                RequirementChange(
                    line: line, permit: "", kind: .noLongerProhibited,
                    before: .init(barredBy: ""), after: nil)
            }
        }
        let answer = assessor.assess(shipment.request, asOf: question.day)
        return answer.items.compactMap { item in
            guard let rule = item.prohibitions.first?.rule, open.contains(item.line) else {
                return nil
            }
            return RequirementChange(
                line: item.line, permit: "", kind: .newlyProhibited, before: nil,
                after: .init(barredBy: rule))
        }
    }

    // MARK: Words and sources

    private func remedy(
        _ change: RequirementChange, _ recorded: RecordedShipment, _ from: CalendarDate
    ) -> LocalizedText {
        let info = then.rules.permit(change.permit) ?? now.rules.permit(change.permit)
        let rule = change.after.flatMap { then.rules.rule($0.rule) }
        let remedy = ChangeRemedy(
            from: from, today: question.today,
            name: info?.name ?? LocalizedText(zh: change.permit, en: change.permit),
            terms: rule?.terms ?? info?.terms,
            isHeld: recorded.holds(change.permit, line: change.line))
        return remedy.text(change)
    }

    private func basis(
        _ change: RequirementChange, _ recorded: RecordedShipment
    ) throws -> [DatedBasis] {
        let old = try rules(under: recorded.under)
        let cause = ChangeCause(
            from: RuleState(
                rules: old ?? now.rules, schemes: now.schemes,
                day: min(recorded.shipment.assessedOn, question.day)),
            to: then)
        let after = change.after.flatMap { then.rules.rule($0.rule) }
        let before = change.before.flatMap { (old ?? now.rules).rule($0.rule) }
        switch (before, after) {
        case (let before?, let after?) where before.id == after.id:
            return cause.ofChange(before, after)
        case (_, let after?): return cause.ofBeginning(after)
        case (let before?, nil): return cause.ofEnding(before)
        case (nil, nil): return []
        }
    }

    /// The rules under which an assessment was made; nil where the kept text is of a form that
    /// cannot be read any more, which must not keep people from an answer.
    private func rules(under digest: String) throws -> RuleBook? {
        if digest == present.digest { return present.rules }
        if let known = keptRules[digest] { return known }
        var rules: RuleBook?
        do {
            rules = try DefinitionSet.keptRules(digest, store).rules
        } catch is DiagnosticList {
            rules = nil
        }
        keptRules[digest] = .some(rules)
        return rules
    }
}
