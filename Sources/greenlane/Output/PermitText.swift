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
            console.text("状态", "Status"), console.text(permit.status.title))
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
                console.text(permit.status.title),
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
}
