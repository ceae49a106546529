import GreenlaneCore

/// One row, member by member, with its places in the file: the careful way, which knows what is
/// wrong and where.
struct WhitelistRow {
    /// A member with the place where it stands.
    struct Member {
        var name: String
        var text: String
        var line: Int
        var column: Int
    }

    let file: String
    /// From 1; where what is missing is told.
    let line: Int
    let column: Int
    let members: [Member]
    var problems: [Diagnostic] = []

    init(file: String, line: Int, column: Int = 1, members: [Member]) {
        self.file = file
        self.line = line
        self.column = column
        self.members = members
    }

    /// Nil where the member is missing or empty.
    func text(_ column: WhitelistColumn) -> String? {
        guard let member = members.first(where: { $0.name == column.name }) else { return nil }
        let text = member.text.trimmed
        return text.isEmpty ? nil : text
    }

    /// The texts between semicolons, of either width.
    func texts(_ column: WhitelistColumn) -> [String] {
        let text = text(column) ?? ""
        return text.split { $0 == ";" || $0 == "；" }.map { String($0).trimmed }
            .filter { !$0.isEmpty }
    }

    mutating func report(_ column: WhitelistColumn, _ code: String, zh: String, en: String) {
        let name = column.name
        let member = members.first { $0.name == name }
        problems.append(
            Diagnostic(
                file: file, line: member?.line ?? line, column: member?.column ?? self.column,
                code: code, message: LocalizedText(zh: "\(name)：\(zh)", en: "\(name): \(en)")))
    }

    mutating func required(_ column: WhitelistColumn) -> String {
        if let text = text(column) { return text }
        report(column, "whitelist-cell-missing", zh: "不能为空", en: "a value is needed")
        return ""
    }

    mutating func date(_ column: WhitelistColumn) -> CalendarDate? {
        guard let text = text(column) else { return nil }
        if let date = CalendarDate(text) { return date }
        let shown = PlainText.printable(text)
        report(
            column, "date-invalid", zh: "“\(shown)”不是有效日期（YYYY-MM-DD）",
            en: "\"\(shown)\" is no date (YYYY-MM-DD)")
        return nil
    }

    mutating func quantity() -> Quantity? {
        guard let text = text(.quantity) else { return nil }
        guard let amount = Decimal(text), amount > .zero else {
            let shown = PlainText.printable(text)
            report(
                .quantity, "quantity-invalid", zh: "“\(shown)”不是有效数量",
                en: "\"\(shown)\" is no quantity")
            return nil
        }
        let name = required(.unit)
        guard let unit = Unit.allCases.first(where: { $0.rawValue == name }) else {
            if !name.isEmpty {
                let shown = PlainText.printable(name)
                report(
                    .unit, "unit-unknown", zh: "未知计量单位“\(shown)”",
                    en: "there is no unit \"\(shown)\"")
            }
            return nil
        }
        return Quantity(amount, unit)
    }
}

extension String {
    /// Without blanks at either end.
    fileprivate var trimmed: String {
        var view = unicodeScalars[...]
        while let first = view.first, first.properties.isWhitespace { view = view.dropFirst() }
        while let last = view.last, last.properties.isWhitespace { view = view.dropLast() }
        return String(view)
    }
}
