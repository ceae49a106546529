import GreenlaneCore
import GreenlaneEngine
import HTTPTypes

/// Links that work once: given out by administrators, used by whoever they are for.
enum AccessLinks {
    static let all: [Operation] = [use, offer]

    static let use = Operation(
        id: "use-link", method: .post, path: "/link-uses", group: .people,
        title: LocalizedText(zh: "使用一次性链接设置密码", en: "Set a password by a one-time link"),
        access: .open, body: .json("LinkUse", maximumBytes: AccessBodies.maximumBytes),
        answers: [AccessSessions.opened],
        refusals: PasswordPolicy.refusals + [
            RefusalForm(403, "link-invalid"), RefusalForm(422, "administrator-exists"),
            RefusalForm(400, "administrator-missing"), RefusalForm(400, "administrator-unasked"),
            RefusalForm(400, "account-invalid"), RefusalForm(409, "sign-in-name-taken"),
            RefusalForm(400, "organisation-invalid"), RefusalForm(401, "sign-in-refused"),
            RefusalForm(403, "foreign-origin"), RefusalForm(503, "busy"),
        ]
    ) { call in
        try call.fromOurPages()
        let desk = try call.signInDesk()
        let body = try call.object(["token", "password", "name", "displayName", "organisation"])
        let opened = try await desk.use(
            link: try AccessBodies.text(body, "token"),
            password: try AccessBodies.text(body, "password"),
            administrator: try administrator(body, call), from: call.client, at: call.now)
        return try AccessSessions.reply(opened, call)
    }

    /// With the first administrator's link comes who that is.
    private static func administrator(
        _ body: JSONObject, _ call: Call
    ) throws(Refusal) -> LinkUse.Administrator? {
        guard let name = try AccessBodies.optionalText(body, "name") else {
            guard body["displayName"] == nil, body["organisation"] == nil else {
                throw APIRefusal.member("/name", "应为登录名", "must be the sign-in name")
            }
            return nil
        }
        let organisation = try AccessBodies.name(body, "organisation")
        return LinkUse.Administrator(
            signInName: name,
            displayName: try AccessBodies.optionalText(body, "displayName") ?? name,
            language: call.language,
            organisation: organisation ?? Organisation.Kind.operator.title)
    }

    static let offer = Operation(
        id: "offer-link", method: .post, path: "/accounts/{id}/links", group: .people,
        title: LocalizedText(
            zh: "发放邀请或重置密码的一次性链接", en: "Give out a link for an invitation or a new password"),
        access: .signedIn(.manageAccounts), subject: .account("id"),
        parameters: [AccessAccounts.id],
        body: .json("LinkOffer", maximumBytes: AccessBodies.maximumBytes),
        answers: [AnswerForm(201, "只显示这一次", "Shown this once", schema: "OfferedLink")],
        refusals: [
            RefusalForm(404, "account-unknown"), RefusalForm(403, "account-not-active"),
            RefusalForm(403, "role-not-allowed"),
        ]
    ) { call in
        let id = try call.name("id")
        let body = try call.object(["purpose"])
        let known: [AccessLink.Purpose] = [.invitation, .passwordReset]
        let purpose = try AccessBodies.word(body, "purpose", AccessLink.Purpose.self)
        guard let purpose, known.contains(purpose) else {
            throw APIRefusal.member(
                "/purpose", "应为 invitation 或 password-reset",
                "must be invitation or password-reset")
        }
        let (token, link) = try await make(purpose, to: id, call)
        return .json(
            [
                "account": .string(id), "purpose": .string(purpose.rawValue),
                "token": .string(token),
                "expires": link?.expires.map { .string($0.description) } ?? .null,
            ], status: 201)
    }

    /// A fresh link for an account; its token is told this once.
    static func make(
        _ purpose: AccessLink.Purpose, to account: String, _ call: Call
    ) async throws -> (token: String, link: AccessLink?) {
        let token = SecretText.random()
        let digest = SecretText.digest(token)
        let command = AccessCommand.offerLink(
            digest: digest, purpose: purpose, account: account)
        _ = try await call.service.desk.handle(
            Envelope(.access(command), by: try call.caller().actor(among: [.administrator]))
        ).get()
        return (token, call.service.access.book.link(digest: digest))
    }
}
