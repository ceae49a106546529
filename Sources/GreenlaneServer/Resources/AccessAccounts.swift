import GreenlaneCore
import GreenlaneEngine
import HTTPTypes

/// Accounts: who may sign in, and as what.
enum AccessAccounts {
    static let all: [Operation] = [list, register, show, change]

    static let id = Parameter.path(
        "id", "账户编号", "The account", ["type": "string", "pattern": "^ACC-[0-9]{4,}$"])

    static let list = Operation(
        id: "list-accounts", method: .get, path: "/accounts", group: .people,
        title: LocalizedText(zh: "账户", en: "Accounts"), access: .signedIn(.readAccounts),
        parameters: [
            .query("organisation", "单位编号", "Of one organisation", ["type": "string"])
        ] + AccessBodies.paging,
        answers: [
            AnswerForm(200, "看得到的账户", "Those within reach", schema: "AccountPage", hasPages: true)
        ]
    ) { call in
        let principal = try call.caller()
        let book = call.service.access.book
        let rows = book.allAccounts.filter {
            (call.query["organisation"] ?? $0.organisation) == $0.organisation
                && book.sees(principal, account: $0.id)
        }
        let page = try AccessBodies.page(rows, call) { $0.id }
        return page.reply("accounts", page.rows.map { AccessAnswers.account($0) }, call)
    }

    static let register = Operation(
        id: "register-account", method: .post, path: "/accounts", group: .people,
        title: LocalizedText(zh: "登记账户", en: "Register an account"),
        access: .signedIn(.manageAccounts),
        body: .json("AccountWish", maximumBytes: AccessBodies.maximumBytes),
        answers: [
            AnswerForm(
                201, "已登记", "Registered", schema: "Account", hasVersion: true,
                hasLocation: true),
            AnswerForm(
                200, "早已登记", "Registered before", schema: "Account", hasVersion: true,
                hasLocation: true),
        ],
        refusals: [
            RefusalForm(400, "account-invalid"), RefusalForm(404, "organisation-unknown"),
            RefusalForm(409, "sign-in-name-taken"), RefusalForm(409, "subject-taken"),
            RefusalForm(403, "account-not-active"), RefusalForm(409, "idempotency-conflict"),
        ], isRepeatable: true
    ) { call in
        let wish = try wish(
            try call.object([
                "organisation", "roles", "signInName", "displayName", "language", "scope",
                "issuer", "subject",
            ]))
        let outcome = try await AccessCalls.send(
            .registerAccount(wish), call, key: try call.idempotencyKey())
        return try shown(outcome.id, call, status: outcome.isRepeat ? 200 : 201)
            .location("/accounts/\(outcome.id)")
    }

    /// One to register, as a body states it.
    static func wish(_ body: JSONObject) throws(Refusal) -> Account {
        guard let roles = try AccessBodies.words(body, "roles", Actor.Role.self) else {
            throw APIRefusal.member("/roles", "缺失", "are missing")
        }
        let wish = Account(
            organisation: try AccessBodies.text(body, "organisation"), roles: roles,
            signInName: try AccessBodies.optionalText(body, "signInName"),
            displayName: try AccessBodies.optionalText(body, "displayName"),
            language: try AccessBodies.word(body, "language", Language.self) ?? .zh,
            scope: try AccessBodies.scope(body),
            issuer: try AccessBodies.optionalText(body, "issuer"),
            subject: try AccessBodies.optionalText(body, "subject"))
        guard (wish.issuer == nil) == (wish.subject == nil) else {
            throw APIRefusal.member(
                "/subject", "须与 issuer 同时给出", "goes together with the issuer")
        }
        return wish
    }

    static let show = Operation(
        id: "show-account", method: .get, path: "/accounts/{id}", group: .people,
        title: LocalizedText(zh: "一个账户", en: "One account"), access: .signedIn(.readAccounts),
        subject: .account("id"), parameters: [id],
        answers: [AnswerForm(200, "账户", "The account", schema: "Account", hasVersion: true)],
        refusals: [RefusalForm(404, "account-unknown")]
    ) { call in
        try shown(try call.name("id"), call)
    }

    static let change = Operation(
        id: "change-account", method: .patch, path: "/accounts/{id}", group: .people,
        title: LocalizedText(
            zh: "修改角色、名称、语言、状态或审计范围", en: "Change roles, name, language, status or scope"),
        access: .signedIn(.useOwnAccount), subject: .account("id"), parameters: [id],
        body: .json("AccountChange", maximumBytes: AccessBodies.maximumBytes),
        answers: show.answers,
        refusals: [
            RefusalForm(404, "account-unknown"), RefusalForm(400, "account-invalid"),
            RefusalForm(403, "role-not-allowed"), RefusalForm(403, "account-not-active"),
            RefusalForm(422, "last-administrator"), RefusalForm(412, "stale-version"),
            RefusalForm(428, "version-needed"), RefusalForm(403, "scope-missing"),
            RefusalForm(409, "idempotency-conflict"),
        ], isRepeatable: true, needsVersion: true
    ) { call in
        let id = try call.name("id")
        let change = try changes(
            try call.object(["roles", "displayName", "language", "status", "scope"]))
        _ = try await AccessCalls.send(
            .changeAccount(id: id, change), call, version: try call.expectedVersion(),
            key: try call.idempotencyKey())
        return try shown(id, call)
    }

    /// What a body sets.
    static func changes(_ body: JSONObject) throws(Refusal) -> AccountChange {
        AccountChange(
            roles: try AccessBodies.words(body, "roles", Actor.Role.self),
            displayName: try AccessBodies.optionalText(body, "displayName").map {
                PersonalText($0)
            },
            language: try AccessBodies.word(body, "language", Language.self),
            status: try AccessBodies.word(body, "status", Account.Status.self),
            scope: try AccessBodies.scope(body))
    }

    private static func shown(
        _ id: String, _ call: Call, status: Int = 200
    ) throws(Refusal) -> Reply {
        guard let known = call.service.access.book.account(id) else {
            throw AccessRefusal.unknownAccount(id)
        }
        return Reply.json(AccessAnswers.account(known), status: status)
            .version(Int64(known.version))
    }
}
