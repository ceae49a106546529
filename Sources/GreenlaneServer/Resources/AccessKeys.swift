import GreenlaneCore
import HTTPTypes

/// API keys: how systems act for an account.
enum AccessKeys {
    static let all: [Operation] = [list, issue, revoke]

    static let id = Parameter.path(
        "id", "密钥编号", "The key", ["type": "string", "pattern": "^[0-9A-Za-z]{8}$"])

    static let list = Operation(
        id: "list-keys", method: .get, path: "/keys", group: .people,
        title: LocalizedText(zh: "密钥", en: "API keys"), access: .signedIn(.useOwnAccount),
        parameters: [
            .query("account", "账户编号", "Of one account", ["type": "string"])
        ] + AccessBodies.paging,
        answers: [
            AnswerForm(
                200, "自己的密钥，管理员可见全部", "One's own; administrators see all",
                schema: "AccessKeyPage", hasPages: true)
        ]
    ) { call in
        let principal = try call.caller()
        let book = call.service.access.book
        let credentials = try call.signInDesk().credentials
        let rows = book.allKeys.filter {
            (call.query["account"] ?? $0.account) == $0.account
                && book.sees(principal, key: $0.id)
        }
        let page = try AccessBodies.page(rows, call) { $0.id }
        let shown = page.rows.map {
            AccessAnswers.key($0, lastUse: credentials.lastUse(ofKey: $0.id), at: call.now)
        }
        return page.reply("keys", shown, call)
    }

    static let issue = Operation(
        id: "issue-key", method: .post, path: "/keys", group: .people,
        title: LocalizedText(zh: "发放密钥", en: "Issue an API key"),
        access: .signedIn(.useOwnAccount),
        body: .json("AccessKeyWish", maximumBytes: AccessBodies.maximumBytes),
        answers: [
            AnswerForm(
                201, "密钥只显示这一次", "The secret is shown this once", schema: "IssuedAccessKey")
        ],
        refusals: [
            RefusalForm(400, "key-invalid"), RefusalForm(404, "account-unknown"),
            RefusalForm(403, "role-not-allowed"), RefusalForm(403, "account-not-active"),
            RefusalForm(403, "person-needed"), RefusalForm(403, "scope-missing"),
        ]
    ) { call in
        let principal = try call.person()
        let body = try call.object(["label", "scopes", "expires", "account"])
        guard let scopes = try AccessBodies.words(body, "scopes", Principal.Scope.self) else {
            throw APIRefusal.member("/scopes", "缺失", "are missing")
        }
        guard let expires = body["expires"]?.stringValue.flatMap({ Timestamp($0) }) else {
            throw APIRefusal.member("/expires", "应为 RFC 3339 时间", "must be an RFC 3339 time")
        }
        let wish = AccessKey(
            id: "", account: try AccessBodies.optionalText(body, "account") ?? principal.account,
            digest: "", label: try AccessBodies.text(body, "label"), scopes: scopes,
            expires: expires)
        let (known, secret) = try await make(wish, call)
        guard case .object(var shown) = AccessAnswers.key(known, lastUse: nil, at: call.now)
        else { throw AccessRefusal.unknownKey(known.id) }
        shown.append("secret", .string(secret))
        return .json(.object(shown), status: 201)
    }

    /// A fresh key for the account of a wish; its text is told this once.
    static func make(
        _ wish: AccessKey, _ call: Call, key: String? = nil
    ) async throws -> (key: AccessKey, secret: String) {
        let text = KeyText.make()
        var wish = wish
        wish.id = text.id
        wish.digest = text.digest
        _ = try await AccessCalls.send(.issueKey(wish), call, key: key)
        guard let known = call.service.access.book.key(text.id) else {
            throw AccessRefusal.unknownKey(text.id)
        }
        return (known, text.text)
    }

    static let revoke = Operation(
        id: "revoke-key", method: .delete, path: "/keys/{id}", group: .people,
        title: LocalizedText(zh: "吊销密钥", en: "Revoke an API key"),
        access: .signedIn(.useOwnAccount), subject: .key("id"), parameters: [id],
        answers: [AnswerForm(204, "已吊销，立即失效", "Revoked, from this moment")],
        refusals: [
            RefusalForm(404, "key-unknown"), RefusalForm(422, "ended-already"),
            RefusalForm(403, "role-not-allowed"), RefusalForm(403, "account-not-active"),
            RefusalForm(403, "scope-missing"),
        ]
    ) { call in
        _ = try await AccessCalls.send(.revokeKey(id: try call.name("id")), call)
        return .nothing
    }
}
