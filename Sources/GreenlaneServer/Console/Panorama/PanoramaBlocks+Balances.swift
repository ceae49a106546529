import GreenlaneCore
import GreenlaneEngine

extension PanoramaBlocks {
    func block(
        _ id: String, _ title: String, _ sentence: String, _ chart: String, _ caption: String,
        _ table: PanoramaTable
    ) -> JSONValue {
        [
            "id": .string(id), "title": .string(title), "sentence": .string(sentence),
            "chart": .string(chart), "caption": .string(caption), "table": table.json,
        ]
    }

    /// Whitelist entries and permits by how much of them is used.
    var quotas: JSONValue? {
        guard !balances.quotas.isEmpty else { return nil }
        let bars = balances.quotas.map { row in
            // The bar ends where all is drawn; the number beside it says how much more is.
            let used = min(PanoramaBalances.share(row.balance.consumed, of: row.balance), 1_000)
            let both = PanoramaBalances.used(row)
            return PanoramaChart.Bar(
                label: row.label, value: used, text: percent(both),
                beyond: min(both, 1_000) - used, isLate: isExceeded(row))
        }
        let table = PanoramaTable(
            columns: [
                call.text("条目或证件", "Entry or permit"), call.text("核准", "Granted"),
                call.text("已用", "Used"), call.text("已留", "Kept"), call.text("余量", "Left"),
            ],
            rows: balances.quotas.map { row in
                let unit = row.balance.granted?.unit.rawValue ?? ""
                func amount(_ value: Decimal) -> String { "\(value) \(unit)" }
                var used = amount(row.balance.consumed)
                var left = amount(row.balance.remaining?.amount ?? .zero)
                if isExceeded(row) {
                    let share = PanoramaBalances.share(row.balance.consumed, of: row.balance)
                    used += call.text("（\(percent(share))）", " (\(percent(share)))")
                    let over = amount(row.balance.shortfall)
                    left = call.text("超出 \(over)", "exceeded by \(over)")
                }
                return [
                    row.name, amount(row.balance.granted?.amount ?? .zero), used,
                    amount(row.balance.reserved), left,
                ]
            }, caption: call.text("数量", "Quantities"))
        let title = call.text("余量", "Quotas")
        return block(
            "quotas", title,
            call.text(
                "有数量限制的条目和证件 \(balances.quotaCount) 个，用得最多的在前。",
                "\(balances.quotaCount) entries and permits have a quantity; most used first.")
                + exceeded,
            PanoramaChart.bars(bars, full: 1_000, title),
            call.text(
                "深色已用，浅色已为在途货物留出；百分数为两者之和，红色为已超出",
                "Dark: used; light: kept for goods on the way; percent: both; red: exceeded"),
            table)
    }

    private func isExceeded(_ row: PanoramaBalances.Row) -> Bool { row.balance.shortfall > .zero }

    /// How many of those shown are drawn on beyond what was granted; empty where none is.
    private var exceeded: String {
        let count = balances.quotas.count(where: isExceeded)
        guard count > 0 else { return "" }
        return call.text(
            "其中 \(count) 个已超出核准数量。", " \(count) of them exceed what was granted.")
    }

    /// What ends within sixty days.
    var ending: JSONValue? {
        guard !balances.ending.isEmpty else { return nil }
        let today = call.now.date
        let bars = balances.ending.map { row in
            let left = (row.until ?? today).dayNumber - today.dayNumber
            return PanoramaChart.Bar(
                label: row.label, value: left, text: call.text("\(left) 天", "\(left) days"))
        }
        let table = PanoramaTable(
            columns: [
                call.text("条目或证件", "Entry or permit"), call.text("持有单位", "Holder"),
                call.text("有效期止", "Valid to"),
            ],
            rows: balances.ending.map { row in
                [
                    row.name, row.holder,
                    row.until.map { ConsoleDates.day($0, call.language, now: call.now) } ?? "",
                ]
            }, caption: call.text("有效期", "Validity"), texts: [1, 2])
        let title = call.text("即将到期", "Ending soon")
        return block(
            "ending", title,
            call.text(
                "\(PanoramaBalances.ahead) 天内到期的有 \(balances.endingCount) 个。",
                "\(balances.endingCount) end within \(PanoramaBalances.ahead) days."),
            PanoramaChart.bars(bars, title), call.text("剩余天数（自然日）", "Days left (calendar days)"),
            table)
    }

    private func percent(_ thousandths: Int) -> String {
        "\(thousandths / 10).\(thousandths % 10)%"
    }
}
