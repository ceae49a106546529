import GreenlaneCatalog
import GreenlaneCore

/// A typed request as the document that it means, with what could not be read.
struct SheetReading: Sendable {
    var document = JSONObject()
    /// Index of the row of each item: blank rows are none.
    private(set) var rows: [Int] = []
    private(set) var problems: [SheetProblem] = []
    /// Places that have their problem already; only asked, never walked through.
    private var told: Set<String> = []

    init(_ sheet: RequestSheet, _ parties: SheetParties) {
        for field in SheetField.all { read(field, sheet, parties) }
        // A broker that is chosen comes before one that was only carried along.
        let isChosen = parties.broker(sheet["broker"]) != nil
        for fact in sheet.facts where !(isChosen && fact.path.hasPrefix("broker.")) {
            state(fact.text, at: fact.path)
        }
        var items: [JSONValue] = []
        for (index, row) in sheet.rows.enumerated() where !row.isBlank {
            items.append(.object(item(row, index)))
            rows.append(index)
        }
        document["items"] = .array(items)
    }

    /// The request; nil where `problems` say why not.
    mutating func request(for need: ImportRequest.Need) -> ImportRequest? {
        defer { problems.sort { $0.order < $1.order } }
        do throws(Refusal) {
            let request = try ImportRequest(json: .object(document), for: need)
            return problems.isEmpty ? request : nil
        } catch {
            for detail in error.details { take(detail) }
            return nil
        }
    }

    /// As much of the request as can be read, to be assessed while it is still being typed: what is
    /// wrong is left out. Nil where too little is there to say anything.
    func readable() -> (request: ImportRequest, rows: [Int])? {
        var document = document
        var rows = rows
        if document["reference"] == nil { document["reference"] = "-" }
        if document["importer"]?["name"] == nil {
            JSONTree.set("-", at: "importer.name", in: &document)
        }
        for _ in 0..<3 {
            guard !rows.isEmpty, document["purpose"] != nil else { return nil }
            do throws(Refusal) {
                return (try ImportRequest(json: .object(document), for: .assessment), rows)
            } catch {
                Self.leaveOut(error.details.map(\.pointer), of: &document, &rows)
            }
        }
        return nil
    }

    /// Without the members that are named: items without a name altogether, of others the member.
    private static func leaveOut(
        _ pointers: [String], of document: inout JSONObject, _ rows: inout [Int]
    ) {
        var items = document["items"]?.arrayValue ?? []
        var gone = [Bool](repeating: false, count: items.count)
        for pointer in pointers {
            let parts = pointer.split(separator: "/").map(String.init)
            if parts.first == "items", parts.count > 1, let index = Int(parts[1]),
                items.indices.contains(index)
            {
                if parts.count < 3 || parts[2] == "name" || parts[2] == "line" {
                    gone[index] = true
                } else if case .object(var item) = items[index] {
                    item[parts[2]] = nil
                    items[index] = .object(item)
                }
            } else if let name = parts.first, name != "items" {
                leaveOut(name, parts, of: &document)
            }
        }
        items = zip(items, gone).filter { !$0.1 }.map(\.0)
        rows = zip(rows, gone).filter { !$0.1 }.map(\.0)
        document["items"] = .array(Array(items.prefix(ImportRequest.maximumItems)))
        rows = Array(rows.prefix(ImportRequest.maximumItems))
    }

    private static func leaveOut(
        _ name: String, _ parts: [String], of document: inout JSONObject
    ) {
        guard name == "importer" || name == "reference" else {
            document[name] = nil
            return
        }
        if name == "reference" { document[name] = "-" }
        if parts.count > 1, parts[1] != "name", case .object(var party)? = document[name] {
            party[parts[1]] = nil
            document[name] = .object(party)
        }
    }

    // MARK: Reading

    private mutating func read(
        _ field: SheetField, _ sheet: RequestSheet, _ parties: SheetParties
    ) {
        let text = sheet[field.name]
        switch field.name {
        case "importer":
            guard let party = parties.importer(text) else { return }
            JSONTree.set(.string(party.name), at: "importer.name", in: &document)
            JSONTree.set(.string(party.uscc), at: "importer.uscc", in: &document)
        case "broker":
            guard let party = parties.broker(text) else { return }
            JSONTree.set(.string(party.name), at: "broker.name", in: &document)
            if !party.uscc.isEmpty {
                JSONTree.set(.string(party.uscc), at: "broker.uscc", in: &document)
            }
        default: state(text, at: field.path)
        }
    }

    private mutating func item(_ row: RequestSheet.Row, _ index: Int) -> JSONObject {
        var object = JSONObject()
        object.append("line", .integer(Int64(index + 1)))
        for (column, text) in zip(SheetColumn.all, row.cells) where !text.isEmpty {
            let code = column.code(of: text)
            guard column.takes(code) else {
                note(index, column.key, "value-not-allowed", Self.notOffered)
                continue
            }
            if case .country = column.kind, CountryNames.code(of: text) == nil {
                note(index, column.key, "country-unknown", Self.noCountry(text))
                continue
            }
            if let value = value(code, at: column.path, row: index) {
                JSONTree.set(value, at: column.path, in: &object)
            }
        }
        for fact in row.facts {
            if let value = value(fact.text, at: fact.path, row: index) {
                JSONTree.set(value, at: fact.path, in: &object)
            }
        }
        return object
    }

    private mutating func state(_ text: String, at path: String) {
        guard let value = value(text, at: path, row: nil) else { return }
        JSONTree.set(value, at: path, in: &document)
    }

    /// What a cell says; nil where it says nothing, or cannot be read, which is noted.
    private mutating func value(_ text: String, at path: String, row: Int?) -> JSONValue? {
        guard !text.isEmpty else { return nil }
        switch RequestCells.value(of: text, at: path) {
        case .success(let value)?: return value
        case .failure(let problem)?:
            note(row, Self.key(path, row), problem.code, problem.message)
            return nil
        case nil: return nil
        }
    }

    private static func key(_ path: String, _ row: Int?) -> String {
        row == nil
            ? SheetField.near(path: path)?.name ?? ""
            : SheetColumn.index(near: path).map { SheetColumn.all[$0].key } ?? ""
    }

    /// What the reader of requests says, at the cell that shows it; of a cell that could not be
    /// read, once.
    private mutating func take(_ detail: Refusal.Detail) {
        let parts = detail.pointer.split(separator: "/").map(String.init)
        var row: Int?
        var path = parts.joined(separator: ".")
        if parts.first == "items", parts.count > 1, let item = Int(parts[1]),
            rows.indices.contains(item)
        {
            row = rows[item]
            path = parts.dropFirst(2).joined(separator: ".")
        }
        if path == "items" {
            note(0, SheetColumn.all[0].key, detail.code, detail.message)
        } else {
            note(row, Self.key(path, row), detail.code, detail.message)
        }
    }

    private mutating func note(
        _ row: Int?, _ key: String, _ code: String, _ message: LocalizedText
    ) {
        guard key.isEmpty || told.insert("\(row ?? -1) \(key)").inserted else { return }
        problems.append(SheetProblem(row: row, key: key, code: code, message: message))
    }

    private static let notOffered = LocalizedText(
        zh: "不在可选范围内", en: "none of the choices of the list")

    private static func noCountry(_ text: String) -> LocalizedText {
        let shown = PlainText.printable(String(text.prefix(40)))
        return LocalizedText(
            zh: "不认识“\(shown)”，请写国家中文名或两位字母代码，例如 US",
            en: "\"\(shown)\" is not known here; write the country or its two letters, "
                + "such as US")
    }
}

/// Members of JSON objects by dotted paths.
enum JSONTree {
    static func set(_ value: JSONValue, at path: String, in object: inout JSONObject) {
        set(value, path.split(separator: ".").map(String.init)[...], &object)
    }

    private static func set(
        _ value: JSONValue, _ names: ArraySlice<String>, _ object: inout JSONObject
    ) {
        guard let name = names.first else { return }
        guard names.count > 1 else {
            object[name] = value
            return
        }
        var child = object[name]?.objectValue ?? JSONObject()
        set(value, names.dropFirst(), &child)
        object[name] = .object(child)
    }
}
