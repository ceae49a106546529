import GreenlaneCore
import GreenlaneEngine

/// What moved the balance of a permit or an entry, newest first.
enum LedgerUses {
    static func answer(
        _ answer: AuditAnswer, _ id: String, holder: String, _ call: PageCall
    ) -> AuditAnswerWords {
        let shipments = answer.summary["shipments"]?.integerValue ?? 0
        let holds = answer.summary["holds"]?.boolValue ?? false
        let unit = PageWords.unit(holder, call)
        let zh =
            "\(id) 由 \(unit) 持有，\(shipments) 票货用过；"
            + (holds ? "逐笔重算与现有余量一致。" : "逐笔重算与现有余量不一致，请核对日志。")
        let en =
            "\(id) is held by \(unit) and was used by \(shipments) shipment(s); "
            + (holds
                ? "the balance made again from each entry agrees."
                : "the balance made again from each entry does not agree: verify the log.")
        return AuditAnswerWords(
            sentence: call.text(zh, en),
            table: table(answer, AuditQuestionPages.maximumLines, call, withActors: true))
    }

    static func table(
        _ answer: AuditAnswer, _ limit: Int, _ call: PageCall, withActors: Bool = false
    ) -> RowTable {
        var titles = [
            call.text("记入时间", "Recorded"), call.text("货物", "Shipment"),
            call.text("变化", "Change"), "#" + call.text("数量", "Amount"),
            "#" + call.text("余", "Left"),
        ]
        if withActors { titles.append(call.text("谁", "Who")) }
        var table = RowTable(
            titles, folds: true, caption: caption(answer, limit, call),
            none: call.text("还没有使用过。", "Not used yet."))
        table.rows = answer.lines.suffix(limit).reversed().map { line in
            row(line, call) + (withActors ? [.text(PageWords.who(line["actor"], call))] : [])
        }
        return table
    }

    /// How the last column comes about, where there is one, and how many lines are left out.
    private static func caption(
        _ answer: AuditAnswer, _ limit: Int, _ call: PageCall
    ) -> String? {
        var parts: [String] = []
        if answer.lines.contains(where: { $0["after"]?["remaining"] != nil }) {
            parts.append(
                call.text(
                    "余 = 核定 − 已用 − 预留：核销已预留的数量，余不变",
                    "Left = listed − used − reserved: using what was reserved leaves it as it is"))
        }
        if answer.lines.count > limit {
            parts.append(
                call.text(
                    "最近 \(limit) 次，共 \(answer.lines.count) 次",
                    "The last \(limit) of \(answer.lines.count)"))
        }
        return parts.isEmpty ? nil : parts.joined(separator: call.text("；", "; "))
    }

    /// The balance runs in the order of the log, so that is whose time stands first; what happened
    /// on an earlier day says so beside the change.
    private static func earlier(_ line: JSONValue, _ call: PageCall) -> String {
        let moments = ["occurred", "recorded"].compactMap { name in
            line[name]?.stringValue.flatMap { Timestamp($0) }
        }
        guard moments.count == 2, moments[0].date < moments[1].date else { return "" }
        let day = ConsoleDates.day(moments[0].date, call.language, now: call.now)
        let isList = line["change"] == nil && line["type"]?.stringValue?.hasPrefix("entry.") == true
        return isList
            ? call.text("（\(day)公布）", " (announced \(day))")
            : call.text("（\(day)发生）", " (happened \(day))")
    }

    private static func row(_ line: JSONValue, _ call: PageCall) -> [RowTable.Cell] {
        let unit = line["unit"]?.stringValue
        var what: RowTable.Cell = .text("")
        if let id = line["shipment"]?.stringValue {
            let number = line["line"]?.integerValue ?? 0
            let title = call.text("\(id) 第 \(number) 项", "\(id), line \(number)")
            let isOpen = call.reader.principal?.may(.readEvents) ?? false
            let cause = line["cause"]?.integerValue.map { "?at=\($0)" } ?? ""
            what = .text(
                title,
                href: isOpen ? "/audit/shipments/\(QueryText.escaped(id))\(cause)" : nil)
        }
        let change = line["change"]?.stringValue
        let amount = line["amount"]?.stringValue.map { amount in
            let sign = change == "reserved" || change == "consumed" ? "−" : "+"
            return amount == "0" ? "" : sign + PageWords.quantity(amount, unit)
        }
        let left = line["after"]?["remaining"]?.stringValue
        return [
            .text(PageWords.moment(line["recorded"], call)), what,
            .text(
                word(change ?? line["type"]?.stringValue ?? "", call) + earlier(line, call)),
            .number(amount ?? ""),
            .number(left.map { PageWords.quantity($0, unit) } ?? ""),
        ]
    }

    private static func word(_ change: String, _ call: PageCall) -> String {
        switch change {
        case "reserved": call.text("预留", "Reserved")
        case "consumed": call.text("核销", "Used")
        case "freed": call.text("释放预留", "Reservation freed")
        case "returned": call.text("退回", "Returned")
        case "entry.published": call.text("列入名单", "Listed")
        case "entry.restated": call.text("名单变更", "Listed otherwise")
        case "entry.removed": call.text("移出名单", "Removed")
        case "permit.granted": call.text("登记", "Registered")
        case "permit.revoked": call.text("撤销", "Revoked")
        default: change
        }
    }
}
