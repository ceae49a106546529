import GreenlaneCore

/// API keys of all accounts: issued and revoked.
enum AdministrationKeys {
    static let path = "/administration/keys"
    static let all: [ConsolePage] = [list, issue, show, revoke]

    static let list = ConsolePage.get(
        path, .manageAccounts, query: AdministrationPages.query
    ) { call in
        try listing(call, PageTurn())
    }

    static let issue = ConsolePage.post(path, .manageAccounts) { call in
        try await call.sending("new") {
            let stated = call.form["account"] ?? ""
            let book = call.service.access.book
            let account = book.account(stated) ?? book.account(signInName: stated)
            guard let account else {
                throw APIRefusal.member(
                    "/account", "没有这个账户", "is not the name of an account")
            }
            let (known, secret) = try await KeyForm.issue(for: account.id, call)
            return try page(known.id, call, KeyForm.turn(known, secret, call))
        } page: { turn in
            try listing(call, turn)
        }
    }

    private static func listing(_ call: PageCall, _ turn: PageTurn) throws(Refusal) -> Reply {
        let book = call.service.access.book
        let all = book.allKeys
        let rows = AdministrationPages.found(all, call) { key in
            let owner = book.account(key.account)
            return [key.id, key.label, owner?.signInName, owner?.displayName]
        }
        let part = try ListPart(rows, call, path: path)
        var table = table(part.rows, book, call)
        table.title = nil
        table.none = call.text("没有密钥。", "No keys.")
        let active = all.count { $0.isActive(at: call.now) }
        var sheet = FormSheet(call, "new", refusal: turn.refusal(of: "new"))
        sheet.text(
            "account", LocalizedText(zh: "账户", en: "Account"),
            hint: LocalizedText(zh: "登录名或账户编号", en: "Its sign-in name or number"),
            maximumLength: 64)
        KeyForm.add(to: &sheet, call)
        return AdministrationPages.page(
            AdministrationPages.Listing(
                path: path, title: LocalizedText(zh: "密钥", en: "API keys"),
                sentence: LocalizedText(
                    zh: "\(all.count) 个密钥，\(active) 个有效。",
                    en: "\(all.count) keys, \(active) in force."), table: table,
                pager: part.pager,
                create: sheet.made(
                    LocalizedText(zh: "新建密钥", en: "New key"), action: path,
                    button: LocalizedText(zh: "新建密钥", en: "Make a key"))), call, turn)
    }

    static func table(_ rows: [AccessKey], _ book: AccessBook, _ call: PageCall) -> ListTable {
        var table = ListTable(
            columns: [
                call.text(PeopleWords.name), call.text("账户", "Account"),
                call.text(PeopleWords.number), call.text(PeopleWords.scopes),
                call.text(PeopleWords.ends), call.text(PeopleWords.state),
            ], none: call.text("没有密钥。", "No keys."), title: call.text("密钥", "Keys"))
        table.rows = rows.map { key in
            [
                .init(key.label, href: "\(path)/\(key.id)"),
                .init(book.account(key.account)?.signInName ?? key.account), .init(key.id),
                .init(KeyForm.scopes(key, call)), .init(PeopleWords.moment(key.expires, call)),
                .init(chip: KeyForm.state(key, call)),
            ]
        }
        return table
    }

    static let show = ConsolePage.get(
        "\(path)/{id}", .manageAccounts, subject: .key("id")
    ) { call in
        try page(try call.call.name("id"), call, PageTurn())
    }

    static let revoke = ConsolePage.post(
        "\(path)/{id}/revocation", .manageAccounts, subject: .key("id")
    ) { call in
        let id = try call.call.name("id")
        return try await call.sending("revoke") {
            _ = try await AccessCalls.send(.revokeKey(id: id), call.call)
            return call.done("doneKeyRevoked", about: id, at: "\(path)/\(id)")
        } page: { turn in
            try page(id, call, turn)
        }
    }

    private static func page(
        _ id: String, _ call: PageCall, _ turn: PageTurn
    ) throws(Refusal) -> Reply {
        let book = call.service.access.book
        guard let key = book.key(id) else { throw AccessRefusal.unknownKey(id) }
        let isActive = key.isActive(at: call.now)
        var forms: [JSONValue] = []
        if isActive {
            forms.append(
                FormSheet(call, "revoke", refusal: turn.refusal(of: "revoke")).made(
                    LocalizedText(zh: "撤销密钥", en: "Revoke the key"),
                    action: "\(path)/\(id)/revocation",
                    button: LocalizedText(zh: "撤销", en: "Revoke"),
                    about: LocalizedText(zh: "立即失效，不能恢复", en: "at once, and for good"),
                    isGrave: true))
        }
        let (_, state) = KeyForm.state(key, call)
        let lastUse = try call.call.signInDesk().credentials.lastUse(ofKey: id)
        return AdministrationPages.page(
            AdministrationPages.Item(
                path: "\(path)/\(id)", heading: key.label,
                sentence: LocalizedText(zh: "\(state)。", en: "\(state)."),
                terms: [
                    (PeopleWords.number, id),
                    (
                        LocalizedText(zh: "账户", en: "Account"),
                        book.account(key.account)?.signInName ?? key.account
                    ),
                    (PeopleWords.scopes, KeyForm.scopes(key, call)),
                    (
                        LocalizedText(zh: "建立", en: "Made"),
                        PeopleWords.moment(key.created, call)
                    ),
                    (PeopleWords.ends, PeopleWords.moment(key.expires, call)),
                    (
                        LocalizedText(zh: "最近使用", en: "Last used"),
                        PeopleWords.moment(lastUse, call)
                    ),
                ], forms: forms), call, turn)
    }
}

/// The form for a new key, of one's own or of another's account.
enum KeyForm {
    /// Days that a key lasts where nobody says otherwise.
    private static let usualDays = 180

    static func add(to sheet: inout FormSheet, _ call: PageCall) {
        sheet.text(
            "label", LocalizedText(zh: "用途", en: "What for"),
            hint: LocalizedText(
                zh: "例如 LIMS 对接；不要写人名", en: "Such as the LIMS; no names of people"),
            maximumLength: AccessKey.maximumLabelLength)
        sheet.choice(
            "scope", PeopleWords.scopes,
            [("read", call.text("只读", "Read")), ("write", call.text("读写", "Read and write"))],
            known: "read", shows: .pick, at: ["/scopes"])
        let today = call.now.date
        sheet.day(
            "expires", PeopleWords.ends, known: today.adding(days: usualDays),
            last: today.adding(days: Int(AccessKey.maximumDays) - 1))
        sheet.keepKey()
    }

    /// Makes the key that the form asks for. The secret is told this once.
    static func issue(
        for account: String, _ call: PageCall
    ) async throws -> (key: AccessKey, secret: String) {
        _ = try call.call.person()
        guard let day = call.form["expires"].flatMap({ CalendarDate($0) }) else {
            throw APIRefusal.member("/expires", "请填写日期", "needs a day")
        }
        return try await AccessKeys.make(
            AccessKey(
                id: "", account: account, digest: "", label: call.form["label"] ?? "",
                scopes: call.form["scope"] == "write" ? [.read, .write] : [.read],
                expires: Timestamp(endOf: day)), call.call, key: try call.idempotencyKey())
    }

    static func turn(_ key: AccessKey, _ secret: String, _ call: PageCall) -> PageTurn {
        PageTurn(
            secret: PageTurn.Secret(
                title: call.text(
                    "密钥“\(key.label)”只显示这一次。", "The key \"\(key.label)\" is shown this once."),
                value: secret,
                hint: call.text(
                    "请立即保存；遗失只能撤销后新建。程序在 Authorization: Bearer 中使用它。",
                    "Keep it now; if it is lost, revoke it and make another. Programs send it as "
                        + "Authorization: Bearer.")),
            notice: ("done", call.text("已新建密钥。", "The key is made.")))
    }

    static func scopes(_ key: AccessKey, _ call: PageCall) -> String {
        key.scopes.contains(.write)
            ? call.text("读写", "Read and write") : call.text("只读", "Read")
    }

    static func state(_ key: AccessKey, _ call: PageCall) -> (kind: String, text: String) {
        if key.revoked != nil { return ("plain", call.text("已撤销", "Revoked")) }
        return key.isActive(at: call.now)
            ? ("now", call.text("有效", "In force")) : ("plain", call.text("已到期", "Expired"))
    }
}
