/// What the rules of one state say otherwise than those of another: rules that begin, end or
/// change, permits, levels, schemes and transitional provisions. Everything in order of id.
public struct RuleDifference: Hashable, Sendable {
    /// A member that differs, as JSON; null where one side has none.
    public struct Member: Hashable, Sendable {
        /// Name in the rule file, such as `outcome` or `terms.validityMonths`.
        public var name: String
        public var before: JSONValue
        public var after: JSONValue
    }

    /// A rule that both sides have.
    public struct ChangedRule: Hashable, Sendable {
        public var rule: Rule
        public var members: [Member]
        /// The sources that brought the change.
        public var basis: [DatedBasis]
    }

    /// A rule that only one side has.
    public struct OneSidedRule: Hashable, Sendable {
        public var rule: Rule
        public var basis: [DatedBasis]
    }

    /// A permit, scheme, table or provision that both sides have.
    public struct ChangedPart: Hashable, Sendable {
        public var id: String
        public var members: [Member]
    }

    /// Things beside the rules: what is added, removed and changed.
    public struct Parts: Hashable, Sendable {
        public var added: [String] = []
        public var removed: [String] = []
        public var changed: [ChangedPart] = []

        public var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }
    }

    public var begin: [OneSidedRule] = []
    public var end: [OneSidedRule] = []
    public var changed: [ChangedRule] = []
    public var permits = Parts()
    /// By the fact whose values they are.
    public var levels = Parts()
    public var schemes = Parts()
    /// Rows of the tables: CAS numbers and species, each with its first day.
    public var tables = Parts()
    public var transitions = Parts()

    /// Whether both sides say the same.
    public var isEmpty: Bool {
        begin.isEmpty && end.isEmpty && changed.isEmpty && permits.isEmpty && levels.isEmpty
            && schemes.isEmpty && tables.isEmpty && transitions.isEmpty
    }

    /// Compares two states, the earlier or older one first.
    public init(from old: RuleState, to new: RuleState) {
        let cause = ChangeCause(from: old, to: new)
        let (before, after) = (old.rulesThatCount, new.rulesThatCount)
        let known = Self.index(before, \.id)
        for rule in after {
            guard let earlier = known[rule.id] else {
                begin.append(OneSidedRule(rule: rule, basis: cause.ofBeginning(rule)))
                continue
            }
            var members = Self.members(earlier.json(on: old.day), rule.json(on: new.day))
            if members.isEmpty, earlier != rule, old.day == nil || new.day == nil {
                members = [Self.elsewhere]
            }
            guard !members.isEmpty else { continue }
            changed.append(
                ChangedRule(
                    rule: rule, members: members, basis: cause.ofChange(earlier, rule)))
        }
        let kept = Self.index(after, \.id)
        for rule in before where kept[rule.id] == nil {
            end.append(OneSidedRule(rule: rule, basis: cause.ofEnding(rule)))
        }
        permits = Self.parts(
            old.rules.permits.map { ($0.code, $0.json) },
            new.rules.permits.map { ($0.code, $0.json) })
        levels = Self.parts(Self.levels(old), Self.levels(new))
        schemes = Self.parts(Self.schemes(old), Self.schemes(new))
        tables = Self.parts(Self.tables(old), Self.tables(new))
        transitions = Self.parts(Self.transitions(old), Self.transitions(new))
    }

    /// Something that no member shows differs.
    private static let elsewhere = Member(name: "other", before: .null, after: .null)

    private static func index<T>(_ values: [T], _ key: (T) -> String) -> [String: T] {
        Dictionary(values.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
    }

    private static func levels(_ state: RuleState) -> [(String, JSONValue)] {
        let tables = state.rules.levels.filter { state.counts($0.inForce) }
        var names: [String] = []
        for table in tables where !names.contains(table.fact.path) {
            names.append(table.fact.path)
        }
        return names.map { name in
            let own = tables.filter { $0.fact.path == name }
            guard state.day != nil else { return (name, ["tables": .array(own.map(\.json))]) }
            let mask = own.reduce(UInt64(0)) { $0 | $1.values }
            let values = own.first?.fact.values(in: mask) ?? []
            return (name, ["values": .array(values.map { .string($0) })])
        }
    }

    /// On a day a scheme is its version of that day; in a text each version stands for itself.
    private static func schemes(_ state: RuleState) -> [(String, JSONValue)] {
        state.schemes.schemes.filter { state.counts($0.inForce) }.map { scheme in
            let first = scheme.inForce.from.map { "@\($0)" } ?? ""
            return (state.day == nil ? scheme.id + first : scheme.id, scheme.json)
        }
    }

    private static func tables(_ state: RuleState) -> [(String, JSONValue)] {
        func id(_ name: String, _ range: DateRange) -> String {
            name + (range.from.map { "@\($0)" } ?? "")
        }
        let lexicon = state.rules.lexicon
        return lexicon.substances.filter { state.counts($0.inForce) }.map {
            (id($0.cas.text, $0.inForce), $0.json)
        }
            + lexicon.species.filter { state.counts($0.inForce) }.map {
                (id($0.name, $0.inForce), $0.json)
            }
    }

    /// On a day, the provisions whose change has come.
    private static func transitions(_ state: RuleState) -> [(String, JSONValue)] {
        state.rules.transitions.filter { provision in
            state.day.map { provision.from <= $0 } ?? true
        }.map { ($0.id, $0.json) }
    }

    private static func parts(
        _ old: [(String, JSONValue)], _ new: [(String, JSONValue)]
    ) -> Parts {
        let before = Dictionary(old, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(new, uniquingKeysWith: { first, _ in first })
        var result = Parts()
        for id in after.keys.sorted() {
            guard let known = before[id] else {
                result.added.append(id)
                continue
            }
            let members = members(known, after[id] ?? .null)
            if !members.isEmpty { result.changed.append(ChangedPart(id: id, members: members)) }
        }
        result.removed = before.keys.filter { after[$0] == nil }.sorted()
        return result
    }

    /// The members of two objects that differ, in the order in which the objects state them;
    /// `terms` are compared member by member.
    static func members(_ old: JSONValue, _ new: JSONValue) -> [Member] {
        var names = (new.objectValue?.members ?? []).map(\.name)
        for member in old.objectValue?.members ?? [] where !names.contains(member.name) {
            names.append(member.name)
        }
        return names.flatMap { name -> [Member] in
            let (before, after) = (old[name] ?? .null, new[name] ?? .null)
            if before == after { return [] }
            if name == "terms", before != .null, after != .null {
                return members(before, after).map {
                    Member(name: "terms." + $0.name, before: $0.before, after: $0.after)
                }
            }
            return [Member(name: name, before: before, after: after)]
        }
    }
}
