import GreenlaneCatalog
import GreenlaneCore
import GreenlaneEngine
import HTTPTypes

/// Whitelists: searched, checked, published.
enum WhitelistOperations {
    static let all: [Operation] = [entries, entry, uses, schemes, publish]

    static let id = Parameter.path(
        "id", "条目编号", "The entry", ["type": "string", "minLength": 1, "maxLength": 80])
    static let unknown = RefusalForm(404, "entry-unknown")
    static let limits = 1...500

    static let entries = Operation(
        id: "list-whitelist-entries", method: .get, path: "/whitelist-entries",
        group: .whitelists,
        title: LocalizedText(zh: "白名单条目及其余量", en: "Entries and what is left of them"),
        access: .signedIn(.readWhitelists),
        parameters: [
            .query("unit", "只列这个单位的", "Only of this unit (USCC)", ["type": "string"]),
            .query("scheme", "只列这个制度的", "Only of this scheme", ["type": "string"]),
            .query("name", "品名或 CAS 号", "Name or CAS number", ["type": "string"]),
            .query(
                "limit", "最多几行", "At most so many",
                ["type": "integer", "minimum": 1, "maximum": 500]),
            .query("after", "上一页的游标", "The cursor of the page before", ["type": "string"]),
        ],
        answers: [AnswerForm(200, "条目", "Entries", schema: "EntryPage", hasPages: true)]
    ) { call in
        let limit = try call.number("limit", in: limits, default: 100)
        let filter = EntryFilter(
            unit: call.query["unit"].map { ItemName.code($0) }, scheme: call.query["scheme"],
            name: call.query["name"]?.lowercased(), after: call.query["after"] ?? "")
        let reach = try call.caller().reach(of: .readUsage)
        let found = call.service.ledgers.read { book in
            filter.rows(of: book, limit: limit + 1).map {
                ($0.entry.id, WhitelistAnswers.account($0, reach))
            }
        }
        let page = Page(rows: found, limit: limit) { $0.0 }
        return page.reply("entries", page.rows.map(\.1), call)
    }

    static let entry = Operation(
        id: "show-whitelist-entry", method: .get, path: "/whitelist-entries/{id}",
        group: .whitelists, title: LocalizedText(zh: "一个条目", en: "One entry"),
        access: .signedIn(.readWhitelists), parameters: [id],
        answers: [AnswerForm(200, "条目", "The entry", schema: "Entry")], refusals: [unknown]
    ) { call in
        let id = try call.name("id")
        let reach = try call.caller().reach(of: .readUsage)
        let found = call.service.ledgers.read { book in
            book.entry(id).map { WhitelistAnswers.account($0, reach) }
        }
        guard let found else { throw WhitelistAnswers.unknown(id) }
        return .json(found)
    }

    static let uses = Operation(
        id: "list-whitelist-entry-uses", method: .get, path: "/whitelist-entries/{id}/uses",
        group: .whitelists,
        title: LocalizedText(zh: "每一次预留、核销、释放", en: "Each reservation, use and return"),
        access: .signedIn(.readUsage), parameters: [id] + AuditOperations.paging,
        answers: [AnswerForm(200, "使用", "Its uses", schema: "UseList", hasPages: true)],
        refusals: [unknown]
    ) { call in
        let id = try call.name("id")
        let reach = try call.reach()
        let unit = call.service.ledgers.read { $0.entry(id)?.entry.unitUscc }
        guard let unit, reach.includes(importer: ItemName.code(unit)) else {
            throw WhitelistAnswers.unknown(id)
        }
        return try await AuditOperations.answer(call) { try $0.uses(of: .entry, id, $1) }
    }

    static let schemes = Operation(
        id: "list-whitelist-schemes", method: .get, path: "/whitelist-schemes",
        group: .whitelists,
        title: LocalizedText(zh: "白名单制度及其依据", en: "The schemes and what they rest on"),
        access: .signedIn(.readDefinitions),
        answers: [AnswerForm(200, "制度", "Schemes", schema: "SchemeList")]
    ) { call in
        .json([
            "schemes": .array(
                call.service.definitions.schemes.schemes.map(WhitelistAnswers.scheme))
        ])
    }

    static let publish = Operation(
        id: "publish-whitelist", method: .post, path: "/whitelists", group: .whitelists,
        title: LocalizedText(zh: "发布一份白名单（可试运行）", en: "Publish a list, or try it"),
        access: .signedIn(.publishWhitelists),
        parameters: [
            .query("name", "名单文件名", "File name of the list", ["type": "string"]),
            .query("dry-run", "只说会怎样", "Say what would happen", ["type": "boolean"]),
            .query(
                "published", "公布日期", "The day it was published",
                ["type": "string", "format": "date"]),
        ],
        body: BodyForm(
            mediaTypes: ["text/csv", "application/yaml", "application/octet-stream"], schema: "",
            maximumBytes: 33_554_432),
        answers: [AnswerForm(200, "结果", "What changes", schema: "Publication")],
        refusals: [
            RefusalForm(400, "file-invalid"), RefusalForm(409, "whitelist-unit-changed"),
            RefusalForm(400, "whitelist-waives-too-much"),
        ], isRepeatable: true
    ) { call in
        try await WhitelistAnswers.publish(call)
    }
}

/// Which entries a listing asks for.
struct EntryFilter: Sendable {
    var unit: String?
    var scheme: String?
    /// In lower case.
    var name: String?
    var after: String

    func rows(of book: LedgerBook, limit: Int) -> ArraySlice<EntryAccount> {
        book.allEntries.lazy.filter { includes($0.entry) }.prefix(limit).map(\.self)[...]
    }

    private func includes(_ entry: WhitelistEntry) -> Bool {
        guard entry.id > after, unit == nil || ItemName.code(entry.unitUscc) == unit,
            scheme == nil || entry.scheme == scheme
        else { return false }
        guard let name else { return true }
        return ([entry.itemNameZh, entry.itemNameEn, entry.cas] + entry.synonyms).contains {
            $0?.lowercased().contains(name) ?? false
        }
    }
}

enum WhitelistAnswers {
    static func unknown(_ id: String) -> Refusal {
        let shown = PlainText.printable(String(id.prefix(60)))
        return Refusal(
            .notFound, "entry-unknown",
            LocalizedText(zh: "没有白名单条目 \(shown)。", en: "There is no whitelist entry \(shown)."))
    }

    /// An entry as published is for everybody; which shipments drew on it is for those whose goods
    /// they are.
    static func account(_ account: EntryAccount, _ reach: Reach) -> JSONValue {
        guard !reach.includes(importer: ItemName.code(account.entry.unitUscc)) else {
            return account.account
        }
        return account.entry.json
    }

    /// What decides; the notice behind it is told by `greenlane whitelist schemes`.
    static func scheme(_ scheme: WhitelistScheme) -> JSONValue {
        [
            "scheme": .string(scheme.id), "kind": .string(scheme.kind.rawValue),
            "name": scheme.name.json,
            "from": scheme.inForce.from.map { .string($0.description) } ?? .null,
            "to": scheme.inForce.to.map { .string($0.description) } ?? .null,
            "districts": .array(scheme.districts.map { .string($0) }),
            "purposes": .array(scheme.purposes.map { .string($0.rawValue) }),
            "waives": .array(scheme.waives.map { .string($0.permit) }),
        ]
    }

    static func publish(_ call: Call) async throws -> Reply {
        let isDryRun = try call.flag("dry-run")
        let name = call.query["name"] ?? "whitelist.csv"
        guard !name.isEmpty, name.count <= 120, !name.contains("/"), !name.contains("\\") else {
            throw APIRefusal.parameter("name", "应为文件名", "takes a file name")
        }
        let published = try call.day("published")
        let read = try await read(call.body, name: name, call.service)
        var isRepeat = false
        if !isDryRun {
            isRepeat = try await publish(
                read, published: published, key: try call.idempotencyKey(), by: try call.caller(),
                call.service)
        }
        var object = JSONObject([
            .init("list", .string(name)), .init("entries", .integer(Int64(read.entries.count))),
        ])
        object.members += read.changes.members
        object.append("dryRun", .bool(isDryRun))
        object.append("repeated", .bool(isRepeat))
        return .json(.object(object))
    }

    /// A list as it was read, and what publishing it would change.
    struct ReadList: Sendable {
        var name: String
        var bytes: [UInt8]
        var entries: [WhitelistEntry]
        var changes: WhitelistChanges
    }

    /// Reads a list without writing anything; the first step of a dry run and of publishing, by
    /// programs and on pages. Refusals: `file-invalid`.
    static func read(
        _ bytes: [UInt8], name: String, _ service: ClearanceService
    ) async throws -> ReadList {
        let known = service.ledgers.read { $0.allEntries.map(\.entry) }
        return try await service.longReading.work {
            let loaded: LoadedWhitelist
            do throws(DiagnosticList) {
                loaded = try WhitelistReader.open(
                    CatalogFile(name: name, bytes: bytes), schemes: service.definitions.schemes)
            } catch {
                throw APIRefusal.file(error.diagnostics)
            }
            let entries = loaded.entries
            return ReadList(
                name: name, bytes: bytes, entries: entries,
                changes: WhitelistChanges(publishing: entries, over: known))
        }
    }

    /// Publishes a list that was read; whether it was published before.
    static func publish(
        _ list: ReadList, published: CalendarDate?, key: String?, by caller: Principal,
        _ service: ClearanceService
    ) async throws -> Bool {
        let envelope = Envelope(
            .publishWhitelist(
                WhitelistPublication(name: list.name, text: list.bytes, entries: list.entries)),
            by: caller.actor(among: [.whitelistSteward, .administrator]),
            occurred: published.map { Timestamp(startOf: $0) }, idempotencyKey: key)
        return try await service.desk.handle(envelope).get().isRepeat
    }
}
