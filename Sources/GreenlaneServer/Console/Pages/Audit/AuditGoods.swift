import GreenlaneCore
import GreenlaneEngine

/// Answers about quantities and about permits on the day of release, in words.
enum AuditGoods {
    // MARK: A lot

    static func life(_ answer: AuditAnswer, lot: String, _ call: PageCall) -> AuditAnswerWords {
        var table = RowTable(
            [
                call.text("时间", "When"), call.text("货物", "Shipment"),
                call.text("做了什么", "What was done"), call.text("谁", "Who"),
                "#" + call.text("余", "Left"),
            ], folds: true)
        let steps = answer.lines.filter { $0["title"] != nil }
        table.rows = steps.prefix(AuditQuestionPages.maximumLines).map { line in
            [
                .text(PageWords.moment(line["occurred"], call)), shipment(line, call),
                .text(PageWords.attempt(PageWords.text(line["title"], call.language), call)),
                .text(PageWords.who(line["actor"], call)),
                .number(PageWords.grouped(line["left"]?.stringValue ?? "")),
            ]
        }
        var parts = [
            call.text(
                "批号 \(lot)：\(count(answer, "lines")) 项货物，\(steps.count) 步。",
                "Lot \(lot): lines of goods \(count(answer, "lines")), steps \(steps.count).")
        ]
        parts.append(closing(answer, call))
        return AuditAnswerWords(
            sentence: parts.joined(separator: call.text("", " ")), totals: totals(answer, call),
            table: table)
    }

    // MARK: Quantities

    /// What is told of a line of goods, and of all in one unit. Goods that were destroyed or sent
    /// back before they were delivered stand in those columns, and take nothing off what is left.
    private static let amounts: [(members: [String], title: LocalizedText)] = [
        (["accepted"], LocalizedText(zh: "受理", en: "Accepted")),
        (["released"], LocalizedText(zh: "放行", en: "Released")),
        (["delivered"], LocalizedText(zh: "交付", en: "Delivered")),
        (["used"], LocalizedText(zh: "使用", en: "Used")),
        (["destroyed"], LocalizedText(zh: "销毁", en: "Destroyed")),
        (["returned", "surrendered"], LocalizedText(zh: "退运", en: "Sent back")),
        (["left"], LocalizedText(zh: "余", en: "Left")),
    ]

    private static func cells(_ line: JSONValue) -> [RowTable.Cell] {
        amounts.map { amount in
            let sum = amount.members.reduce(Decimal.zero) {
                $0 + (line[$1]?.stringValue.flatMap { Decimal($0) } ?? .zero)
            }
            guard sum != .zero else { return .number("0") }
            return .number(PageWords.quantity(sum.description, line["unit"]?.stringValue))
        }
    }

    static func balances(_ answer: AuditAnswer, _ call: PageCall) -> AuditAnswerWords {
        var table = RowTable(
            [
                call.text("货物", "Shipment"), call.text("品名", "Goods"),
                call.text("批号", "Lot"),
            ] + amounts.map { "#" + call.text($0.title) } + [call.text("结论", "Result")],
            folds: true,
            none: call.text("这个季度没有受理的货物。", "No goods were accepted in this quarter."))
        table.rows = answer.lines.prefix(AuditQuestionPages.maximumLines).map { line in
            [
                shipment(line, call), .text(goods(line, call)),
                .text(line["lot"]?.stringValue ?? ""),
            ] + cells(line) + [books(line, call)]
        }
        var parts = [
            call.text(
                "\(count(answer, "lines")) 项货物，其中 \(count(answer, "gaps")) 项对不上。",
                "Lines of goods: \(count(answer, "lines")); of them \(count(answer, "gaps")) "
                    + "do not agree.")
        ]
        if answer.next != nil {
            parts.append(
                call.text(
                    "只列前面的；要看其余的，请缩小查询范围。",
                    "Only the first are shown; narrow the question to see the others."))
        } else {
            parts.append(closing(answer, call))
        }
        parts.append(
            call.text(
                "余 = 交付 − 交付后的使用、销毁和退运（含放弃）。",
                "Left is delivered less what was used, destroyed, sent back or given up after it."))
        return AuditAnswerWords(
            sentence: parts.joined(separator: call.text("", " ")), totals: totals(answer, call),
            table: table)
    }

    private static func goods(_ line: JSONValue, _ call: PageCall) -> String {
        let zh = line["nameZh"]?.stringValue
        let en = line["nameEn"]?.stringValue
        return call.text(zh ?? en ?? "", en ?? zh ?? "")
    }

    private static func books(_ line: JSONValue, _ call: PageCall) -> RowTable.Cell {
        let gaps = line["gaps"]?.arrayValue ?? []
        guard gaps.isEmpty else {
            let words = gaps.map { PageWords.text($0["message"], call.language) }
            return .chip("late", words.joined(separator: call.text("；", "; ")))
        }
        return switch line["books"]?.stringValue {
        case "closed": .chip("done", call.text("对得上", "Agrees"))
        case "untracked": .chip("done", call.text("不需台账", "No ledger owed"))
        default: .chip("open", call.text("未结束", "Still open"))
        }
    }

    /// A row for each unit; amounts of different units are never added.
    private static func totals(_ answer: AuditAnswer, _ call: PageCall) -> RowTable? {
        let sums = answer.summary["totals"]?.arrayValue ?? []
        guard !sums.isEmpty else { return nil }
        var table = RowTable(
            [call.text("合计", "In all")] + amounts.map { "#" + call.text($0.title) }, folds: true)
        table.rows = sums.map { sum in
            [.text(sum["unit"]?.stringValue ?? "")] + cells(sum)
        }
        return table
    }

    private static func closing(_ answer: AuditAnswer, _ call: PageCall) -> String {
        guard let closes = answer.summary["closes"]?.boolValue else { return "" }
        if closes { return call.text("全部对得上。", "All of it agrees.") }
        return count(answer, "gaps") > 0
            ? call.text("有对不上的，见表。", "Some of it does not agree; see the table.")
            : call.text("还有没结束的货物。", "Some of it is still open.")
    }

    private static func count(_ answer: AuditAnswer, _ name: String) -> Int64 {
        answer.summary[name]?.integerValue ?? 0
    }

    // MARK: Permits

    static func gaps(_ answer: AuditAnswer, _ call: PageCall) -> AuditAnswerWords {
        let rules = call.service.definitions.rules
        var table = RowTable(
            [
                call.text("货物", "Shipment"), call.text("证件", "Permit"),
                call.text("日期", "Day"), call.text("说明", "What is wrong"),
                call.text("是否算违规", "Counts"),
            ], folds: true,
            none: call.text("没有发现。", "Nothing was found."))
        table.rows = answer.lines.prefix(AuditQuestionPages.maximumLines).map { line in
            let code = line["permit"]?.stringValue ?? ""
            let counts = line["counts"]?.boolValue ?? false
            return [
                shipment(line, call), .text(PageWords.permit(code, rules, call)),
                .text(line["day"]?.stringValue ?? ""),
                .text(PageWords.text(line["message"], call.language)),
                counts
                    ? .chip("late", call.text("是", "Yes"))
                    : .chip("plain", call.text("仅提示", "Told only")),
            ]
        }
        let released = PageWords.grouped(count(answer, "released"))
        let counting = PageWords.grouped(count(answer, "counting"))
        var sentence = call.text(
            "放行 \(released) 票，\(counting) 处放行时证件不在有效期。",
            "Released: \(released) shipments; permits not valid on the day: \(counting).")
        if answer.next != nil {
            sentence += call.text("只列前面的。", " Only the first are shown.")
        }
        return AuditAnswerWords(sentence: sentence, table: table)
    }

    private static func shipment(_ line: JSONValue, _ call: PageCall) -> RowTable.Cell {
        let id = line["shipment"]?.stringValue ?? ""
        let number = line["line"]?.integerValue ?? 0
        let at = line["position"]?.integerValue.map { "?at=\($0)" } ?? ""
        return .text(
            call.text("\(id) 第\u{A0}\(number)\u{A0}项", "\(id), line\u{A0}\(number)"),
            href: "/audit/shipments/\(QueryText.escaped(id))\(at)")
    }
}
