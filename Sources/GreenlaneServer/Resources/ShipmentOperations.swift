import GreenlaneCatalog
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import HTTPTypes
import NIOCore

/// Shipments: filed, listed, looked at, moved on.
enum ShipmentOperations {
    static let id = Parameter.path(
        "id", "货物编号", "The shipment", ["type": "string", "pattern": "^SH-[0-9]{4}-[0-9]{6,}$"])
    static let at = Parameter.query(
        "at", "某一时间或日志位置所知的情形", "As it was known at a time or position of the log",
        ["type": "string", "minLength": 1])
    /// Rows of one page.
    static let limits = 1...500

    static let all: [Operation] = [
        file, list, show, request, declarations, history, step, lodge,
    ]

    static let file = Operation(
        id: "file-import-request", method: .post, path: "/import-requests", group: .shipments,
        title: LocalizedText(zh: "提交进口申请", en: "File an import request"),
        access: .signedIn(.fileRequests), body: .json("ImportRequest", maximumBytes: 4_194_304),
        answers: [
            AnswerForm(
                201, "已提交", "Filed", schema: "StepOutcome", hasVersion: true, hasLocation: true),
            AnswerForm(
                200, "同一申请早已提交", "The same request was filed before", schema: "StepOutcome",
                hasVersion: true, hasLocation: true),
        ],
        refusals: DocumentReadingRefusals.requests + [
            RefusalForm(409, "reference-conflict"), RefusalForm(409, "already-filed"),
            RefusalForm(422, "no-route"), RefusalForm(403, "importer-out-of-reach"),
            RefusalForm(422, "endless-loop"),
        ], isRepeatable: true
    ) { call in
        let request = try ImportRequestReader.read(call.body, file: "body", for: .filing)
        let outcome = try await ShipmentCalls.file(
            request, call, idempotencyKey: try call.idempotencyKey())
        return try await ShipmentCalls.reply(outcome, call, status: outcome.isRepeat ? 200 : 201)
            .location("/shipments/\(outcome.id)")
    }

    static let list = Operation(
        id: "list-shipments", method: .get, path: "/shipments", group: .shipments,
        title: LocalizedText(zh: "货物清单", en: "List shipments"),
        access: .signedIn(.readShipments),
        parameters: [
            .query("state", "状态或里程碑", "A state or a milestone", ["type": "string"]),
            .query("importer", "进口单位的统一社会信用代码", "The importer's USCC", ["type": "string"]),
            .query("overdue", "只列逾期的", "Only overdue ones", ["type": "boolean"]),
            .query(
                "limit", "最多几行", "At most so many",
                ["type": "integer", "minimum": 1, "maximum": 500]),
            .query("after", "上一页的游标", "The cursor of the page before", ["type": "string"]),
        ],
        answers: [AnswerForm(200, "清单", "A page", schema: "ShipmentPage", hasPages: true)]
    ) { call in
        let filter = try ShipmentCalls.filter(call, limits)
        let rows = try await call.service.reading.read { try $0.shipments(filter) }
        if rows.isEmpty, let state = filter.state {
            try ShipmentCalls.check(state, call.service.definitions)
        }
        let page = Page(rows: rows, limit: filter.limit) { $0.id }
        return page.reply("shipments", page.rows.map(\.json), call)
    }

    static let show = Operation(
        id: "show-shipment", method: .get, path: "/shipments/{id}", group: .shipments,
        title: LocalizedText(
            zh: "到哪一步了、轮到谁、最晚何时、卡在哪里", en: "Where it is, whose move, by when, what blocks it"),
        access: .signedIn(.readShipments), subject: .shipment("id"), parameters: [id, at],
        answers: [
            AnswerForm(200, "货物", "The shipment", schema: "Shipment", hasVersion: true),
            AnswerForm(304, "没有变化", "Not changed"),
        ],
        refusals: [
            RefusalForm(404, "shipment-unknown"), RefusalForm(404, "shipment-not-yet"),
            RefusalForm(404, "position-unknown"),
        ]
    ) { call in
        let id = try call.name("id")
        guard let moment = try call.moment("at") else {
            return try await ShipmentCalls.current(id, call)
        }
        return try await ShipmentCalls.view(id, at: moment, call) { $0.json }
    }

    static let request = Operation(
        id: "show-import-request", method: .get, path: "/shipments/{id}/import-request",
        group: .shipments,
        title: LocalizedText(zh: "进口申请（含更正）", en: "The import request, with its corrections"),
        access: .signedIn(.readShipments), subject: .shipment("id"), parameters: [id, at],
        answers: [AnswerForm(200, "申请", "The request", schema: "ImportRequest", hasVersion: true)],
        refusals: show.refusals
    ) { call in
        try await ShipmentCalls.view(try call.name("id"), at: try call.moment("at"), call) {
            $0.shipment.request.json
        }
    }

    static let declarations = Operation(
        id: "list-declarations", method: .get, path: "/shipments/{id}/declarations",
        group: .shipments, title: LocalizedText(zh: "报关单", en: "Its declarations"),
        access: .signedIn(.readShipments), subject: .shipment("id"), parameters: [id, at],
        answers: [
            AnswerForm(200, "报关单", "Declarations", schema: "DeclarationList", hasVersion: true)
        ],
        refusals: show.refusals
    ) { call in
        try await ShipmentCalls.view(try call.name("id"), at: try call.moment("at"), call) {
            ["declarations": $0.json["declarations"] ?? []]
        }
    }

    static let history = Operation(
        id: "list-shipment-events", method: .get, path: "/shipments/{id}/events",
        group: .shipments, title: LocalizedText(zh: "历史", en: "Its history"),
        access: .signedIn(.readEvents), subject: .shipment("id"), parameters: [id, at],
        answers: [AnswerForm(200, "全部事件", "All its events", schema: "History")],
        refusals: show.refusals
    ) { call in
        let id = try call.name("id")
        let moment = try call.moment("at")
        let service = call.service
        let lines = try await service.reading.read { store in
            try ShipmentViews(store: store, definitions: service.definitions).history(
                id: id, at: moment)
        }
        return .json(["shipment": .string(id), "events": .array(lines)])
    }

    static let step = Operation(
        id: "take-step", method: .post, path: "/shipments/{id}/steps", group: .shipments,
        title: LocalizedText(zh: "办理一步", en: "Take one step"),
        access: .signedIn(.takeSteps), subject: .shipment("id"), parameters: [id],
        body: .json("Step"),
        answers: [
            AnswerForm(201, "已办理", "Taken", schema: "StepOutcome", hasVersion: true),
            AnswerForm(
                200, "同一指令早已办理", "The same command was taken before", schema: "StepOutcome",
                hasVersion: true),
        ],
        refusals: StepRefusals.all, isRepeatable: true, needsVersion: true
    ) { call in
        let body = try call.object(["event", "input", "occurred"])
        guard let event = body["event"]?.stringValue, !event.isEmpty else {
            throw APIRefusal.member("/event", "应为事件名", "must be the name of an event")
        }
        return try await ShipmentCalls.step(event, body, call)
    }

    static let lodge = Operation(
        id: "lodge-declaration", method: .post, path: "/shipments/{id}/declarations",
        group: .shipments, title: LocalizedText(zh: "申报", en: "Lodge a declaration"),
        access: .signedIn(.takeSteps), subject: .shipment("id"), parameters: [id],
        body: .json("Lodging"), answers: step.answers, refusals: StepRefusals.all,
        isRepeatable: true, needsVersion: true
    ) { call in
        let body = try call.object(["input", "occurred"])
        let event = try await ShipmentCalls.lodgingEvent(call)
        return try await ShipmentCalls.step(event, body, call)
    }
}

/// What the operations on shipments share.
enum ShipmentCalls {
    /// Files a request, whose importer must be one that the caller may file for.
    static func file(
        _ request: ImportRequest, _ call: Call, idempotencyKey: String?
    ) async throws -> Outcome {
        guard let uscc = request.importer.uscc, try call.reach().includes(importer: uscc) else {
            throw Refusal(
                .role, "importer-out-of-reach",
                LocalizedText(
                    zh: "您不能替这家进口单位提交。", en: "You may not file for this importer."),
                remedy: LocalizedText(
                    zh: "由该单位提交，或请该单位委托您所在的单位。",
                    en: "Let the importer file it, or ask it to entrust your organisation."))
        }
        let envelope = Envelope(
            .file(request), by: try call.caller().actor(among: [.labManager, .broker]),
            idempotencyKey: idempotencyKey)
        return try await call.service.desk.handle(envelope).get()
    }

    /// The shipment as it is, from the last answer where nothing changed.
    static func current(_ id: String, _ call: Call) async throws -> Reply {
        let service = call.service
        let generation = service.ledgers.generation
        let page: ShipmentPages.Page
        if let known = service.pages.page(id, generation: generation, now: call.now) {
            page = known
        } else {
            let epoch = service.pages.epoch
            let now = call.now
            page = try await service.reading.read { store in
                try service.ledgers.read { book in
                    let views = ShipmentViews(store: store, definitions: service.definitions)
                    let view = try views.show(id: id, now: now, book: book)
                    return ShipmentPages.Page(
                        version: Int64(view.shipment.version),
                        body: ByteBuffer(string: view.json.text), generation: generation,
                        until: ShipmentPages.end(view.deadlines.map(\.due), now: now))
                }
            }
            service.pages.keep(page, of: id, since: epoch)
        }
        let tag = "\"\(page.version)\""
        var reply = Reply(status: 200, content: .buffer(page.body))
        if let known = try call.single(.ifNoneMatch), EntityTags.includes(tag, in: known) {
            reply = Reply(status: 304, content: .none)
        } else {
            reply.headers[.contentType] = Reply.jsonType
        }
        reply.headers[.eTag] = tag
        return reply
    }

    /// What `part` takes of the shipment, with its version as the entity tag.
    static func view(
        _ id: String, at moment: LogMoment?, _ call: Call,
        _ part: @escaping @Sendable (ShipmentView) -> JSONValue
    ) async throws -> Reply {
        let service = call.service
        let now = call.now
        let (value, version) = try await service.reading.read { store in
            try service.ledgers.read { book in
                let view = try ShipmentViews(store: store, definitions: service.definitions).show(
                    id: id, at: moment, now: now, book: book)
                return (part(view), Int64(view.shipment.version))
            }
        }
        return .json(value).version(version)
    }

    static func step(_ event: String, _ body: JSONObject, _ call: Call) async throws -> Reply {
        let id = try call.name("id")
        let input: JSONObject
        switch body["input"] {
        case nil: input = JSONObject()
        case .object(let object)?: input = object
        default: throw APIRefusal.member("/input", "应为对象", "must be an object")
        }
        var occurred: Timestamp?
        if let stated = body["occurred"] {
            occurred = stated.stringValue.flatMap { Timestamp($0) }
            guard occurred != nil else {
                throw APIRefusal.member("/occurred", "应为 RFC 3339 时间", "must be an RFC 3339 time")
            }
        }
        let roles = try await roles(for: event, of: id, call)
        let envelope = Envelope(
            .step(shipment: id, event: event, input: input),
            by: try call.caller().actor(among: roles), occurred: occurred,
            expectedVersion: try call.expectedVersion(), idempotencyKey: try call.idempotencyKey())
        let outcome = try await call.service.desk.handle(envelope).get()
        return try await reply(outcome, call, status: outcome.isRepeat ? 200 : 201)
    }

    /// The event of the shipment's workflow that lodges a declaration.
    static func lodgingEvent(_ call: Call) async throws -> String {
        let flow = try await workflow(of: try call.name("id"), call)
        let event = flow.chart.definition.events.first { $0.records == "declaration.lodged" }
        return event?.name ?? "lodge_declaration"
    }

    /// Roles that an event takes, where the caller has a choice of several.
    private static func roles(
        for event: String, of id: String, _ call: Call
    ) async throws -> [Actor.Role] {
        guard try call.caller().roles.count > 1 else { return [] }
        let definition = try await workflow(of: id, call).event(named: event)
        return (definition?.roles ?? []).compactMap { Actor.Role(rawValue: $0) }
    }

    private static func workflow(of id: String, _ call: Call) async throws -> ClearanceWorkflow {
        let service = call.service
        return try await service.reading.read { store in
            try ShipmentViews(store: store, definitions: service.definitions).workflow(of: id)
        }
    }

    static func reply(_ outcome: Outcome, _ call: Call, status: Int) async throws -> Reply {
        let service = call.service
        guard let shipment = outcome.shipment else { return Reply.nothing }
        let members: [JSONObject.Member]
        if let flow = service.definitions.workflow(cached: shipment.workflow) {
            members = OutcomeJSON.members(outcome, shipment, flow)
        } else {
            members = try await service.reading.read { store in
                try OutcomeJSON.members(outcome, service.definitions, store)
            }
        }
        return Reply.json(.object(JSONObject(members)), status: status)
            .version(Int64(shipment.version))
    }
}

/// Entity tags of `If-None-Match`.
enum EntityTags {
    static func includes(_ tag: String, in field: String) -> Bool {
        field.split(separator: ",").prefix(50).contains { part in
            var text = part.drop { $0 == " " }
            while text.last == " " { text.removeLast() }
            return text == "*" || text == tag || text == "W/" + tag
        }
    }
}

extension ShipmentRow {
    /// A row of a listing.
    var json: JSONValue {
        let due = due.map { JSONValue.string(Timestamp(milliseconds: $0).description) } ?? .null
        return [
            "shipment": .string(id), "version": .integer(version),
            "milestone": .string(milestone), "state": .string(state),
            "importer": .string(importer), "reference": .string(reference), "due": due,
            "overdue": .bool(overdue), "final": .bool(final),
            "updated": .string(Timestamp(milliseconds: updated).description),
        ]
    }
}
