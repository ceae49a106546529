import GreenlaneCore
import HTTPTypes

/// Signing in, out, and by a one-time link.
enum SignInPages {
    static let all: [ConsolePage] = [form, signIn, signOut, welcome, useLink]

    static let form = ConsolePage.open(.get, "/sign-in", query: ["back"]) { call in
        page(call.console, call.reader, back: call.query["back"])
    }

    /// Bytes of the form: what was parked makes it larger than others.
    static let maximumBytes = 2 * ParkedForm.maximumBytes

    static let signIn = ConsolePage.open(
        .post, "/sign-in", maximumBytes: maximumBytes
    ) { call in
        try call.call.fromOurPages()
        let desk = try call.call.signInDesk()
        let name = call.form["name"] ?? ""
        let back = call.form["back"]
        let parked = call.form.exact("parked") ?? ""
        func again(_ refusal: Refusal) -> Reply {
            page(
                call.console, call.reader, name: name, back: back, parked: parked,
                problem: refusal)
        }
        do {
            let opened = try await desk.signIn(
                name: name, password: call.form.exact("password") ?? "", from: call.call.client,
                at: call.now)
            var reply = after(opened, back, parked, call)
            reply.headers[.setCookie] = desk.cookie.setting(opened.token)
            return reply
        } catch let refusal as Refusal {
            return again(refusal)
        } catch let delayed as DelayedRefusal {
            var reply = again(delayed.refusal)
            reply.headers[.retryAfter] = String(delayed.seconds)
            return reply
        }
    }

    /// Back to where they were; with what they had sent, where it was theirs.
    private static func after(
        _ opened: SignInDesk.Opened, _ back: String?, _ parked: String, _ call: PageCall
    ) -> Reply {
        guard let form = ParkedForm(sealed: parked, call.console.parking),
            form.account == opened.principal.account
        else { return Reply.seeOther(ConsolePaths.own(back)) }
        var reader = call.reader
        reader.csrf = Console.token(of: opened.token)
        return ContinuePage.reply(form, call.console, reader)
    }

    static let signOut = ConsolePage.post("/sign-out", .useOwnAccount) { call in
        let desk = try call.call.signInDesk()
        try await desk.signOut(try call.caller())
        var reply = Reply.seeOther("/sign-in?done=doneSignedOut")
        reply.headers[.setCookie] = desk.cookie.clearing
        return reply
    }

    /// The page itself; `parked` is a sealed form that waits for whoever signs in.
    static func page(
        _ console: Console, _ reader: ConsoleReader, name: String = "", back: String?,
        parked: String = "", problem refusal: Refusal? = nil, status: Int? = nil
    ) -> Reply {
        func text(_ words: LocalizedText) -> String { words.text(reader.language) }
        var context = JSONObject()
        context.append(
            "page", ["title": .string(console.files.words("signIn", reader.language))])
        context.append("form", ["name": .string(name)])
        context.append("back", .string(ConsolePaths.own(back)))
        if !parked.isEmpty { context.append("parked", .string(parked)) }
        if let refusal { context.append("problem", problem(refusal, reader.language)) }
        let accounts = (console.demonstration?.accounts ?? []).map { account -> JSONValue in
            [
                "name": .string(account.name), "role": .string(text(account.role)),
                "password": .string(account.password),
            ]
        }
        if !accounts.isEmpty { context.append("demo", ["accounts": .array(accounts)]) }
        return console.page(
            "sign-in", context, reader, status: status ?? refusal.map(Problem.status) ?? 200)
    }

    private static func problem(_ refusal: Refusal, _ language: Language) -> JSONValue {
        ["sentence": .string(refusal.message.text(language) + refusal.advice.text(language))]
    }

    // MARK: One-time links

    static let welcome = ConsolePage.open(.get, "/welcome") { call in
        welcomePage(call, problem: nil)
    }

    static let useLink = ConsolePage.open(.post, "/welcome") { call in
        try call.call.fromOurPages()
        let desk = try call.call.signInDesk()
        let password = call.form.exact("password") ?? ""
        do {
            guard password == call.form.exact("again") else { throw passwordsDiffer }
            var administrator: LinkUse.Administrator?
            if let name = call.form["name"], !name.isEmpty {
                administrator = LinkUse.Administrator(
                    signInName: Account.normalised(name),
                    displayName: call.form["displayName"].flatMap { $0.isEmpty ? nil : $0 } ?? name,
                    language: call.language, organisation: Organisation.Kind.operator.title)
            }
            let opened = try await desk.use(
                link: call.form["token"] ?? "", password: password,
                administrator: administrator, from: call.call.client, at: call.now)
            var reply = Reply.seeOther("/?done=doneWelcome")
            reply.headers[.setCookie] = desk.cookie.setting(opened.token)
            return reply
        } catch let refusal as Refusal {
            return welcomePage(call, problem: refusal)
        }
    }

    private static func welcomePage(_ call: PageCall, problem: Refusal?) -> Reply {
        let needsName = !call.service.access.book.allAccounts.contains { $0.status == .active }
        var fields: [JSONValue] = [
            FormField.text(
                "token", call.text("一次性口令", "One-time token"), value: call.form["token"] ?? "")
        ]
        if needsName {
            fields.append(
                FormField.text(
                    "name", call.text("登录名", "Sign-in name"), value: call.form["name"] ?? ""))
            fields.append(
                FormField.text(
                    "displayName", call.text("姓名", "Name"),
                    value: call.form["displayName"] ?? "", isRequired: false))
        }
        fields.append(
            FormField.password(
                "password", call.text("密码", "Password"),
                hint: call.text("至少 12 个字符", "12 characters or more"),
                autocomplete: "new-password"))
        fields.append(
            FormField.password(
                "again", call.text("再输入一次", "Once more"), autocomplete: "new-password"))
        var context = JSONObject()
        context.append(
            "page",
            [
                "title": .string(call.console.files.words("welcomeTitle", call.language)),
                "sentence": .string(
                    needsName
                        ? call.text(
                            "还没有管理员：用启动时显示的一次性口令建立第一个。",
                            "There is no administrator yet: make the first with the token that "
                                + "was shown at the start.")
                        : call.text(
                            "用管理员给您的一次性口令设置密码。",
                            "Set your password with the one-time token you were given.")),
            ])
        context.append("fields", .array(fields))
        if let problem { context.append("problem", Self.problem(problem, call.language)) }
        return call.page("welcome", context, status: problem.map(Problem.status) ?? 200)
    }

    private static let passwordsDiffer = Refusal(
        .input, "passwords-differ",
        LocalizedText(zh: "两次输入的密码不一样。", en: "The two passwords differ."))
}
