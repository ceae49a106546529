import GreenlaneCore

/// Administration: who takes part, what lets them in, and how the service does.
enum AdministrationPages {
    static let root = "/administration"

    static let all: [ConsolePage] =
        [home] + AdministrationOrganisations.all + AdministrationAccounts.all
        + AdministrationKeys.all + AdministrationEntrustments.all + [AdministrationHealth.page]

    static let home = ConsolePage.get(root, .manageAccounts) { _ in
        .seeOther(AdministrationOrganisations.path)
    }

    private static let tabs: [(path: String, title: LocalizedText)] = [
        (AdministrationOrganisations.path, LocalizedText(zh: "单位", en: "Organisations")),
        (AdministrationAccounts.path, LocalizedText(zh: "账户", en: "Accounts")),
        (AdministrationKeys.path, LocalizedText(zh: "密钥", en: "Keys")),
        (AdministrationEntrustments.path, LocalizedText(zh: "委托", en: "Entrustments")),
        (
            AdministrationHealth.path,
            LocalizedText(zh: "运行与配置", en: "Health and configuration")
        ),
    ]

    static func tabs(_ call: PageCall, here path: String) -> JSONValue {
        .array(
            tabs.map { tab in
                [
                    "href": .string(tab.path), "title": .string(call.text(tab.title)),
                    "here": .bool(tab.path == path),
                ]
            })
    }

    // MARK: Lists

    /// One of the lists, with the form that adds to it.
    struct Listing {
        var path: String
        var title: LocalizedText
        var sentence: LocalizedText
        var table: ListTable
        var pager: JSONValue?
        var create: JSONValue
    }

    static func page(_ listing: Listing, _ call: PageCall, _ turn: PageTurn) -> Reply {
        let call = call.shown(at: listing.path)
        var context = JSONObject()
        context.append(
            "page", call.head(call.text(listing.title), sentence: call.text(listing.sentence)))
        context.append("tabs", tabs(call, here: listing.path))
        context.append(
            "search",
            ["action": .string(listing.path), "q": .string(call.query["q"] ?? "")])
        context.append("list", listing.table.json)
        if let pager = listing.pager { context.append("pager", pager) }
        context.append("create", listing.create)
        turn.add(to: &context)
        return call.page("administration", context, status: turn.status)
    }

    /// Query members of a list.
    static let query = ["q", "page"]

    /// Rows that have what is searched for in any of their texts.
    static func found<Row>(
        _ rows: [Row], _ call: PageCall, texts: (Row) -> [String?]
    ) -> [Row] {
        let wanted = ConsoleForm.trimmed(call.query["q"] ?? "").lowercased()
        guard !wanted.isEmpty else { return rows }
        return rows.filter { row in
            texts(row).contains { $0?.lowercased().contains(wanted) ?? false }
        }
    }

    // MARK: Single things

    struct Item {
        var path: String
        var heading: String
        var sentence: LocalizedText
        var terms: [(name: LocalizedText, value: String)]
        var lists: [ListTable] = []
        var forms: [JSONValue]
    }

    static func page(_ item: Item, _ call: PageCall, _ turn: PageTurn) -> Reply {
        let call = call.shown(at: item.path)
        var context = JSONObject()
        context.append(
            "page", call.head(item.heading, sentence: call.text(item.sentence)))
        let list = item.path.split(separator: "/").dropLast().joined(separator: "/")
        context.append("tabs", tabs(call, here: "/" + list))
        context.append("terms", terms(item.terms, call))
        context.append("lists", .array(item.lists.map(\.json)))
        context.append("forms", .array(item.forms))
        turn.add(to: &context)
        return call.page("administration-item", context, status: turn.status)
    }

    static func terms(
        _ terms: [(name: LocalizedText, value: String)], _ call: PageCall
    ) -> JSONValue {
        .array(
            terms.filter { !$0.value.isEmpty }.map {
                ["name": .string(call.text($0.name)), "value": .string($0.value)]
            })
    }
}

/// Words that several of these pages say.
enum PeopleWords {
    static let organisation = LocalizedText(zh: "单位", en: "Organisation")
    static let name = LocalizedText(zh: "名称", en: "Name")
    static let number = LocalizedText(zh: "编号", en: "Number")
    static let state = LocalizedText(zh: "状态", en: "State")
    static let roles = LocalizedText(zh: "身份", en: "Role")
    static let person = LocalizedText(zh: "姓名", en: "Name")
    static let signInName = LocalizedText(zh: "登录名", en: "Sign-in name")
    static let uscc = LocalizedText(zh: "统一社会信用代码", en: "USCC")
    static let language = LocalizedText(zh: "语言", en: "Language")
    static let scopes = LocalizedText(zh: "权限", en: "Scopes")
    static let ends = LocalizedText(zh: "到期", en: "Ends")
    static let from = LocalizedText(zh: "起", en: "From")
    static let until = LocalizedText(zh: "止", en: "Until")
    static let importer = LocalizedText(zh: "委托方", en: "Importer")
    static let entrusted = LocalizedText(zh: "受托方", en: "Entrusted party")
    static let none = LocalizedText(zh: "没有", en: "none")

    /// The first letter large, as at the head of a line.
    static func headed(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    static func roles(_ roles: [Actor.Role], _ call: PageCall) -> String {
        headed(
            roles.map { call.text($0.title) }.joined(separator: call.text("、", ", ")))
    }

    static func language(_ language: Language) -> String {
        language == .zh ? "中文" : "English"
    }

    static let languages = Language.allCases.map {
        (value: $0.rawValue, title: language($0))
    }

    /// Its name in the reader's language, in Chinese where it has no other.
    static func name(_ organisation: Organisation?, _ call: PageCall) -> String {
        guard let organisation else { return "" }
        let name = call.text(organisation.name)
        return name.isEmpty ? organisation.name.zh : name
    }

    static func day(_ day: CalendarDate, _ call: PageCall) -> String {
        ConsoleDates.day(day, call.language, now: call.now)
    }

    static func moment(_ time: Timestamp?, _ call: PageCall) -> String {
        time.map { ConsoleDates.moment($0, call.language, now: call.now) } ?? ""
    }
}
