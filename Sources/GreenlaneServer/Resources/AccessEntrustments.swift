import GreenlaneCore
import GreenlaneEngine
import HTTPTypes

/// Entrustments: an importer lets another organisation handle its goods, for a time.
enum AccessEntrustments {
    static let all: [Operation] = [list, grant, show, revoke]

    static let id = Parameter.path(
        "id", "委托编号", "The entrustment", ["type": "string", "pattern": "^ENT-[0-9]{4,}$"])

    static let list = Operation(
        id: "list-entrustments", method: .get, path: "/entrustments", group: .people,
        title: LocalizedText(zh: "委托", en: "Entrustments"),
        access: .signedIn(.readEntrustments),
        parameters: [
            .query("active", "只列今天有效的", "Only those that hold today", ["type": "boolean"])
        ] + AccessBodies.paging,
        answers: [
            AnswerForm(
                200, "给出的和受到的委托", "Those given and received", schema: "EntrustmentPage",
                hasPages: true)
        ]
    ) { call in
        let principal = try call.caller()
        let book = call.service.access.book
        let today = call.now.date
        let isActiveOnly = try call.flag("active")
        let rows = book.allEntrustments.filter {
            (!isActiveOnly || $0.isActive(on: today))
                && book.sees(principal, entrustment: $0.id)
        }
        let page = try AccessBodies.page(rows, call) { $0.id }
        return page.reply(
            "entrustments",
            page.rows.map { AccessAnswers.entrustment($0, book, today: today) }, call)
    }

    static let grant = Operation(
        id: "grant-entrustment", method: .post, path: "/entrustments", group: .people,
        title: LocalizedText(zh: "委托", en: "Entrust goods"), access: .signedIn(.entrust),
        body: .json("EntrustmentWish", maximumBytes: AccessBodies.maximumBytes),
        answers: [
            AnswerForm(
                201, "已委托", "Entrusted", schema: "Entrustment", hasVersion: true,
                hasLocation: true),
            AnswerForm(
                200, "早已委托", "Entrusted before", schema: "Entrustment", hasVersion: true,
                hasLocation: true),
        ],
        refusals: [
            RefusalForm(400, "entrustment-invalid"), RefusalForm(404, "organisation-unknown"),
            RefusalForm(409, "entrusted-already"), RefusalForm(403, "role-not-allowed"),
            RefusalForm(403, "account-not-active"), RefusalForm(409, "idempotency-conflict"),
        ], isRepeatable: true
    ) { call in
        let wish = try wish(try call.object(["importer", "broker", "from", "until"]), call)
        let outcome = try await AccessCalls.send(
            .grantEntrustment(wish), call, among: [.labManager, .administrator],
            key: try call.idempotencyKey())
        return try shown(outcome.id, call, status: outcome.isRepeat ? 200 : 201)
            .location("/entrustments/\(outcome.id)")
    }

    /// One to grant, as a body states it; of the caller's own organisation where it names none.
    static func wish(_ body: JSONObject, _ call: Call) throws(Refusal) -> Entrustment {
        let own = try call.caller().organisation
        let importer = try party(body, "importer", call) ?? own
        guard let broker = try party(body, "broker", call) else {
            throw APIRefusal.member(
                "/broker", "应为单位编号或统一社会信用代码", "must be an organisation or its USCC")
        }
        return Entrustment(
            importer: importer, broker: broker, from: try AccessBodies.day(body, "from"),
            until: try AccessBodies.day(body, "until"))
    }

    /// An organisation by its id, or by the USCC that an importer knows of its broker.
    static func party(
        _ body: JSONObject, _ name: String, _ call: Call
    ) throws(Refusal) -> String? {
        guard let text = try AccessBodies.optionalText(body, name) else { return nil }
        guard !text.hasPrefix("ORG-") else { return text }
        let uscc: String
        do throws(IdentifierProblem) {
            uscc = try UnifiedSocialCreditCode.check(text)
        } catch {
            throw APIRefusal.member(
                "/\(name)", "应为单位编号或统一社会信用代码", "must be an organisation or its USCC")
        }
        guard let known = call.service.access.book.organisation(uscc: uscc) else {
            throw AccessRefusal.unknownOrganisation(uscc)
        }
        return known.id
    }

    static let show = Operation(
        id: "show-entrustment", method: .get, path: "/entrustments/{id}", group: .people,
        title: LocalizedText(zh: "一份委托", en: "One entrustment"),
        access: .signedIn(.readEntrustments), subject: .entrustment("id"), parameters: [id],
        answers: [
            AnswerForm(200, "委托", "The entrustment", schema: "Entrustment", hasVersion: true)
        ],
        refusals: [RefusalForm(404, "entrustment-unknown")]
    ) { call in
        try shown(try call.name("id"), call)
    }

    static let revoke = Operation(
        id: "revoke-entrustment", method: .delete, path: "/entrustments/{id}", group: .people,
        title: LocalizedText(zh: "撤销委托", en: "Revoke an entrustment"),
        access: .signedIn(.entrust), subject: .entrustment("id"), parameters: [id],
        answers: [AnswerForm(204, "已撤销，立即生效", "Revoked, from this moment")],
        refusals: [
            RefusalForm(404, "entrustment-unknown"), RefusalForm(422, "ended-already"),
            RefusalForm(403, "role-not-allowed"), RefusalForm(403, "account-not-active"),
        ]
    ) { call in
        _ = try await AccessCalls.send(
            .revokeEntrustment(id: try call.name("id")), call,
            among: [.labManager, .administrator])
        return .nothing
    }

    private static func shown(
        _ id: String, _ call: Call, status: Int = 200
    ) throws(Refusal) -> Reply {
        let book = call.service.access.book
        guard let known = book.entrustment(id) else {
            throw AccessRefusal.unknownEntrustment(id)
        }
        return Reply.json(
            AccessAnswers.entrustment(known, book, today: call.now.date), status: status
        ).version(Int64(known.version))
    }
}
