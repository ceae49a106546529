/// What becomes otherwise for one item of a shipment: the answer that was recorded against the
/// answer of other rules or of another day.
public struct RequirementChange: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Needed now, and was not.
        case newlyRequired = "newly-required"
        /// A missing fact decides now.
        case newlyOpen = "newly-open"
        case noLongerRequired = "no-longer-required"
        case nowWaivable = "now-waivable"
        /// The scheme or the rules no longer let an entry stand for it.
        case noLongerWaivable = "no-longer-waivable"
        /// The entry itself has ended by then.
        case waiverEnds = "waiver-ends"
        case otherLevel = "other-level"
        /// Validity, or how often one permit may be used.
        case otherValidity = "other-validity"
        case newlyProhibited = "newly-prohibited"
        case noLongerProhibited = "no-longer-prohibited"
    }

    /// One side of a change; what does not apply has none.
    public struct Answer: Hashable, Sendable {
        /// Nil where the goods are barred.
        public var status: PermitStatus?
        public var riskLevel: String?
        /// Id of the deciding rule; empty where the log does not name it.
        public var rule: String
        public var validityMonths: Int?
        public var uses: PermitTerms.Uses?

        /// The answer of a requirement, with the terms of its rule where they are known.
        public init(_ requirement: Requirement, terms: PermitTerms?) {
            status = requirement.status
            riskLevel = requirement.riskLevel
            rule = requirement.rule
            validityMonths = terms?.validityMonths
            uses = terms?.uses
        }

        /// The goods are barred, by this rule.
        public init(barredBy rule: String) {
            self.rule = rule
        }
    }

    public var line: Int
    /// Permit code; empty for prohibitions.
    public var permit: String
    public var kind: Kind
    public var before: Answer?
    public var after: Answer?
    /// The entry that waives it now, or did.
    public var entry: String?

    /// A change as it is told; `entry` is the whitelist entry that it turns on.
    public init(
        line: Int, permit: String, kind: Kind, before: Answer?, after: Answer?,
        entry: String? = nil
    ) {
        self.line = line
        self.permit = permit
        self.kind = kind
        self.before = before
        self.after = after
        self.entry = entry
    }
}

extension RequirementChange {
    /// What changed between two answers about one permit of one item; nil where the answer is the
    /// same. Exempt and not applicable come to the same: nothing is needed.
    public static func kind(_ before: Answer?, _ after: Answer?) -> Kind? {
        let (old, new) = (state(before), state(after))
        if old == new {
            guard let before, let after, old == .required || old == .waived else { return nil }
            if before.riskLevel != after.riskLevel { return .otherLevel }
            guard old == .required, before.uses != nil, after.uses != nil else { return nil }
            let isSame =
                before.validityMonths == after.validityMonths && before.uses == after.uses
            return isSame ? nil : .otherValidity
        }
        switch new {
        case .none: return .noLongerRequired
        case .waived: return .nowWaivable
        case .required, .possible:
            if old == .waived { return .noLongerWaivable }
            return new == .required ? .newlyRequired : .newlyOpen
        case .exempt: return .noLongerRequired
        }
    }

    /// Exempt counts as nothing.
    private static func state(_ answer: Answer?) -> PermitStatus? {
        answer?.status == .exempt ? nil : answer?.status
    }

    /// All differences between two lists of requirements, in order of line and then of `permits`,
    /// the codes of a rule book. `isMeant` says which lines still count; `terms` gives the terms
    /// of a requirement on either side.
    public static func all(
        from before: [Requirement], to after: [Requirement], permits: [String],
        isMeant: (Int) -> Bool, terms: (_ requirement: Requirement, _ isNew: Bool) -> PermitTerms?
    ) -> [RequirementChange] {
        struct Key: Hashable {
            var line: Int
            var permit: String
        }
        var keys: [Key] = []
        var sides: [Key: (old: Requirement?, new: Requirement?)] = [:]
        for requirement in before where isMeant(requirement.line) {
            let key = Key(line: requirement.line, permit: requirement.permit)
            if sides[key] == nil { keys.append(key) }
            sides[key, default: (nil, nil)].old = requirement
        }
        for requirement in after where isMeant(requirement.line) {
            let key = Key(line: requirement.line, permit: requirement.permit)
            if sides[key] == nil { keys.append(key) }
            sides[key, default: (nil, nil)].new = requirement
        }
        func place(_ permit: String) -> Int { permits.firstIndex(of: permit) ?? permits.count }
        var changes: [RequirementChange] = []
        for key in keys {
            guard let (old, new) = sides[key] else { continue }
            let oldAnswer = old.map { Answer($0, terms: terms($0, false)) }
            let newAnswer = new.map { Answer($0, terms: terms($0, true)) }
            guard let kind = kind(oldAnswer, newAnswer) else { continue }
            changes.append(
                RequirementChange(
                    line: key.line, permit: key.permit, kind: kind, before: oldAnswer,
                    after: newAnswer, entry: new?.waivedBy ?? old?.waivedBy))
        }
        return changes.sorted {
            ($0.line, place($0.permit), $0.permit) < ($1.line, place($1.permit), $1.permit)
        }
    }
}

extension RequirementChange.Answer {
    /// `{"status":…,"riskLevel":…,"rule":…}`.
    public var json: JSONValue {
        var object = JSONObject([
            .init("status", .string(status?.rawValue ?? "prohibited")),
            .init("riskLevel", riskLevel.map { .string($0) } ?? .null),
            .init("rule", rule.isEmpty ? .null : .string(rule)),
        ])
        if let validityMonths {
            object.append("validityMonths", .integer(Int64(validityMonths)))
        }
        if let uses { object.append("uses", .string(uses.rawValue)) }
        return .object(object)
    }
}
