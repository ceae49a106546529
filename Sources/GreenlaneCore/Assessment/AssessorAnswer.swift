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
            let free = freeRules(item, index, day)
            warnings += free.warnings
            warnings += self.warnings(item, request, index)
            let stated = request.items[index]
            var answer = Assessment.Item(
                line: stated.line, permits: permits,
                questions: questions(item, request, index, day), whitelist: item.whitelist,
                prohibitions: free.prohibitions)
            answer.add(free.questions)
            // A list of special goods waives nothing and may still help.
            if request.direction == .import, item.whitelist.code == .notNeeded {
                answer.whitelist.easing = WhitelistMatcher(
                    schemes: schemes, entries: entries, request: request, on: day
                ).easing(index)
            }
            settle(&answer, item, stated, index)
            answer.hs = item.line
            answer.extensions = extensions(stated)
            answer.candidates = candidates(item, request, index, day)
            items.append(answer)
        }
        if isBeforeRecords(day) {
            warnings.append(
                Assessment.Warning(
                    code: "rules-not-recorded", text: Self.notRecorded(rules.recordedFrom)))
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
            basis: basis(rule, finding.support, item, day),
            because: because(finding.support, item, index), explanation: rule.explanation,
            terms: rule.terms ?? info.terms, confidence: rule.confidence,
            waivedBy: finding.status == .waived ? item.whitelist.entry?.id : nil,
            isMoot: finding.isMoot)
    }

    /// The sources in force that day, and the HS line where its letters counted.
    private func basis(
        _ rule: Rule, _ support: FactSet, _ item: ItemFindings, _ day: CalendarDate
    ) -> [LegalBasis] {
        var basis = rule.basis.filter { $0.inForce.contains(day) }.map(\.basis)
        basis += substances(support, item, day)
        guard let line = item.line else { return basis }
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
                fact: fact, shows: isTable ? item.facts.shownLetters(fact) : nil)
            if !reasons.contains(reason) { reasons.append(reason) }
        }
        return reasons
    }

    /// The rows of the tables that counted, as sources.
    private func substances(
        _ support: FactSet, _ item: ItemFindings, _ day: CalendarDate
    ) -> [LegalBasis] {
        var found: [LegalBasis] = []
        if support.contains(.substance) {
            for cas in item.facts.casNumbers {
                for entry in rules.lexicon.substances(cas, on: day) {
                    found.append(
                        LegalBasis(
                            title: "CAS \(cas.text) \(entry.name.zh)",
                            inForce: entry.inForce.from?.description ?? "",
                            source: entry.source, confidence: entry.confidence))
                }
            }
        }
        return found
    }

    private func extensions(_ stated: ImportItem) -> [CIQExtension] {
        guard let hs = stated.hs, hs.utf8.count >= 10 else { return [] }
        let known = rules.extensions(of: hs)
        return hs.utf8.count == 13 ? known.filter { hs.hasSuffix($0.code) } : known
    }

    /// Never "nothing needed" because nothing is known: without the letters of a ten-digit code, or
    /// without knowing what the goods are, the answer stays open.
    private func settle(
        _ answer: inout Assessment.Item, _ item: ItemFindings, _ stated: ImportItem, _ index: Int
    ) {
        let isOpen = answer.permits.contains { $0.status == .required || $0.status == .possible }
        guard !isOpen, answer.prohibitions.isEmpty else { return }
        for fact in [Fact.form, .originPresent, .hsSupervision] where !item.facts.isKnown(fact) {
            answer.isUnsettled = true
            answer.add([
                Assessment.Question(
                    pointer: item.facts.pointer(fact, item: index), why: reason(fact, stated),
                    decides: [])
            ])
        }
    }
}
