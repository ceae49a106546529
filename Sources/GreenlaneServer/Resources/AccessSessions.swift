import GreenlaneCore
import HTTPTypes

/// Signing in and out, and one's own password.
enum AccessSessions {
    static let all: [Operation] = [signIn, current, signOut, changePassword]

    /// What an answer that opens a session says.
    static let opened = AnswerForm(
        201, "已登录", "Signed in", schema: "WhoAmI", setsCookie: true)

    /// What every way of guessing a password meets.
    static let refusals: [RefusalForm] = [
        RefusalForm(429, "sign-in-delayed"), RefusalForm(503, "busy"),
        RefusalForm(401, "sign-in-refused"), RefusalForm(403, "foreign-origin"),
    ]

    static let signIn = Operation(
        id: "sign-in", method: .post, path: "/sessions", group: .people,
        title: LocalizedText(zh: "登录", en: "Sign in"), access: .open,
        body: .json("SignIn", maximumBytes: AccessBodies.maximumBytes), answers: [opened],
        refusals: refusals + [RefusalForm(503, "issuer-unavailable")]
    ) { call in
        try call.fromOurPages()
        let desk = try call.signInDesk()
        let body = try call.object(["name", "password", "token"])
        if body["token"] != nil {
            guard body["name"] == nil, body["password"] == nil else {
                throw APIRefusal.member("/token", "不能与密码同用", "stands alone")
            }
            let token = try AccessBodies.text(body, "token")
            return try AccessSessions.reply(try await desk.signIn(token: token, at: call.now), call)
        }
        let opened = try await desk.signIn(
            name: try AccessBodies.text(body, "name"),
            password: try AccessBodies.text(body, "password"), from: call.client, at: call.now)
        return try AccessSessions.reply(opened, call)
    }

    static let current = Operation(
        id: "show-session", method: .get, path: "/sessions/current", group: .people,
        title: LocalizedText(zh: "我是谁、能看到什么", en: "Who am I, and what do I see"),
        access: .signedIn(.useOwnAccount),
        answers: [AnswerForm(200, "当前登录", "Who is signed in", schema: "WhoAmI")]
    ) { call in
        .json(try AccessAnswers.whoAmI(try call.caller(), call))
    }

    static let signOut = Operation(
        id: "sign-out", method: .delete, path: "/sessions/current", group: .people,
        title: LocalizedText(zh: "退出登录", en: "Sign out"), access: .signedIn(.useOwnAccount),
        answers: [AnswerForm(204, "已退出", "Signed out", setsCookie: true)],
        refusals: [RefusalForm(403, "account-not-active"), RefusalForm(404, "session-unknown")]
    ) { call in
        let desk = try call.signInDesk()
        try await desk.signOut(try call.caller())
        var reply = Reply.nothing
        reply.headers[.setCookie] = desk.cookie.clearing
        return reply
    }

    static let changePassword = Operation(
        id: "change-own-password", method: .put, path: "/accounts/current/password",
        group: .people, title: LocalizedText(zh: "修改自己的密码", en: "Change one's own password"),
        access: .signedIn(.useOwnAccount),
        body: .json("PasswordChange", maximumBytes: AccessBodies.maximumBytes),
        answers: [
            AnswerForm(
                200, "已修改，其他登录均已结束", "Changed; all other sessions ended", schema: "WhoAmI",
                setsCookie: true)
        ],
        refusals: refusals + PasswordPolicy.refusals + [
            RefusalForm(403, "password-wrong"), RefusalForm(403, "person-needed"),
            RefusalForm(403, "account-not-active"),
        ]
    ) { call in
        let desk = try call.signInDesk()
        let body = try call.object(["current", "password"])
        let opened = try await desk.changePassword(
            of: try call.person(), from: try AccessBodies.text(body, "current"),
            to: try AccessBodies.text(body, "password"), address: call.client, at: call.now)
        return try reply(opened, call, status: 200)
    }

    /// Who signed in, with the cookie of the session.
    static func reply(
        _ opened: SignInDesk.Opened, _ call: Call, status: Int = 201
    ) throws(Refusal) -> Reply {
        let desk = try call.signInDesk()
        var reply = Reply.json(
            try AccessAnswers.whoAmI(opened.principal, call), status: status)
        reply.headers[.setCookie] = desk.cookie.setting(opened.token)
        return reply
    }
}
