import GreenlaneCatalog
import GreenlaneCore
import GreenlaneEngine
import HTTPTypes

/// What the product knows: workflows, rules, calendars, tariff lines; and what a request would
/// need by them.
enum DefinitionOperations {
    static let all: [Operation] = [
        assess, workflows, workflow, diagram, rules, rule, calendar, tariff,
    ]

    static let assess = Operation(
        id: "assess", method: .post, path: "/assessments", group: .assessments,
        title: LocalizedText(zh: "这票货需要哪些手续（不写入任何数据）", en: "What a request would need"),
        access: .signedIn(.assess),
        parameters: [
            .query(
                "as-of", "按哪一天的规定", "By the rules of which day",
                ["type": "string", "format": "date"])
        ],
        body: BodyForm(
            mediaTypes: ["application/json", "text/csv"], schema: "ImportRequestDraft",
            maximumBytes: 4_194_304),
        answers: [AnswerForm(200, "结论", "The assessment", schema: "Assessment")],
        refusals: DocumentReadingRefusals.requests
    ) { call in
        let request = try ImportRequestReader.read(call.body, file: "body")
        let day = try call.day("as-of") ?? call.now.date
        return .json(assessment(of: request, on: day, call.service).answer.json)
    }

    /// What a request would need on a day, with the balances of the whitelist entries that it would
    /// draw on, by their ids.
    static func assessment(
        of request: ImportRequest, on day: CalendarDate, _ service: ClearanceService
    ) -> (answer: Assessment, balances: [String: Balance]) {
        let route = service.definitions.route(for: request)?.chart.definition.id ?? ""
        let data = service.definitions.data
        return service.ledgers.read { book in
            let answer = Assessor(
                rules: data.rules, codes: data.codes, schemes: data.schemes, entries: book,
                calendar: data.calendar, remaining: { book.remaining($0) }
            ).assess(request, asOf: day, route: route)
            var balances: [String: Balance] = [:]
            for item in answer.items where item.whitelist.isCovered {
                guard let id = item.whitelist.entry?.id else { continue }
                balances[id] = book.entry(id)?.balance
            }
            return (answer, balances)
        }
    }

    static let workflows = Operation(
        id: "list-workflows", method: .get, path: "/workflows", group: .definitions,
        title: LocalizedText(zh: "在用的工作流", en: "The workflows in use"),
        access: .signedIn(.readDefinitions),
        answers: [AnswerForm(200, "工作流", "Workflows", schema: "WorkflowList")]
    ) { call in
        .json(["workflows": .array(call.service.definitions.shipped.map(summary))])
    }

    private static let workflowID = Parameter.path(
        "id", "工作流编号", "The workflow",
        ["type": "string", "pattern": "^[A-Za-z0-9._-]{1,80}$"])

    static let workflow = Operation(
        id: "show-workflow", method: .get, path: "/workflows/{id}", group: .definitions,
        title: LocalizedText(zh: "一个工作流的状态与事件", en: "States and events of a workflow"),
        access: .signedIn(.readDefinitions), parameters: [workflowID],
        answers: [AnswerForm(200, "工作流", "The workflow", schema: "Workflow")],
        refusals: [RefusalForm(404, "workflow-unknown")]
    ) { call in
        let flow = try found(call)
        var object = summary(flow).objectValue ?? JSONObject()
        object.append(
            "stateList",
            .array(
                flow.chart.states.dropFirst().map { state in
                    var one = JSONObject([.init("name", .string(state.name))])
                    if let title = state.definition.title { one.append("title", title.json) }
                    if let milestone = state.definition.milestone {
                        one.append("milestone", .string(milestone.name))
                    }
                    return .object(one)
                }))
        object.append(
            "eventList",
            .array(
                flow.chart.definition.events.map { event in
                    [
                        "name": .string(event.name), "title": event.title?.json ?? .null,
                        "roles": .array(event.roles.map { .string($0) }),
                        "input": InputSchema.json(event),
                    ]
                }))
        return .json(.object(object))
    }

    static let diagram = Operation(
        id: "draw-workflow", method: .get, path: "/workflows/{id}/diagram", group: .definitions,
        title: LocalizedText(zh: "工作流的图", en: "The picture of a workflow"),
        access: .signedIn(.readDefinitions),
        parameters: [
            workflowID,
            .query(
                "format", "图的语言", "Language of the picture",
                ["type": "string", "enum": ["mermaid", "dot", "svg"]]),
        ],
        answers: [
            AnswerForm(200, "图", "The picture", mediaType: "text/plain"),
            AnswerForm(200, "图", "The picture", mediaType: "image/svg+xml"),
        ],
        refusals: [RefusalForm(404, "workflow-unknown")]
    ) { call in
        let definition = try found(call).chart.definition
        let picture = WorkflowDiagram(definition, language: call.language)
        let text: String
        switch call.query["format"] ?? "mermaid" {
        case "mermaid": text = picture.mermaid()
        case "dot": text = picture.dot()
        case "svg":
            let drawing = WorkflowPicture(definition, language: call.language).whole()
            return .bytes(Array(drawing.utf8), type: "image/svg+xml")
        default:
            throw APIRefusal.parameter(
                "format", "应为 mermaid、dot 或 svg", "takes mermaid, dot or svg")
        }
        return .bytes(Array(text.utf8), type: "text/plain; charset=utf-8")
    }

    static let rules = Operation(
        id: "list-rules", method: .get, path: "/rules", group: .definitions,
        title: LocalizedText(zh: "某日有效的规则", en: "The rules in force on a day"),
        access: .signedIn(.readDefinitions),
        parameters: [
            .query("as-of", "哪一天", "On which day", ["type": "string", "format": "date"]),
            .query("permit", "只列这种单证的", "Only of this permit", ["type": "string"]),
        ],
        answers: [AnswerForm(200, "规则", "Rules", schema: "RuleList")]
    ) { call in
        let day = try call.day("as-of") ?? call.now.date
        let data = call.service.definitions.data
        let state = RuleState(rules: data.rules, schemes: data.schemes, day: day)
        let permit = call.query["permit"]
        let rules = state.rulesThatCount.filter { permit == nil || $0.permit == permit }
        return .json([
            "asOf": .string(day.description), "rules": .array(rules.map { $0.json(on: day) }),
            "count": .integer(Int64(rules.count)),
        ])
    }

    static let rule = Operation(
        id: "show-rule", method: .get, path: "/rules/{id}", group: .definitions,
        title: LocalizedText(zh: "一条规则", en: "One rule"), access: .signedIn(.readDefinitions),
        parameters: [
            .path("id", "规则编号", "The rule", ["type": "string", "minLength": 1, "maxLength": 120])
        ],
        answers: [AnswerForm(200, "规则", "The rule", schema: "Rule")],
        refusals: [RefusalForm(404, "rule-unknown")]
    ) { call in
        let id = try call.name("id")
        guard let rule = call.service.definitions.rules.rule(id) else {
            throw APIRefusal.unknown("rule-unknown", id, "规则", "rule")
        }
        return .json(rule.json())
    }

    static let calendar = Operation(
        id: "show-day", method: .get, path: "/calendar/{date}", group: .definitions,
        title: LocalizedText(zh: "是不是工作日；加若干工作日", en: "Whether a day is worked, and days after it"),
        access: .signedIn(.readDefinitions),
        parameters: [
            .path("date", "日期", "The day", ["type": "string", "format": "date"]),
            .query(
                "plus", "加几个工作日", "So many working days later",
                ["type": "integer", "minimum": 0, "maximum": 18000]),
        ],
        answers: [AnswerForm(200, "日期", "The day", schema: "CalendarDay")]
    ) { call in
        let text = try call.name("date")
        guard let day = CalendarDate(text) else {
            throw APIRefusal.parameter("date", "应为 YYYY-MM-DD", "takes a day, YYYY-MM-DD")
        }
        let plus = try call.number("plus", in: 0...18_000, default: 0)
        let calendar = call.service.definitions.calendar
        let (result, isProvisional) = calendar.adding(workingDays: plus, to: day)
        let working = calendar.isWorking(day)
        return .json([
            "date": .string(day.description), "working": working.map { .bool($0) } ?? .null,
            "plus": .integer(Int64(plus)), "result": .string(result.description),
            "provisional": .bool(isProvisional || working == nil),
        ])
    }

    static let tariff = Operation(
        id: "list-tariff-lines", method: .get, path: "/tariff-lines", group: .definitions,
        title: LocalizedText(zh: "商品编码及其监管条件", en: "HS lines and their supervision letters"),
        access: .signedIn(.readDefinitions),
        parameters: [
            .query(
                "code", "编号前几位", "The first digits of a code",
                ["type": "string", "pattern": "^[0-9]{2,10}$"], isRequired: true)
        ],
        answers: [AnswerForm(200, "编码", "Lines", schema: "TariffList")]
    ) { call in
        let code = call.query["code"] ?? ""
        guard (2...10).contains(code.utf8.count),
            code.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { throw APIRefusal.parameter("code", "应为 2 到 10 位数字", "takes 2 to 10 digits") }
        let lines = call.service.definitions.codes.lines(
            startingWith: code, having: 0, of: []
        ).prefix(200)
        return .json(["lines": .array(lines.map(\.json))])
    }

    private static func summary(_ flow: ClearanceWorkflow) -> JSONValue {
        let definition = flow.chart.definition
        var object = JSONObject([
            .init("id", .string(definition.id)), .init("version", .string(definition.version)),
            .init("digest", .string(flow.digest)),
        ])
        if let title = definition.title { object.append("title", title.json) }
        if let day = definition.inForceFrom { object.append("inForce", .string(day.description)) }
        object.append("states", .integer(Int64(flow.chart.states.count - 1)))
        object.append("events", .integer(Int64(definition.events.count)))
        return .object(object)
    }

    private static func found(_ call: Call) throws(Refusal) -> ClearanceWorkflow {
        let id = try call.name("id")
        let flow = call.service.definitions.shipped.first { $0.chart.definition.id == id }
        guard let flow else { throw APIRefusal.unknown("workflow-unknown", id, "工作流", "workflow") }
        return flow
    }
}
