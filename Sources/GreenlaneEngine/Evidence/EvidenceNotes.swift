import GreenlaneCore

/// What a reader should look at: late entries, holds, corrections, steps taken back, facts that
/// did not fit, open tasks; then the papers.
enum EvidenceNotes {
    static func write(_ account: EvidenceAccount, to page: inout EvidenceMarkup) {
        notes(account, &page)
        refusals(account, &page)
        papers(account, &page)
    }

    private static func notes(_ account: EvidenceAccount, _ page: inout EvidenceMarkup) {
        page.heading("值得留意", "Worth a look")
        var rows: [[String]] = []
        for step in account.steps {
            for kind in kinds(step) {
                rows.append([
                    String(step.entry.head.version),
                    EvidenceMarkup.moment(step.entry.head.occurred), EvidenceMarkup.pair(kind),
                    EvidenceMarkup.pair(step.title),
                ])
            }
        }
        if rows.isEmpty {
            page.paragraph(
                "没有补记、等待、更正、撤回或与状态不符的事实。",
                "No late entry, hold, correction, step taken back, or fact that did not fit.")
        } else {
            page.table(
                "notes", [("步", "#"), ("时间", "When"), ("什么", "What"), ("步骤", "Step")], rows)
        }
        for task in account.shipment?.tasks ?? [] {
            page.paragraph(
                "未结事项（\(task.openedOn)）：\(task.text.zh)",
                "Open task (\(task.openedOn)): \(task.text.en)")
        }
    }

    private static func kinds(_ step: EvidenceAccount.Step) -> [LocalizedText] {
        var kinds: [LocalizedText] = []
        if step.entry.head.isLate {
            let day = step.entry.head.recorded.date
            kinds.append(LocalizedText(zh: "补记于 \(day)", en: "recorded late, on \(day)"))
        }
        for hold in step.holds {
            kinds.append(LocalizedText(zh: "进入等待：\(hold.zh)", en: "on hold: \(hold.en)"))
        }
        if step.isCorrection {
            kinds.append(LocalizedText(zh: "申请内容更正", en: "request corrected"))
        }
        if step.isUndo { kinds.append(LocalizedText(zh: "撤回一步", en: "step taken back")) }
        if !step.fits {
            kinds.append(LocalizedText(zh: "与状态不符，只作记录", en: "did not fit, recorded only"))
        }
        return kinds
    }

    /// What was tried on this shipment and refused, as far as the log keeps it.
    private static func refusals(_ account: EvidenceAccount, _ page: inout EvidenceMarkup) {
        let refused = account.entries.filter { $0.head.type == RefusalRecord.type }
        guard !refused.isEmpty else { return }
        page.heading("被拒绝的尝试", "Attempts that were refused")
        page.table(
            "notes", [("时间", "When"), ("谁", "Who"), ("想做什么", "What"), ("为何不行", "Why not")],
            refused.map { entry in
                let data = entry.head.data
                let message = data["refusal"]?["message"]
                let words = LocalizedText(
                    zh: message?["zh"]?.stringValue ?? "", en: message?["en"]?.stringValue ?? "")
                let command = data["command"]?.stringValue ?? ""
                let count = data["count"]?.integerValue ?? 1
                let times = count > 1 ? " ×\(count)" : ""
                return [
                    EvidenceMarkup.moment(entry.head.occurred) + times, EvidenceRoad.who(entry),
                    EvidenceMarkup.pair(HistoryLine.title(command, account.flow)),
                    EvidenceMarkup.pair(words) + "<small>"
                        + EvidenceMarkup.code(data["code"]?.stringValue ?? "") + "</small>",
                ]
            })
    }

    private static func papers(_ account: EvidenceAccount, _ page: inout EvidenceMarkup) {
        let papers = account.bundle.attachments
        guard !papers.isEmpty else { return }
        page.heading("单证", "Papers")
        page.table(
            "papers", [("名称", "Name"), ("摘要", "Digest"), ("内容", "Contents")],
            papers.map { paper in
                [
                    EvidenceMarkup.escaped(paper.name), EvidenceMarkup.code(paper.digest),
                    paper.bytes == nil
                        ? EvidenceMarkup.pair("未附", "not enclosed")
                        : EvidenceMarkup.pair("已附", "enclosed"),
                ]
            })
    }
}
