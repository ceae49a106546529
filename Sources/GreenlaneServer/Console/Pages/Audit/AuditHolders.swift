import GreenlaneCore
import GreenlaneEngine

/// Who held which permit, of those within the reader's reach.
enum AuditHolders {
    static func answer(_ call: PageCall) throws -> AuditAnswerWords {
        let reach = try call.call.reach()
        let code = call.query["permit"].flatMap { $0.isEmpty ? nil : $0 }
        let text = ItemName.code(ConsoleForm.trimmed(call.query["holder"] ?? ""))
        let on = call.query["on"].flatMap { $0.isEmpty ? nil : $0 }
        let day = on.flatMap { CalendarDate($0) }
        guard on == nil || day != nil else {
            throw APIRefusal.parameter("on", "应为 YYYY-MM-DD", "takes a day, YYYY-MM-DD")
        }
        let found = call.service.ledgers.read { book in
            book.allPermits.filter { permit in
                reach.includes(importer: permit.holder) && (code == nil || permit.code == code)
                    && (day.map { permit.validFrom <= $0 && $0 <= permit.validTo } ?? true)
                    && (text.isEmpty
                        || [permit.id, permit.number, permit.holder].contains {
                            ItemName.code($0).contains(text)
                        })
            }
        }
        let shown = found.prefix(AuditQuestionPages.maximumLines)
        var table = RowTable(
            [
                call.text("许可", "Permit"), call.text("种类", "Kind"),
                call.text("证号", "Number"), call.text("持有单位", "Holder"),
                call.text("有效期", "Valid"), "#" + call.text("余", "Left"),
                call.text("状态", "State"),
            ], folds: true)
        table.rows = shown.map { row($0, day ?? call.now.date, call) }
        let count = PageWords.grouped(Int64(found.count))
        var sentence = call.text("共 \(count) 份许可。", "Permits: \(count).")
        if found.count > shown.count {
            sentence += call.text("只列前 \(shown.count) 份。", " The first \(shown.count) are shown.")
        }
        return AuditAnswerWords(sentence: sentence, table: table)
    }

    private static func row(
        _ permit: Permit, _ day: CalendarDate, _ call: PageCall
    ) -> [RowTable.Cell] {
        let rules = call.service.definitions.rules
        let chip: RowTable.Cell =
            switch permit.status {
            case .revoked: .chip("late", call.text("已撤销", "Revoked"))
            case .valid:
                permit.isValid(on: day)
                    ? .chip("now", call.text("有效", "Valid"))
                    : .chip("done", call.text("不在有效期", "Not in force"))
            }
        return [
            .text(permit.id, href: "/audit/uses?id=" + QueryText.escaped(permit.id)),
            .text(PageWords.permit(permit.code, rules, call)), .text(permit.number),
            .text(PageWords.unit(permit.holder, call)),
            .text("\(permit.validFrom) – \(permit.validTo)"),
            .number(permit.balance.remaining.map(PageWords.quantity) ?? call.text("不限", "any")),
            chip,
        ]
    }
}
