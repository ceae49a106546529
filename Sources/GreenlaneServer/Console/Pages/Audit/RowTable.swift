import GreenlaneCore

/// A table in the shape of the part `table`.
struct RowTable {
    struct Cell {
        var text = ""
        var isNumber = false
        var href: String?
        var chip: (kind: String, text: String)?

        static func text(_ text: String, href: String? = nil) -> Cell {
            Cell(text: text, href: href)
        }

        static func number(_ text: String) -> Cell { Cell(text: text, isNumber: true) }

        static func chip(_ kind: String, _ text: String) -> Cell {
            Cell(chip: (kind, text))
        }
    }

    var columns: [(title: String, isNumber: Bool)]
    var rows: [[Cell]] = []
    /// On a phone each row becomes an entry with the headings beside its cells.
    var folds = false
    var caption: String?
    /// Said where there are no rows.
    var none: String?

    /// Columns of text; those whose title begins with `#` are of numbers.
    init(_ titles: [String], folds: Bool = false, caption: String? = nil, none: String? = nil) {
        columns = titles.map { title in
            title.hasPrefix("#") ? (String(title.dropFirst()), true) : (title, false)
        }
        self.folds = folds
        self.caption = caption
        self.none = none
    }

    var json: JSONValue {
        var object = JSONObject()
        object.append("folds", .bool(folds))
        if let caption { object.append("caption", .string(caption)) }
        object.append(
            "columns",
            .array(
                columns.map { ["title": .string($0.title), "number": .bool($0.isNumber)] }))
        object.append("rows", .array(rows.map { ["cells": .array(cells($0))] }))
        if rows.isEmpty, let none { object.append("none", ["sentence": .string(none)]) }
        return .object(object)
    }

    /// Ids and days stay in one line: text of a few characters that begins as they do.
    static func isWhole(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, text.count <= 20 else { return false }
        let isNumber = ("0"..."9").contains(first)
        return isNumber || text.utf8.count == text.count && !text.contains(" ")
    }

    private func cells(_ row: [Cell]) -> [JSONValue] {
        row.enumerated().map { index, cell in
            var object = JSONObject()
            object.append("text", .string(cell.text))
            object.append("number", .bool(cell.isNumber))
            object.append("whole", .bool(Self.isWhole(cell.text)))
            if folds, columns.indices.contains(index) {
                object.append("label", .string(columns[index].title))
            }
            if let href = cell.href { object.append("href", .string(href)) }
            if let chip = cell.chip {
                object.append("chip", PageWords.chip(chip.kind, chip.text))
            }
            return .object(object)
        }
    }
}
