internal import GreenlaneCatalog
internal import GreenlaneCore
internal import TransparencyLog

/// What an assessment needs of the product's data, and nothing else: it has to answer within the
/// time of a key press, so the workflows are not read.
struct AssessmentData {
    let rules: RuleBook
    let schemes: WhitelistSchemeBook
    let codes: HSFile
    let calendar: WorkingCalendar
    let entries: WhitelistBook
    private let routes: [Route]

    /// Which direction a shipped workflow serves.
    private struct Route {
        var id: String
        var directions: [String]
    }

    /// Reads rules, schemes, codes, calendar and lists; `whitelists` are added in their order.
    static func load(home: String, whitelists: [String]) throws -> AssessmentData {
        let folder = "\(home)/Workflows"
        let loaded = try texts(folder)
        guard let codes = try CatalogFiles.list("\(folder)/codes", ending: ".csv").first else {
            throw Refusal(
                .fault, "home-incomplete",
                LocalizedText(zh: "缺少商品编码表。", en: "The table of HS codes is missing."))
        }
        var book = WhitelistBook.empty
        for path in try CatalogFiles.list("\(home)/Whitelists", ending: ".csv") {
            book = book.adding(
                try WhitelistReader.open(CatalogFiles.read(path), schemes: loaded.schemes).list)
        }
        for name in whitelists {
            book = book.adding(try WhitelistCommand.open(name, loaded.schemes).list)
        }
        return AssessmentData(
            rules: loaded.rules, schemes: loaded.schemes,
            codes: try HSFile(CatalogFiles.read(codes)), calendar: try calendar(folder),
            entries: book, routes: try workflows(folder))
    }

    /// Id of the workflow that a request would follow; empty where none serves it.
    func route(_ direction: ImportRequest.Direction) -> String {
        routes.first { $0.directions.contains(direction.rawValue) }?.id ?? ""
    }

    /// The rules alone, for commands that assess nothing.
    static func rules(_ folder: String) throws -> RuleBook { try texts(folder).rules }

    private static func texts(_ folder: String) throws -> LoadedRules {
        let files = try RuleBookLoader.paths(workflows: folder).map { part, path in
            try named(path, part)
        }
        return try RuleBookLoader.load(files) { ContentDigest.sha256($0.bytes).text }
    }

    /// The working calendar of the data folder; weekends alone where there is none.
    static func calendar(_ folder: String) throws -> WorkingCalendar {
        guard let path = try CatalogFiles.list("\(folder)/calendars", ending: ".csv").first else {
            return .weekendsOnly
        }
        let file = try CatalogFiles.read(path)
        return try WorkingCalendarLoader.load(
            text: String(decoding: file.bytes, as: UTF8.self), file: file.name)
    }

    /// Under the name that answers show: a folder of the product, not a path of the machine.
    private static func named(_ path: String, _ part: String) throws -> CatalogFile {
        let file = try CatalogFiles.read(path)
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return CatalogFile(name: "\(part)/\(name)", bytes: file.bytes)
    }

    /// The lines `id:` and `directions:` alone: reading a workflow takes longer than the answer.
    private static func workflows(_ folder: String) throws -> [Route] {
        try CatalogFiles.list(folder, ending: ".yaml").map { path in
            let bytes = try CatalogFiles.read(path).bytes
            var route = Route(id: "", directions: [])
            for line in bytes.split(separator: 0x0A) {
                if route.id.isEmpty, let text = value(of: "id:", line, isTop: true) {
                    route.id = text
                }
                if let text = value(of: "directions:", line, isTop: false) {
                    route.directions = text.split { "[], ".contains($0) }.map(String.init)
                }
                if !route.id.isEmpty, !route.directions.isEmpty { break }
            }
            if route.directions.isEmpty {
                route.directions = [ImportRequest.Direction.import.rawValue]
            }
            return route
        }
    }

    private static func value(
        of key: StaticString, _ line: ArraySlice<UInt8>, isTop: Bool
    ) -> String? {
        let spaces = line.prefix { $0 == 0x20 }.count
        guard (spaces == 0) == isTop else { return nil }
        let text = String(decoding: line.dropFirst(spaces), as: UTF8.self)
        guard text.hasPrefix(key.description) else { return nil }
        let rest = text.dropFirst(key.description.count)
        return String(rest.prefix { $0 != "#" }).split(separator: " ").joined(separator: " ")
    }
}
