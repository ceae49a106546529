/// Which sources brought a change: those that came into force, or went out of it, between the two.
public struct ChangeCause {
    private let old: RuleState
    private let new: RuleState

    /// The state before, and the one after.
    public init(from old: RuleState, to new: RuleState) {
        self.old = old
        self.new = new
    }

    /// Why a rule that was not there is there.
    public func ofBeginning(_ rule: Rule) -> [DatedBasis] {
        let cited = rule.sources(on: new.day)
        let fresh = cited.filter(isNew)
        return fresh.isEmpty ? cited : fresh
    }

    /// Why a rule is gone: something newer takes its place, or its source ends.
    public func ofEnding(_ rule: Rule) -> [DatedBasis] {
        var successors: [DatedBasis] = []
        for other in new.rulesThatCount where other.permit == rule.permit && !rule.permit.isEmpty {
            for basis in other.sources(on: new.day) where isNew(basis) {
                if !successors.contains(basis) { successors.append(basis) }
            }
        }
        if !successors.isEmpty { return successors }
        let ended = rule.basis.filter { basis in
            // Only what was in force when the rule was: older law ended for other reasons.
            guard let last = basis.inForce.to, let day = new.day else { return false }
            return last < day && (old.day.map { basis.inForce.contains($0) } ?? true)
        }
        return ended.isEmpty ? rule.sources(on: old.day) : ended
    }

    /// Why a rule says something else.
    public func ofChange(_ before: Rule, _ after: Rule) -> [DatedBasis] {
        let known = before.sources(on: old.day)
        let cited = after.sources(on: new.day)
        let fresh = cited.filter { !known.contains($0) }
        return fresh.isEmpty ? cited : fresh
    }

    private func isNew(_ basis: DatedBasis) -> Bool {
        guard let from = basis.inForce.from else { return false }
        guard let start = old.day, let end = new.day else { return false }
        return start < from && from <= end
    }
}
