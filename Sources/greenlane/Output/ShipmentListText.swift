internal import GreenlaneCore
internal import GreenlaneStore

/// The worklist for people.
struct ShipmentListText {
    private let console: Console
    private let titles: [(name: String, title: LocalizedText)]

    init(_ console: Console, _ titles: [(name: String, title: LocalizedText)]) {
        self.console = console
        self.titles = titles
    }

    func lines(_ rows: [ShipmentRow], next: String?) -> [String] {
        guard !rows.isEmpty else {
            return [console.text("没有符合的货物。", "No shipment matches.")]
        }
        var table = TextTable([
            .init(console.text("货物", "Shipment")),
            .init(console.text("申请编号", "Reference"), mayShrink: true),
            .init(console.text("里程碑", "Milestone")),
            .init(console.text("现在", "Now"), mayShrink: true),
            .init(console.text("下一时限", "Next deadline")),
        ])
        for row in rows {
            let milestone = Milestone(rawValue: row.milestone).map { console.text($0.title) }
            let state = titles.first { $0.name == row.state }.map { console.text($0.title) }
            let due = row.due.map {
                DateText.day(Timestamp(milliseconds: $0).date, console.language)
            }
            table.append([
                row.id, row.reference, milestone ?? row.milestone, state ?? row.state,
                row.overdue ? console.text("已逾期", "overdue") : due ?? "",
            ])
        }
        var lines = TableStyle.lines(table, console) { row, column, text in
            if column == 4, rows[row].overdue { return console.style.red(text) }
            return rows[row].final ? console.style.dim(text) : text
        }
        if let next {
            lines.append("")
            lines.append(
                console.style.dim(
                    console.text("还有更多：--after \(next)", "There is more: --after \(next)")))
        }
        return lines
    }
}
