internal import GreenlaneCore

/// An assessment as a page to hand to a colleague: the answer first, then item by item what is
/// needed and why, from the fact to the rule to the article, then what is still open.
struct AssessmentPage {
    let console: Console
    let request: ImportRequest
    let answer: Assessment
    let rules: RuleBook

    init(
        _ console: Console, _ request: ImportRequest, _ answer: Assessment, _ rules: RuleBook
    ) {
        self.console = console
        self.request = request
        self.answer = answer
        self.rules = rules
    }

    func lines() -> [String] {
        var lines = summary()
        for (index, item) in answer.items.enumerated() {
            lines.append("")
            lines += ItemSection(console, rules, answer.asOf, request, item, index).lines()
        }
        lines += warnings()
        lines += footer()
        return lines
    }

    private func summary() -> [String] {
        let style = console.style
        let day = DateText.day(answer.asOf, console.language)
        var lines = [
            style.bold(PlainText.printable(request.reference)) + "  "
                + console.text("按 \(day) 的规定", "by the rules of \(day)")
        ]
        lines += console.prose(console.text(answer.verdict), indent: "  ", first: style.bold("→ "))
        if let release = answer.earliestRelease {
            lines.append(
                "  " + console.text("最早放行  ", "Earliest release  ")
                    + style.bold(DateText.day(release, console.language))
                    + AssessmentTimeline.marks(answer, console))
            lines += AssessmentTimeline.lines(answer, console)
        }
        return lines
    }

    /// Each sentence once, with the items that it concerns.
    private func warnings() -> [String] {
        var grouped: [(text: LocalizedText, items: [Int])] = []
        var places: [String: Int] = [:]
        for warning in answer.warnings {
            let key = warning.code + "\n" + warning.text.zh
            let place = places[key] ?? grouped.count
            if place == grouped.count {
                grouped.append((warning.text, []))
                places[key] = place
            }
            if let item = Self.item(warning.pointer), grouped[place].items.last != item {
                grouped[place].items.append(item)
            }
        }
        guard !grouped.isEmpty else { return [] }
        return [""]
            + grouped.flatMap { group in
                console.prose(
                    concerns(group.items) + console.text(group.text), indent: "  ",
                    first: console.style.amber("! "))
            }
    }

    /// Items that a sentence concerns; many are counted.
    private func concerns(_ items: [Int]) -> String {
        if items.isEmpty { return "" }
        if items.count > 6 {
            return console.text("共\(items.count)项：", "\(items.count) items: ")
        }
        let list = items.map { "\($0)" }
        return console.text(
            "第\(list.joined(separator: "、"))项：", "Item \(list.joined(separator: ", ")): ")
    }

    /// The number that people see of the item that a pointer is in.
    private static func item(_ pointer: String) -> Int? {
        let parts = pointer.split(separator: "/")
        guard parts.count > 1, parts[0] == "items" else { return nil }
        return Int(parts[1]).map { $0 + 1 }
    }

    private func footer() -> [String] {
        guard answer.leansOnUnverified else { return [] }
        return [""]
            + console.prose(
                console.text(
                    "标有“未经确认”的内容没有核对过官方文本，办理前请向主管部门确认。",
                    "What is marked unverified was not compared with the official text: ask the "
                        + "authority before you rely on it."), indent: "  ",
                first: console.style.dim("※ "))
    }
}
