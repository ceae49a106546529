import GreenlaneCore

/// A table in the shape of the part `table`.
struct ListTable {
    struct Cell {
        var text = ""
        var href: String?
        var chip: (kind: String, text: String)?
        var isNumber = false
    }

    var columns: [String]
    var rows: [[Cell]] = []
    /// Said where there are no rows.
    var none: String
    var title: String?
    /// Each row reads well without the heads of the columns: on a phone it folds.
    var folds = true

    var json: JSONValue {
        var object = JSONObject()
        if let title { object.append("title", .string(title)) }
        object.append("folds", .bool(folds))
        object.append(
            "columns", .array(columns.map { ["title": .string($0), "number": false] }))
        object.append("rows", .array(rows.map(row)))
        if rows.isEmpty { object.append("none", ["sentence": .string(none)]) }
        return .object(object)
    }

    private func row(_ cells: [Cell]) -> JSONValue {
        let made = zip(columns, cells).map { column, cell -> JSONValue in
            var object = JSONObject()
            object.append("text", .string(cell.text))
            object.append("number", .bool(cell.isNumber))
            object.append("whole", .bool(RowTable.isWhole(cell.text)))
            object.append("label", .string(column))
            if let href = cell.href { object.append("href", .string(href)) }
            if let chip = cell.chip {
                object.append("chip", ["kind": .string(chip.kind), "text": .string(chip.text)])
            }
            return .object(object)
        }
        return ["cells": .array(made)]
    }
}

extension ListTable.Cell {
    init(_ text: String, href: String? = nil) {
        self.text = text
        self.href = href
    }

    static func chip(_ kind: String, _ text: String) -> ListTable.Cell {
        ListTable.Cell(chip: (kind, text))
    }
}

/// One screenful of a list in memory.
struct ListPart<Row> {
    static var length: Int { 50 }

    var rows: [Row]
    let pager: JSONValue?

    /// The part that `page` of the query asks for; `path` is where the others are.
    init(_ all: [Row], _ call: PageCall, path: String) throws(Refusal) {
        let count = max(1, (all.count + Self.length - 1) / Self.length)
        let page = min(try call.call.number("page", in: 1...100_000, default: 1), count)
        let first = (page - 1) * Self.length
        rows = Array(all[first..<min(all.count, first + Self.length)])
        guard count > 1 else {
            pager = nil
            return
        }
        let asked = call.query["q"].map { "&q=" + Console.escaped($0) } ?? ""
        var object = JSONObject()
        let last = first + rows.count
        object.append(
            "sentence",
            .string(
                call.text(
                    "第 \(first + 1)–\(last) 个，共 \(all.count) 个",
                    "\(first + 1)–\(last) of \(all.count)")))
        if page > 1 { object.append("previous", .string("\(path)?page=\(page - 1)\(asked)")) }
        if page < count { object.append("next", .string("\(path)?page=\(page + 1)\(asked)")) }
        pager = .object(object)
    }
}
