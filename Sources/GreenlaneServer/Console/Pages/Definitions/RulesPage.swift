import GreenlaneCore
import GreenlaneEngine
import HTTPTypes

/// The rules of a day by permit, and what changes between two days.
enum RulesPage {
    static let all: [ConsolePage] = [list, changes]

    static let list = ConsolePage.get(
        "/rules", .readDefinitions, query: ["q", "on", "permit"]
    ) { call in
        let on = try day(call, "on") ?? call.now.date
        return call.keptPage("rules") { context(on, call) }
    }

    static let changes = ConsolePage.get(
        "/rules/changes", .readDefinitions, query: ["from", "to"]
    ) { call in
        let today = call.now.date
        let from = try day(call, "from") ?? today.adding(months: -6)
        let to = try day(call, "to") ?? today
        return call.keptPage("rules") { changes(from, to, call) }
    }

    private static func changes(
        _ from: CalendarDate, _ to: CalendarDate, _ call: PageCall
    ) -> JSONObject {
        let definitions = call.service.definitions
        let difference = RuleDifference(
            from: RuleState(rules: definitions.rules, schemes: definitions.schemes, day: from),
            to: RuleState(rules: definitions.rules, schemes: definitions.schemes, day: to))
        var context = JSONObject()
        context.append(
            "page",
            PageWords.page(
                call.text("规则的变化", "What the rules change"),
                links: [("/rules", call.text("规则", "Rules"))]))
        context.append(
            "compare",
            ["from": .string(from.description), "to": .string(to.description)])
        context.append("changes", words(difference, from, to, call))
        return context
    }

    private static func day(_ call: PageCall, _ name: String) throws(Refusal) -> CalendarDate? {
        guard let text = call.query[name], !text.isEmpty else { return nil }
        return try call.call.day(name)
    }

    // MARK: A day

    private static func context(_ on: CalendarDate, _ call: PageCall) -> JSONObject {
        let definitions = call.service.definitions
        let state = RuleState(rules: definitions.rules, schemes: definitions.schemes, day: on)
        let inForce = state.rulesThatCount
        let q = ConsoleForm.trimmed(call.query["q"] ?? "")
        let permit = call.query["permit"] ?? ""
        let shown = inForce.filter { rule in
            (permit.isEmpty || rule.permit == permit) && (q.isEmpty || includes(rule, q, call))
        }
        let unverified = inForce.count { $0.confidence == .unverified }
        let day = PageWords.day(on, call)
        var context = JSONObject()
        context.append(
            "page",
            PageWords.page(
                call.text("规则", "Rules"),
                sentence: call.text(
                    "\(day) 有效的规则共 \(inForce.count) 条，其中 \(unverified) 条未经确认。",
                    "Rules in force on \(day): \(inForce.count); unverified: \(unverified)."),
                links: [("/workflows", call.text("工作流", "Workflows"))]))
        let isActive = !q.isEmpty || !permit.isEmpty || on != call.now.date
        context.append("filter", filter(q, permit, on, isActive, call))
        // What was asked for stands open; all rules of a day are an index first.
        context.append(
            "groups", .array(groups(shown, isOpen: !q.isEmpty || !permit.isEmpty, call)))
        if shown.isEmpty {
            context.append(
                "none",
                [
                    "sentence": .string(call.text("没有符合条件的规则。", "No rule fits the filter.")),
                    "link": PageWords.link("/rules", call.text("清除条件", "Clear the filter")),
                ])
        }
        context.append(
            "compare",
            [
                "from": .string(call.now.date.adding(months: -6).description),
                "to": .string(call.now.date.description),
            ])
        return context
    }

    /// Whether every word of the search stands in the rule, its permit or its basis.
    private static func includes(_ rule: Rule, _ text: String, _ call: PageCall) -> Bool {
        let permit = call.service.definitions.rules.permit(rule.permit)?.name
        let texts =
            [rule.id, rule.explanation.zh, rule.explanation.en, permit?.zh ?? "", permit?.en ?? ""]
            + rule.basis.flatMap { [$0.basis.title, $0.basis.number] }
        let whole = texts.joined(separator: "\n").lowercased()
        return text.lowercased().split(separator: " ").allSatisfy { whole.contains($0) }
    }

    private static func filter(
        _ q: String, _ permit: String, _ on: CalendarDate, _ isActive: Bool, _ call: PageCall
    ) -> JSONValue {
        let permits = call.service.definitions.rules.permits.map { ($0.code, call.text($0.name)) }
        return [
            "q": .string(q), "on": .string(on.description), "active": .bool(isActive),
            "clear": "/rules",
            "selects": [
                WhitelistsPage.select(
                    "permit", call.text("证件", "Permit"),
                    [("", call.text("全部", "All"))] + permits, permit)
            ],
        ]
    }

    /// In the order in which answers list permits; what concerns none comes last.
    private static func groups(
        _ rules: [Rule], isOpen: Bool, _ call: PageCall
    ) -> [JSONValue] {
        let codes = call.service.definitions.rules.permits.map(\.code) + [""]
        return codes.compactMap { code in
            let own = rules.filter { $0.permit == code }
            guard let first = own.first else { return nil }
            return [
                "title": .string(RuleWords.permit(first, call)),
                "open": .bool(isOpen),
                "count": .string(String(own.count)),
                "rules": .array(
                    own.map { rule in
                        [
                            "id": .string(rule.id),
                            "href": .string("/rules/" + QueryText.escaped(rule.id)),
                            "sentence": .string(call.text(rule.explanation)),
                            "inForce": .string(
                                RuleWords.outcome(rule.outcome, call) + " · "
                                    + PageWords.days(rule.inForce, call)),
                            "unverified": .bool(rule.confidence == .unverified),
                        ]
                    }),
            ]
        }
    }

    // MARK: Two days

    private static func words(
        _ difference: RuleDifference, _ from: CalendarDate, _ to: CalendarDate,
        _ call: PageCall
    ) -> JSONValue {
        var table = RowTable(
            [
                call.text("规则", "Rule"), call.text("证件", "Permit"),
                call.text("变化", "Change"), call.text("内容", "What it says"),
                call.text("由何引起", "Brought by"),
            ], folds: true,
            none: call.text("这两天的规则一样。", "The rules of the two days are the same."))
        table.rows =
            difference.begin.map {
                row($0.rule, .begins, call.text($0.rule.explanation), $0.basis, call)
            }
            + difference.changed.map { row($0.rule, .changes, members($0, call), $0.basis, call) }
            + difference.end.map {
                row($0.rule, .ends, call.text($0.rule.explanation), $0.basis, call)
            }
        let others = [
            difference.permits, difference.levels, difference.schemes, difference.tables,
            difference.transitions,
        ]
        let count = others.map { $0.added.count + $0.removed.count + $0.changed.count }
            .reduce(0, +)
        let (begin, changed, end) = (
            difference.begin.count, difference.changed.count, difference.end.count
        )
        return [
            "title": .string(call.text("从 \(from) 到 \(to)", "From \(from) to \(to)")),
            "sentence": .string(
                call.text(
                    "开始 \(begin) 条，变更 \(changed) 条，结束 \(end) 条；另有 \(count) 处名录、级别或制度的变化。",
                    "Beginning: \(begin); changed: \(changed); ending: \(end); changes of lists, "
                        + "levels or schemes beside them: \(count).")),
            "table": table.json,
        ]
    }

    private enum Kind {
        case begins, changes, ends
    }

    private static func row(
        _ rule: Rule, _ kind: Kind, _ says: String, _ basis: [DatedBasis], _ call: PageCall
    ) -> [RowTable.Cell] {
        let chip: RowTable.Cell =
            switch kind {
            case .begins: .chip("now", call.text("开始", "Begins"))
            case .changes: .chip("part", call.text("变更", "Changed"))
            case .ends: .chip("done", call.text("结束", "Ends"))
            }
        let sources = basis.map { $0.basis.citation(call.language) }
        return [
            .text(rule.id, href: "/rules/" + QueryText.escaped(rule.id)),
            .text(RuleWords.permit(rule, call)), chip, .text(says),
            .text(PageWords.list(sources, call, limit: 3)),
        ]
    }

    private static func members(
        _ changed: RuleDifference.ChangedRule, _ call: PageCall
    ) -> String {
        changed.members.map { member in
            let name = RuleWords.member(member.name, call)
            let before = RuleWords.value(member.before, call)
            let after = RuleWords.value(member.after, call)
            return name + call.text("：", ": ") + before + " → " + after
        }.joined(separator: call.text("；", "; "))
    }
}
