/// What a request would need, with reasons and open questions: the answer of the rules on a day.
public struct Assessment: Hashable, Sendable {
    /// One permit of one item.
    public struct Permit: Hashable, Sendable {
        public var code: String
        public var name: LocalizedText
        public var status: PermitStatus
        public var riskLevel: String?
        /// The deciding rule.
        public var rule: String
        public var basis: [LegalBasis]
        public var because: [Because]
        public var explanation: LocalizedText
        public var terms: PermitTerms
        /// Of the rule: what is not confirmed is never shown as settled law.
        public var confidence: LegalBasis.Confidence
        /// The whitelist entry that waives it.
        public var waivedBy: String?
        /// An exemption where nothing yet asks for the permit.
        public var isMoot = false
    }

    /// A stated fact that made a rule hold.
    public struct Because: Hashable, Sendable {
        /// JSON pointer into the request.
        public var pointer: String
        public var value: JSONValue
        /// Which fact it is; several facts may stand on one member of the request.
        public var fact: Fact?
        /// What the HS table shows for the code, such as `AQ`; nil for other facts.
        public var shows: String?
    }

    /// A missing fact that would change the answer.
    public struct Question: Hashable, Sendable {
        public var pointer: String
        public var why: LocalizedText
        /// Permit codes.
        public var decides: [String]
    }

    /// A rule that bars the goods.
    public struct Prohibition: Hashable, Sendable {
        public var rule: String
        public var basis: [LegalBasis]
        public var because: [Because]
        public var explanation: LocalizedText
    }

    public struct Item: Hashable, Sendable {
        public var line: Int
        public var permits: [Permit]
        public var questions: [Question]
        public var whitelist: WhitelistOutcome
        public var prohibitions: [Prohibition]
        /// Tariff lines to choose from, where no ten-digit code is stated.
        public var candidates: [HSCandidate] = []
        /// What the table shows of the stated code; nil where it does not have it.
        public var hs: HSLine?
        /// The extensions that the stated line is known to have, or the one that is stated.
        public var extensions: [CIQExtension] = []
        /// Nothing is asked for, but too little is known to say that nothing is needed.
        public var isUnsettled = false

        init(
            line: Int, permits: [Permit], questions: [Question], whitelist: WhitelistOutcome,
            prohibitions: [Prohibition]
        ) {
            self.line = line
            self.permits = permits
            self.questions = questions
            self.whitelist = whitelist
            self.prohibitions = prohibitions
        }

        /// A question that is asked already is not asked twice.
        mutating func add(_ more: [Question]) {
            for question in more
            where !questions.contains(where: { $0.pointer == question.pointer }) {
                questions.append(question)
            }
        }
    }

    public struct Warning: Hashable, Sendable {
        public var code: String
        public var text: LocalizedText
        /// JSON pointer; empty where it concerns the whole request.
        public var pointer: String

        public init(code: String, text: LocalizedText, pointer: String = "") {
            self.code = code
            self.text = text
            self.pointer = pointer
        }
    }

    public var asOf: CalendarDate
    public var rules: [RuleBook.Source]
    /// Id of the workflow that the shipment would follow; empty where the caller names none.
    public var route: String
    public var items: [Item]
    /// Nil where the goods are barred, or a time limit is not known.
    public var earliestRelease: CalendarDate?
    /// Whether the day may still move: it leans on holidays that are not published, or on a
    /// permit that a missing fact decides.
    public var isProvisional: Bool
    public var warnings: [Warning]
    /// Why it is provisional; empty where it is not.
    public var provisionalBecause: [ProvisionalReason] = []
    /// Whether something needed has no known time limit, so that release can only be later.
    public var isLowerBound = false
    /// The way to release, in the order of days; empty where the goods are barred.
    public var plan: [PlanStep] = []

    public var isProhibited: Bool { items.contains { !$0.prohibitions.isEmpty } }
}

/// One line of the compact form that an event keeps: enough to go on with, without a second look
/// at the rules.
public struct Requirement: Hashable, Sendable {
    public var line: Int
    public var permit: String
    public var status: PermitStatus
    public var riskLevel: String?
    public var rule: String
    public var waivedBy: String?

    public init(
        line: Int, permit: String, status: PermitStatus, riskLevel: String?, rule: String,
        waivedBy: String?
    ) {
        self.line = line
        self.permit = permit
        self.status = status
        self.riskLevel = riskLevel
        self.rule = rule
        self.waivedBy = waivedBy
    }
}

extension Assessment {
    /// The compact form, item by item.
    public var requirements: [Requirement] {
        items.flatMap { item in
            item.permits.map {
                Requirement(
                    line: item.line, permit: $0.code, status: $0.status, riskLevel: $0.riskLevel,
                    rule: $0.rule, waivedBy: $0.waivedBy)
            }
        }
    }
}
