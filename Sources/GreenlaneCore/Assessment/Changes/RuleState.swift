/// The rules as they are on a day, or as a text states them for all days.
public struct RuleState: Sendable {
    public var rules: RuleBook
    public var schemes: WhitelistSchemeBook
    /// Nil compares every sentence of the text, whenever it is in force.
    public var day: CalendarDate?

    /// Rules and schemes of one text, on one day or at all.
    public init(rules: RuleBook, schemes: WhitelistSchemeBook, day: CalendarDate? = nil) {
        self.rules = rules
        self.schemes = schemes
        self.day = day
    }

    /// The rules that count, in order of id.
    public var rulesThatCount: [Rule] {
        rules.rules.filter { counts($0.inForce) }.sorted { $0.id < $1.id }
    }

    /// Whether a sentence with these days counts.
    func counts(_ range: DateRange) -> Bool { day.map { range.contains($0) } ?? true }
}

extension RuleState {
    /// The days on which an answer may change, in order: first days, and days after last days, of
    /// rules, levels, tables and schemes. Only those after `start`, up to and including `end`.
    public func boundaries(
        after start: CalendarDate, through end: CalendarDate
    ) -> [CalendarDate] {
        let ranges =
            rules.rules.map(\.inForce) + rules.levels.map(\.inForce)
            + schemes.schemes.map(\.inForce) + rules.lexicon.substances.map(\.inForce)
            + rules.lexicon.species.map(\.inForce)
        return Self.boundaries(ranges, after: start, through: end)
    }

    /// The first days and the days after last days of some ranges, in order, each once.
    public static func boundaries(
        _ ranges: [DateRange], after start: CalendarDate, through end: CalendarDate
    ) -> [CalendarDate] {
        var days: [CalendarDate] = []
        for range in ranges {
            for day in [range.from, range.to?.adding(days: 1)] {
                if let day, start < day, day <= end { days.append(day) }
            }
        }
        var result: [CalendarDate] = []
        for day in days.sorted() where result.last != day { result.append(day) }
        return result
    }

    /// The last first day that the text names: on it all that it announces is in force. Nil where
    /// it names none.
    public var lastFirstDay: CalendarDate? {
        let starts =
            rules.rules.map(\.inForce.from) + rules.levels.map(\.inForce.from)
            + schemes.schemes.map(\.inForce.from) + rules.transitions.map(\.from)
        return starts.compactMap { $0 }.max()
    }
}
