internal import GreenlaneCore

/// An assessment for people: what each item needs and why, what is still open, and when.
struct AssessmentText {
    private let console: Console
    private let request: ImportRequest
    private let answer: Assessment
    private let rules: RuleBook

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
            lines += self.item(item, request.items[index])
        }
        let warnings = answer.warnings
        if !warnings.isEmpty { lines.append("") }
        for warning in warnings {
            lines += console.prose(
                console.text(warning.text), indent: "  ", first: console.style.amber("! "))
        }
        return lines
    }

    private func summary() -> [String] {
        let style = console.style
        let day = DateText.day(answer.asOf, console.language)
        var lines = [
            style.bold(PlainText.printable(request.reference)) + "  "
                + console.text("按 \(day) 的规定", "by the rules of \(day)")
        ]
        if answer.isProhibited {
            lines.append(style.red("✗ " + console.text("法律禁止进口。", "The law bars these goods.")))
        } else if let release = answer.earliestRelease {
            let mark = answer.isProvisional ? console.text("（暂定）", " (provisional)") : ""
            lines.append(
                console.text("最早放行  ", "Earliest release  ")
                    + style.bold(DateText.day(release, console.language)) + mark)
        }
        let open = answer.items.flatMap(\.questions).count
        if open > 0 {
            lines.append(
                style.amber(
                    console.text(
                        "还有 \(open) 个问题会改变答案。", "\(open) open question(s) may change this.")))
        }
        return lines
    }

    private func item(_ item: Assessment.Item, _ stated: ImportItem) -> [String] {
        let style = console.style
        let zh = stated.nameZh ?? stated.nameEn
        let name = (console.language == .zh ? zh : stated.nameEn ?? zh) ?? ""
        let parts = [name, stated.quantity?.description ?? "", stated.hs ?? ""]
        var lines = [
            style.bold("\(item.line)  ")
                + PlainText.printable(parts.filter { !$0.isEmpty }.joined(separator: "  "))
        ]
        for prohibition in item.prohibitions {
            lines += console.prose(
                console.text(prohibition.explanation), indent: "     ",
                first: "   " + style.red("✗ "))
            lines += basis(prohibition.basis)
        }
        if item.permits.isEmpty, item.prohibitions.isEmpty {
            lines.append(
                "   " + style.green("✓ ")
                    + console.text("按所填信息不需要许可。", "Needs no permit on what is stated."))
        }
        for permit in item.permits { lines += self.permit(permit) }
        lines += whitelist(item.whitelist)
        for question in item.questions {
            lines.append("   " + style.amber("? ") + question.pointer)
            lines += console.prose(console.text(question.why), indent: "     ")
        }
        return lines
    }

    private func permit(_ permit: Assessment.Permit) -> [String] {
        let style = console.style
        let mark: String
        switch permit.status {
        case .required: mark = style.bold("● ")
        case .waived, .exempt: mark = style.green("○ ")
        case .possible: mark = style.amber("◌ ")
        }
        var head = console.text(permit.name)
        if let level = permit.riskLevel { head += console.text(" \(level) 级", ", level \(level)") }
        head += "  " + console.text(PermitText.status(permit.status))
        if let entry = permit.waivedBy { head += " \(entry)" }
        if permit.confidence == .unverified { head += console.text("〔未经确认〕", " [unverified]") }
        var lines = ["   " + mark + head]
        lines += console.prose(console.text(permit.explanation), indent: "     ")
        lines += basis(permit.basis)
        guard permit.status == .required || permit.status == .possible else { return lines }
        var terms = console.text(permit.terms.issuer)
        if let days = permit.terms.workingDays {
            terms += console.text("，\(days) 个工作日", ", \(days) working days")
        }
        if permit.terms.beforeDispatch {
            terms += console.text("，须在启运前取得", ", before dispatch")
        }
        lines += console.prose(terms, indent: "     ")
        return lines
    }

    private func basis(_ bases: [LegalBasis]) -> [String] {
        bases.flatMap { basis in
            console.prose(basis.text(console.language), indent: "     ").map(console.style.dim)
        }
    }

    private func whitelist(_ outcome: WhitelistOutcome) -> [String] {
        guard outcome.code != .notNeeded else { return [] }
        let style = console.style
        var text = console.text(outcome.text)
        if let left = outcome.remaining {
            text += console.text("余量 \(left)。", " Left: \(left).")
        }
        return console.prose(
            text, indent: "     ",
            first: "   " + (outcome.isCovered ? style.green("✓ ") : style.dim("– ")))
    }
}
