/// Two rules of one permit that need a word on which goes first.
public struct RuleConflict: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Both can hold on one day for one item, and say different things.
        case disagree
        case circular
        case tooMany
    }

    public var kind: Kind
    /// Indices into `RuleBook.rules`.
    public var first: Int
    public var second: Int
}

extension RuleBook {
    /// Pairs of rules whose precedence is not written down. A pair counts unless its conditions
    /// are shown to exclude each other.
    public func conflicts() -> [RuleConflict] {
        var conflicts: [RuleConflict] = []
        for group in groups {
            let own = rules.indices.filter { rules[$0].permit == permits[group.permit].code }
            if own.count > Self.maximumRulesPerPermit {
                conflicts.append(RuleConflict(kind: .tooMany, first: own[0], second: own[0]))
                continue
            }
            let cases = own.map { RuleCases(rules[$0].when) }
            for (place, first) in own.enumerated() {
                for (offset, second) in own[(place + 1)...].enumerated() {
                    let later = place + 1 + offset
                    if let kind = conflict(group, place, later, cases) {
                        conflicts.append(RuleConflict(kind: kind, first: first, second: second))
                    }
                }
            }
        }
        return conflicts
    }

    private func conflict(
        _ group: Group, _ place: Int, _ later: Int, _ cases: [RuleCases]
    ) -> RuleConflict.Kind? {
        let (left, right) = (group.members[place], group.members[later])
        let (first, second) = (rules[left.rule], rules[right.rule])
        let leftWins = left.overrides & (1 << UInt64(later)) != 0
        let rightWins = right.overrides & (1 << UInt64(place)) != 0
        if leftWins && rightWins { return .circular }
        if leftWins || rightWins { return nil }
        let agrees = first.outcome == second.outcome && first.riskLevel == second.riskLevel
        guard !agrees, first.inForce.overlaps(second.inForce) else { return nil }
        return cases[place].canMeet(cases[later]) ? .disagree : nil
    }
}

/// A condition as a list of cases, each a limit on every fact: enough to show that two conditions
/// never hold together. Facts are taken as independent of each other.
struct RuleCases {
    /// Allowed values by fact; what is not named is free. Only what masks can say is kept.
    struct Case {
        var allowed: [UInt8: UInt64] = [:]
        /// Facts that must be unstated, and that must be stated.
        var unstated: UInt64 = 0
        var stated: UInt64 = 0
    }

    /// Nil where there are too many to list: then everything may meet.
    private var cases: [Case]?

    static let maximumCases = 256

    init(_ condition: Condition) {
        cases = Self.list(condition, isNegated: false)
    }

    func canMeet(_ other: RuleCases) -> Bool {
        guard let cases, let others = other.cases else { return true }
        return cases.contains { left in others.contains { Self.merged(left, $0) != nil } }
    }

    private static func merged(_ left: Case, _ right: Case) -> Case? {
        var result = left
        result.unstated |= right.unstated
        result.stated |= right.stated
        if result.unstated & result.stated != 0 { return nil }
        for fact in Fact.allCases {
            guard let mask = right.allowed[fact.rawValue] else { continue }
            let both = (left.allowed[fact.rawValue] ?? .max) & mask
            let bit: UInt64 = 1 << UInt64(fact.rawValue)
            // Where neither asks for a value, an unstated fact lets both hold.
            if both == 0, result.stated & bit != 0 { return nil }
            result.allowed[fact.rawValue] = both
        }
        return result
    }

    private static func list(_ condition: Condition, isNegated: Bool) -> [Case]? {
        switch condition {
        case .test(let test): return [leaf(test, isNegated)]
        case .known(let fact):
            var one = Case()
            let bit: UInt64 = 1 << UInt64(fact.rawValue)
            if isNegated { one.unstated = bit } else { one.stated = bit }
            return [one]
        case .not(let child): return list(child, isNegated: !isNegated)
        case .all(let children):
            return isNegated ? sum(children, isNegated) : product(children, isNegated)
        case .any(let children):
            return isNegated ? product(children, isNegated) : sum(children, isNegated)
        case .witnesses(let children): return isNegated ? [Case()] : sum(children, isNegated)
        }
    }

    private static func sum(_ children: [Condition], _ isNegated: Bool) -> [Case]? {
        var result: [Case] = []
        for child in children {
            guard let cases = list(child, isNegated: isNegated) else { return nil }
            result += cases
            if result.count > maximumCases { return nil }
        }
        return result
    }

    private static func product(_ children: [Condition], _ isNegated: Bool) -> [Case]? {
        var result = [Case()]
        for child in children {
            guard let cases = list(child, isNegated: isNegated) else { return nil }
            guard result.count * cases.count <= maximumCases * 4 else { return nil }
            result = result.flatMap { left in cases.compactMap { merged(left, $0) } }
            if result.count > maximumCases { return nil }
        }
        return result
    }

    private static func leaf(_ test: FactTest, _ isNegated: Bool) -> Case {
        var one = Case()
        let bit: UInt64 = 1 << UInt64(test.fact.rawValue)
        // A presumed no also holds where the fact is not stated.
        if !(isNegated && test.presumesNo) { one.stated = bit }
        guard case .anyOf(let mask) = test.comparison, test.fact.kind != .set else { return one }
        let all: UInt64 = (1 << UInt64(test.fact.vocabulary.count)) - 1
        one.allowed[test.fact.rawValue] = isNegated ? all & ~mask : mask
        return one
    }
}
