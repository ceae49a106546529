import GreenlaneCore
import GreenlaneEngine

/// Accounts: registered, invited, changed, disabled.
enum AdministrationAccounts {
    static let path = "/administration/accounts"
    static let all: [ConsolePage] = [list, register, show, change, scope, link, status]

    // MARK: The list

    static let list = ConsolePage.get(
        path, .manageAccounts, query: AdministrationPages.query
    ) { call in
        try listing(call, PageTurn())
    }

    static let register = ConsolePage.post(path, .manageAccounts) { call in
        try await call.sending("new") {
            guard let name = call.form["signInName"], !name.isEmpty else {
                throw APIRefusal.member("/signInName", "请填写", "is needed")
            }
            var body = JSONObject()
            body["organisation"] = try AccessEntrustments.party(
                stated(call, ["organisation"]), "organisation", call.call
            ).map { .string($0) }
            body.append("roles", [.string(call.form["role"] ?? "")])
            for member in stated(call, ["signInName", "displayName", "language"]).members {
                body.append(member.name, member.value)
            }
            let outcome = try await AccessCalls.send(
                .registerAccount(try AccessAccounts.wish(body)), call.call,
                key: try call.idempotencyKey())
            return try await invited(outcome.id, call)
        } page: { turn in
            try listing(call, turn)
        }
    }

    /// Fields of the form that have anything, as members of a body.
    private static func stated(_ call: PageCall, _ names: [String]) -> JSONObject {
        var body = JSONObject()
        for name in names {
            if let text = call.form[name], !text.isEmpty { body.append(name, .string(text)) }
        }
        return body
    }

    private static func listing(_ call: PageCall, _ turn: PageTurn) throws(Refusal) -> Reply {
        let book = call.service.access.book
        let all = book.allAccounts
        let rows = AdministrationPages.found(all, call) { known in
            let organisation = book.organisation(known.organisation)
            return [
                known.id, known.signInName, known.displayName, organisation?.name.zh,
                organisation?.name.en,
            ]
        }
        let part = try ListPart(rows, call, path: path)
        var table = table(part.rows, book, call)
        table.title = nil
        table.none = call.text("没有符合的账户。", "No account fits.")
        let disabled = all.count { $0.status == .disabled }
        let waiting = all.count { $0.status == .active && $0.password == nil }
        return AdministrationPages.page(
            AdministrationPages.Listing(
                path: path, title: LocalizedText(zh: "账户", en: "Accounts"),
                sentence: LocalizedText(
                    zh: "\(all.count) 个账户，\(disabled) 个已停用；\(waiting) 个还没有设置密码。",
                    en: "\(all.count) accounts, \(disabled) disabled; \(waiting) without a "
                        + "password yet."), table: table, pager: part.pager,
                create: create(call, book, turn)), call, turn)
    }

    static func table(
        _ rows: [Account], _ book: AccessBook, _ call: PageCall
    ) -> ListTable {
        var table = ListTable(
            columns: [
                call.text(PeopleWords.signInName), call.text(PeopleWords.person),
                call.text(PeopleWords.roles), call.text(PeopleWords.organisation),
                call.text(PeopleWords.state), call.text("密码设置于", "Password set"),
            ], none: call.text("没有账户。", "No accounts."), title: call.text("账户", "Accounts"))
        table.rows = rows.map { known in
            [
                .init(known.signInName ?? known.id, href: "\(path)/\(known.id)"),
                .init(known.displayName ?? ""), .init(PeopleWords.roles(known.roles, call)),
                .init(PeopleWords.name(book.organisation(known.organisation), call)),
                state(known, call), .init(PeopleWords.moment(known.passwordChanged, call)),
            ]
        }
        return table
    }

    private static func state(_ known: Account, _ call: PageCall) -> ListTable.Cell {
        guard known.status == .active else { return .chip("plain", call.text("已停用", "Disabled")) }
        return known.password == nil && known.issuer == nil
            ? .chip("open", call.text("未设密码", "No password yet"))
            : .chip("now", call.text("启用", "Enabled"))
    }

    private static func create(
        _ call: PageCall, _ book: AccessBook, _ turn: PageTurn
    ) -> JSONValue {
        var sheet = FormSheet(call, "new", refusal: turn.refusal(of: "new"))
        sheet.text("signInName", PeopleWords.signInName, maximumLength: 64)
        sheet.text(
            "displayName", PeopleWords.person,
            maximumLength: Account.maximumDisplayNameLength)
        AdministrationOrganisations.field(
            &sheet, "organisation", PeopleWords.organisation,
            book.allOrganisations.filter { $0.status == .active }, call)
        sheet.choice(
            "role", PeopleWords.roles,
            Actor.Role.allCases.filter { $0 != .system }.map {
                ($0.rawValue, PeopleWords.headed(call.text($0.title)))
            }, isAsked: true,
            hint: LocalizedText(zh: "由单位的种类决定可选哪些", en: "The kind of organisation decides"),
            at: ["/roles"])
        sheet.choice("language", PeopleWords.language, PeopleWords.languages)
        sheet.keepKey()
        return sheet.made(
            LocalizedText(zh: "新建账户", en: "New account"), action: path,
            button: LocalizedText(zh: "新建并生成一次性链接", en: "Create it, with a one-time link"))
    }

    // MARK: One of them

    static let show = ConsolePage.get(
        "\(path)/{id}", .manageAccounts, subject: .account("id")
    ) { call in
        try page(try call.call.name("id"), call, PageTurn())
    }

    static let change = ConsolePage.post(
        "\(path)/{id}", .manageAccounts, subject: .account("id")
    ) { call in
        try await changing("change", call) { known in
            var body = stated(call, ["displayName", "language"])
            let roles = Actor.Role.allCases.filter { call.form["role-\($0.rawValue)"] != nil }
            body.append("roles", .array(roles.map { .string($0.rawValue) }))
            return try AccessAccounts.changes(body)
        }
    }

    static let scope = ConsolePage.post(
        "\(path)/{id}/scope", .manageAccounts, subject: .account("id")
    ) { call in
        try await changing("scope", call) { _ in
            var scope = stated(call, ["from", "until"])
            let importers = (call.form["importers"] ?? "").split {
                $0.isWhitespace || ",，;；、".contains($0)
            }
            scope.append(
                "importers",
                importers.map { $0.lowercased() } == ["all"]
                    ? "all" : .array(importers.map { .string(String($0)) }))
            return try AccessAccounts.changes(
                JSONObject([.init("scope", .object(scope))]))
        }
    }

    static let status = ConsolePage.post(
        "\(path)/{id}/status", .manageAccounts, subject: .account("id")
    ) { call in
        try await changing("status", call) { _ in
            AccountChange(status: call.form["status"] == "active" ? .active : .disabled)
        }
    }

    /// A form that changes the account of the path.
    private static func changing(
        _ form: String, _ call: PageCall, _ change: (Account) throws -> AccountChange
    ) async throws -> Reply {
        let id = try call.call.name("id")
        guard let known = call.service.access.book.account(id) else {
            throw AccessRefusal.unknownAccount(id)
        }
        return try await call.sending(form) {
            let change = try change(known)
            _ = try await AccessCalls.send(
                .changeAccount(id: id, change), call.call, version: try call.version())
            let word =
                switch change.status {
                case .active: "doneEnabled"
                case .disabled: "doneDisabled"
                case nil: "doneSaved"
                }
            return call.done(
                word, about: known.displayName ?? known.signInName ?? id, at: "\(path)/\(id)")
        } page: { turn in
            try page(id, call, turn)
        }
    }

    static let link = ConsolePage.post(
        "\(path)/{id}/links", .manageAccounts, subject: .account("id")
    ) { call in
        let id = try call.call.name("id")
        return try await call.sending("link") {
            try await invited(id, call)
        } page: { turn in
            try page(id, call, turn)
        }
    }

    /// A fresh link, and the page that shows it this once.
    private static func invited(_ id: String, _ call: PageCall) async throws -> Reply {
        let known = call.service.access.book.account(id)
        let purpose: AccessLink.Purpose =
            known?.password == nil ? .invitation : .passwordReset
        let (token, _) = try await AccessLinks.make(purpose, to: id, call.call)
        let name = known?.signInName ?? id
        return try page(
            id, call,
            PageTurn(
                secret: PageTurn.Secret(
                    title: call.text(
                        "\(name) 的一次性口令，24 小时内有效，只显示这一次。",
                        "A one-time token for \(name), good for 24 hours, shown this once."),
                    value: token,
                    hint: call.text(
                        "请当面或通过单位内部渠道转交；本人在 \(place(call))/welcome 输入它来设置密码。",
                        "Hand it over in person or by an internal channel; its owner enters it at "
                            + "\(place(call))/welcome to set a password.")),
                notice: (
                    "done",
                    call.text("已为 \(name) 生成一次性口令。", "A one-time token for \(name) is made.")
                )))
    }

    /// How people reach the service, where anybody said so.
    private static func place(_ call: PageCall) -> String {
        call.console.configuration.publicURL
    }

    private static func page(
        _ id: String, _ call: PageCall, _ turn: PageTurn
    ) throws(Refusal) -> Reply {
        let book = call.service.access.book
        guard let known = book.account(id) else { throw AccessRefusal.unknownAccount(id) }
        let name = known.displayName ?? known.id
        return AdministrationPages.page(
            AdministrationPages.Item(
                path: "\(path)/\(id)",
                heading: [name, known.signInName].compactMap { $0 }
                    .joined(separator: call.text(" ", ", ")),
                sentence: sentence(known), terms: terms(known, book, call),
                lists: [AdministrationKeys.table(book.keys(of: id), book, call)],
                forms: AccountForms(known: known, book: book, call: call, turn: turn).all),
            call, turn)
    }

    private static func sentence(_ known: Account) -> LocalizedText {
        guard known.status == .active else {
            return LocalizedText(zh: "已停用，不能登录。", en: "Disabled: it cannot sign in.")
        }
        return known.password == nil && known.issuer == nil
            ? LocalizedText(zh: "启用，还没有设置密码。", en: "Enabled; no password yet.")
            : LocalizedText(zh: "启用。", en: "Enabled.")
    }

    private static func terms(
        _ known: Account, _ book: AccessBook, _ call: PageCall
    ) -> [(name: LocalizedText, value: String)] {
        [
            (LocalizedText(zh: "账户", en: "Account"), known.id),
            (PeopleWords.roles, PeopleWords.roles(known.roles, call)),
            (
                PeopleWords.organisation,
                PeopleWords.name(book.organisation(known.organisation), call)
            ),
            (PeopleWords.language, PeopleWords.language(known.language)),
            (
                LocalizedText(zh: "密码设置于", en: "Password set"),
                PeopleWords.moment(known.passwordChanged, call)
            ),
            (LocalizedText(zh: "外部身份", en: "Outside identity"), known.issuer ?? ""),
        ]
    }
}
