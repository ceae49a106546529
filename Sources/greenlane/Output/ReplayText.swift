internal import GreenlaneCore
internal import GreenlaneEngine

/// What a replay found, for people: each divergence with the guard, what it read, and where the
/// text says so.
struct ReplayText {
    /// Divergences that are listed; all of them are in the JSON.
    private static let maximumListed = 20
    /// Characters of a value.
    private static let maximumValue = 120
    /// Facts that are shown of one guard; all of them are in the JSON.
    private static let maximumInputs = 12

    private let console: Console
    private let report: ReplayReport
    private let state: ShipmentView?

    /// `state` is that of the one shipment that was asked about.
    init(_ console: Console, _ report: ReplayReport, state: ShipmentView? = nil) {
        self.console = console
        self.report = report
        self.state = state
    }

    func lines() -> [String] {
        var lines = heading()
        for found in report.divergences.prefix(Self.maximumListed) { lines += self.lines(found) }
        let rest = report.divergenceCount - Self.maximumListed
        if rest > 0 {
            lines.append(
                "  "
                    + console.text(
                        "……另有 \(rest) 处，用 --json 查看", "… and \(rest) more; see --json"))
        }
        if let state { lines += self.lines(state) }
        return lines
    }

    private func heading() -> [String] {
        let style = console.style
        var lines: [String] = []
        for text in report.whatIf?.texts ?? [] {
            lines.append(
                style.bold(console.text("假设：", "What if: ")) + text.name
                    + style.dim("  " + text.digest))
        }
        lines.append(verdict)
        let check = CheckText(console)
        lines.append(
            style.dim(
                "  "
                    + console.text(
                        "\(report.shipments) 票货、\(check.grouped(report.events)) 个事件，"
                            + "每秒 \(check.grouped(Int(report.eventsPerSecond))) 个",
                        "\(report.shipments) shipments, \(check.grouped(report.events)) events, "
                            + "\(check.grouped(Int(report.eventsPerSecond))) a second")))
        return lines
    }

    private var verdict: String {
        let style = console.style
        let count = report.divergenceCount
        switch (report.whatIf != nil, report.isClean) {
        case (false, true):
            return style.green("✓ ")
                + console.text(
                    "每一步都能仅凭日志重做，结果逐字节相同。",
                    "Every step can be decided again from the log alone, byte for byte.")
        case (false, false):
            return style.red("✗ ")
                + console.text(
                    "有 \(count) 处与日志不符。", "\(count) place(s) do not agree with the log.")
        case (true, true):
            return style.green("✓ ")
                + console.text(
                    "按这些文本，每一步的结果都与日志相同。",
                    "Under these texts every step comes out as the log has it.")
        case (true, false):
            return style.amber("≠ ")
                + console.text(
                    "按这些文本，有 \(count) 步会有不同结果。",
                    "Under these texts \(count) step(s) would have come out otherwise.")
        }
    }

    // MARK: One divergence

    private func lines(_ found: ReplayDivergence) -> [String] {
        let style = console.style
        var lines = [
            "  " + style.bold("#\(found.position)") + "  \(found.stream)  " + kind(found.kind)
        ]
        if let refusal = found.refusal {
            lines += indented(
                console.text(refusal.message) + style.dim(" [\(refusal.code)]"), label: nil)
        }
        if let check = found.check {
            let place = found.definition.map { "  " + style.dim($0.text) } ?? ""
            lines += indented(check + place, label: console.text("条件", "Guard"))
        } else if let definition = found.definition {
            lines += indented(definition.text, label: console.text("定义", "Text"))
        }
        for input in found.inputs.prefix(Self.maximumInputs) {
            lines.append("      \(input.name) = \(shown(input.value))")
        }
        for difference in found.differences {
            lines.append(
                "      \(difference.pointer)  "
                    + console.text("应为 ", "decided ") + shown(difference.first)
                    + console.text("，日志为 ", ", recorded ") + shown(difference.second))
        }
        for rule in found.rules {
            lines += indented(
                rule.rule + style.dim("  " + rule.text), label: console.text("规则", "Rule"))
        }
        if !found.under.isEmpty {
            lines.append(
                "    " + style.dim(console.text("所据文本 ", "Decided under ") + found.under))
        }
        return lines
    }

    private func indented(_ text: String, label: String?) -> [String] {
        let head = "    " + (label.map { $0 + console.text("：", ": ") } ?? "")
        let indent = String(repeating: " ", count: DisplayWidth.of(head))
        return console.prose(text, indent: indent, first: head)
    }

    private func shown(_ value: JSONValue?) -> String {
        guard let value else { return console.text("（无）", "(nothing)") }
        let text = PlainText.printable(value.stringValue ?? value.text)
        return text.count > Self.maximumValue
            ? String(text.prefix(Self.maximumValue)) + "…" : text
    }

    private func kind(_ kind: String) -> String {
        let isWhatIf = report.whatIf != nil
        switch kind {
        case "refused":
            return isWhatIf
                ? console.text("会被拒绝", "would be refused")
                : console.text("规则不允许，日志却有", "the rules refuse what the log has")
        case "event-differs":
            return isWhatIf
                ? console.text("结果会不同", "would come out otherwise")
                : console.text("重做的结果不同", "decided otherwise")
        case "refusal-differs":
            return isWhatIf
                ? console.text("当时被拒绝，结果会不同", "was refused, and would be answered otherwise")
                : console.text("记录的拒绝与重做不同", "the recorded refusal is decided otherwise")
        case "missing": return console.text("日志缺少应有的事件", "the log lacks an event")
        case "unexpected": return console.text("没有任何决定引起它", "no decision caused it")
        case "definition-altered":
            return console.text("文本与其摘要不符", "the text is not the one of its digest")
        default: return console.text("无法读取", "cannot be read")
        }
    }

    // MARK: The state then

    private func lines(_ view: ShipmentView) -> [String] {
        let style = console.style
        let active = view.activeTitles.map { console.text($0.title) }.joined(separator: " · ")
        return [
            "",
            style.bold(view.shipment.id) + "  "
                + console.text(
                    "第 \(view.shipment.version) 版", "version \(view.shipment.version)"),
            "  " + console.text("状态：", "State: ") + console.text(view.stateTitle)
                + style.dim("  \(view.stateName)"),
            "  " + console.text("进度：", "Milestone: ")
                + console.text(view.shipment.milestone.title),
            "  " + console.text("当前环节：", "Active: ") + active,
        ]
    }
}
