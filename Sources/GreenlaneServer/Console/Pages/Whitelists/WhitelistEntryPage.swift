import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import HTTPTypes

/// One entry: its terms for everybody, its balance and uses for those whose goods they are.
enum WhitelistEntryPage {
    static let all: [ConsolePage] = [show]
    static let uses = 60

    static let show = ConsolePage.get("/whitelists/{id}", .readWhitelists) { call in
        let id = try call.call.name("id")
        guard let account = call.service.ledgers.read({ $0.entry(id) }) else {
            throw WhitelistAnswers.unknown(id)
        }
        let reach = try call.caller().reach(of: .readUsage)
        let isSeen = reach.includes(importer: ItemName.code(account.entry.unitUscc))
        let entry = account.entry
        let schemes = call.service.definitions.schemes
        let state = WhitelistWords.state(entry, schemes, on: call.now.date)
        var context = JSONObject()
        context.append("page", page(account, isSeen, state, call))
        context.append("entry", left(account, isSeen, call))
        if isSeen {
            let definitions = call.service.definitions
            let answer = try await call.read { store in
                try AuditQuestions(store: store, definitions: definitions, reach: reach)
                    .uses(of: .entry, id, AuditPage(limit: .max))
            }
            context.append("uses", LedgerUses.table(answer, uses, call).json)
        }
        context.append("terms", .array(terms(entry, state, call)))
        let scheme = schemes.scheme(entry.scheme, on: entry.validFrom ?? call.now.date)
        context.append("articles", PageWords.articles(scheme?.basis ?? [], call))
        return call.page("whitelist-entry", context)
    }

    private static func page(
        _ account: EntryAccount, _ isSeen: Bool,
        _ state: (state: WhitelistWords.State, last: CalendarDate?), _ call: PageCall
    ) -> JSONValue {
        let entry = account.entry
        var parts = [WhitelistWords.title(state.state, call)]
        if isSeen, let over = WhitelistWords.excess(account.balance) {
            parts.append(
                call.text("已超出核定数量 \(over)", "exceeds its quantity by \(over)"))
        } else if isSeen, let left = account.balance.remaining {
            parts.append(
                call.text(
                    "还能用 \(PageWords.quantity(left))",
                    "\(PageWords.quantity(left)) can still be used"))
        }
        if let last = state.last {
            let day = PageWords.day(last, call)
            parts.append(
                state.state == .ended
                    ? call.text("\(day) 已到期", "ended \(day)")
                    : call.text("\(day) 到期", "until \(day)"))
        }
        if let reason = entry.statusReason { parts.append(reason) }
        let isUsable = state.state == .current || state.state == .soon
        var links: [(href: String, title: String)] = []
        let mayUse =
            isUsable && isSeen && call.reader.principal?.may(.fileRequests) == true
        if mayUse {
            links.append(
                (
                    "/requests/new?entry=" + QueryText.escaped(entry.id),
                    call.text("用它申请", "Request with it")
                ))
        }
        links.append(("/whitelists", call.text("白名单", "Whitelists")))
        let goods = WhitelistWords.goods(entry, call)
        return PageWords.page(
            "\(entry.id) \(goods)",
            sentence: parts.joined(separator: call.text("，", "; ")) + call.text("。", "."),
            small: entry.isSynthetic ? call.text("SYNTHETIC 虚构条目", "SYNTHETIC: made up") : nil,
            links: links, accent: mayUse)
    }

    private static func left(
        _ account: EntryAccount, _ isSeen: Bool, _ call: PageCall
    ) -> JSONValue {
        guard isSeen else {
            return [
                "left": .string(WhitelistWords.approved(account.entry, call)),
                "leftNote": .string(
                    call.text(
                        "核定；余量只对本单位及其受托人显示。",
                        "listed; the balance is for the unit and whom it entrusted.")),
            ]
        }
        guard let left = account.balance.remaining else {
            return [
                "left": .string(call.text("不限", "Any")),
                "leftNote": .string(call.text("名单没有限定数量", "the list states no quantity")),
            ]
        }
        let note =
            WhitelistWords.excess(account.balance).map {
                call.text("可用，已超出 \($0)", "left, exceeded by \($0)")
            } ?? call.text("可用", "left")
        var object = JSONObject([
            .init("left", .string(PageWords.quantity(left))),
            .init("leftNote", .string(note)),
        ])
        if let balance = WhitelistWords.balance(account, call) {
            object.append("balance", balance)
        }
        return .object(object)
    }

    private static func terms(
        _ entry: WhitelistEntry, _ state: (state: WhitelistWords.State, last: CalendarDate?),
        _ call: PageCall
    ) -> [JSONValue] {
        let rules = call.service.definitions.rules
        let from = entry.validFrom?.description ?? call.text("未载明", "not stated")
        let to = state.last?.description ?? call.text("未载明", "not stated")
        let waives = entry.waives.map { PageWords.permit($0, rules, call) }
        var terms: [(String, String?)] = [
            (call.text("单位", "Unit"), entry.unitName),
            (call.text("单位代码", "Code of the unit"), entry.unitUscc),
            (call.text("制度", "Scheme"), WhitelistWords.scheme(entry.scheme, call)),
            (call.text("批次", "Batch"), entry.batch),
            (call.text("中文名", "Chinese name"), entry.itemNameZh),
            (call.text("英文名", "English name"), entry.itemNameEn),
            (call.text("别名", "Other names"), PageWords.list(entry.synonyms, call)),
            (call.text("CAS 号", "CAS number"), entry.cas),
            (call.text("商品编号", "HS code"), entry.hs10),
            (call.text("规格", "Specification"), entry.spec),
            (
                call.text("用途", "Purpose"),
                entry.purpose.map { call.text(Fact.purpose.word($0.rawValue)) }
            ),
            (call.text("核定数量", "Quantity"), WhitelistWords.approved(entry, call)),
            (call.text("有效", "In force"), "\(from) – \(to)"),
            (call.text("免办", "Waives"), PageWords.list(waives, call)),
        ]
        terms += entry.extras.map { extra in
            (extra.column == "note" ? call.text("备注", "Note") : extra.column, extra.value)
        }
        return terms.compactMap { name, value in
            guard let value, !value.isEmpty else { return nil }
            return PageWords.pair(name, value)
        }
    }
}
