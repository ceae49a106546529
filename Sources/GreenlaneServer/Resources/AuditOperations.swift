import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import HTTPTypes

/// The questions that auditors ask, and what did not go the usual way.
enum AuditOperations {
    static let all: [Operation] = [actions, exceptions, releases, verification, replay]

    static let paging: [Parameter] = [
        .query(
            "limit", "最多几行", "At most so many",
            ["type": "integer", "minimum": 1, "maximum": 1000]),
        .query("after", "上一页的游标", "The cursor of the page before", ["type": "string"]),
    ]
    static let limits = 1...1_000
    private static let period: [Parameter] = [
        .query("from", "从哪天起", "From this day on", ["type": "string", "format": "date"]),
        .query("to", "到哪天止", "Until this day", ["type": "string", "format": "date"]),
        .query(
            "quarter", "季度，如 2026Q3", "A quarter, such as 2026Q3",
            ["type": "string", "pattern": "^[0-9]{4}-?Q[1-4]$"]),
    ]

    static let actions = Operation(
        id: "list-shipment-actions", method: .get, path: "/shipments/{id}/actions", group: .audit,
        title: LocalizedText(
            zh: "谁在什么时候做了什么（含被拒绝的）", en: "Who did what and when, refused attempts included"),
        access: .signedIn(.readEvents), subject: .shipment("id"),
        parameters: [ShipmentOperations.id] + paging,
        answers: [AnswerForm(200, "动作", "Actions", schema: "ActionList", hasPages: true)],
        refusals: [RefusalForm(404, "shipment-unknown")]
    ) { call in
        let id = try call.name("id")
        return try await answer(call) { try $0.actions(of: id, $1) }
    }

    static let exceptions = Operation(
        id: "list-exceptions", method: .get, path: "/audit/exceptions", group: .audit,
        title: LocalizedText(
            zh: "人工干预、补记、逾期、不符事实与拒绝",
            en: "Overrides, late entries, deadlines passed, facts that did not fit, refusals"),
        access: .signedIn(.readExceptions), parameters: period + paging,
        answers: [AnswerForm(200, "例外", "Exceptions", schema: "ExceptionList", hasPages: true)]
    ) { call in
        let period = try days(call)
        return try await answer(call) { try $0.exceptions(period, $1) }
    }

    static let releases = Operation(
        id: "list-permit-gaps", method: .get, path: "/audit/permits", group: .audit,
        title: LocalizedText(
            zh: "放行时许可不在有效期的货物", en: "Releases whose permits were not valid on the day"),
        access: .signedIn(.readExceptions), parameters: period + paging,
        answers: [AnswerForm(200, "货物", "Shipments", schema: "PermitGapList", hasPages: true)]
    ) { call in
        let period = try days(call)
        return try await answer(call) { try $0.permits(period, $1) }
    }

    static let verification = Operation(
        id: "verify-log", method: .post, path: "/verifications", group: .audit,
        title: LocalizedText(zh: "核对整个日志", en: "Verify the whole log"),
        access: .signedIn(.checkLog),
        answers: [AnswerForm(200, "核对结果", "What was found", schema: "Verification")]
    ) { call in
        .json(try await call.service.verification.run(call.service).json)
    }

    static let replay = Operation(
        id: "replay-shipment", method: .post, path: "/shipments/{id}/replays", group: .audit,
        title: LocalizedText(
            zh: "从日志重新作出每一个决定", en: "Decide everything again from the log"),
        access: .signedIn(.readEvents), subject: .shipment("id"),
        parameters: [ShipmentOperations.id, ShipmentOperations.at],
        answers: [AnswerForm(200, "重放结果", "What came of it", schema: "ReplayReport")],
        refusals: ShipmentOperations.show.refusals
    ) { call in
        let (id, moment) = (try call.name("id"), try call.moment("at"))
        return .json(try await replay(id, at: moment, call.service).json)
    }

    /// Decides every step of a shipment again; pages ask the same.
    static func replay(
        _ id: String, at moment: LogMoment?, _ service: ClearanceService
    ) async throws -> ReplayReport {
        try await service.longReading.read { store in
            try Replayer(store: store).run(shipment: id, at: moment)
        }
    }

    /// One page of an answer: `{"lines": [...], "summary": {...}, "next": …}`.
    static func answer(
        _ call: Call,
        _ ask: @escaping @Sendable (AuditQuestions, AuditPage) throws -> AuditAnswer
    ) async throws -> Reply {
        let page = AuditPage(
            limit: try call.number("limit", in: limits, default: 100), after: call.query["after"])
        let definitions = call.service.definitions
        let reach = try call.reach()
        let answer = try await call.service.longReading.read { store in
            try ask(AuditQuestions(store: store, definitions: definitions, reach: reach), page)
        }
        var object = JSONObject([.init("lines", .array(answer.lines))])
        object.members += answer.closing.objectValue?.members ?? []
        var reply = Reply.json(.object(object))
        if let next = answer.next { reply.headers[.link] = PageLink.next(next, call) }
        return reply
    }

    private static func days(_ call: Call) throws(Refusal) -> AuditPeriod {
        let (from, to) = (try call.day("from"), try call.day("to"))
        if let quarter = call.query["quarter"] {
            guard from == nil, to == nil, let period = AuditPeriod(quarter: quarter) else {
                throw APIRefusal.parameter(
                    "quarter", "应为 2026Q3 这样的季度，且不与 from、to 同用",
                    "takes a quarter such as 2026Q3, without from and to")
            }
            return period
        }
        guard from != nil || to != nil else {
            throw APIRefusal.parameter(
                "quarter", "或 from、to 必须给出", "or from and to must say when")
        }
        return AuditPeriod(from: from, to: to)
    }
}
