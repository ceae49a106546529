import GreenlaneCore
import HTTPTypes

/// One's own account: data, language, password, keys, sessions, and whom one entrusts.
enum AccountPage {
    static let path = "/account"

    static let all: [ConsolePage] = [
        show, password, language, issueKey, revokeKey, endSession, entrust, revokeEntrustment,
    ]

    static let show = ConsolePage.get(path, .useOwnAccount) { call in
        try page(call, PageTurn())
    }

    static let password = ConsolePage.post(path + "/password", .useOwnAccount) { call in
        try await call.sending("password") {
            let desk = try call.call.signInDesk()
            let password = call.form.exact("password") ?? ""
            let opened = try await desk.changePassword(
                of: try call.call.person(), from: call.form.exact("current") ?? "",
                to: password, address: call.call.client, at: call.now)
            var reply = call.done("donePassword", at: path)
            reply.headers[.setCookie] = desk.cookie.setting(opened.token)
            return reply
        } page: { turn in
            try page(call, turn)
        }
    }

    /// Their language everywhere, and that of the pages of this browser, which may differ.
    static let language = ConsolePage.post(path + "/language", .useOwnAccount) { call in
        try await call.sending("language") {
            guard let language = call.form["language"].flatMap({ Language(rawValue: $0) }) else {
                throw APIRefusal.member("/language", "请选择", "is needed")
            }
            _ = try await AccessCalls.send(
                .changeAccount(
                    id: try call.caller().account, AccountChange(language: language)),
                call.call)
            var reply = call.done("doneLanguage", at: path)
            reply.headers[.setCookie] = ConsoleCookies.setting(.language, language.tag)
            return reply
        } page: { turn in
            try page(call, turn)
        }
    }

    static let issueKey = ConsolePage.post(path + "/keys", .useOwnAccount) { call in
        try await call.sending("key") {
            let (known, secret) = try await KeyForm.issue(for: try call.caller().account, call)
            return try page(call, KeyForm.turn(known, secret, call))
        } page: { turn in
            try page(call, turn)
        }
    }

    static let revokeKey = ConsolePage.post(
        path + "/keys/{id}/revocation", .useOwnAccount, subject: .key("id")
    ) { call in
        let id = try call.call.name("id")
        _ = try await AccessCalls.send(.revokeKey(id: id), call.call)
        return call.done("doneKeyRevoked", about: id, at: path)
    }

    static let endSession = ConsolePage.post(
        path + "/sessions/{id}/end", .useOwnAccount
    ) { call in
        let id = try call.call.name("id")
        let account = try call.caller().account
        let session = call.service.access.book.session(id: id)
        guard let session, session.account == account else {
            throw APIRefusal.unknown("session-unknown", id, "登录", "session")
        }
        _ = try await AccessCalls.send(.closeSession(digest: session.digest), call.call)
        return call.done("doneSessionClosed", at: path)
    }

    static let entrust = ConsolePage.post(path + "/entrustments", .entrust) { call in
        try await call.sending("entrust") {
            let id = try await EntrustmentForm.grant(call, ["broker", "from", "until"])
            return call.done("doneEntrusted", about: id, at: path)
        } page: { turn in
            try page(call, turn)
        }
    }

    static let revokeEntrustment = ConsolePage.post(
        path + "/entrustments/{id}/revocation", .entrust, subject: .entrustment("id")
    ) { call in
        let id = try call.call.name("id")
        try await EntrustmentForm.revoke(id, call)
        return call.done("doneEntrustmentRevoked", about: id, at: path)
    }

    // MARK: The page

    private static func page(_ call: PageCall, _ turn: PageTurn) throws(Refusal) -> Reply {
        let call = call.shown(at: path)
        let principal = try call.caller()
        let book = call.service.access.book
        guard let known = book.account(principal.account) else {
            throw APIRefusal.credentialInvalid
        }
        var context = JSONObject()
        context.append(
            "page",
            call.head(
                call.text("我的账户", "My account"), sentence: known.displayName,
                small: known.id))
        context.append(
            "terms", AdministrationPages.terms(terms(known, principal, book, call), call))
        context.append("passwordForm", passwordForm(call, turn))
        context.append("languageForm", languageForm(known, call, turn))
        try addKeys(to: &context, known, book, call, turn)
        context.append("sessions", .array(sessions(principal, book, call)))
        if principal.may(.readEntrustments) {
            context.append("entrusting", AccountEntrusting.part(principal, book, call, turn))
        }
        turn.add(to: &context)
        return call.page("account", context, status: turn.status)
    }

    private static func terms(
        _ known: Account, _ principal: Principal, _ book: AccessBook, _ call: PageCall
    ) -> [(name: LocalizedText, value: String)] {
        let organisation = book.organisation(known.organisation)
        return [
            (PeopleWords.signInName, known.signInName ?? ""),
            (PeopleWords.roles, PeopleWords.roles(known.roles, call)),
            (PeopleWords.organisation, PeopleWords.name(organisation, call)),
            (PeopleWords.uscc, organisation?.uscc ?? ""),
            (
                LocalizedText(zh: "可看的货物", en: "Goods in reach"),
                reach(principal, call)
            ),
            (PeopleWords.language, PeopleWords.language(known.language)),
            (
                LocalizedText(zh: "密码设置于", en: "Password set"),
                PeopleWords.moment(known.passwordChanged, call)
            ),
        ]
    }

    private static func reach(_ principal: Principal, _ call: PageCall) -> String {
        let reach = principal.reach(of: .readShipments)
        if let own = principal.uscc, reach == .importers([own]) {
            return call.text("本单位的货物", "Those of your own organisation")
        }
        return PeopleWords.headed(call.text(AccessAnswers.words(reach)))
    }

    private static func passwordForm(_ call: PageCall, _ turn: PageTurn) -> JSONValue {
        var refusal = turn.refusal(of: "password")
        if let wrong = refusal, wrong.code == SignInDesk.passwordWrong.code {
            refusal?.details = [
                Refusal.Detail(pointer: "/current", code: wrong.code, message: wrong.message)
            ]
        }
        var sheet = FormSheet(call, "password", refusal: refusal)
        sheet.password(
            "current", LocalizedText(zh: "现在的密码", en: "Present password"),
            autocomplete: "current-password")
        sheet.password(
            "password", LocalizedText(zh: "新密码", en: "New password"),
            hint: LocalizedText(zh: "至少 12 个字符", en: "At least 12 characters"),
            autocomplete: "new-password")
        return sheet.made(
            LocalizedText(zh: "修改密码", en: "Change your password"), action: path + "/password",
            button: LocalizedText(zh: "修改密码", en: "Change it"),
            hint: LocalizedText(
                zh: "其他设备上的登录随即结束。", en: "Sessions on other devices end."))
    }

    private static func languageForm(
        _ known: Account, _ call: PageCall, _ turn: PageTurn
    ) -> JSONValue {
        var sheet = FormSheet(call, "language", refusal: turn.refusal(of: "language"))
        sheet.choice(
            "language", LocalizedText(zh: "页面与消息的语言", en: "Of pages and messages"),
            PeopleWords.languages, known: known.language.rawValue, shows: .pick)
        return sheet.made(
            PeopleWords.language, action: path + "/language",
            button: LocalizedText(zh: "保存", en: "Save"))
    }

    private static func addKeys(
        to context: inout JSONObject, _ known: Account, _ book: AccessBook, _ call: PageCall,
        _ turn: PageTurn
    ) throws(Refusal) {
        let credentials = try call.call.signInDesk().credentials
        let keys = book.keys(of: known.id).sorted { $1.created < $0.created }
        context.append(
            "keys",
            .array(
                keys.map { key in
                    let state = KeyForm.state(key, call)
                    let ends = PeopleWords.moment(key.expires, call)
                    let used = credentials.lastUse(ofKey: key.id).map {
                        PeopleWords.moment($0, call)
                    }
                    let scopes = KeyForm.scopes(key, call)
                    var object = JSONObject()
                    object.append("name", .string(key.label))
                    object.append("id", .string(key.id))
                    object.append(
                        "state", ["kind": .string(state.kind), "text": .string(state.text)])
                    object.append(
                        "sentence",
                        .string(
                            call.text(
                                "\(scopes)" + (used.map { "，最近使用 \($0)" } ?? "")
                                    + "，到期 \(ends)",
                                "\(scopes)" + (used.map { ", last used \($0)" } ?? "")
                                    + ", ends \(ends)")))
                    if key.isActive(at: call.now) {
                        object.append("revoke", .string("\(path)/keys/\(key.id)/revocation"))
                    }
                    return .object(object)
                }))
        if keys.isEmpty {
            context.append(
                "noKeys",
                .string(
                    call.text(
                        "没有密钥。系统对接时新建一个，例如 LIMS。",
                        "No keys. Make one when a system is to be connected, such as your LIMS.")))
        }
        var sheet = FormSheet(call, "key", refusal: turn.refusal(of: "key"))
        KeyForm.add(to: &sheet, call)
        context.append(
            "newKey",
            sheet.made(
                LocalizedText(zh: "新建密钥", en: "New key"), action: path + "/keys",
                button: LocalizedText(zh: "新建密钥", en: "Make a key")))
    }

    private static func sessions(
        _ principal: Principal, _ book: AccessBook, _ call: PageCall
    ) -> [JSONValue] {
        let open = book.openSessions(of: principal.account, at: call.now)
            .sorted { $1.opened < $0.opened }
        return open.map { session in
            let opened = PeopleWords.moment(session.opened, call)
            let means = call.text(means(session.means))
            if principal.credential == .session(session.digest) {
                return [
                    "sentence": .string(
                        call.text("这台设备，\(means)，\(opened)", "This device, \(means), \(opened)"))
                ]
            }
            return [
                "sentence": .string(
                    call.text("另一台设备，\(means)，\(opened)", "Another device, \(means), \(opened)")),
                "end": .string("\(path)/sessions/\(session.id)/end"),
            ]
        }
    }

    private static func means(_ means: Session.Means) -> LocalizedText {
        switch means {
        case .password: LocalizedText(zh: "密码登录", en: "by password")
        case .link: LocalizedText(zh: "一次性口令登录", en: "by a one-time token")
        case .oidc: LocalizedText(zh: "单点登录", en: "by single sign-on")
        }
    }
}
