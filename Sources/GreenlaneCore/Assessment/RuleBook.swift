/// All rules with what they refer to, ready to be asked. A value: the same book gives the same
/// answers for ever, which is what a replay stands on.
public struct RuleBook: Sendable {
    /// In the order in which permits are listed in an answer.
    public let permits: [PermitInfo]
    public let rules: [Rule]
    public let levels: [LevelTable]
    public let letters: HSLetters
    /// Working days between the last document and release, as planned for `earliestRelease`.
    public let clearanceDays: Int
    /// The first day whose rules are recorded; before it nothing is known, and nothing is said to
    /// be needless. Nil where every day is covered.
    public let recordedFrom: CalendarDate?
    public let lexicon: Lexicon
    /// Tariff lines that goods are usually declared under.
    public let candidates: [CandidateRule]
    /// What the letters of an HS line mean, in the order of the tables.
    public let meanings: [LetterMeaning]
    /// In the order of code and extension.
    public let extensions: [CIQExtension]
    /// The time limits that permits and steps refer to.
    public let clocks: ClockBook
    /// What being late costs.
    public let fees: FeeBook
    /// Which rule texts these are: file name and digest, shown with every answer.
    public var sources: [Source]
    /// What changes of the law say of permits granted before them.
    public var transitions: [TransitionalProvision] = []
    /// Where each rule stands in its text, by id. Beside the rules, because two rules that say the
    /// same are the same rule wherever they stand.
    public var places: [String: RulePlace] = [:]

    /// The place of a rule, for those who want to read it.
    public struct RulePlace: Hashable, Sendable {
        /// The file's own name, as in `sources`.
        public var file: String
        public var place: SourcePlace

        public init(file: String, place: SourcePlace) {
            self.file = file
            self.place = place
        }
    }

    public struct Source: Hashable, Sendable {
        public var id: String
        /// `sha256:` and hexadecimal digits.
        public var digest: String

        public init(id: String, digest: String) {
            self.id = id
            self.digest = digest
        }
    }

    /// Rules of one permit; at most 64, so that overriding is a bit mask.
    struct Group: Sendable {
        var permit: Int
        var members: [Member]
    }

    struct Member: Sendable {
        var rule: Int
        var root: Int
        /// Bits of the group's members that give way to this one.
        var overrides: UInt64
        /// Of the rule, beside the rest: rules out of force are passed over without a look at them.
        var inForce: DateRange
        var outcome: Rule.Outcome
    }

    let groups: [Group]
    let sieve: RuleSieve
    /// Rules that concern no permit.
    let free: [Member]
    /// Of those, the ones that bar goods.
    let barring: [Member]
    let code: ConditionCode
    private let reasons: [LocalizedText?]
    private let indices: [String: Int]

    public static let maximumRulesPerPermit = 64

    /// Nil members of `questions` fall back to a general sentence.
    public init(
        permits: [PermitInfo], rules: [Rule], levels: [LevelTable] = [], letters: HSLetters,
        questions: [Fact: LocalizedText] = [:], clearanceDays: Int = 2,
        recordedFrom: CalendarDate? = nil, clocks: ClockBook = .empty, fees: FeeBook = .empty,
        lexicon: Lexicon = .empty, candidates: [CandidateRule] = [],
        meanings: [LetterMeaning] = [], extensions: [CIQExtension] = [], sources: [Source] = []
    ) {
        self.permits = permits
        self.rules = rules
        self.levels = levels
        self.letters = letters
        self.clearanceDays = clearanceDays
        self.recordedFrom = recordedFrom
        self.lexicon = lexicon
        self.candidates = candidates
        self.meanings = meanings
        self.extensions = extensions
        self.clocks = clocks
        self.fees = fees
        self.sources = sources
        reasons = Fact.allCases.map { questions[$0] }
        var code = ConditionCode()
        let roots = rules.map { code.append($0.when) }
        self.code = code
        groups = permits.indices.map { permit in
            let own = rules.indices.filter { rules[$0].permit == permits[permit].code }
                .prefix(Self.maximumRulesPerPermit)
            let members = own.map { index in
                var mask: UInt64 = 0
                for (place, other) in own.enumerated()
                where rules[index].overrides.contains(rules[other].id) {
                    mask |= 1 << UInt64(place)
                }
                return Member(
                    rule: index, root: roots[index], overrides: mask,
                    inForce: rules[index].inForce, outcome: rules[index].outcome)
            }
            return Group(permit: permit, members: members)
        }
        sieve = RuleSieve(groups.map { $0.members.map { rules[$0.rule].when } })
        let free = rules.indices.filter { rules[$0].permit.isEmpty }.map {
            Member(
                rule: $0, root: roots[$0], overrides: 0, inForce: rules[$0].inForce,
                outcome: rules[$0].outcome)
        }
        self.free = free
        barring = free.filter { $0.outcome == .prohibited }
        var indices: [String: Int] = [:]
        for (index, rule) in rules.enumerated() { indices[rule.id] = index }
        self.indices = indices
    }

    /// What a rule may ask of an item: as stated, and as the tables add to it on that day.
    public func facts(
        _ request: ImportRequest, _ item: ImportItem, _ line: HSLine?, on day: CalendarDate
    ) -> FactVector {
        FactVector(
            request: request, item: item, hs: line, letters: letters, lexicon: lexicon, on: day)
    }

    /// The inspection extensions of a ten-digit line that are known; none says nothing.
    public func extensions(of code: String) -> [CIQExtension] {
        let line = String(code.prefix(10))
        return extensions.filter { $0.hs10 == line }
    }

    /// Asks a single condition; slower than a rule, for what is asked once.
    func holds(_ condition: Condition, _ facts: FactVector) -> Verdict {
        var code = ConditionCode()
        let root = code.append(condition)
        return code.evaluate(root, facts)
    }

    /// What a letter of an HS line means; nil where the table does not have it.
    public func meaning(_ letter: String, in system: LetterMeaning.System) -> LetterMeaning? {
        meanings.first { $0.system == system && $0.letter == letter }
    }

    /// The rule with this id, such as an event names it.
    public func rule(_ id: String) -> Rule? {
        indices[id].map { rules[$0] }
    }

    /// Who issues what an event says is needed, and how it is used.
    public func terms(of requirement: Requirement) -> PermitTerms? {
        rule(requirement.rule)?.terms ?? permit(requirement.permit)?.terms
    }

    public func permit(_ code: String) -> PermitInfo? {
        permits.first { $0.code == code }
    }

    /// Why a question is asked.
    public func reason(_ fact: Fact) -> LocalizedText {
        reasons[Int(fact.rawValue)]
            ?? LocalizedText(
                zh: "该项信息尚未填报，会影响所需单证的判定。",
                en: "This is not stated yet, and decides which documents are needed.")
    }

    /// Whether a chosen level exists in the table of the day; true where no table says otherwise.
    func isLevelInForce(_ fact: Fact, _ mask: UInt64, on day: CalendarDate) -> Bool {
        var hasTable = false
        for table in levels where table.fact == fact && table.inForce.contains(day) {
            if table.values & mask != 0 { return true }
            hasTable = true
        }
        return !hasTable
    }
}
