import GreenlaneCatalog
import GreenlaneCore

extension RequestSheet {
    /// Members of an earlier request that belong to that one alone.
    private static let ownOfEach = [
        "reference", "plannedDispatch", "plannedArrival", "transport.document", "catalogue.batch",
        "importer.name", "importer.uscc", "line",
    ]

    /// Members that a choice says, or the place in the table.
    private static let ofParties = ["importer.name", "importer.uscc", "line"]

    /// A new request like an earlier one: what was stated then, without what belongs to that
    /// shipment alone.
    init(copying request: ImportRequest, _ parties: SheetParties) {
        self.init(request, without: Self.ownOfEach, parties)
    }

    /// Rows that may stay empty between the lines of a request that is corrected.
    static let maximumGap = 50

    /// A request as it was filed, to be corrected: everything that the form can hold. Permits are
    /// drawn on line by line, so each item stays in the row of its line.
    init(correcting request: ImportRequest, _ parties: SheetParties) {
        self.init(request, without: Self.ofParties, parties)
        let lines = request.items.map(\.line)
        guard let last = lines.max(), last <= rows.count + Self.maximumGap,
            lines.allSatisfy({ $0 > 0 }), last <= Self.maximumRows
        else { return }
        var placed = [Row](repeating: .empty, count: last)
        for (line, row) in zip(lines, rows) { placed[line - 1] = row }
        rows = placed
    }

    /// Whether a browser sends it back as it is: what is longer, or on several lines, is not.
    var survivesForm: Bool {
        let texts =
            SheetField.all.map { self[$0.name] } + facts.map(\.text)
            + rows.flatMap { $0.cells + $0.facts.map(\.text) }
        let stated = facts + rows.flatMap(\.facts)
        return texts.allSatisfy { Self.plain($0) == $0 }
            && stated.allSatisfy { $0.text.count <= Self.maximumAnswer }
    }

    private init(_ request: ImportRequest, without left: [String], _ parties: SheetParties) {
        self.init()
        guard let document = request.json.objectValue else { return }
        if let uscc = request.importer.uscc, parties.importer(uscc) != nil {
            self["importer"] = uscc
        }
        let broker = request.broker?.uscc.flatMap { parties.broker($0) }
        self["broker"] = broker?.id ?? ""
        for (path, text) in Self.members(document, "") where !left.contains(path) {
            if broker != nil, path.hasPrefix("broker.") { continue }
            state(text, at: path)
        }
        for item in document["items"]?.arrayValue ?? [] {
            var row = Row.empty
            for (path, text) in Self.members(item.objectValue ?? JSONObject(), "")
            where !left.contains(path) {
                row.state(text, at: path)
            }
            rows.append(row)
        }
    }

    /// Every plain member of a request or an item, by its dotted path; items are apart.
    static func members(
        _ object: JSONObject, _ prefix: String
    ) -> [(path: String, text: String)] {
        object.members.flatMap { member -> [(path: String, text: String)] in
            let path = prefix + member.name
            if path == "items" { return [] }
            if let inner = member.value.objectValue { return members(inner, path + ".") }
            return RequestCells.text(of: member.value).map { [(path, $0)] } ?? []
        }
    }

    /// One line that tells drafts apart: reference, the first item, and how many.
    func title(_ language: Language) -> String {
        let items = rows.filter { !$0.isBlank }
        let first = items.first.map { row in
            let (zh, en) = (row["name.zh"], row["name.en"])
            return language == .zh ? (zh.isEmpty ? en : zh) : (en.isEmpty ? zh : en)
        }
        var parts = [self["reference"], first ?? ""].filter { !$0.isEmpty }
        if items.count > 1 {
            parts.append(language == .zh ? "等 \(items.count) 项" : "and \(items.count - 1) more")
        }
        let untitled = language == .zh ? "未命名" : "untitled"
        return parts.isEmpty ? untitled : String(parts.joined(separator: " ").prefix(80))
    }
}
