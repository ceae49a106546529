import GreenlaneCore

/// On which day an answer becomes another one: looked for on the days on which rules, schemes and
/// entries begin or end, not day by day.
struct FirstDays {
    private let recorded: RecordedShipment
    private let assessor: Assessor<LedgerBook>
    private let run: ImpactRun
    private let days: [CalendarDate]
    private let answers: [[Requirement]]

    init(
        _ recorded: RecordedShipment, _ assessor: Assessor<LedgerBook>, _ run: ImpactRun
    ) {
        self.recorded = recorded
        self.assessor = assessor
        self.run = run
        let question = run.question
        let start =
            question.isOtherText
            ? question.today : min(recorded.shipment.assessedOn, question.today)
        if question.day <= start {
            days = [question.day]
        } else {
            let entries = Self.entries(recorded, run).map {
                DateRange(from: $0.validFrom, to: $0.validTo)
            }
            let fixed = run.then.boundaries(after: start, through: question.day)
            let own = RuleState.boundaries(entries, after: start, through: question.day)
            var all: [CalendarDate] = [start]
            for day in (fixed + own).sorted() where all.last != day { all.append(day) }
            days = all
        }
        let request = recorded.shipment.request
        answers = days.map { assessor.requirements(request, asOf: $0) }
    }

    private static func entries(
        _ recorded: RecordedShipment, _ run: ImpactRun
    ) -> [WhitelistEntry] {
        let names = recorded.shipment.requirements.compactMap(\.waivedBy)
        return names.compactMap { run.ledgers.entry($0)?.entry }
    }

    /// The first day of the change. A text that differs from the recorded one from its beginning
    /// counts from today, because nobody can have known it earlier.
    func first(of change: RequirementChange) -> CalendarDate {
        let question = run.question
        for (index, day) in days.enumerated() where differs(change, index) {
            return index == 0 ? min(max(day, question.today), question.day) : day
        }
        return question.day
    }

    private func differs(_ change: RequirementChange, _ index: Int) -> Bool {
        guard !change.permit.isEmpty else {
            let isBarred = assessor.isProhibited(recorded.shipment.request, asOf: days[index])
            return isBarred == (change.kind == .newlyProhibited)
        }
        let found = answers[index].first {
            $0.line == change.line && $0.permit == change.permit
        }
        let answer = found.map {
            RequirementChange.Answer($0, terms: run.then.rules.terms(of: $0))
        }
        return RequirementChange.kind(change.before, answer) != nil
    }
}
