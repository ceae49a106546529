import GreenlaneCore

/// The columns of a whitelist file and how their cells are read.
enum WhitelistColumns {
    static let known = [
        "SYNTHETIC", "scheme", "entry_id", "batch_no", "unit_name", "unit_uscc", "item_name_zh",
        "item_name_en", "cas", "hs10", "attribute", "spec", "approved_qty", "qty_unit",
        "valid_from", "valid_to", "waives", "status",
    ]

    static let required = ["scheme", "entry_id", "unit_name", "unit_uscc", "waives", "status"]

    /// The attributes that lists print, and the purposes that requests state.
    static func purpose(_ attribute: String) -> ImportRequest.Purpose? {
        switch attribute.lowercased() {
        case "pre-clinical research", "preclinical research", "临床前研究": .preclinicalResearch
        case "process material", "过程物料": .processMaterial
        case "excipient", "辅料": .excipient
        case "testing", "检测", "检验检测": .testing
        default: nil
        }
    }
}

/// One row, cell by cell, with its place in the file.
struct WhitelistRow {
    let file: String
    /// From 1; a row with line breaks in a cell counts from its first line.
    let line: Int
    let header: [String]
    let cells: [String]
    var problems: [Diagnostic] = []

    init(file: String, line: Int, header: [String], cells: [String]) {
        self.file = file
        self.line = line
        self.header = header
        self.cells = cells
    }

    /// Nil where the column is missing or the cell empty.
    func text(_ column: String) -> String? {
        guard let index = header.firstIndex(of: column), index < cells.count else { return nil }
        let cell = cells[index].trimmed
        return cell.isEmpty ? nil : cell
    }

    /// The column's number in characters from the start of the row, as far as the file can say:
    /// cells that were quoted are counted without their quotes.
    private func column(_ name: String) -> Int {
        guard let index = header.firstIndex(of: name) else { return 1 }
        return cells.prefix(index).reduce(1) { $0 + $1.count + 1 }
    }

    mutating func report(_ column: String, _ code: String, zh: String, en: String) {
        problems.append(
            Diagnostic(
                file: file, line: line, column: self.column(column), code: code,
                message: LocalizedText(zh: "\(column)：\(zh)", en: "\(column): \(en)")))
    }

    mutating func required(_ column: String) -> String {
        if let text = text(column) { return text }
        report(column, "whitelist-cell-missing", zh: "不能为空", en: "a value is needed")
        return ""
    }

    mutating func date(_ column: String) -> CalendarDate? {
        guard let text = text(column) else { return nil }
        if let date = CalendarDate(text) { return date }
        report(
            column, "date-invalid", zh: "“\(text)”不是有效日期（YYYY-MM-DD）",
            en: "\"\(text)\" is no date (YYYY-MM-DD)")
        return nil
    }

    mutating func quantity() -> Quantity? {
        guard let text = text("approved_qty") else { return nil }
        guard let amount = Decimal(text), amount > .zero else {
            report(
                "approved_qty", "quantity-invalid", zh: "“\(text)”不是有效数量",
                en: "\"\(text)\" is no quantity")
            return nil
        }
        let name = required("qty_unit")
        guard let unit = Unit.allCases.first(where: { $0.rawValue == name }) else {
            if !name.isEmpty {
                report(
                    "qty_unit", "unit-unknown", zh: "未知计量单位“\(name)”",
                    en: "there is no unit \"\(name)\"")
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
