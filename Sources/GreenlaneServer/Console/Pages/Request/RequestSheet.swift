import GreenlaneCatalog
import GreenlaneCore

/// A request as it is typed: every field and cell as text, whatever it says, so that nothing is
/// lost between two pages. What it means is read from it anew each time.
struct RequestSheet: Sendable, Equatable {
    /// A member of the request that has no field or column of its own: an answer to a question, or
    /// what an uploaded table says besides.
    struct StatedFact: Sendable, Equatable {
        /// Dotted.
        var path: String
        var text: String
    }

    struct Row: Sendable, Equatable {
        /// One for each of `SheetColumn.all`.
        var cells: [String]
        var facts: [StatedFact] = []

        static let empty = Row(cells: SheetColumn.all.map { _ in "" })

        subscript(path: String) -> String {
            SheetColumn.index(path: path).map { cells[$0] }
                ?? facts.first { $0.path == path }?.text ?? ""
        }

        /// Nothing that makes an item.
        var isBlank: Bool {
            facts.isEmpty
                && zip(SheetColumn.all, cells).allSatisfy { column, text in
                    text.isEmpty || SheetColumn.carried.contains(column.key)
                }
        }

        mutating func state(_ text: String, at path: String) {
            if let index = SheetColumn.index(path: path) {
                cells[index] = text
            } else if RequestCells.isOfItem(path), path != "line" {
                RequestSheet.state(text, at: path, in: &facts)
            }
        }
    }

    /// Rows that a form shows; a request has fewer.
    static let maximumRows = 1_000
    /// Characters of one answer.
    static let maximumAnswer = 1_000

    private var fields: [String: String] = [:]
    var rows: [Row] = []
    var facts: [StatedFact] = []

    init() {}

    /// A field by its name in the form; empty where nothing was typed.
    subscript(name: String) -> String {
        get { fields[name] ?? "" }
        set { fields[name] = newValue.isEmpty ? nil : newValue }
    }

    var isBlank: Bool { rows.allSatisfy(\.isBlank) && fields["reference"] == nil }

    // MARK: Forms

    /// What a form brings; answers that were given stand in the order in which they were given.
    init(_ form: ConsoleForm) {
        var cells: [Int: Row] = [:]
        var answers: [String] = []
        for (name, value) in form.fields {
            if name == Self.folded {
                Self.unfold(value, &cells)
                continue
            }
            let text = Self.plain(value)
            if name.hasPrefix("items[") {
                Self.take(name, text, &cells)
            } else if name == "answer" {
                answers.append(text)
            } else if name.hasPrefix("fill:"), !text.isEmpty {
                answers.append(name.dropFirst("fill:".count) + "=" + text)
            } else if fields[name] == nil, SheetField.all.contains(where: { $0.name == name }) {
                self[name] = text
            }
        }
        rows = cells.sorted { $0.key < $1.key }.map(\.value)
        for answer in answers { state(Self.placed(answer, form)) }
    }

    /// `3=consumable` is an answer where the field `place:3` says.
    private static func placed(_ answer: String, _ form: ConsoleForm) -> String {
        let number = answer.prefix { $0 != "=" }
        guard Int(number) != nil, let place = form["place:\(number)"] else { return answer }
        return place + answer.dropFirst(number.count)
    }

    private static func take(_ name: String, _ text: String, _ rows: inout [Int: Row]) {
        let parts = name.dropFirst("items[".count).split(separator: "]", maxSplits: 1)
        guard parts.count == 2, let number = Int(parts[0]), (1...100_000).contains(number),
            rows.count < maximumRows || rows[number] != nil,
            let column = SheetColumn.all.firstIndex(where: { "." + $0.key == parts[1] })
        else { return }
        rows[number, default: .empty].cells[column] = text
    }

    /// Without blanks around, and on one line without tabs: browsers keep the lines of a long text
    /// apart.
    static func plain(_ text: some StringProtocol) -> String {
        let text = ConsoleForm.trimmed(String(text))
        let isBreak = { (character: Character) in character == "\t" || character.isNewline }
        guard text.contains(where: isBreak) else { return text }
        return String(text.map { isBreak($0) ? " " : $0 })
    }

    /// Takes an answer to a question, `items/0-2,5/origin/species=Sus scrofa`; an empty one takes
    /// it back. Rows are counted from 0 as they stand.
    mutating func state(_ answer: String) {
        let sides = answer.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, sides[1].count <= Self.maximumAnswer else { return }
        let text = ConsoleForm.trimmed(String(sides[1]))
        let parts = sides[0].split(separator: "/")
        guard parts.first == "items", parts.count > 2 else {
            state(text, at: parts.joined(separator: "."))
            return
        }
        let path = parts.dropFirst(2).joined(separator: ".")
        for place in parts[1].split(separator: ",") {
            let ends = place.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, first <= last,
                rows.indices.contains(first)
            else { continue }
            for index in first...min(last, rows.count - 1) { rows[index].state(text, at: path) }
        }
    }

    /// States a member of the request itself.
    mutating func state(_ text: String, at path: String) {
        if let field = SheetField.named(path: path), path != "importer", path != "broker" {
            self[field.name] = text
        } else if RequestCells.isKnown(path), !RequestCells.isOfItem(path) {
            Self.state(text, at: path, in: &facts)
        }
    }

    private static func state(_ text: String, at path: String, in facts: inout [StatedFact]) {
        facts.removeAll { $0.path == path }
        if !text.isEmpty { facts.append(StatedFact(path: path, text: text)) }
    }

    /// Everything that has no field or column, for hidden fields of the next form; of rows, that of
    /// those which are shown.
    func answers(of shown: [Int]) -> [String] {
        facts.map { Self.answer("", $0) }
            + shown.flatMap { index in
                rows[index].facts.map { Self.answer("items/\(index)/", $0) }
            }
    }

    private static func answer(_ place: String, _ fact: StatedFact) -> String {
        place + fact.path.replacing(".", with: "/") + "=" + fact.text
    }

    // MARK: Drafts

    var json: JSONValue {
        var object = JSONObject()
        for field in SheetField.all where !self[field.name].isEmpty {
            object.append(field.name, .string(self[field.name]))
        }
        func list(_ facts: [StatedFact]) -> JSONValue {
            .array(facts.map { [.string($0.path), .string($0.text)] })
        }
        let rows = rows.map { row -> JSONValue in
            ["cells": .array(row.cells.map { .string($0) }), "facts": list(row.facts)]
        }
        return ["fields": .object(object), "rows": .array(rows), "facts": list(facts)]
    }

    init(json: JSONValue) {
        for member in json["fields"]?.objectValue?.members ?? [] {
            self[member.name] = member.value.stringValue ?? ""
        }
        func list(_ value: JSONValue?) -> [StatedFact] {
            (value?.arrayValue ?? []).compactMap { pair in
                guard let texts = pair.arrayValue?.compactMap(\.stringValue), texts.count == 2
                else { return nil }
                return StatedFact(path: texts[0], text: texts[1])
            }
        }
        rows = (json["rows"]?.arrayValue ?? []).prefix(Self.maximumRows).map { row in
            var read = Row.empty
            let cells = row["cells"]?.arrayValue?.compactMap(\.stringValue) ?? []
            for (index, text) in cells.prefix(read.cells.count).enumerated() {
                read.cells[index] = text
            }
            read.facts = list(row["facts"])
            return read
        }
        facts = list(json["facts"])
    }
}
