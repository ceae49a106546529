import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import HTTPTypes

/// Entries of all lists: searched, with what is left and what ends soon, and the batches they came
/// with.
enum WhitelistsPage {
    static let all: [ConsolePage] = [list]
    static let rows = 50
    static let batches = 10

    /// What the address asks for.
    private struct Filter: Sendable {
        var q: String
        var scheme: String
        var state: String
        var unit: String
        var page: Int
        /// The reader's own unit; nil where they have none.
        var own: String?

        init(_ call: PageCall) throws(Refusal) {
            func value(_ name: String) -> String {
                ConsoleForm.trimmed(call.query[name] ?? "")
            }
            q = value("q")
            scheme = value("scheme")
            state = value("state")
            own = try call.caller().uscc.map { ItemName.code($0) }
            unit = call.query["unit"] ?? ""
            page = try call.call.number("page", in: 1...1_000_000, default: 1)
        }

        var isActive: Bool { !q.isEmpty || !scheme.isEmpty || !state.isEmpty || !unit.isEmpty }

        func address(page: Int) -> String {
            var parts: [String] = []
            for (name, value) in [("q", q), ("scheme", scheme), ("state", state), ("unit", unit)]
            where !value.isEmpty {
                parts.append(name + "=" + QueryText.escaped(value))
            }
            if page > 1 { parts.append("page=\(page)") }
            return parts.isEmpty ? "/whitelists" : "/whitelists?" + parts.joined(separator: "&")
        }

        func includes(_ entry: WhitelistEntry, _ text: String) -> Bool {
            guard scheme.isEmpty || entry.scheme == scheme else { return false }
            if unit == "own", let own, ItemName.code(entry.unitUscc) != own { return false }
            guard !text.isEmpty else { return true }
            return [
                entry.id, entry.itemNameZh, entry.itemNameEn, entry.cas, entry.unitName,
                entry.unitUscc, entry.batch, entry.hs10,
            ].contains { $0?.lowercased().contains(text) ?? false }
                || entry.synonyms.contains { $0.lowercased().contains(text) }
        }
    }

    /// What was found: one page, and the counts of all.
    private struct Found: Sendable {
        var rows: [EntryAccount] = []
        var total = 0
        var inForce = 0
        var soon: [EntryAccount] = []
        var soonCount = 0
    }

    static let list = ConsolePage.get(
        "/whitelists", .readWhitelists, query: ["q", "scheme", "state", "unit", "page"]
    ) { call in
        let filter = try Filter(call)
        let reach = try call.caller().reach(of: .readUsage)
        let found = find(filter, call)
        let published = try await call.read { try WhitelistBatches.last(batches, $0) }
        var context = JSONObject()
        context.append("page", page(found, call))
        context.append("filter", form(filter, call))
        if filter.state != WhitelistWords.State.soon.rawValue, found.soonCount > 0 {
            context.append("expiring", expiring(found, filter, reach, call))
        }
        context.append("entries", .array(found.rows.map { row($0, reach, call) }))
        if found.rows.isEmpty {
            context.append("none", none(filter, call))
        } else {
            context.append("pager", pager(found, filter, call))
        }
        context.append("batches", .array(published.map { batch($0, call) }))
        return call.page("whitelists", context)
    }

    private static func find(_ filter: Filter, _ call: PageCall) -> Found {
        let schemes = call.service.definitions.schemes
        let today = call.now.date
        let text = filter.q.lowercased()
        let asked = WhitelistWords.State(rawValue: filter.state)
        let skipped = (filter.page - 1) * rows
        return call.service.ledgers.read { book in
            var found = Found()
            for account in book.allEntries where filter.includes(account.entry, text) {
                let state = WhitelistWords.state(account.entry, schemes, on: today).state
                if state == .soon {
                    found.soonCount += 1
                    if found.soon.count < 3 { found.soon.append(account) }
                }
                if state == .soon || state == .current { found.inForce += 1 }
                guard asked == nil || asked == state else { continue }
                found.total += 1
                if found.total > skipped, found.rows.count < rows { found.rows.append(account) }
            }
            return found
        }
    }

    private static func page(_ found: Found, _ call: PageCall) -> JSONValue {
        var links: [(href: String, title: String)] = []
        if call.reader.principal?.may(.publishWhitelists) == true {
            links.append(("/whitelists/imports", call.text("发布名单", "Publish a list")))
        }
        let (inForce, days) = (PageWords.grouped(Int64(found.inForce)), WhitelistWords.soonDays)
        let ending =
            found.soonCount == 0
            ? call.text("\(days) 天内没有到期的。", "none ends within \(days) days.")
            : call.text(
                "其中 \(found.soonCount) 个在 \(days) 天内到期。",
                "ending within \(days) days: \(found.soonCount).")
        return PageWords.page(
            call.text("白名单", "Whitelists"),
            sentence: call.text("\(inForce) 个有效条目，", "Entries in force: \(inForce); ") + ending,
            links: links)
    }

    private static func form(_ filter: Filter, _ call: PageCall) -> JSONValue {
        var schemes: [(value: String, title: String)] = [("", call.text("全部", "All"))]
        for scheme in call.service.definitions.schemes.schemes
        where !schemes.contains(where: { $0.value == scheme.id }) {
            schemes.append((scheme.id, call.text(scheme.name)))
        }
        let states =
            [("", call.text("全部", "All"))]
            + WhitelistWords.State.allCases.map { ($0.rawValue, WhitelistWords.title($0, call)) }
        var selects: [JSONValue] = [
            select("scheme", call.text("制度", "Scheme"), schemes, filter.scheme),
            select("state", call.text("状态", "State"), states, filter.state),
        ]
        if filter.own != nil {
            selects.append(
                select(
                    "unit", call.text("单位", "Unit"),
                    [("", call.text("全部", "All")), ("own", call.text("本单位", "Our own"))],
                    filter.unit))
        }
        return [
            "q": .string(filter.q), "active": .bool(filter.isActive), "clear": "/whitelists",
            "selects": .array(selects),
        ]
    }

    static func select(
        _ name: String, _ label: String, _ choices: [(value: String, title: String)],
        _ chosen: String
    ) -> JSONValue {
        [
            "name": .string(name), "label": .string(label),
            "choices": .array(choices.map { FormField.choice($0, chosen) }),
        ]
    }

    private static func expiring(
        _ found: Found, _ filter: Filter, _ reach: Reach, _ call: PageCall
    ) -> JSONValue {
        let schemes = call.service.definitions.schemes
        let parts = found.soon.map { account in
            let entry = account.entry
            let last = WhitelistWords.state(entry, schemes, on: call.now.date).last
            let day = last.map { ConsoleDates.day($0, call.language, now: call.now) } ?? ""
            let goods = WhitelistWords.goods(entry, call)
            let isSeen = reach.includes(importer: ItemName.code(entry.unitUscc))
            let kept = isSeen && account.balance.reserved > .zero
            return call.text(
                "\(entry.id) \(goods) \(day) 到期" + (kept ? "，仍有货物预留着余量" : ""),
                "\(entry.id), \(goods), ends \(day)"
                    + (kept ? ", and shipments still reserve on it" : ""))
        }
        let more = found.soonCount - parts.count
        let tail = more > 0 ? call.text("；另有 \(more) 条", "; and \(more) more") : ""
        var soon = filter
        soon.state = WhitelistWords.State.soon.rawValue
        return [
            "sentence": .string(
                parts.joined(separator: call.text("；", "; ")) + tail + call.text("。", ".")),
            "href": .string(soon.address(page: 1)),
        ]
    }

    private static func row(
        _ account: EntryAccount, _ reach: Reach, _ call: PageCall
    ) -> JSONValue {
        let entry = account.entry
        let (state, last) = WhitelistWords.state(
            entry, call.service.definitions.schemes, on: call.now.date)
        let isSeen = reach.includes(importer: ItemName.code(entry.unitUscc))
        let goods = WhitelistWords.goods(entry, call)
        // What is listed is public; what was drawn on it is for those whose goods they are.
        let shown =
            isSeen ? goods : goods + " · " + WhitelistWords.approved(entry, call)
        var object = JSONObject([
            .init("id", .string(entry.id)),
            .init("href", .string("/whitelists/" + QueryText.escaped(entry.id))),
            .init("goods", .string(shown)), .init("unit", .string(entry.unitName)),
        ])
        if isSeen, let balance = WhitelistWords.balance(account, call) {
            object.append("balance", balance)
        }
        if let last {
            object.append("validTo", ending(last, state, call))
        }
        object.append("state", WhitelistWords.chip(state, call))
        return .object(object)
    }

    /// What has ended is past, not late: nobody owes anything.
    private static func ending(
        _ last: CalendarDate, _ state: WhitelistWords.State, _ call: PageCall
    ) -> JSONValue {
        guard state == .current || state == .soon else {
            return [
                "iso": .string(last.description),
                "day": .string(ConsoleDates.day(last, call.language, now: call.now)), "left": "",
                "kind": "plain",
            ]
        }
        return ConsoleDates.deadline(
            Timestamp(endOf: last), call.language, now: call.now,
            call.service.definitions.calendar)
    }

    private static func none(_ filter: Filter, _ call: PageCall) -> JSONValue {
        guard filter.isActive else {
            return [
                "sentence": .string(
                    call.text(
                        "还没有发布过名单；发布后，条目和余量出现在这里。",
                        "No list was published yet; entries and their balances will stand here."))
            ]
        }
        return [
            "sentence": .string(call.text("没有符合条件的条目。", "No entry fits the filter.")),
            "link": PageWords.link("/whitelists", call.text("清除条件", "Clear the filter")),
        ]
    }

    private static func pager(
        _ found: Found, _ filter: Filter, _ call: PageCall
    ) -> JSONValue {
        let first = (filter.page - 1) * rows + 1
        let last = first + found.rows.count - 1
        let total = PageWords.grouped(Int64(found.total))
        var object = JSONObject([
            .init(
                "sentence",
                .string(
                    call.text("第 \(first)–\(last) 条，共 \(total) 条", "\(first)–\(last) of \(total)")))
        ])
        if filter.page > 1 {
            object.append("previous", .string(filter.address(page: filter.page - 1)))
        }
        if last < found.total {
            object.append("next", .string(filter.address(page: filter.page + 1)))
        }
        return .object(object)
    }

    private static func batch(_ batch: WhitelistBatches.Batch, _ call: PageCall) -> JSONValue {
        let words = WhitelistBatchPage.words(batch, call)
        return [
            "title": .string(words.title),
            "href": .string("/whitelists/batches/\(batch.position)"),
            "issuer": .string(words.issuer), "change": .string(words.change),
            "digest": .string(batch.data["digest"]?.stringValue ?? ""),
        ]
    }
}
