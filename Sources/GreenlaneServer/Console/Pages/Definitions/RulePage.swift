import GreenlaneCore
import GreenlaneEngine
import HTTPTypes

/// One rule: what it says, on what it rests, when it applies, and which rules give way to it.
enum RulePage {
    static let all: [ConsolePage] = [show]

    static let show = ConsolePage.get("/rules/{id}", .readDefinitions) { call in
        let id = try call.call.name("id")
        guard let rule = call.service.definitions.rules.rule(id) else {
            throw APIRefusal.unknown("rule-unknown", id, "规则", "rule")
        }
        var context = JSONObject()
        let days = PageWords.days(rule.inForce, call)
        context.append(
            "page",
            PageWords.page(
                RuleWords.permit(rule, call) + call.text("：", ": ")
                    + RuleWords.outcome(rule.outcome, call),
                sentence: call.text(rule.explanation),
                small: [rule.id, days, RuleWords.confidence(rule.confidence, call)]
                    .joined(separator: " · "),
                links: [("/rules", call.text("规则", "Rules"))]))
        context.append("rule", words(rule, call))
        context.append("terms", .array(terms(rule, call)))
        context.append("versions", .array(related(rule, call)))
        return call.page("rule", context)
    }

    private static func words(_ rule: Rule, _ call: PageCall) -> JSONValue {
        let articles = rule.basis.map { dated -> JSONValue in
            var article = ErrorPage.article(dated.basis, call.language).objectValue ?? JSONObject()
            let title = article["title"]?.stringValue ?? ""
            if dated.inForce.from != nil || dated.inForce.to != nil {
                let days = PageWords.days(dated.inForce, call)
                article["title"] = .string(title + call.text("（\(days)）", " (\(days))"))
            }
            return .object(article)
        }
        return [
            "articles": .array(articles),
            "quotes": [], "condition": .string(rule.when.lines.joined(separator: "\n")),
            "place": .string(RuleWords.place(rule, call)),
            "touches": .string(
                call.text(
                    "每次评估都把所依规则记在日志里；改动它会影响哪些在办货物、许可和条目，可由维护人员逐票算出。",
                    "Every assessment names its rules on the record. Which shipments, permits and "
                        + "entries a change would meet can be worked out, one by one.")),
        ]
    }

    private static func terms(_ rule: Rule, _ call: PageCall) -> [JSONValue] {
        let rules = call.service.definitions.rules
        let terms = rule.terms ?? rules.permit(rule.permit)?.terms
        var pairs: [(String, String?)] = [
            (call.text("证件", "Permit"), RuleWords.permit(rule, call)),
            (call.text("结论", "Result"), RuleWords.outcome(rule.outcome, call)),
            (
                call.text("级别", "Level"),
                rule.riskLevel ?? rule.chosenLevel.map { call.text($0.title) }
            ),
            (call.text("有效", "In force"), PageWords.days(rule.inForce, call)),
            (call.text("可信度", "Confidence"), RuleWords.confidence(rule.confidence, call)),
            (
                call.text("须核对", "To look at"),
                PageWords.list(rule.asks.map { call.text($0.title) }, call)
            ),
        ]
        if let terms, rule.outcome == .required {
            pairs += [
                (call.text("审批机关", "Issuer"), call.text(terms.issuer)),
                (
                    call.text("办理时限", "Decision"),
                    terms.workingDays.map { call.text("\($0) 个工作日", "\($0) working days") }
                ),
                (
                    call.text("材料", "Documents"),
                    PageWords.list(terms.documents.map(call.text), call)
                ),
                (call.text("随附单证代码", "Document code"), terms.documentCode),
                (
                    call.text("有效期", "Validity"),
                    terms.validityMonths.map { call.text("\($0) 个月", "\($0) months") }
                ),
            ]
        }
        return pairs.compactMap { name, value in
            guard let value, !value.isEmpty else { return nil }
            return PageWords.pair(name, value)
        }
    }

    /// The rule itself, those that give way to it, and those to which it gives way.
    private static func related(_ rule: Rule, _ call: PageCall) -> [JSONValue] {
        let rules = call.service.definitions.rules
        func line(_ other: Rule, _ change: String, isHere: Bool = false) -> JSONValue {
            [
                "href": .string("/rules/" + QueryText.escaped(other.id)),
                "title": .string("\(other.id) · \(PageWords.days(other.inForce, call))"),
                "here": .bool(isHere), "change": .string(change),
            ]
        }
        let own = line(rule, call.text("本规则", "this rule"), isHere: true)
        let yielding = rule.overrides.compactMap { rules.rule($0) }.map {
            line($0, call.text("遇本规则时让位", "gives way to this rule"))
        }
        let above = rules.rules.filter { $0.overrides.contains(rule.id) }.map {
            line($0, call.text("优先于本规则", "goes before this rule"))
        }
        let changes = rules.transitions.filter {
            !rule.permit.isEmpty && $0.permits.contains(rule.permit)
        }.map { provision -> JSONValue in
            [
                "href": .string(
                    "/rules/changes?from=\(provision.from.adding(days: -1))&to=\(provision.from)"),
                "title": .string(
                    call.text("过渡：\(provision.from)", "Transition: \(provision.from)")),
                "here": false, "change": .string(call.text(provision.explanation)),
            ]
        }
        return [own] + yielding + above + changes
    }
}
