import GreenlaneCore
import GreenlaneEngine
import HTTPTypes

/// Organisations: importers, brokers, authorities and who else takes part.
enum AccessOrganisations {
    static let all: [Operation] = [list, register, show, change]

    static let id = Parameter.path(
        "id", "单位编号", "The organisation",
        ["type": "string", "pattern": "^ORG-[0-9]{4,}$"])

    static let list = Operation(
        id: "list-organisations", method: .get, path: "/organisations", group: .people,
        title: LocalizedText(zh: "单位", en: "Organisations"),
        access: .signedIn(.readOrganisations),
        parameters: [
            .query(
                "kind", "种类", "Its kind",
                ["type": "string", "enum": .array(kinds.map { .string($0) })])
        ] + AccessBodies.paging,
        answers: [
            AnswerForm(
                200, "看得到的单位", "Those within reach", schema: "OrganisationPage", hasPages: true)
        ]
    ) { call in
        let principal = try call.caller()
        let book = call.service.access.book
        if let kind = call.query["kind"], !kinds.contains(kind) {
            throw APIRefusal.parameter(
                "kind", "应取自 \(kinds.joined(separator: "、"))",
                "must be among \(kinds.joined(separator: ", "))")
        }
        let rows = book.allOrganisations.filter {
            (call.query["kind"] ?? $0.kind.rawValue) == $0.kind.rawValue
                && book.sees(principal, organisation: $0.id)
        }
        let page = try AccessBodies.page(rows, call) { $0.id }
        return page.reply(
            "organisations", page.rows.map { AccessAnswers.organisation($0) }, call)
    }

    private static let kinds = Organisation.Kind.allCases.map(\.rawValue)

    static let register = Operation(
        id: "register-organisation", method: .post, path: "/organisations", group: .people,
        title: LocalizedText(zh: "登记单位", en: "Register an organisation"),
        access: .signedIn(.manageOrganisations),
        body: .json("OrganisationWish", maximumBytes: AccessBodies.maximumBytes),
        answers: [
            AnswerForm(
                201, "已登记", "Registered", schema: "Organisation", hasVersion: true,
                hasLocation: true),
            AnswerForm(
                200, "早已登记", "Registered before", schema: "Organisation", hasVersion: true,
                hasLocation: true),
        ],
        refusals: [
            RefusalForm(400, "organisation-invalid"), RefusalForm(409, "uscc-taken"),
            RefusalForm(403, "account-not-active"), RefusalForm(409, "idempotency-conflict"),
        ], isRepeatable: true
    ) { call in
        let wish = try wish(try call.object(["kind", "name", "uscc"]))
        let outcome = try await AccessCalls.send(
            .registerOrganisation(wish), call, key: try call.idempotencyKey())
        return try shown(outcome.id, call, status: outcome.isRepeat ? 200 : 201)
            .location("/organisations/\(outcome.id)")
    }

    /// One to register, as a body states it.
    static func wish(_ body: JSONObject) throws(Refusal) -> Organisation {
        guard let kind = try AccessBodies.word(body, "kind", Organisation.Kind.self) else {
            throw APIRefusal.member("/kind", "缺失", "is missing")
        }
        guard let name = try AccessBodies.name(body, "name") else {
            throw APIRefusal.member("/name", "缺失", "is missing")
        }
        return Organisation(
            kind: kind, name: name, uscc: try AccessBodies.optionalText(body, "uscc"))
    }

    static let show = Operation(
        id: "show-organisation", method: .get, path: "/organisations/{id}", group: .people,
        title: LocalizedText(zh: "一个单位", en: "One organisation"),
        access: .signedIn(.readOrganisations), subject: .organisation("id"), parameters: [id],
        answers: [
            AnswerForm(200, "单位", "The organisation", schema: "Organisation", hasVersion: true)
        ],
        refusals: [RefusalForm(404, "organisation-unknown")]
    ) { call in
        try shown(try call.name("id"), call)
    }

    static let change = Operation(
        id: "change-organisation", method: .patch, path: "/organisations/{id}", group: .people,
        title: LocalizedText(zh: "更名、暂停或恢复", en: "Rename, suspend or readmit it"),
        access: .signedIn(.manageOrganisations), subject: .organisation("id"), parameters: [id],
        body: .json("OrganisationChange", maximumBytes: AccessBodies.maximumBytes),
        answers: show.answers,
        refusals: [
            RefusalForm(404, "organisation-unknown"), RefusalForm(400, "organisation-invalid"),
            RefusalForm(412, "stale-version"), RefusalForm(428, "version-needed"),
            RefusalForm(422, "last-administrator"), RefusalForm(403, "account-not-active"),
            RefusalForm(409, "idempotency-conflict"),
        ], isRepeatable: true, needsVersion: true
    ) { call in
        let id = try call.name("id")
        let change = try changes(try call.object(["name", "status"]))
        _ = try await AccessCalls.send(
            .changeOrganisation(id: id, change), call, version: try call.expectedVersion(),
            key: try call.idempotencyKey())
        return try shown(id, call)
    }

    /// What a body sets.
    static func changes(_ body: JSONObject) throws(Refusal) -> OrganisationChange {
        OrganisationChange(
            name: try AccessBodies.name(body, "name"),
            status: try AccessBodies.word(body, "status", Organisation.Status.self))
    }

    private static func shown(
        _ id: String, _ call: Call, status: Int = 200
    ) throws(Refusal) -> Reply {
        guard let known = call.service.access.book.organisation(id) else {
            throw AccessRefusal.unknownOrganisation(id)
        }
        return Reply.json(AccessAnswers.organisation(known), status: status)
            .version(Int64(known.version))
    }
}

/// Commands about people, as whoever signed in.
enum AccessCalls {
    static func send(
        _ command: AccessCommand, _ call: Call, among roles: [Actor.Role] = [.administrator],
        version: Int? = nil, key: String? = nil
    ) async throws -> Outcome {
        let actor = try call.writer().actor(among: roles)
        return try await call.service.desk.handle(
            Envelope(.access(command), by: actor, expectedVersion: version, idempotencyKey: key)
        ).get()
    }
}
