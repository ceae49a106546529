internal import GreenlaneCatalog
internal import GreenlaneCore

/// Rules for people.
struct RulesText {
    private let console: Console
    private let rules: RuleBook

    init(_ console: Console, _ rules: RuleBook) {
        self.console = console
        self.rules = rules
    }

    func table(_ found: [Rule], day: CalendarDate?) -> [String] {
        guard !found.isEmpty else {
            return [console.text("没有符合的规则。", "No rule matches.")]
        }
        var table = TextTable([
            .init(console.text("规则", "Rule"), mayShrink: true),
            .init(console.text("单证", "Permit"), mayShrink: true),
            .init(console.text("结论", "Outcome")), .init(console.text("级别", "Level")),
            .init(console.text("自", "From")), .init(console.text("至", "To")),
            .init(console.text("可信度", "Confidence")),
        ])
        for rule in found {
            table.append([
                rule.id, name(rule.permit), console.text(Self.outcome(rule.outcome)),
                rule.riskLevel ?? "", rule.inForce.from?.description ?? "",
                rule.inForce.to?.description ?? "", console.text(Self.confidence(rule.confidence)),
            ])
        }
        let when = day.map { DateText.day($0, console.language) }
        let head = console.text(
            when.map { "\($0) 有效的规则：\(found.count) 条" } ?? "规则：\(found.count) 条",
            when.map { "\(found.count) rule(s) in force on \($0)" } ?? "\(found.count) rule(s)")
        return [console.style.bold(head), ""]
            + TableStyle.lines(table, console) { row, column, text in
                column == 6 && found[row].confidence == .unverified
                    ? console.style.amber(text) : text
            }
    }

    /// The rule in full.
    func card(_ rule: Rule) -> [String] {
        var fields = FieldList(console, labelWidth: console.language == .zh ? 8 : 11)
        fields.add(console.text("单证", "Permit"), name(rule.permit))
        fields.add(console.text("结论", "Outcome"), console.text(Self.outcome(rule.outcome)))
        fields.add(console.text("级别", "Level"), level(rule))
        fields.add(console.text("有效", "In force"), range(rule.inForce))
        fields.add(console.text("说明", "Text"), console.text(rule.explanation))
        fields.add(
            console.text("可信度", "Confidence"), console.text(Self.confidence(rule.confidence)),
            style: rule.confidence == .unverified ? console.style.amber : { $0 })
        fields.add(console.text("优先于", "Overrides"), rule.overrides.joined(separator: ", "))
        for (index, basis) in rule.basis.enumerated() {
            let label = index == 0 ? console.text("依据", "Basis") : ""
            let days = range(basis.inForce)
            let text = basis.basis.text(console.language)
            fields.add(label, days.isEmpty ? text : text + console.text("（\(days)）", " (\(days))"))
        }
        for (index, provision) in Self.transitions(of: rule, rules).enumerated() {
            let label = index == 0 ? console.text("过渡", "Transition") : ""
            fields.add(label, "\(provision.from)  \(console.text(provision.explanation))")
        }
        fields.space()
        fields.raw("  " + console.style.dim(console.text("条件", "When")))
        for line in rule.when.lines { fields.raw("    " + line) }
        return [console.style.bold(rule.id), ""] + fields.lines
    }

    /// Provisions that concern the rule's permit.
    static func transitions(of rule: Rule, _ rules: RuleBook) -> [TransitionalProvision] {
        rules.transitions.filter { $0.permits.contains(rule.permit) }
    }

    func checked(_ files: [String], _ loaded: LoadedRules, isChange: Bool) -> [String] {
        let rules = loaded.rules
        let unverified = rules.rules.count { $0.confidence == .unverified }
        var lines = files.map { console.style.green("✓ ") + PlainText.printable($0) }
        lines.append("")
        lines.append(
            console.text(
                "共 \(rules.rules.count) 条规则（其中 \(unverified) 条未经确认）、"
                    + "\(rules.permits.count) 种单证、\(loaded.schemes.schemes.count) 个白名单方案版本、"
                    + "\(rules.transitions.count) 条过渡条款，没有问题。",
                "\(rules.rules.count) rules (\(unverified) unverified), \(rules.permits.count) "
                    + "permits, \(loaded.schemes.schemes.count) scheme versions, "
                    + "\(rules.transitions.count) transitions: no problems."))
        if isChange {
            lines.append(
                console.style.dim(
                    console.text(
                        "按对随附规则的修改检查。", "Checked as a change to the shipped rules.")))
        }
        return lines
    }

    private func level(_ rule: Rule) -> String {
        if let level = rule.riskLevel { return level }
        guard let fact = rule.chosenLevel else { return "" }
        return console.text("取自 \(fact.path)", "as chosen in \(fact.path)")
    }

    private func range(_ range: DateRange) -> String {
        switch (range.from, range.to) {
        case (nil, nil): ""
        case (let from?, nil): console.text("\(from) 起", "from \(from)")
        case (nil, let to?): console.text("至 \(to)", "to \(to)")
        case (let from?, let to?): console.text("\(from) 至 \(to)", "\(from) to \(to)")
        }
    }

    private func name(_ permit: String) -> String {
        rules.permit(permit).map { console.text($0.name) } ?? permit
    }

    static func outcome(_ outcome: Rule.Outcome) -> LocalizedText {
        switch outcome {
        case .required: LocalizedText(zh: "需要", en: "required")
        case .exempt: LocalizedText(zh: "不需要", en: "exempt")
        case .prohibited: LocalizedText(zh: "禁止", en: "prohibited")
        case .warning: LocalizedText(zh: "提示", en: "warning")
        case .contradiction: LocalizedText(zh: "矛盾", en: "contradiction")
        }
    }

    static func confidence(_ confidence: LegalBasis.Confidence) -> LocalizedText {
        switch confidence {
        case .confirmed: LocalizedText(zh: "已确认", en: "confirmed")
        case .unverified: LocalizedText(zh: "未经确认", en: "unverified")
        }
    }
}
