extension Assessor {
    /// What rules that concern no permit say of one item.
    struct FreeAnswer {
        var prohibitions: [Assessment.Prohibition] = []
        var warnings: [Assessment.Warning] = []
        var questions: [Assessment.Question] = []
    }

    /// Rules that concern no permit: what is barred, what cannot be true at once, and what people
    /// should know.
    func freeRules(_ item: ItemFindings, _ index: Int, _ day: CalendarDate) -> FreeAnswer {
        var answer = FreeAnswer()
        for member in rules.free {
            let rule = rules.rules[member.rule]
            guard rule.inForce.contains(day) else { continue }
            let verdict = rules.code.evaluate(member.root, item.facts)
            guard verdict.truth == .yes else { continue }
            if rule.outcome == .prohibited {
                answer.prohibitions.append(
                    Assessment.Prohibition(
                        rule: rule.id,
                        basis: rule.basis.filter { $0.inForce.contains(day) }.map(\.basis),
                        because: verdict.facts.facts.filter { item.facts.isKnown($0) }.map {
                            Assessment.Because(
                                pointer: item.facts.pointer($0, item: index),
                                value: item.facts.value($0), shows: nil)
                        }, explanation: rule.explanation))
                continue
            }
            let places = rule.asks.map { item.facts.pointer($0, item: index) }
            answer.warnings.append(
                Assessment.Warning(
                    code: rule.id, text: rule.explanation,
                    pointer: places.first ?? "/items/\(index)"))
            guard rule.outcome == .contradiction else { continue }
            // Whatever stands on one of these facts falls with it.
            let shaken = FactSet(rule.asks)
            let decides = item.permits.filter {
                ($0.support.bits | $0.missing.bits) & shaken.bits != 0
            }.map { rules.permits[$0.permit].code }
            for place in places {
                answer.questions.append(
                    Assessment.Question(pointer: place, why: rule.explanation, decides: decides))
            }
        }
        return answer
    }

    /// What the findings of one item leave to people.
    func warnings(
        _ item: ItemFindings, _ request: ImportRequest, _ index: Int
    ) -> [Assessment.Warning] {
        var warnings: [Assessment.Warning] = []
        func warn(_ code: String, _ pointer: String, zh: String, en: String) {
            warnings.append(
                Assessment.Warning(
                    code: code, text: LocalizedText(zh: zh, en: en),
                    pointer: "/items/\(index)" + pointer))
        }
        for finding in item.permits {
            let name = rules.permits[finding.permit].name
            if let other = finding.disagreeing {
                let ids = "\(rules.rules[finding.rule].id), \(rules.rules[other].id)"
                warn(
                    "rules-disagree", "",
                    zh: "关于“\(name.zh)”的两条规则结论不一致（\(ids)），请人工确认。",
                    en: "Two rules on \(name.en) disagree (\(ids)): a person should decide.")
            }
            if finding.choseUnknownLevel {
                warn(
                    "chosen-level-not-in-force", "/chosenLevels",
                    zh: "所选风险等级不在当日有效的分级表中，未予采用（\(name.zh)）。",
                    en: "The chosen level is not in the table of that day and was not used "
                        + "(\(name.en)).")
            }
        }
        guard item.whitelist.isCovered else { return warnings }
        if item.whitelist.entry?.isSynthetic == true {
            warn(
                "whitelist-synthetic", "", zh: "所用白名单条目为演示用虚构数据，不得据此申报。",
                en: "The whitelist entry used is invented for demonstration: never declare by it.")
        }
        if let last = item.whitelist.lastDay, let arrival = request.plannedArrival, last < arrival {
            warn(
                "whitelist-ends-before-arrival", "",
                zh: "白名单条目将于\(last)到期，早于计划到港日\(arrival)；效力以接受申报之日为准。",
                en: "The whitelist entry ends on \(last), before the planned arrival on "
                    + "\(arrival); what counts is the day of acceptance.")
        }
        return warnings
    }
}
