internal import GreenlaneCore
internal import GreenlaneEngine

/// What a change of rules means for the work under way, for people: a short table, then what to
/// do. Takes shipments one by one and keeps no more than it will show.
struct RulesTextImpact {
    private let console: Console
    private let rules: RuleBook
    private let limit: Int
    private var rows: [[String]] = []
    /// What to do, each sentence once, with the number of shipments.
    private var remedies: [(text: String, shipments: Int)] = []
    private var basis: [String] = []

    init(_ console: Console, _ rules: RuleBook, limit: Int) {
        self.console = console
        self.rules = rules
        self.limit = limit
    }

    mutating func add(_ impact: ShipmentImpact) {
        var told: [String] = []
        for each in impact.changes {
            if rows.count < limit { rows.append(row(impact, each)) }
            let text = console.text(each.remedy)
            if !told.contains(text) { told.append(text) }
            for source in each.basis.map({ $0.basis.text(console.language) })
            where basis.count < limit && !basis.contains(source) {
                basis.append(source)
            }
        }
        for text in told {
            if let known = remedies.firstIndex(where: { $0.text == text }) {
                remedies[known].shipments += 1
            } else if remedies.count < limit {
                remedies.append((text, 1))
            }
        }
    }

    func lines(_ report: ImpactReport, _ question: ImpactRun.Question) -> [String] {
        let counts = report.counts
        let day = DateText.day(question.day, console.language)
        var lines = console.prose(
            console.text(
                "按 \(day) 的规则：\(counts.open) 票在办货物中 \(counts.affected) 票的要求不同"
                    + "（\(counts.changes) 处）；持有的 \(counts.permitsHeld) 份证件中 "
                    + "\(report.permits.count) 份、\(counts.entries) 个白名单条目中 "
                    + "\(report.entries.count) 个需要留意。",
                "By the rules of \(day): \(counts.affected) of \(counts.open) open shipments "
                    + "would need something else (\(counts.changes) change(s)); "
                    + "\(report.permits.count) of \(counts.permitsHeld) permits and "
                    + "\(report.entries.count) of \(counts.entries) whitelist entries deserve a "
                    + "look."))
        lines += shipments(counts)
        lines += permits(report.permits)
        lines += entries(report.entries)
        return lines
    }

    private func shipments(_ counts: ImpactCounts) -> [String] {
        guard !rows.isEmpty else { return [] }
        var table = TextTable([
            .init(console.text("货物", "Shipment")),
            .init(console.text("申请编号", "Reference"), mayShrink: true),
            .init(console.text("行", "Line"), alignment: .trailing),
            .init(console.text("单证", "Permit"), mayShrink: true),
            .init(console.text("原来", "Before")), .init(console.text("将来", "After")),
            .init(console.text("自", "From")),
        ])
        for row in rows { table.append(row) }
        var lines = [""] + TableStyle.lines(table, console)
        lines += more(counts.changes - rows.count)
        lines += ["", console.style.bold(console.text("怎么办", "What to do"))]
        for remedy in remedies {
            let count = console.text(
                "（\(remedy.shipments) 票）", " (\(remedy.shipments) shipment(s))")
            lines += console.prose(remedy.text + count, indent: "    ", first: "  · ")
        }
        if !basis.isEmpty {
            lines += ["", console.style.bold(console.text("依据", "Basis"))]
            lines += basis.flatMap { console.prose($0, indent: "    ", first: "  · ") }
        }
        return lines
    }

    private func permits(_ permits: [PermitImpact]) -> [String] {
        guard !permits.isEmpty else { return [] }
        var lines = ["", console.style.bold(console.text("证件", "Permits"))]
        for each in permits.prefix(limit) {
            let until = each.validUntil.map { console.text("用到 \($0)", "to \($0)") }
            let mark =
                each.kind == .staysValid ? console.style.green("✓ ") : console.style.amber("! ")
            let verdict = until ?? console.text("是否仍可用：未知", "still valid: not known")
            lines.append(
                "\(mark)\(each.permit.id)  \(name(each.permit.code))  \(each.from)  \(verdict)")
            lines += console.prose(console.text(each.remedy), indent: "    ")
        }
        return lines + more(permits.count - limit)
    }

    private func entries(_ entries: [EntryImpact]) -> [String] {
        guard !entries.isEmpty else { return [] }
        var lines = ["", console.style.bold(console.text("白名单条目", "Whitelist entries"))]
        for each in entries.prefix(limit) {
            let item = PlainText.printable(each.entry.itemName)
            lines.append(
                console.style.amber("! ") + "\(each.entry.id)  \(item)  \(each.from)")
            lines += console.prose(console.text(each.remedy), indent: "    ")
        }
        return lines + more(entries.count - limit)
    }

    private func more(_ count: Int) -> [String] {
        guard count > 0 else { return [] }
        return [
            console.style.dim(
                console.text(
                    "……另有 \(count) 行，用 --limit 或 --json 查看",
                    "… and \(count) more; see --limit or --json"))
        ]
    }

    private func row(
        _ impact: ShipmentImpact, _ each: ShipmentImpact.Change
    ) -> [String] {
        let change = each.change
        let barred =
            change.kind == .newlyProhibited || change.kind == .noLongerProhibited
        let what =
            barred ? console.text("禁止进出境", "prohibition") : name(change.permit)
        return [
            impact.shipment, impact.reference, String(change.line), what,
            answer(change.before, change), answer(change.after, change), each.from.description,
        ]
    }

    private func answer(
        _ answer: RequirementChange.Answer?, _ change: RequirementChange
    ) -> String {
        guard let answer else { return "—" }
        guard let status = answer.status else { return console.text("禁止", "barred") }
        var text = console.text(status.title)
        if let level = answer.riskLevel { text += " " + level }
        if change.kind == .otherValidity {
            text += answer.validityMonths.map { console.text(" \($0)个月", " \($0) mo") } ?? ""
            text += answer.uses.map { " " + $0.rawValue } ?? ""
        }
        return text
    }

    private func name(_ permit: String) -> String {
        rules.permit(permit).map { console.text($0.name) } ?? permit
    }
}
