internal import GreenlaneCore
internal import GreenlaneEngine

/// Whitelist entries for people.
struct WhitelistText {
    private let console: Console

    init(_ console: Console) {
        self.console = console
    }

    func table(_ accounts: [EntryAccount]) -> [String] {
        guard !accounts.isEmpty else {
            return [console.text("没有符合的条目。", "No entry matches.")]
        }
        var table = TextTable([
            .init(console.text("条目", "Entry")), .init(console.text("制度", "Scheme")),
            .init(console.text("单位", "Unit"), mayShrink: true),
            .init(console.text("品名", "Item"), mayShrink: true),
            .init(console.text("余量", "Left"), alignment: .trailing),
            .init(console.text("有效期止", "Valid to")), .init(console.text("状态", "Status")),
        ])
        for account in accounts {
            let entry = account.entry
            let name = console.language == .zh ? entry.itemName : entry.itemNameEn ?? entry.itemName
            table.append([
                entry.id, entry.scheme, entry.unitName, name,
                account.balance.remaining?.description ?? "—",
                entry.validTo?.description ?? "—", console.text(entry.status.title),
            ])
        }
        var lines = TableStyle.lines(table, console) { row, column, text in
            column == 6 && accounts[row].entry.status != .active ? console.style.amber(text) : text
        }
        if accounts.contains(where: \.entry.isSynthetic) {
            lines.append("")
            lines.append(
                console.style.dim(
                    console.text(
                        "随产品提供的条目是演示用虚构数据（SYNTHETIC），不得据此申报。",
                        "The shipped entries are invented for demonstration (SYNTHETIC).")))
        }
        return lines
    }

    func imported(
        _ name: String, _ changes: WhitelistChanges, dryRun: Bool, isRepeat: Bool
    ) -> [String] {
        if isRepeat {
            return [
                console.text(
                    "\(name) 已经发布过，没有变化。", "\(name) was published before; nothing changed.")
            ]
        }
        let head =
            dryRun
            ? console.text("\(name)：若发布，将会：", "\(name), if published:")
            : console.style.green("✓ ") + console.text("已发布 \(name)", "Published \(name)")
        return [head] + self.changes(changes)
    }

    func changes(_ changes: WhitelistChanges) -> [String] {
        let style = console.style
        var lines: [String] = []
        for entry in changes.added { lines.append(style.green("  + ") + label(entry)) }
        for change in changes.changed {
            let was = change.was.map { console.text("（原编号 \($0)）", " (was \($0))") } ?? ""
            lines.append(style.amber("  ~ ") + label(change.entry) + PlainText.printable(was))
            for difference in change.differences where difference.member != "entry" {
                lines.append(style.dim("      " + told(difference)))
            }
        }
        for entry in changes.removed {
            lines.append(style.red("  - ") + label(entry) + style.dim(reason(entry)))
        }
        lines.append(
            console.text(
                "  新增 \(changes.added.count)，变更 \(changes.changed.count)，"
                    + "移出 \(changes.removed.count)，不变 \(changes.unchanged)",
                "  \(changes.added.count) added, \(changes.changed.count) changed, "
                    + "\(changes.removed.count) removed, \(changes.unchanged) unchanged"))
        return lines
    }

    /// What a list leaves out.
    func warnings(_ warnings: [Diagnostic]) -> [String] {
        warnings.map {
            PlainText.printable("  \($0.place): \(console.text($0.message))")
        }.map(console.style.amber)
    }

    private func told(_ difference: WhitelistChanges.Difference) -> String {
        func shown(_ value: JSONValue?) -> String {
            guard let value else { return "—" }
            return value.stringValue ?? value.text
        }
        return PlainText.printable(
            "\(difference.member): \(shown(difference.old)) → \(shown(difference.new))")
    }

    private func reason(_ entry: WhitelistEntry) -> String {
        guard entry.statusReason != nil || entry.statusDate != nil else { return "" }
        let day = entry.statusDate.map { "\($0) " } ?? ""
        return PlainText.printable("  \(day)\(entry.statusReason ?? "")")
    }

    private func label(_ entry: WhitelistEntry) -> String {
        PlainText.printable("\(entry.id)  \(entry.itemName)  \(entry.unitName)")
    }
}
