/// The days on which something is in force; nil is open.
public struct DateRange: Hashable, Sendable {
    /// First day.
    public var from: CalendarDate?
    /// Last day, itself included.
    public var to: CalendarDate?

    public init(from: CalendarDate? = nil, to: CalendarDate? = nil) {
        self.from = from
        self.to = to
    }

    public func contains(_ day: CalendarDate) -> Bool {
        if let from, day < from { return false }
        if let to, to < day { return false }
        return true
    }

    public func overlaps(_ other: DateRange) -> Bool {
        if let to, let start = other.from, to < start { return false }
        if let from, let end = other.to, end < from { return false }
        return true
    }
}

/// A source that rules cite, with the days on which it is in force.
public struct DatedBasis: Hashable, Sendable {
    public var basis: LegalBasis
    public var inForce: DateRange

    public init(basis: LegalBasis, inForce: DateRange) {
        self.basis = basis
        self.inForce = inForce
    }
}

/// One sentence of the law as data: on these days, if this holds of an item, then this follows.
public struct Rule: Hashable, Sendable {
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        case required, exempt, prohibited, warning
        /// Stated facts that cannot all be true.
        case contradiction
    }

    /// Stable, kebab-case, unique in a rule book.
    public var id: String
    /// Empty for prohibitions and warnings that concern no permit.
    public var permit: String
    public var outcome: Outcome
    /// Level in the risk table of the day; nil where the permit knows none.
    public var riskLevel: String?
    /// The fact whose chosen value is the level instead, where a person chose one.
    public var chosenLevel: Fact?
    public var inForce: DateRange
    public var when: Condition
    /// Rules of the same permit that give way where this one holds.
    public var overrides: [String]
    public var basis: [DatedBasis]
    public var explanation: LocalizedText
    public var terms: PermitTerms?
    /// Of a contradiction: the facts to look at again, the likeliest first.
    public var asks: [Fact]
    /// Of the sentence itself: what is not confirmed is never shown as settled law.
    public var confidence: LegalBasis.Confidence

    public init(
        id: String, permit: String, outcome: Outcome, riskLevel: String? = nil,
        chosenLevel: Fact? = nil, inForce: DateRange = DateRange(), when: Condition,
        overrides: [String] = [], basis: [DatedBasis] = [], explanation: LocalizedText,
        terms: PermitTerms? = nil, asks: [Fact] = [], confidence: LegalBasis.Confidence
    ) {
        self.id = id
        self.permit = permit
        self.outcome = outcome
        self.riskLevel = riskLevel
        self.chosenLevel = chosenLevel
        self.inForce = inForce
        self.when = when
        self.overrides = overrides
        self.basis = basis
        self.explanation = explanation
        self.terms = terms
        self.asks = asks
        self.confidence = confidence
    }
}

/// The values that a level may have on given days, such as A to D until July 2025.
public struct LevelTable: Hashable, Sendable {
    public var fact: Fact
    public var inForce: DateRange
    /// The bits of the fact's values.
    public var values: UInt64

    public init(fact: Fact, inForce: DateRange, values: UInt64) {
        self.fact = fact
        self.inForce = inForce
        self.values = values
    }
}
