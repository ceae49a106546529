import GreenlaneCore

/// The head of the page: what was imported, by whom, how far it came; then goods and needs.
enum EvidenceSummary {
    static func write(_ account: EvidenceAccount, to page: inout EvidenceMarkup) {
        title(account, &page)
        facts(account, &page)
        goods(account, &page)
        needs(account, &page)
    }

    private static func title(_ account: EvidenceAccount, _ page: inout EvidenceMarkup) {
        page.raw("<header><p class=\"kind\">")
        page.pair("通关证据", "Evidence of clearance")
        page.raw("</p><h1>")
        page.plain(account.bundle.shipment)
        page.raw("</h1><p class=\"lead\">")
        let words = sentence(account)
        page.made(EvidenceMarkup.escaped(words.zh))
        page.made("<span class=\"en\" lang=\"en\">\(EvidenceMarkup.escaped(words.en))</span>")
        page.line("</p></header>")
    }

    private static func sentence(_ account: EvidenceAccount) -> LocalizedText {
        guard let shipment = account.shipment, let request = account.request else {
            return LocalizedText(
                zh: "证据中的事件无法还原成一票货；请先核对这个文件。",
                en: "The events in this file do not add up to a shipment: check the file first.")
        }
        let count = request.items.count
        let first = request.items.first
        let zh = first?.nameZh ?? first?.nameEn ?? ""
        let en = first?.nameEn ?? first?.nameZh ?? ""
        let day = shipment.occurred.date
        let milestone = shipment.milestone.title
        return LocalizedText(
            zh: "\(request.importer.name)进口“\(zh)”\(count > 1 ? "等 \(count) 项" : "")，"
                + "截至 \(DateText.day(day, .zh))：\(milestone.zh)。",
            en: "\(request.importer.name) imports \(en)\(count > 1 ? " and \(count - 1) more" : "")"
                + "; on \(DateText.day(day, .en)): \(milestone.en).")
    }

    private static func facts(_ account: EvidenceAccount, _ page: inout EvidenceMarkup) {
        guard let shipment = account.shipment, let request = account.request else { return }
        page.line("<dl class=\"facts\">")
        page.fact("进口单位", "Importer", party(request.importer))
        page.fact("消费使用单位", "End user", request.endUser.map(party))
        page.fact("报关单位", "Broker", request.broker.map(party))
        page.fact("境外发货人", "Shipper", request.exporter.map(party))
        page.fact("申请号", "Reference", EvidenceMarkup.escaped(request.reference))
        page.fact("用途", "Purpose", word(.purpose, request.purpose.rawValue))
        page.fact("监管方式", "Regime", word(.regime, request.regime.rawValue))
        page.fact(
            "运输", "Transport", request.transport.mode.map { word(.transportMode, $0.rawValue) })
        page.fact("提运单号", "Waybill", request.transport.document.map(EvidenceMarkup.escaped))
        page.fact("入境口岸", "Port", request.transport.portOfEntry.map(EvidenceMarkup.escaped))
        let state = account.stateTitle.map(EvidenceMarkup.pair)
        page.fact("所处状态", "State", state)
        page.fact("里程碑", "Milestone", EvidenceMarkup.pair(shipment.milestone.title))
        let numbers = shipment.declarations.compactMap { declaration in
            declaration.entryNumber.map { "\($0)" } ?? declaration.number
        }
        page.fact("报关单号", "Declaration", EvidenceMarkup.escaped(numbers.joined(separator: "；")))
        page.line("</dl>")
    }

    private static func party(_ party: Party) -> String {
        let code = party.uscc.map { " \(EvidenceMarkup.code($0))" } ?? ""
        return EvidenceMarkup.escaped(party.name) + code
    }

    private static func word(_ fact: Fact, _ value: String) -> String {
        EvidenceMarkup.pair(fact.word(value))
    }

    // MARK: Goods

    private static func goods(_ account: EvidenceAccount, _ page: inout EvidenceMarkup) {
        guard let shipment = account.shipment else { return }
        page.heading("货物", "Goods")
        let rows = shipment.request.items.map { item -> [String] in
            let usage = shipment.usage.first { $0.line == item.line }
            var names = item.nameZh.map(EvidenceMarkup.escaped) ?? ""
            if let en = item.nameEn {
                names += " <span class=\"en\" lang=\"en\">\(EvidenceMarkup.escaped(en))</span>"
            }
            if let batch = item.catalogue?.batch {
                names +=
                    "<small>\(EvidenceMarkup.pair("批号", "lot")) "
                    + "\(EvidenceMarkup.escaped(batch))</small>"
            }
            let origin = [item.origin.country, item.origin.species].compactMap { $0 }
            let material = item.origin.material.map { word(.originMaterial, $0.rawValue) } ?? ""
            var codes = item.hs.map(EvidenceMarkup.code) ?? ""
            if let cas = item.cas { codes += "<small>CAS \(EvidenceMarkup.escaped(cas))</small>" }
            return [
                String(item.line), names, codes,
                "\(material)<small>\(EvidenceMarkup.escaped(origin.joined(separator: " · ")))"
                    + "</small>",
                EvidenceMarkup.escaped(item.quantity?.description ?? ""),
                usage.map { EvidenceMarkup.escaped("\($0.used) / \($0.destroyed)") } ?? "—",
            ]
        }
        page.table(
            "goods",
            [
                ("项", "#"), ("名称", "Name"), ("税号", "HS code"), ("来源", "Origin"),
                ("数量", "Quantity"), ("使用／销毁", "Used / destroyed"),
            ], rows)
    }

    // MARK: Needs

    private static func needs(_ account: EvidenceAccount, _ page: inout EvidenceMarkup) {
        guard let shipment = account.shipment else { return }
        page.heading("需要哪些许可，凭什么满足", "What it needed, and what answered it")
        guard !account.needs.isEmpty else {
            page.paragraph(
                "按 \(shipment.assessedOn) 的规则判定，这些货物不需要许可。",
                "By the rules of \(shipment.assessedOn) these goods need no permit.")
            return
        }
        page.paragraph(
            "最近一次判定依据 \(DateText.day(shipment.assessedOn, .zh)) 的规则。",
            "Last assessed by the rules of \(DateText.day(shipment.assessedOn, .en)).",
            style: "note")
        let rows = account.needs.map { need -> [String] in
            let requirement = need.requirement
            var status = EvidenceMarkup.pair(EvidenceEffects.status(requirement.status))
            if let level = requirement.riskLevel {
                status +=
                    "<small>\(EvidenceMarkup.pair("风险等级", "level")) "
                    + "\(EvidenceMarkup.escaped(level))</small>"
            }
            return [
                String(requirement.line), EvidenceMarkup.pair(need.permit), status,
                answers(need),
                EvidenceMarkup.basis(need.basis)
                    + "<small>\(EvidenceMarkup.code(requirement.rule))</small>",
            ]
        }
        page.table(
            "needs",
            [
                ("项", "#"), ("许可", "Permit"), ("判定", "Found"), ("凭", "Answered by"),
                ("依据与规则", "Basis and rule"),
            ], rows)
    }

    private static func answers(_ need: EvidenceAccount.Need) -> String {
        var parts = need.draws.filter(\.isLive).map { draw in
            let amount = draw.amount == .zero ? "" : "（\(draw.amount)）"
            return EvidenceMarkup.pair(EvidenceEffects.name(draw.ledger))
                + " \(EvidenceMarkup.code(draw.id))\(EvidenceMarkup.escaped(amount))"
        }
        if parts.isEmpty, let entry = need.requirement.waivedBy {
            parts.append(
                EvidenceMarkup.pair("白名单条目", "whitelist entry")
                    + " \(EvidenceMarkup.code(entry))")
        }
        return parts.isEmpty ? "—" : parts.joined(separator: "<br>")
    }
}
