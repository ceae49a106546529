import GreenlaneCore
import GreenlaneEngine
import HTTPTypes

/// Permits that authorities granted, with what is left of them.
enum PermitOperations {
    static let all: [Operation] = [register, list, show, uses, revoke]

    static let id = Parameter.path(
        "id", "许可编号", "The permit",
        ["type": "string", "pattern": "^[0-9A-Za-z-]{1,40}$"])
    static let unknown = RefusalForm(404, "permit-unknown")
    static let limits = 1...500

    static let register = Operation(
        id: "register-permit", method: .post, path: "/permits", group: .permits,
        title: LocalizedText(zh: "登记许可", en: "Register a permit"),
        access: .signedIn(.registerPermits), body: .json("PermitDraft"),
        answers: [
            AnswerForm(201, "已登记", "Registered", schema: "Permit", hasLocation: true),
            AnswerForm(
                200, "同一证件早已登记", "The same paper was registered before", schema: "Permit",
                hasLocation: true),
        ],
        refusals: [
            RefusalForm(400, "permit-invalid"), RefusalForm(409, "permit-exists"),
            RefusalForm(403, "holder-out-of-reach"),
        ], isRepeatable: true
    ) { call in
        let permit = try PermitDraft.read(call)
        guard try call.reach().includes(importer: permit.holder) else {
            throw Refusal(
                .role, "holder-out-of-reach",
                LocalizedText(
                    zh: "您不能登记这个单位的许可。", en: "You may not register permits of this holder."),
                remedy: LocalizedText(
                    zh: "由持证单位登记，或请该单位委托。", en: "Let the holder do it, or be entrusted."))
        }
        let roles: [Actor.Role] = [.authority, .labManager, .broker, .administrator]
        let envelope = Envelope(
            .addPermit(permit), by: try call.caller().actor(among: roles),
            idempotencyKey: try call.idempotencyKey())
        let outcome = try await call.service.desk.handle(envelope).get()
        let added = call.service.ledgers.read { $0.permit(outcome.id)?.account } ?? permit.json
        return Reply.json(added, status: outcome.isRepeat ? 200 : 201)
            .location("/permits/\(outcome.id)")
    }

    static let list = Operation(
        id: "list-permits", method: .get, path: "/permits", group: .permits,
        title: LocalizedText(zh: "许可及其余量", en: "Permits and what is left of them"),
        access: .signedIn(.readPermits),
        parameters: [
            .query("holder", "持证单位", "The holder's USCC", ["type": "string"]),
            .query("code", "许可种类", "The permit's code", ["type": "string"]),
            .query(
                "limit", "最多几行", "At most so many",
                ["type": "integer", "minimum": 1, "maximum": 500]),
            .query("after", "上一页的游标", "The cursor of the page before", ["type": "string"]),
        ],
        answers: [AnswerForm(200, "许可", "Permits", schema: "PermitPage", hasPages: true)]
    ) { call in
        let limit = try call.number("limit", in: limits, default: 100)
        let reach = try call.reach()
        let (holder, code) = (call.query["holder"], call.query["code"])
        let after = call.query["after"] ?? ""
        let found = call.service.ledgers.read { book in
            book.allPermits.filter {
                $0.id > after && reach.includes(importer: $0.holder)
                    && (holder == nil || $0.holder == holder) && (code == nil || $0.code == code)
            }.prefix(limit + 1).map { ($0.id, $0.account) }
        }
        let page = Page(rows: found, limit: limit) { $0.0 }
        return page.reply("permits", page.rows.map(\.1), call)
    }

    static let show = Operation(
        id: "show-permit", method: .get, path: "/permits/{id}", group: .permits,
        title: LocalizedText(zh: "一份许可", en: "One permit"), access: .signedIn(.readPermits),
        subject: .permit("id"), parameters: [id],
        answers: [AnswerForm(200, "许可", "The permit", schema: "Permit")], refusals: [unknown]
    ) { call in
        let id = try call.name("id")
        guard let account = call.service.ledgers.read({ $0.permit(id)?.account }) else {
            throw Gate.unknownPermit(id)
        }
        return .json(account)
    }

    static let uses = Operation(
        id: "list-permit-uses", method: .get, path: "/permits/{id}/uses", group: .permits,
        title: LocalizedText(zh: "每一次预留、核销、释放", en: "Each reservation, use and return"),
        access: .signedIn(.readPermits), subject: .permit("id"),
        parameters: [id] + AuditOperations.paging,
        answers: [AnswerForm(200, "使用", "Its uses", schema: "UseList", hasPages: true)],
        refusals: [unknown]
    ) { call in
        let id = try call.name("id")
        return try await AuditOperations.answer(call) { questions, page in
            try questions.uses(of: .permit, id, page)
        }
    }

    static let revoke = Operation(
        id: "revoke-permit", method: .post, path: "/permits/{id}/revocation", group: .permits,
        title: LocalizedText(zh: "撤销许可", en: "Revoke a permit"),
        access: .signedIn(.revokePermits), subject: .permit("id"), parameters: [id],
        body: .json("Reason"),
        answers: [AnswerForm(200, "已撤销", "Revoked", schema: "Permit")],
        refusals: [unknown, RefusalForm(422, "permit-revoked")], isRepeatable: true
    ) { call in
        let id = try call.name("id")
        let reason = try BodyText.required("reason", in: try call.object(["reason"]), 500)
        let envelope = Envelope(
            .revokePermit(id: id, reason: reason),
            by: try call.caller().actor(among: [.authority, .administrator]),
            idempotencyKey: try call.idempotencyKey())
        _ = try await call.service.desk.handle(envelope).get()
        return .json(call.service.ledgers.read { $0.permit(id)?.account } ?? .null)
    }
}

/// A permit as somebody states it.
enum PermitDraft {
    static let members = [
        "id", "code", "number", "holder", "goods", "validFrom", "validTo", "quantity", "uses",
    ]

    static func read(_ call: Call) throws(Refusal) -> Permit {
        let body = try call.object(members)
        let quantity = try quantity(body)
        let uses = try BodyText.optional("uses", in: body, 10) ?? "single"
        guard uses == "single" || uses == "multiple" else {
            throw APIRefusal.member("/uses", "应为 single 或 multiple", "must be single or multiple")
        }
        return Permit(
            id: try BodyText.optional("id", in: body, 40) ?? "",
            code: try BodyText.required("code", in: body, 80),
            number: try BodyText.required("number", in: body, 80),
            holder: ItemName.code(try BodyText.required("holder", in: body, 40)),
            goods: try BodyText.optional("goods", in: body, 500),
            validFrom: try BodyText.day("validFrom", in: body),
            validTo: try BodyText.day("validTo", in: body), quantity: quantity,
            singleUse: uses == "single")
    }

    private static func quantity(_ body: JSONObject) throws(Refusal) -> Quantity? {
        guard let stated = body["quantity"] else { return nil }
        guard let quantity = Quantity(json: stated), stated.objectValue?.members.count == 2 else {
            throw APIRefusal.member(
                "/quantity", "应为 {\"amount\":\"十进制数\",\"unit\":\"单位\"}",
                "must be {\"amount\":\"decimal\",\"unit\":\"unit\"}")
        }
        return quantity
    }
}
