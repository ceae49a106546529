import GreenlaneCore

/// Permits and whitelist entries: what they grant, and what this shipment took from them.
enum EvidenceHoldings {
    static func write(_ account: EvidenceAccount, to page: inout EvidenceMarkup) {
        // Those that were only looked at are in the proof data, not here.
        let used = account.ledgers.filter { ledger in
            let isNamed = account.shipment?.draws.contains { $0.id == ledger.id } ?? false
            return !ledger.movements.isEmpty || isNamed
        }
        page.heading("许可与白名单的占用", "Permits and whitelist entries drawn on")
        guard !used.isEmpty else {
            page.paragraph("没有占用任何许可或白名单条目。", "No permit and no whitelist entry was drawn on.")
            return
        }
        for ledger in used { card(ledger, account, &page) }
    }

    private static func card(
        _ ledger: EvidenceLedger, _ account: EvidenceAccount, _ page: inout EvidenceMarkup
    ) {
        page.raw("<section class=\"holding\"><h3>")
        page.made(
            "\(EvidenceMarkup.pair(EvidenceEffects.name(ledger.ledger))) "
                + "\(EvidenceMarkup.code(ledger.id))")
        page.line("</h3><dl class=\"facts\">")
        if let permit = ledger.permit { terms(permit, ledger, account, &page) }
        if let entry = ledger.entry { terms(entry, ledger, account, &page) }
        if let granted = ledger.balance?.granted {
            page.fact("核准数量", "Granted", EvidenceMarkup.escaped(granted.description))
        }
        if let remaining = ledger.balance?.remaining {
            page.fact(
                "截至这票货最后一步的余量", "Left after this shipment's last step",
                EvidenceMarkup.escaped(remaining.description))
        }
        page.line("</dl>")
        movements(ledger, &page)
        if ledger.others > 0 {
            page.paragraph(
                "同期还有其他货物的变动 \(ledger.others) 条，见证明数据。",
                "Other shipments moved it \(ledger.others) times in the same period; see the proof "
                    + "data.", style: "note")
        }
        page.line("</section>")
    }

    private static func terms(
        _ permit: Permit, _ ledger: EvidenceLedger, _ account: EvidenceAccount,
        _ page: inout EvidenceMarkup
    ) {
        page.fact("种类", "Kind", EvidenceMarkup.pair(account.permitName(permit.code)))
        page.fact("证件号", "Number", EvidenceMarkup.escaped(permit.number))
        page.fact("持有单位", "Holder", EvidenceMarkup.code(permit.holder))
        page.fact("有效期", "Valid", days(permit.validFrom, permit.validTo))
        page.fact(
            "用法", "Uses",
            permit.singleUse
                ? EvidenceMarkup.pair("一批一证", "one shipment")
                : EvidenceMarkup.pair("可多次使用", "several shipments"))
        if ledger.isRevoked {
            page.fact("状态", "Status", EvidenceMarkup.pair("已撤销", "revoked"))
        }
    }

    private static func terms(
        _ entry: WhitelistEntry, _ ledger: EvidenceLedger, _ account: EvidenceAccount,
        _ page: inout EvidenceMarkup
    ) {
        if entry.isSynthetic {
            page.fact(
                "说明", "Note",
                "<span class=\"mark\">\(EvidenceMarkup.pair("演示用的虚构条目", "SYNTHETIC entry"))</span>")
        }
        page.fact("制度", "Scheme", EvidenceMarkup.escaped(entry.scheme))
        page.fact("批次", "Batch", EvidenceMarkup.escaped(entry.batch))
        page.fact(
            "单位", "Unit",
            "\(EvidenceMarkup.escaped(entry.unitName)) \(EvidenceMarkup.code(entry.unitUscc))")
        let names = [entry.itemNameZh, entry.itemNameEn].compactMap { $0 }
        page.fact("物品", "Item", EvidenceMarkup.escaped(names.joined(separator: " / ")))
        page.fact("有效期", "Valid", days(entry.validFrom, entry.validTo))
        page.fact(
            "免办", "Waives",
            entry.waives.map { EvidenceMarkup.pair(account.permitName($0)) }
                .joined(separator: "<br>"))
        if ledger.restatements > 0 {
            page.fact(
                "名单更正", "Restated by later lists", String(ledger.restatements))
        }
    }

    private static func days(_ first: CalendarDate?, _ last: CalendarDate?) -> String {
        "\(first?.description ?? "—") – \(last?.description ?? "—")"
    }

    private static func movements(_ ledger: EvidenceLedger, _ page: inout EvidenceMarkup) {
        guard !ledger.movements.isEmpty else { return }
        let unit = ledger.balance?.granted?.unit.rawValue ?? ""
        page.table(
            "moves",
            [("时间", "When"), ("变动", "What"), ("项", "Item"), ("数量", "Amount"), ("日志", "Log")],
            ledger.movements.map { movement in
                let amount = movement.change.amount
                return [
                    EvidenceMarkup.moment(movement.occurred),
                    EvidenceMarkup.pair(word(movement.change.kind)),
                    String(movement.change.line),
                    amount == .zero ? "—" : EvidenceMarkup.escaped("\(amount) \(unit)"),
                    "#\(movement.position)",
                ]
            })
    }

    private static func word(_ kind: BalanceChange.Kind) -> LocalizedText {
        switch kind {
        case .reserved: LocalizedText(zh: "预留", en: "reserved")
        case .consumed: LocalizedText(zh: "核销", en: "used up")
        case .freed: LocalizedText(zh: "释放", en: "freed")
        case .returned: LocalizedText(zh: "退回", en: "given back")
        }
    }
}
