import GreenlaneCore

/// Reads one rule or scheme, once all names are known.
struct RuleReader {
    let problems: RuleProblems
    let conditions: ConditionReader
    let bases: [String: DatedBasis]
    var clocks = ClockBook.empty
    var permits: [PermitInfo] = []

    func rule(_ file: String, _ node: RuleNode) -> Rule {
        problems.checkMembers(
            file, node,
            [
                "id", "permit", "outcome", "riskLevel", "riskLevelFrom", "inForce", "when",
                "overrides", "basis", "explanation", "terms", "asks", "confidence",
            ])
        let outcome = problems.choice(file, node["outcome"], Rule.Outcome.self)
        if outcome == nil { _ = problems.required(file, node, "outcome") }
        let permit = problems.text(file, node["permit"]) ?? ""
        let info = permits.first { $0.code == permit }
        let needsPermit = outcome == .required || outcome == .exempt
        if needsPermit == permit.isEmpty || (!permit.isEmpty && info == nil) {
            problems.report(
                file, node["permit"] ?? node, "permit-unknown", zh: "单证代码“\(permit)”未知或不适用",
                en: "The permit code \"\(permit)\" is unknown or out of place")
        }
        var terms: PermitTerms?
        if let own = node["terms"], var given = info?.terms {
            problems.checkMembers(file, own, TermsReader.members)
            TermsReader(self, clocks).read(file, own, into: &given)
            terms = given
        }
        return Rule(
            id: problems.required(file, node, "id"), permit: permit, outcome: outcome ?? .warning,
            riskLevel: problems.text(file, node["riskLevel"]),
            chosenLevel: chosenLevel(file, node["riskLevelFrom"]),
            inForce: problems.range(file, node["inForce"]),
            when: node["when"].map { conditions.condition(file, $0) } ?? .always,
            overrides: problems.texts(file, node["overrides"]),
            basis: basis(file, node["basis"]),
            explanation: problems.localized(file, node, "explanation"), terms: terms,
            asks: asks(file, node["asks"]),
            confidence: problems.confidence(file, node["confidence"]))
    }

    private func asks(_ file: String, _ node: RuleNode?) -> [Fact] {
        (node?.oneOrMore ?? []).compactMap { each in
            if let fact = Fact(path: each.scalar ?? "") { return fact }
            problems.report(
                file, each, "fact-unknown", zh: "未知的事实“\(each.scalar ?? "")”",
                en: "There is no fact \"\(each.scalar ?? "")\"")
            return nil
        }
    }

    private func chosenLevel(_ file: String, _ node: RuleNode?) -> Fact? {
        guard let node else { return nil }
        guard let fact = Fact(path: node.scalar ?? ""), fact.kind == .choice else {
            problems.report(
                file, node, "fact-unknown", zh: "级别只能取自选定级别的事实",
                en: "A level comes from a fact that holds a chosen level")
            return nil
        }
        return fact
    }

    /// `name`, or `name article`.
    func basis(_ file: String, _ node: RuleNode?) -> [DatedBasis] {
        (node?.oneOrMore ?? []).compactMap { each in
            let text = each.scalar ?? ""
            let parts = text.split(separator: " ", maxSplits: 1)
            guard let name = parts.first, var found = bases[String(name)] else {
                problems.report(
                    file, each, "basis-unknown", zh: "没有名为“\(text)”的依据",
                    en: "There is no basis \"\(text)\"")
                return nil
            }
            if parts.count == 2 { found.basis.article = String(parts[1]) }
            return found
        }
    }

    /// An override names a rule of the same permit.
    func checkOverrides(_ rules: [Rule], _ nodes: [(file: String, node: RuleNode)]) {
        for (rule, place) in zip(rules, nodes) {
            for name in rule.overrides
            where !rules.contains(where: { $0.id == name && $0.permit == rule.permit }) {
                problems.report(
                    place.file, place.node["overrides"] ?? place.node, "override-unknown",
                    zh: "同一单证下没有规则“\(name)”",
                    en: "The permit has no rule \"\(name)\"")
            }
        }
    }

    func report(
        _ conflict: RuleConflict, _ rules: [Rule], _ nodes: [(file: String, node: RuleNode)]
    ) {
        let (first, second) = (rules[conflict.first].id, rules[conflict.second].id)
        let place = nodes[conflict.second]
        switch conflict.kind {
        case .disagree:
            problems.report(
                place.file, place.node, "rules-disagree",
                zh: "规则“\(first)”与“\(second)”可能同时成立而结论不同，须写明overrides",
                en: "\"\(first)\" and \"\(second)\" can hold at once and disagree: say which "
                    + "overrides")
        case .circular:
            problems.report(
                place.file, place.node, "rule-overrides-circular",
                zh: "规则“\(first)”与“\(second)”互相优先",
                en: "\"\(first)\" and \"\(second)\" override each other")
        case .tooMany:
            problems.report(
                place.file, place.node, "rules-too-many", zh: "同一单证的规则超过64条",
                en: "A permit has more than 64 rules")
        }
    }
}
