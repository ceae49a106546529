import GreenlaneCatalog
import GreenlaneCore

/// The rules, tables and lists that ship, read from the checkout that the tests stand in.
enum ShippedRules {
    static let root = String(
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
            .joined(separator: "/"))

    static func load() throws -> LoadedRules {
        let paths = try RuleBookLoader.paths(workflows: "\(root)/Workflows")
        return try RuleBookLoader.load(paths.map { try CatalogFiles.read($0.path) })
    }

    static func codes() throws -> HSFile {
        try HSFile(try CatalogFiles.read("\(root)/Workflows/codes/hs.csv"))
    }

    static func calendar() throws -> WorkingCalendar {
        let file = try CatalogFiles.read("\(root)/Workflows/calendars/cn-working-days.csv")
        return try WorkingCalendarLoader.load(
            text: String(decoding: file.bytes, as: UTF8.self), file: file.name)
    }

    static func lists(_ schemes: WhitelistSchemeBook) throws -> WhitelistBook {
        var entries: [WhitelistEntry] = []
        for path in try CatalogFiles.list("\(root)/Whitelists", ending: ".csv") {
            entries += try WhitelistReader.read(try CatalogFiles.read(path), schemes: schemes)
        }
        return WhitelistBook(entries)
    }

    static func assessor() throws -> Assessor<WhitelistBook> {
        let loaded = try load()
        return Assessor(
            rules: loaded.rules, codes: try codes(), schemes: loaded.schemes,
            entries: try lists(loaded.schemes), calendar: try calendar())
    }

    /// A request with one item; `top` and `item` are the JSON members that the case states.
    static func request(item: String, top: String = "") throws -> ImportRequest {
        let members = top.isEmpty ? "" : top + ","
        let purpose = top.contains("\"purpose\"") ? "" : #""purpose":"preclinical_research","#
        let importer =
            top.contains("\"importer\"")
            ? "" : #""importer":{"name":"甲","uscc":"91440115MAXXX0015E"},"#
        let text =
            #"{"reference":"T-1",\#(importer)\#(purpose)\#(members)"#
            + #""items":[{"line":1,"name":{"zh":"样品"},\#(item)}]}"#
        let cleaned = text.split(separator: ",}").joined(separator: "}")
        return try ImportRequest(json: try JSONParser.parse(cleaned))
    }

    /// `permit status level`, as short as a table wants it.
    static func summary(_ assessment: Assessment) -> [String] {
        assessment.items[0].permits.map { permit in
            [permit.code, permit.status.rawValue, permit.riskLevel].compactMap { $0 }
                .joined(separator: " ")
        }
    }
}
