internal import GreenlaneCore
internal import GreenlaneEngine

/// Answers to an auditor as pages for people, made from the same lines that programs get.
struct AuditText: Sendable {
    let console: Console
    private let rules: RuleBook

    init(_ console: Console, _ rules: RuleBook) {
        self.console = console
        self.rules = rules
    }

    /// What people call a permit; its code where the rules of today no longer know it.
    func name(ofPermit code: String) -> String {
        rules.permit(code).map { console.text($0.name) } ?? code
    }

    /// Where to go on.
    func more(_ answer: AuditAnswer) -> [String] {
        var lines: [String] = []
        let unreadable = (answer.summary["unreadable"]?.arrayValue ?? []).compactMap(\.stringValue)
        if !unreadable.isEmpty {
            let ids = unreadable.joined(separator: ", ")
            lines += console.prose(
                console.text(
                    "这些货物的记录无法读出，未计入：\(ids)。请运行 greenlane verify。",
                    "Left out, because their events cannot be read: \(ids). Run greenlane verify."))
        }
        guard let next = answer.next else { return lines }
        return lines + ["", dim("还有更多：--after \(next)", "There is more: --after \(next)")]
    }

    // MARK: Actions

    func actions(_ answer: AuditAnswer) -> [String] {
        var table = TextTable([
            .init(console.text("位置", "Pos"), alignment: .trailing),
            .init(console.text("发生", "Happened")),
            .init(console.text("谁", "Who"), mayShrink: true),
            .init(console.text("做了什么", "What"), mayShrink: true),
            .init(console.text("结果", "Outcome"), mayShrink: true),
        ])
        for line in answer.lines {
            table.append([
                position(line), moment(line), actor(line), pair(line["title"]) + marks(line),
                outcome(line),
            ])
        }
        let lines = answer.lines
        var page = TableStyle.lines(table, console) { row, column, text in
            guard row < lines.count, column == 4 else { return text }
            return lines[row]["accepted"] == false
                ? console.style.red(text) : console.style.green(text)
        }
        let summary = answer.summary
        page += ["", console.style.bold(console.text("小结", "In all"))]
        page.append(
            "  "
                + console.text(
                    "记录 \(number(summary["actions"])) 步，拒绝 \(number(summary["refused"])) 次，"
                        + "补记 \(number(summary["late"])) 步，"
                        + "人工干预 \(number(summary["overrides"])) 步",
                    "steps \(number(summary["actions"])), refused \(number(summary["refused"])), "
                        + "recorded late \(number(summary["late"])), "
                        + "overrides \(number(summary["overrides"]))"))
        for each in summary["actors"]?.arrayValue ?? [] {
            page.append("  \(actor(["actor": each]))  \(number(each["actions"]))")
        }
        return page
    }

    private func outcome(_ line: JSONValue) -> String {
        if line["accepted"] == false {
            let times = line["count"]?.integerValue ?? 1
            let told = pair(line["refusal"]?["message"])
            return console.text("拒绝", "refused")
                + (times > 1 ? console.text("（第 \(times) 次）", " (time \(times))") : "")
                + console.text("：", ": ") + told
        }
        if line["fits"] == false { return console.text("只记录，不符当前状态", "recorded, did not fit") }
        return line["milestone"]?.stringValue.flatMap { Milestone(rawValue: $0) }
            .map { console.text($0.title) } ?? ""
    }

    // MARK: Exceptions

    func exceptions(_ answer: AuditAnswer) -> [String] {
        var page = [console.style.bold(period(answer))]
        let totals = answer.summary["totals"]
        let parts = Self.kinds.map {
            "\(console.text($0.title)) \(number(totals?[$0.kind]))"
        }
        page += ["  " + parts.joined(separator: console.text("，", ", ")), ""]
        guard !answer.lines.isEmpty else {
            return page + [console.text("没有例外。", "Nothing out of the ordinary.")]
        }
        var table = TextTable([
            .init(console.text("位置", "Pos"), alignment: .trailing),
            .init(console.text("记录", "Recorded")), .init(console.text("种类", "Kind")),
            .init(console.text("关于", "About")),
            .init(console.text("谁", "Who"), mayShrink: true),
            .init(console.text("什么", "What"), mayShrink: true),
        ])
        for line in answer.lines {
            table.append([
                position(line), moment(line, "recorded"), kinds(line),
                line["shipment"]?.stringValue ?? line["about"]?.stringValue ?? "", actor(line),
                pair(line["title"]) + why(line),
            ])
        }
        let lines = answer.lines
        return page
            + TableStyle.lines(table, console) { row, column, text in
                guard row < lines.count, column == 2 else { return text }
                return console.style.amber(text)
            }
    }

    private static let kinds: [(kind: String, title: LocalizedText)] = [
        ("override", LocalizedText(zh: "人工干预", en: "override")),
        ("late", LocalizedText(zh: "补记", en: "late")),
        ("overdue", LocalizedText(zh: "逾期", en: "deadline passed")),
        ("unfit", LocalizedText(zh: "不符", en: "did not fit")),
        ("refused", LocalizedText(zh: "拒绝", en: "refused")),
    ]

    private func kinds(_ line: JSONValue) -> String {
        let names = (line["kinds"]?.arrayValue ?? []).compactMap(\.stringValue)
        return Self.kinds.filter { names.contains($0.kind) }.map { console.text($0.title) }
            .joined(separator: console.text("、", ", "))
    }

    private func why(_ line: JSONValue) -> String {
        var text = ""
        if let days = line["daysLate"]?.integerValue {
            text += console.text("（晚 \(days) 天）", " (\(days) d late)")
        }
        if let reason = line["reason"]?.stringValue { text += console.text("：", ": ") + reason }
        if let refusal = line["refusal"]?["message"] {
            text += console.text("：", ": ") + pair(refusal)
        }
        return text
    }

    // MARK: Words

    func position(_ line: JSONValue) -> String { number(line["position"]) }

    func number(_ value: JSONValue?) -> String {
        value?.integerValue.map(String.init) ?? ""
    }

    func pair(_ value: JSONValue?) -> String {
        value?[console.language.rawValue]?.stringValue ?? ""
    }

    /// The role's title and the name, or that the name was erased.
    func actor(_ line: JSONValue) -> String {
        let role = line["actor"]?["role"]?.stringValue ?? ""
        let title = Actor.Role(rawValue: role).map { console.text($0.title) } ?? role
        let name = line["actor"]?["name"]?.stringValue
        return "\(title) \(name ?? console.text("（姓名已删除）", "(name erased)"))"
    }

    func moment(_ line: JSONValue, _ member: String = "occurred") -> String {
        let time = line[member]?.stringValue.flatMap { Timestamp($0) }
        return time.map { "\($0.date) \(DateText.clock($0))" } ?? ""
    }

    /// What is special about a step.
    func marks(_ line: JSONValue) -> String {
        var marks: [String] = []
        if line["override"] == true { marks.append(console.text("人工干预", "override")) }
        if line["late"] == true { marks.append(console.text("补记", "late")) }
        if line["undone"] == true { marks.append(console.text("已撤回", "undone")) }
        guard !marks.isEmpty else { return "" }
        let text = marks.joined(separator: console.text("、", ", "))
        return console.text("（\(text)）", " (\(text))")
    }

    func period(_ answer: AuditAnswer) -> String {
        let from = answer.summary["period"]?["from"]?.stringValue
        let to = answer.summary["period"]?["to"]?.stringValue
        return switch (from, to) {
        case (let from?, let to?): console.text("\(from) 至 \(to)", "\(from) to \(to)")
        case (let from?, nil): console.text("自 \(from) 起", "from \(from)")
        case (nil, let to?): console.text("至 \(to)", "to \(to)")
        case (nil, nil): console.text("全部时间", "at any time")
        }
    }

    func dim(_ zh: String, _ en: String) -> String { console.style.dim(console.text(zh, en)) }
}
