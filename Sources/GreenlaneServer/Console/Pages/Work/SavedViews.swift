import GreenlaneCore
import GreenlaneStore

/// Filters that somebody keeps under a name: in a small file of theirs.
struct SavedViews: Sendable {
    struct View: Sendable, Hashable {
        /// Counts up; never used twice.
        var id: Int
        var name: String
        var query: String
    }

    static let maximumCount = 20
    static let maximumName = 40
    private static let file = "views"
    /// Of the file: twenty names and filters.
    private static let maximumBytes = 65_536

    var views: [View] = []
    private var nextID = 1

    init() {}

    /// What does not read as ours counts as nothing: it is a convenience, no record.
    init(_ bytes: [UInt8]?) {
        guard let bytes, case .success(let json) = Result(catching: { try JSONParser.parse(bytes) })
        else { return }
        nextID = json["next"]?.integerValue.map { Int(clamping: $0) } ?? 1
        views = (json["views"]?.arrayValue ?? []).prefix(Self.maximumCount).compactMap { view in
            guard let id = view["id"]?.integerValue, let name = view["name"]?.stringValue,
                let query = view["query"]?.stringValue
            else { return nil }
            return View(id: Int(clamping: id), name: name, query: query)
        }
    }

    private var bytes: [UInt8] {
        let list = views.map { view -> JSONValue in
            [
                "id": .integer(Int64(view.id)), "name": .string(view.name),
                "query": .string(view.query),
            ]
        }
        return Array(
            JSONValue.object(
                JSONObject([
                    .init("next", .integer(Int64(nextID))), .init("views", .array(list)),
                ])
            ).text.utf8)
    }

    /// Those of an account.
    static func of(_ account: String, _ call: PageCall) async throws -> SavedViews {
        guard let folder = folder(of: account, call) else { return SavedViews() }
        return try await call.service.reading.work { SavedViews(folder.read(file)) }
    }

    /// Nil for accounts whose id is no plain name, which none of ours is.
    private static func folder(of account: String, _ call: PageCall) -> PrivateFolder? {
        PrivateFolder(
            in: call.service.directory, ["console", account], maximumBytes: maximumBytes,
            maximumCount: 1)
    }

    /// A new one under a name; the same name again takes the new filter.
    mutating func keep(_ name: String, _ filter: WorkFilter) throws(Refusal) {
        if let known = views.firstIndex(where: { $0.name == name }) {
            views[known].query = filter.query
            return
        }
        guard views.count < Self.maximumCount else {
            throw Refusal(
                .conflict, "views-full",
                LocalizedText(
                    zh: "已保存 \(Self.maximumCount) 个视图，不能再加。",
                    en: "\(Self.maximumCount) views are kept; there is no room for another."),
                remedy: LocalizedText(zh: "先删除不用的视图。", en: "Delete one that is not needed."))
        }
        views.append(View(id: nextID, name: name, query: filter.query))
        nextID += 1
    }

    // MARK: Forms

    static let all: [ConsolePage] = [save, drop]

    static let save = ConsolePage.post("/views", .readShipments) { call in
        let filter = WorkFilter(path: "?" + (call.form["query"] ?? ""))
        let typed = String((call.form["name"] ?? "").prefix(maximumName))
        let name = PlainText.printable(typed)
        do throws(Refusal) {
            guard !name.isEmpty else {
                throw APIRefusal.member(
                    "name", "视图要有名称", "the view needs a name")
            }
            try await change(call) { views throws(Refusal) in try views.keep(name, filter) }
        } catch {
            return try await WorklistPage.page(call, filter, typed: typed, problem: error)
        }
        return call.done("doneView", about: name, at: filter.path())
    }

    static let drop = ConsolePage.post("/views/{id}/deletions", .readShipments) { call in
        let id = Int(try call.call.name("id"))
        try await change(call) { views throws(Refusal) in
            views.views.removeAll { $0.id == id }
        }
        return call.done("doneViewDropped", at: WorkFilter.root)
    }

    private static func change(
        _ call: PageCall,
        _ body: @escaping @Sendable (inout SavedViews) throws(Refusal) -> Void
    ) async throws(Refusal) {
        guard let folder = folder(of: try call.caller().account, call) else {
            throw APIRefusal.fault
        }
        let result: Result<Void, Refusal>
        do {
            result = try await call.service.reading.work {
                Result { () throws(Refusal) in
                    try folder.update(file) { bytes throws(Refusal) in
                        var views = SavedViews(bytes)
                        try body(&views)
                        return views.bytes
                    }
                }
            }
        } catch { throw APIRefusal.fault }
        try result.get()
    }
}
