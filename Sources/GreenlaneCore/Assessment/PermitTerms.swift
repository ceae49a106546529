/// What a permit is called, and what it asks for when no rule says otherwise.
public struct PermitInfo: Hashable, Sendable {
    /// Stable, such as `special-goods-approval`.
    public var code: String
    public var name: LocalizedText
    public var terms: PermitTerms

    public init(code: String, name: LocalizedText, terms: PermitTerms) {
        self.code = code
        self.name = name
        self.terms = terms
    }
}

/// Who issues a permit, how long that takes, and how it is used and declared.
public struct PermitTerms: Hashable, Sendable {
    /// How often one permit may be used.
    public enum Uses: String, Hashable, Sendable, CaseIterable {
        /// One shipment, not divisible.
        case single
        /// Several shipments, written off by quantity.
        case batch
        /// Any number within the validity, without write-off.
        case multiple
    }

    /// By which step of the way a permit must be held, in the order of the way.
    public enum Stage: String, Hashable, Sendable, CaseIterable {
        case beforeContract = "before_contract"
        case beforeDispatch = "before_dispatch"
        case beforeDeclaration = "before_declaration"
        /// Made with the declaration itself.
        case atDeclaration = "at_declaration"
        /// Applied for once the goods are there, and held before release.
        case afterArrival = "after_arrival"
    }

    /// Something beside the permits that must be held before this one is issued, such as a
    /// registration; it counts only where none of `after` is needed.
    public struct Presupposition: Hashable, Sendable {
        public var text: LocalizedText
        /// Where this holds, it is there already.
        public var unless: Condition

        public init(text: LocalizedText, unless: Condition) {
            self.text = text
            self.unless = unless
        }
    }

    public var issuer: LocalizedText
    /// Working days of the decision; nil where no limit is known, or it is not in working days.
    public var workingDays: Int?
    /// Ids of the clocks of the decision, one step after the other.
    public var clocks: [String]
    /// Those of `clocks` that are in force on the day of the assessment.
    public var decision: [StatutoryClock]
    /// Codes of the permits that must be held before this one can be applied for, where they are
    /// needed too.
    public var after: [String]
    public var presupposes: Presupposition?
    public var when: Stage
    /// Calendar days that the goods are held after entry, such as isolation.
    public var holdDays: Int
    public var documents: [LocalizedText]
    /// Letter of the attached document in the declaration, such as `Q`; empty where it has none.
    public var documentCode: String
    /// Licence type in the product qualification table, such as `203`; empty where it has none.
    public var licenceType: String
    /// Months from issue; nil where the date on the permit rules.
    public var validityMonths: Int?
    public var uses: Uses

    public init(
        issuer: LocalizedText, workingDays: Int? = nil, clocks: [String] = [],
        after: [String] = [], presupposes: Presupposition? = nil,
        when: Stage = .beforeDeclaration, holdDays: Int = 0, documents: [LocalizedText] = [],
        documentCode: String = "", licenceType: String = "", validityMonths: Int? = nil,
        uses: Uses = .single
    ) {
        self.issuer = issuer
        self.workingDays = workingDays
        self.clocks = clocks
        decision = []
        self.after = after
        self.presupposes = presupposes
        self.when = when
        self.holdDays = holdDays
        self.documents = documents
        self.documentCode = documentCode
        self.licenceType = licenceType
        self.validityMonths = validityMonths
        self.uses = uses
    }

    /// Whether it must be held before the goods leave the country of dispatch.
    public var beforeDispatch: Bool { when == .beforeContract || when == .beforeDispatch }

    /// Whether the decision has a limit at all on the day of the assessment.
    public var isTimeKnown: Bool { workingDays != nil || !decision.isEmpty }

    /// Calendar days of the decision, where its clocks are in calendar days.
    public var decisionDays: Int? { total(.days) }

    /// Working days by which the authority may lengthen the decision; nil where it may not.
    public var extensionWorkingDays: Int? {
        let days = decision.filter { $0.unit == .workingDays }.map(\.extensionValue).reduce(0, +)
        return days > 0 ? days : nil
    }

    /// Looks the clocks up for a day. A clock that is not in force leaves the limit unknown.
    public mutating func resolve(_ book: ClockBook, on day: CalendarDate) {
        guard !clocks.isEmpty else { return }
        let found = clocks.compactMap { book.clock($0, on: day) }
        decision = found.count == clocks.count ? found : []
        workingDays = total(.workingDays)
    }

    private func total(_ unit: StatutoryClock.Unit) -> Int? {
        guard !decision.isEmpty, decision.allSatisfy({ $0.unit == unit }) else { return nil }
        return decision.map(\.value).reduce(0, +)
    }
}
