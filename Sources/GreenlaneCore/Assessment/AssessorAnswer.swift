extension Assessor {
    /// The whole answer, with reasons, questions and warnings. `route` is the workflow that the
    /// shipment would follow.
    public func assess(
        _ request: ImportRequest, asOf day: CalendarDate, route: String = ""
    ) -> Assessment {
        let found = findings(request, asOf: day)
        var warnings: [Assessment.Warning] = []
        var items: [Assessment.Item] = []
        items.reserveCapacity(found.count)
        for (index, item) in found.enumerated() {
            let permits = item.permits.map { permit(item, $0, index, day) }
            let (prohibitions, notices) = freeRules(item, index, day)
            warnings += notices
            warnings += self.warnings(item, request, index)
            items.append(
                Assessment.Item(
                    line: request.items[index].line, permits: permits,
                    questions: questions(item, request.items[index], index),
                    whitelist: item.whitelist, prohibitions: prohibitions))
        }
        var answer = Assessment(
            asOf: day, rules: rules.sources, route: route, items: items, earliestRelease: nil,
            isProvisional: false, warnings: warnings)
        plan(&answer, request)
        return answer
    }

    private func permit(
        _ item: ItemFindings, _ finding: PermitFinding, _ index: Int, _ day: CalendarDate
    ) -> Assessment.Permit {
        let rule = rules.rules[finding.rule]
        let info = rules.permits[finding.permit]
        return Assessment.Permit(
            code: info.code, name: info.name, status: finding.status,
            riskLevel: finding.riskLevel, rule: rule.id,
            basis: basis(rule, finding.support, item.line, day),
            because: because(finding.support, item, index), explanation: rule.explanation,
            terms: rule.terms ?? info.terms, confidence: rule.confidence,
            waivedBy: finding.status == .waived ? item.whitelist.entry?.id : nil)
    }

    /// The sources in force that day, and the HS line where its letters counted.
    private func basis(
        _ rule: Rule, _ support: FactSet, _ line: HSLine?, _ day: CalendarDate
    ) -> [LegalBasis] {
        var basis = rule.basis.filter { $0.inForce.contains(day) }.map(\.basis)
        guard let line else { return basis }
        let cells = [
            (Fact.hsSupervision, "监管条件", line.supervision),
            (Fact.hsInspection, "检验检疫类别", line.inspection),
        ]
        for (fact, name, letters) in cells {
            guard let letters, support.contains(fact) else { continue }
            let shown = letters.text.isEmpty ? "无" : letters.text
            basis.append(
                LegalBasis(
                    title: "商品编号 \(line.code) \(name)：\(shown)", inForce: line.year,
                    source: line.source, confidence: letters.confidence))
        }
        return basis
    }

    private func because(
        _ support: FactSet, _ item: ItemFindings, _ index: Int
    ) -> [Assessment.Because] {
        var reasons: [Assessment.Because] = []
        for fact in support.facts where item.facts.isKnown(fact) {
            let isTable = fact == .hsSupervision || fact == .hsInspection
            let reason = Assessment.Because(
                pointer: item.facts.pointer(fact, item: index), value: item.facts.value(fact),
                shows: isTable ? item.facts.shownLetters(fact) : nil)
            if !reasons.contains(reason) { reasons.append(reason) }
        }
        return reasons
    }

    private func questions(
        _ item: ItemFindings, _ stated: ImportItem, _ index: Int
    ) -> [Assessment.Question] {
        var questions: [Assessment.Question] = []
        func ask(_ pointer: String, _ why: LocalizedText, _ permit: String) {
            if let known = questions.firstIndex(where: { $0.pointer == pointer }) {
                if !questions[known].decides.contains(permit) {
                    questions[known].decides.append(permit)
                }
            } else {
                questions.append(.init(pointer: pointer, why: why, decides: [permit]))
            }
        }
        for finding in item.permits {
            let code = rules.permits[finding.permit].code
            for fact in finding.missing.facts.map(item.facts.asked) {
                let isTable = fact == .hsSupervision || fact == .hsInspection
                let why =
                    isTable && stated.hs != nil ? Self.lettersNotShown : rules.reason(fact)
                ask(item.facts.pointer(fact, item: index), why, code)
            }
            guard finding.status == .possible, item.whitelist.entry?.waives.contains(code) == true
            else { continue }
            for missing in item.whitelist.missing { ask(missing.pointer, missing.why, code) }
        }
        return questions.sorted {
            if $0.decides.count != $1.decides.count { return $0.decides.count > $1.decides.count }
            return $0.pointer < $1.pointer
        }
    }

    static var lettersNotShown: LocalizedText {
        LocalizedText(
            zh: "现有税则数据未列明该商品编号的监管条件或检验检疫类别，请按当年税则核对。",
            en:
                "The tariff data at hand does not show the conditions of this HS code: check "
                + "the code against the tariff of the year.")
    }
}
