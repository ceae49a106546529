internal import GreenlaneCore

/// Permits and what is left of them.
struct PermitText {
    private let console: Console
    private let rules: RuleBook

    init(_ console: Console, _ rules: RuleBook) {
        self.console = console
        self.rules = rules
    }

    /// The permit in full.
    func card(_ permit: Permit) -> [String] {
        var fields = FieldList(console, labelWidth: console.language == .zh ? 8 : 9)
        fields.add(console.text("种类", "Kind"), name(permit))
        fields.add(console.text("证件号", "Number"), permit.number)
        fields.add(console.text("持有单位", "Holder"), permit.holder)
        fields.add(console.text("货物", "Goods"), permit.goods ?? "")
        let language = console.language
        fields.add(
            console.text("有效期", "Valid"),
            DateText.day(permit.validFrom, language) + console.text(" 至 ", " to ")
                + DateText.day(permit.validTo, language))
        fields.add(
            console.text("用法", "Uses"),
            permit.singleUse
                ? console.text("一批一证", "one shipment") : console.text("可多次使用", "several shipments"))
        fields.add(console.text("余量", "Left"), Self.left(permit.balance, console))
        fields.add(
            console.text("状态", "Status"), console.text(Self.state(permit.status)))
        fields.add(
            console.text("使用", "Used by"), permit.balance.shipments.joined(separator: ", "))
        return fields.lines
    }

    func table(_ permits: [Permit]) -> [String] {
        guard !permits.isEmpty else {
            return [console.text("没有登记过许可。", "No permit is registered.")]
        }
        var table = TextTable([
            .init(console.text("编号", "Id")),
            .init(console.text("种类", "Kind"), mayShrink: true),
            .init(console.text("证件号", "Number"), mayShrink: true),
            .init(console.text("有效期止", "Valid to")),
            .init(console.text("余量", "Left"), alignment: .trailing),
            .init(console.text("状态", "Status")),
        ])
        for permit in permits {
            table.append([
                permit.id, name(permit), permit.number,
                DateText.day(permit.validTo, console.language),
                permit.balance.remaining?.description ?? "—",
                console.text(Self.state(permit.status)),
            ])
        }
        return TableStyle.lines(table, console) { row, column, text in
            column == 5 && permits[row].status == .revoked ? console.style.red(text) : text
        }
    }

    private func name(_ permit: Permit) -> String {
        rules.permit(permit.code).map { console.text($0.name) } ?? permit.code
    }

    /// `480 g / 500 g`, with what is promised.
    static func left(_ balance: Balance, _ console: Console) -> String {
        guard let granted = balance.granted, let left = balance.remaining else {
            return console.text("不限数量", "no limit")
        }
        var text = "\(left) / \(granted)"
        if balance.reserved > .zero {
            text += console.text("，已预留 \(balance.reserved)", ", \(balance.reserved) reserved")
        }
        return text
    }

    static func state(_ status: Permit.Status) -> LocalizedText {
        switch status {
        case .valid: LocalizedText(zh: "有效", en: "valid")
        case .revoked: LocalizedText(zh: "已撤销", en: "revoked")
        }
    }

    static func status(_ status: PermitStatus) -> LocalizedText {
        switch status {
        case .required: LocalizedText(zh: "需要", en: "required")
        case .waived: LocalizedText(zh: "白名单免办", en: "waived")
        case .exempt: LocalizedText(zh: "不需要", en: "exempt")
        case .possible: LocalizedText(zh: "待定", en: "open")
        }
    }

    static func draw(_ status: Draw.Status) -> LocalizedText {
        switch status {
        case .linked: LocalizedText(zh: "已关联", en: "linked")
        case .reserved: LocalizedText(zh: "已预留", en: "reserved")
        case .consumed: LocalizedText(zh: "已核销", en: "consumed")
        case .freed: LocalizedText(zh: "已释放", en: "freed")
        }
    }
}
