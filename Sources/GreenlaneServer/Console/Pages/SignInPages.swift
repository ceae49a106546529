import GreenlaneCore
import HTTPTypes

/// Signing in, out, and by a one-time link.
enum SignInPages {
    static let all: [ConsolePage] = [form, signIn, signOut, welcome, useLink]

    static let form = ConsolePage.open(.get, "/sign-in", query: ["back"]) { call in
        page(call, name: "", back: call.query["back"], problem: nil)
    }

    static let signIn = ConsolePage.open(.post, "/sign-in") { call in
        try call.call.fromOurPages()
        let desk = try call.call.signInDesk()
        let name = call.form["name"] ?? ""
        let back = call.form["back"]
        do {
            let opened = try await desk.signIn(
                name: name, password: call.form.exact("password") ?? "", from: call.call.client,
                at: call.now)
            var reply = Reply.seeOther(ConsolePaths.own(back))
            reply.headers[.setCookie] = desk.cookie.setting(opened.token)
            return reply
        } catch let refusal as Refusal {
            return page(call, name: name, back: back, problem: refusal)
        } catch let delayed as DelayedRefusal {
            var reply = page(call, name: name, back: back, problem: delayed.refusal)
            reply.headers[.retryAfter] = String(delayed.seconds)
            return reply
        }
    }

    static let signOut = ConsolePage.post("/sign-out", .useOwnAccount) { call in
        let desk = try call.call.signInDesk()
        try await desk.signOut(try call.caller())
        var reply = Reply.seeOther("/sign-in?done=doneSignedOut")
        reply.headers[.setCookie] = desk.cookie.clearing
        return reply
    }

    private static func page(
        _ call: PageCall, name: String, back: String?, problem: Refusal?
    ) -> Reply {
        var context = JSONObject()
        context.append(
            "page", ["title": .string(call.console.files.words("signIn", call.language))])
        context.append("form", ["name": .string(name)])
        context.append("back", .string(ConsolePaths.own(back)))
        if let problem { context.append("problem", Self.problem(problem, call)) }
        let accounts = (call.console.demonstration?.accounts ?? []).map { account -> JSONValue in
            [
                "name": .string(account.name), "role": .string(call.text(account.role)),
                "password": .string(account.password),
            ]
        }
        if !accounts.isEmpty { context.append("demo", ["accounts": .array(accounts)]) }
        let status = problem.map(Problem.status) ?? 200
        return call.page("sign-in", context, status: status)
    }

    private static func problem(_ refusal: Refusal, _ call: PageCall) -> JSONValue {
        let advice = call.text(refusal.advice)
        return ["sentence": .string(call.text(refusal.message) + (advice.isEmpty ? "" : advice))]
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
        if let problem { context.append("problem", Self.problem(problem, call)) }
        return call.page("welcome", context, status: problem.map(Problem.status) ?? 200)
    }

    private static let passwordsDiffer = Refusal(
        .input, "passwords-differ",
        LocalizedText(zh: "两次输入的密码不一样。", en: "The two passwords differ."))
}
