/// Whether a permit is needed. A permit that does not apply has none.
public enum PermitStatus: String, Hashable, Sendable, CaseIterable {
    case required
    /// A whitelist entry stands for it.
    case waived
    case exempt
    /// A missing fact decides.
    case possible
}

/// What the rules say about one permit for one item, as numbers into the rule book.
public struct PermitFinding: Hashable, Sendable {
    /// Index into `RuleBook.permits`.
    public var permit: Int
    public var status: PermitStatus
    /// Index of the deciding rule.
    public var rule: Int
    public var riskLevel: String?
    /// The facts that made the rule hold.
    public var support: FactSet
    /// The facts that could still change the answer.
    public var missing: FactSet
    /// A rule that holds as well and says otherwise, and no precedence is written down.
    public var disagreeing: Int?
    /// Whether a person chose a level that the table of the day does not have.
    public var choseUnknownLevel = false
    /// An exemption where nothing yet asks for the permit: it would count if something did.
    public var isMoot = false
}

/// One rule that holds, or may hold, for one item.
struct RuleHit {
    var place: Int
    var rule: Int
    var overrides: UInt64
    var outcome: Rule.Outcome
    var verdict: Verdict
}

extension RuleBook {
    /// The findings for one item, in the order of the permits. Permits that do not apply are left
    /// out.
    public func findings(_ facts: FactVector, asOf day: CalendarDate) -> [PermitFinding] {
        var findings: [PermitFinding] = []
        // Before the first rules that are recorded, those rules are shown as what may be.
        let first = recordedFrom.map { max($0, day) } ?? day
        for (number, group) in groups.enumerated() {
            let members = sieve.members(of: number, facts)
            guard members != 0, var finding = finding(group, members, facts, first) else {
                continue
            }
            if first != day { finding.status = .possible }
            findings.append(finding)
        }
        return findings
    }

    private func finding(
        _ group: Group, _ members: UInt64, _ facts: FactVector, _ day: CalendarDate
    ) -> PermitFinding? {
        var yes: [RuleHit] = []
        var unknown: [RuleHit] = []
        var overridden: UInt64 = 0
        for (place, member) in group.members.enumerated()
        where members & (1 << UInt64(place)) != 0 && member.inForce.contains(day) {
            let verdict = code.evaluate(member.root, facts)
            guard verdict.truth != .no else { continue }
            let hit = RuleHit(
                place: place, rule: member.rule, overrides: member.overrides,
                outcome: member.outcome, verdict: verdict)
            if verdict.truth == .yes {
                yes.append(hit)
                overridden |= member.overrides
            } else {
                unknown.append(hit)
            }
        }
        if yes.isEmpty && unknown.isEmpty { return nil }
        let standing = yes.filter { overridden & (1 << UInt64($0.place)) == 0 }
        let open = unknown.filter { overridden & (1 << UInt64($0.place)) == 0 }
        // An exemption says something only where there is something to be exempt from.
        let isAsked =
            yes.contains { $0.outcome == .required }
            || open.contains { $0.outcome == .required }
            || unknown.contains { $0.outcome == .required }
        guard isAsked else { return nil }
        if let winner = winner(standing) {
            var found = decided(group.permit, winner, standing, open, facts, day)
            found.isMoot =
                found.status == .exempt
                && !yes.contains { $0.outcome == .required }
            return found
        }
        return undecided(group.permit, open, facts, day)
    }

    /// Of several standing rules the first in the file: precedence is to be written down.
    private func winner(_ standing: [RuleHit]) -> RuleHit? {
        standing.first { $0.outcome == .required }
            ?? standing.first { $0.outcome == .exempt }
    }

    private func decided(
        _ permit: Int, _ winner: RuleHit, _ standing: [RuleHit], _ open: [RuleHit],
        _ facts: FactVector, _ day: CalendarDate
    ) -> PermitFinding {
        let outcome = winner.outcome
        var finding = PermitFinding(
            permit: permit, status: outcome == .exempt ? .exempt : .required, rule: winner.rule,
            support: winner.verdict.facts, missing: FactSet())
        level(&finding, facts, day)
        let isChosen = finding.riskLevel != rules[winner.rule].riskLevel
        finding.disagreeing =
            standing.first { disagree(rules[$0.rule], rules[winner.rule], isChosen) }?.rule
        for hit in open {
            let other = rules[hit.rule]
            let wins =
                hit.overrides & (1 << UInt64(winner.place)) != 0
                || (outcome == .exempt && other.outcome == .required)
            guard wins, disagree(other, rules[winner.rule], isChosen) else { continue }
            finding.missing.formUnion(hit.verdict.facts)
            if other.outcome != outcome { finding.status = .possible }
        }
        return finding
    }

    private func disagree(_ left: Rule, _ right: Rule, _ levelIsChosen: Bool) -> Bool {
        left.outcome != right.outcome || (!levelIsChosen && left.riskLevel != right.riskLevel)
    }

    private func undecided(
        _ permit: Int, _ open: [RuleHit], _ facts: FactVector, _ day: CalendarDate
    ) -> PermitFinding? {
        guard let first = open.first(where: { $0.outcome == .required }) else {
            return nil
        }
        var finding = PermitFinding(
            permit: permit, status: .possible, rule: first.rule, support: FactSet(),
            missing: FactSet())
        for hit in open { finding.missing.formUnion(hit.verdict.facts) }
        level(&finding, facts, day)
        let levels = open.filter { $0.outcome == .required }
            .map { rules[$0.rule].riskLevel }
        // Where the rules that may hold name different levels, none of them is known yet.
        if levels.contains(where: { $0 != rules[first.rule].riskLevel }),
            finding.riskLevel == rules[first.rule].riskLevel
        {
            finding.riskLevel = nil
        }
        return finding
    }

    private func level(
        _ finding: inout PermitFinding, _ facts: FactVector, _ day: CalendarDate
    ) {
        let rule = rules[finding.rule]
        finding.riskLevel = rule.riskLevel
        guard let fact = rule.chosenLevel, facts.isKnown(fact) else { return }
        let mask = facts.masks[Int(fact.rawValue)]
        guard isLevelInForce(fact, mask, on: day) else {
            finding.choseUnknownLevel = true
            return
        }
        finding.riskLevel = fact.values(in: mask).first ?? rule.riskLevel
        finding.support.formUnion(FactSet([fact]))
    }
}
