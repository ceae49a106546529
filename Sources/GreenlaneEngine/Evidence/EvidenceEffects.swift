import GreenlaneCore

/// What a step brought about, as people say it.
enum EvidenceEffects {
    /// Nil for what other parts of the page show, or what only the engine needs.
    static func words(
        _ effect: Effect, _ shipment: Shipment, permit: (String) -> LocalizedText
    ) -> LocalizedText? {
        switch effect {
        case .assessed(let day, let requirements):
            let open = requirements.count { $0.status == .required }
            let waived = requirements.count { $0.status == .waived }
            return LocalizedText(
                zh: "按 \(day) 的规则判定：需办 \(open) 项，白名单免办 \(waived) 项",
                en: "assessed by the rules of \(day): \(open) needed, \(waived) waived")
        case .drew(let draw): return drew(draw)
        case .drawChanged(let ledger, let id, let line, let status):
            let word = status == .linked ? nil : Self.status(status)
            return word.map {
                LocalizedText(
                    zh: "\(name(ledger).zh) \(id)（第 \(line) 项）\($0.zh)",
                    en: "\(name(ledger).en) \(id) (item \(line)) \($0.en)")
            }
        case .applied(let code, let status):
            let name = permit(code)
            let words = applied[status] ?? LocalizedText(zh: status, en: status)
            return LocalizedText(
                zh: "\(name.zh)：\(words.zh)", en: "\(name.en): \(words.en)")
        case .lodged(let declaration):
            let lines = declaration.lines.map { String($0) }.joined(separator: ", ")
            return LocalizedText(
                zh: "报关单 \(declaration.index)，含第 \(lines) 项",
                en: "declaration \(declaration.index) with items \(lines)")
        case .declaration(let index, let status, let number, _):
            let shown = number.map { " \($0)" } ?? ""
            return LocalizedText(
                zh: "报关单 \(index)\(shown)：\(Self.status(status).zh)",
                en: "declaration \(index)\(shown): \(Self.status(status).en)")
        case .taskOpened(_, let text): return text
        case .attached(let paper):
            let shown = paper.reference.map { " \($0)" } ?? ""
            return LocalizedText(
                zh: "附单证 \(paper.kind)\(shown)", en: "paper \(paper.kind)\(shown)")
        case .used(let line, let amount):
            return used(line, amount, shipment, LocalizedText(zh: "使用", en: "used"))
        case .destroyed(let line, let amount):
            return used(line, amount, shipment, LocalizedText(zh: "销毁", en: "destroyed"))
        case .undone(let version):
            return LocalizedText(
                zh: "撤回第 \(version) 步", en: "step \(version) no longer counts")
        case .corrected:
            return LocalizedText(zh: "申请内容更正", en: "the request was corrected")
        case .remembered, .tasksClosed: return nil
        }
    }

    private static let applied: [String: LocalizedText] = [
        "applied": LocalizedText(zh: "已申请", en: "applied for"),
        "supplement": LocalizedText(zh: "要求补正", en: "more material asked for"),
        "supplemented": LocalizedText(zh: "已补正", en: "material handed in"),
        "granted": LocalizedText(zh: "已批准", en: "granted"),
        "refused": LocalizedText(zh: "未批准", en: "refused"),
    ]

    static func name(_ ledger: LedgerEvent.Ledger) -> LocalizedText {
        switch ledger {
        case .permit: LocalizedText(zh: "许可", en: "permit")
        case .entry: LocalizedText(zh: "白名单条目", en: "whitelist entry")
        }
    }

    static func status(_ status: Draw.Status) -> LocalizedText {
        switch status {
        case .linked: LocalizedText(zh: "已关联", en: "named")
        case .reserved: LocalizedText(zh: "已预留", en: "reserved")
        case .consumed: LocalizedText(zh: "已核销", en: "used up")
        case .freed: LocalizedText(zh: "已释放", en: "freed")
        }
    }

    static func status(_ status: PermitStatus) -> LocalizedText {
        switch status {
        case .required: LocalizedText(zh: "需要", en: "needed")
        case .waived: LocalizedText(zh: "白名单免办", en: "waived")
        case .exempt: LocalizedText(zh: "不需要", en: "exempt")
        case .possible: LocalizedText(zh: "待定", en: "undecided")
        }
    }

    private static func status(_ status: Declaration.Status) -> LocalizedText {
        switch status {
        case .lodged: LocalizedText(zh: "已发送", en: "lodged")
        case .accepted: LocalizedText(zh: "已受理", en: "accepted")
        case .rejected: LocalizedText(zh: "退单", en: "rejected")
        case .returned: LocalizedText(zh: "退回修改", en: "returned for amendment")
        case .amended: LocalizedText(zh: "已修改", en: "amended")
        case .withdrawn: LocalizedText(zh: "已撤销", en: "withdrawn")
        case .released: LocalizedText(zh: "已放行", en: "released")
        case .cleared: LocalizedText(zh: "已结关", en: "cleared")
        }
    }

    private static func drew(_ draw: Draw) -> LocalizedText {
        let ledger = name(draw.ledger)
        let status = status(draw.status)
        let amount = draw.amount == .zero ? "" : " \(draw.amount)"
        return LocalizedText(
            zh: "\(ledger.zh) \(draw.id)（第 \(draw.line) 项）\(status.zh)\(amount)",
            en: "\(ledger.en) \(draw.id) (item \(draw.line)) \(status.en)\(amount)")
    }

    private static func used(
        _ line: Int, _ amount: Decimal, _ shipment: Shipment, _ verb: LocalizedText
    ) -> LocalizedText {
        let unit = shipment.item(line)?.quantity?.unit.rawValue ?? ""
        return LocalizedText(
            zh: "第 \(line) 项\(verb.zh) \(amount) \(unit)",
            en: "item \(line): \(amount) \(unit) \(verb.en)")
    }
}
