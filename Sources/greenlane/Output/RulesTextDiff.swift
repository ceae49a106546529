internal import GreenlaneCore

/// The difference of two states of the rules, for people.
struct RulesTextDiff {
    /// Longer values are cut: the rest is in the JSON.
    static let maximumValue = 120

    private let console: Console
    private let old: RuleBook
    private let new: RuleBook

    init(_ console: Console, _ old: RuleBook, _ new: RuleBook) {
        self.console = console
        self.old = old
        self.new = new
    }

    func lines(_ difference: RuleDifference, old: String, new: String) -> [String] {
        let head = console.style.bold(
            PlainText.printable(old) + " → " + PlainText.printable(new))
        guard !difference.isEmpty else {
            return [head, "", console.text("没有不同。", "No difference.")]
        }
        var lines = [head]
        lines += rules(
            console.text("新生效", "Begin"), console.style.green("+ "), difference.begin)
        lines += rules(console.text("不再有效", "End"), console.style.red("- "), difference.end)
        lines += changed(difference.changed)
        lines += parts(console.text("单证", "Permits"), difference.permits)
        lines += parts(console.text("级别表", "Level tables"), difference.levels)
        lines += parts(console.text("白名单方案", "Whitelist schemes"), difference.schemes)
        lines += parts(console.text("物质与物种表", "Substances and species"), difference.tables)
        lines += parts(console.text("过渡条款", "Transitions"), difference.transitions)
        return lines
    }

    private func title(_ text: String, _ count: Int) -> [String] {
        ["", console.style.bold(text + console.text("（\(count)）", " (\(count))"))]
    }

    private func rules(
        _ heading: String, _ mark: String, _ rules: [RuleDifference.OneSidedRule]
    ) -> [String] {
        guard !rules.isEmpty else { return [] }
        var lines = title(heading, rules.count)
        for each in rules {
            let rule = each.rule
            let level = rule.riskLevel.map { " " + $0 } ?? ""
            let outcome = console.text(RulesText.outcome(rule.outcome))
            lines.append("\(mark)\(console.style.bold(rule.id))  \(name(rule)) \(outcome)\(level)")
            lines += console.prose(console.text(rule.explanation), indent: "    ")
            lines += basis(each.basis)
        }
        return lines
    }

    /// Rules that change in the same way stand together: one new source may be cited by twenty.
    private func changed(_ rules: [RuleDifference.ChangedRule]) -> [String] {
        guard !rules.isEmpty else { return [] }
        var groups: [(members: [RuleDifference.Member], rules: [RuleDifference.ChangedRule])] = []
        for each in rules {
            if let known = groups.firstIndex(where: { $0.members == each.members }) {
                groups[known].rules.append(each)
            } else {
                groups.append((each.members, [each]))
            }
        }
        var lines = title(console.text("有变化", "Changed"), rules.count)
        for group in groups {
            lines += group.rules.map {
                console.style.amber("~ ") + console.style.bold($0.rule.id) + "  " + name($0.rule)
            }
            lines += members(group.members)
            // Where the sources themselves differ, they have been told.
            if let first = group.rules.first, !group.members.contains(where: { $0.name == "basis" })
            {
                lines += basis(first.basis)
            }
        }
        return lines
    }

    private func parts(_ heading: String, _ parts: RuleDifference.Parts) -> [String] {
        guard !parts.isEmpty else { return [] }
        let count = parts.added.count + parts.removed.count + parts.changed.count
        var lines = title(heading, count)
        lines += parts.added.map { console.style.green("+ ") + PlainText.printable($0) }
        lines += parts.removed.map { console.style.red("- ") + PlainText.printable($0) }
        for part in parts.changed {
            lines.append(console.style.amber("~ ") + PlainText.printable(part.id))
            lines += members(part.members)
        }
        return lines
    }

    private func members(_ members: [RuleDifference.Member]) -> [String] {
        members.flatMap { member -> [String] in
            let head = "    \(console.text(Self.title(member.name))): "
            if member.name == "basis" {
                let (gone, come) = Self.bases(member)
                return gone.map { head + console.style.red("- ") + $0 }
                    + come.map { head + console.style.green("+ ") + $0 }
            }
            let (before, after) = (shown(member.before), shown(member.after))
            return ["\(head)\(before) → \(after)"]
        }
    }

    /// Titles that only one side cites.
    private static func bases(_ member: RuleDifference.Member) -> ([String], [String]) {
        func titles(_ value: JSONValue) -> [String] {
            (value.arrayValue ?? []).map { basis in
                [basis["title"], basis["number"], basis["article"]]
                    .compactMap { $0?.stringValue }.filter { !$0.isEmpty }.joined(separator: " ")
            }
        }
        let (before, after) = (titles(member.before), titles(member.after))
        return (
            before.filter { !after.contains($0) }, after.filter { !before.contains($0) }
        )
    }

    private func shown(_ value: JSONValue) -> String {
        let text: String
        switch value {
        case .null: text = "—"
        case .string(let plain): text = plain
        case .object(let object) where object["zh"] != nil:
            text = object[console.language.rawValue]?.stringValue ?? value.text
        default: text = value.text
        }
        return DisplayWidth.truncated(PlainText.printable(text), to: Self.maximumValue)
    }

    private func basis(_ basis: [DatedBasis]) -> [String] {
        basis.flatMap { each in
            console.prose(
                each.basis.text(console.language), indent: "      ",
                first: "    " + console.style.dim(console.text("依据 ", "by ")))
        }
    }

    private func name(_ rule: Rule) -> String {
        let info = new.permit(rule.permit) ?? old.permit(rule.permit)
        return info.map { console.text($0.name) } ?? rule.permit
    }

    private static func title(_ member: String) -> LocalizedText {
        let titles: [(String, String, String)] = [
            ("outcome", "结论", "outcome"), ("riskLevel", "级别", "level"),
            ("riskLevelFrom", "级别来源", "level from"), ("when", "条件", "condition"),
            ("basis", "依据", "basis"), ("explanation", "说明", "explanation"),
            ("inForce", "有效期间", "in force"), ("overrides", "优先于", "overrides"),
            ("confidence", "可信度", "confidence"), ("terms", "要求", "terms"),
            ("asks", "须核对", "to look at"),
        ]
        guard let found = titles.first(where: { $0.0 == member }) else {
            return LocalizedText(zh: member, en: member)
        }
        return LocalizedText(zh: found.1, en: found.2)
    }
}
