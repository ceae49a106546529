import GreenlaneCore
import GreenlaneEngine
import HTTPTypes

/// The workflows in use: picture, states, steps, and on what they rest.
enum WorkflowPages {
    static let all: [ConsolePage] = [list, show]

    static let list = ConsolePage.get("/workflows", .readDefinitions) { call in
        var table = RowTable(
            [
                call.text("工作流", "Workflow"), call.text("版本", "Version"),
                call.text("有效", "In force"), "#" + call.text("状态", "States"),
                "#" + call.text("步骤与回执", "Steps and receipts"), call.text("摘要", "Digest"),
            ], folds: true)
        table.rows = call.service.definitions.shipped.map { flow in
            let definition = flow.chart.definition
            return [
                .text(
                    title(definition, call),
                    href: "/workflows/" + QueryText.escaped(definition.id)),
                .text(definition.version), .text(PageWords.days(days(definition), call)),
                .number(String(flow.chart.states.count - 1)),
                .number(String(definition.events.count)), .text(String(flow.digest.prefix(23))),
            ]
        }
        var context = JSONObject()
        context.append(
            "page",
            PageWords.page(
                call.text("工作流", "Workflows"),
                sentence: call.text(
                    "货物从申请到交付按工作流一步一步走；每票货从头到尾按提交时的版本。",
                    "A shipment follows its workflow step by step, from filing to its end in the "
                        + "version of its filing."),
                links: [("/rules", call.text("规则", "Rules"))]))
        context.append("table", table.json)
        return call.page("list", context)
    }

    static let show = ConsolePage.get("/workflows/{id}", .readDefinitions) { call in
        let id = try call.call.name("id")
        let flow = call.service.definitions.shipped.first { $0.chart.definition.id == id }
        guard let flow else {
            throw APIRefusal.unknown("workflow-unknown", id, "工作流", "workflow")
        }
        return call.keptPage("workflow") { context(flow, call) }
    }

    private static func context(_ flow: ClearanceWorkflow, _ call: PageCall) -> JSONObject {
        let definition = flow.chart.definition
        var context = JSONObject()
        context.append(
            "page",
            PageWords.page(
                title(definition, call), sentence: sentence(flow, call),
                small: "\(definition.id) · \(definition.version)",
                links: [("/workflows", call.text("工作流", "Workflows"))]))
        context.append(
            "road", ["picture": .string(WorkflowPicture.usual(flow, call.language))])
        context.append(
            "picture", .string(WorkflowPicture.svg(flow, nil, call.language)))
        context.append("downloads", .array(downloads(definition, call)))
        context.append("states", states(flow, call))
        context.append("events", events(definition, call))
        context.append("articles", PageWords.articles(bases(flow), call))
        context.append("versions", .array([version(flow, call)]))
        return context
    }

    private static func title(_ definition: WorkflowDefinition, _ call: PageCall) -> String {
        definition.title.map(call.text) ?? definition.id
    }

    private static func days(_ definition: WorkflowDefinition) -> DateRange {
        DateRange(from: definition.inForceFrom, to: definition.inForceTo)
    }

    private static func sentence(_ flow: ClearanceWorkflow, _ call: PageCall) -> String {
        let states = flow.chart.states.count { $0.children.isEmpty }
        let events = flow.chart.definition.events.count
        let tracks = flow.chart.states.first { $0.definition.kind == .parallel }
        let names = (tracks?.children ?? []).map { index in
            let definition = flow.chart.states[index].definition
            return definition.title.map(call.text) ?? definition.name
        }
        let side =
            names.isEmpty
            ? ""
            : call.text(
                "并行 \(names.count) 条线：\(PageWords.list(names, call))。",
                "Tracks side by side: \(PageWords.list(names, call)). ")
        return side
            + call.text(
                "共 \(states) 个状态、\(events) 种步骤与回执。",
                "States: \(states); steps and receipts: \(events).")
    }

    private static func downloads(
        _ definition: WorkflowDefinition, _ call: PageCall
    ) -> [JSONValue] {
        let path = "/api/v1/workflows/\(QueryText.escaped(definition.id))"
        return [
            PageWords.link(path + "/diagram?format=mermaid", "Mermaid"),
            PageWords.link(path + "/diagram?format=dot", "Graphviz"),
            PageWords.link(path, call.text("状态与步骤（JSON）", "States and steps (JSON)")),
        ]
    }

    private static func roles(_ names: [String], _ call: PageCall) -> String {
        let titles = names.map { name in
            Actor.Role(rawValue: name).map { call.text($0.title) } ?? name
        }
        return PageWords.list(titles, call)
    }

    private static func states(_ flow: ClearanceWorkflow, _ call: PageCall) -> JSONValue {
        var table = RowTable(
            [
                call.text("状态", "State"), call.text("代码", "Code"),
                call.text("轮到", "Whose move"), call.text("时限", "Deadline"),
            ], folds: true)
        table.rows = flow.chart.states.dropFirst().filter {
            $0.children.isEmpty && !$0.definition.isHistory
        }.map { state in
            let definition = state.definition
            let deadline = definition.deadline.map { deadline in
                let mark =
                    deadline.confidence == .unverified
                    ? call.text("（未经确认）", " (unverified)") : ""
                return call.text(deadline.what) + call.text("：", ": ")
                    + within(deadline.within, call) + mark
            }
            return [
                .text(definition.title.map(call.text) ?? definition.name),
                .text(definition.name), .text(roles(definition.roles, call)),
                .text(deadline ?? definition.waits.map(call.text) ?? ""),
            ]
        }
        return table.json
    }

    private static func within(_ delay: Delay, _ call: PageCall) -> String {
        if delay.workingDays > 0 {
            return call.text(
                "\(delay.workingDays) 个工作日", "\(delay.workingDays) working days")
        }
        if delay.milliseconds == 0, delay.months == 0 {
            return call.text("\(delay.days) 天", "\(delay.days) days")
        }
        if delay.milliseconds == 0, delay.days == 0 {
            return call.text("\(delay.months) 个月", "\(delay.months) months")
        }
        let hours = delay.milliseconds / 3_600_000
        if delay.months == 0, delay.days == 0, hours * 3_600_000 == delay.milliseconds {
            return call.text("\(hours) 小时", "\(hours) hours")
        }
        return delay.description
    }

    private static func events(
        _ definition: WorkflowDefinition, _ call: PageCall
    ) -> JSONValue {
        var table = RowTable(
            [
                call.text("步骤", "Step"), call.text("代码", "Code"), call.text("谁", "Who"),
                call.text("种类", "Kind"), call.text("依据", "Basis"),
            ], folds: true)
        table.rows = definition.events.map { event in
            let kind: String
            switch event.kind {
            case .wish:
                kind =
                    event.isOverride
                    ? call.text("人工干预", "Override") : call.text("办理", "Step")
            case .fact: kind = call.text("回执或事实", "Receipt or fact")
            }
            let basis = event.basis.map { basis in
                basis.citation(call.language)
                    + (basis.confidence == .unverified
                        ? call.text("（未经确认）", " (unverified)") : "")
            }
            return [
                .text(event.title.map(call.text) ?? event.name), .text(event.name),
                .text(roles(event.roles, call)), .text(kind),
                .text(PageWords.list(basis, call, limit: 3)),
            ]
        }
        return table.json
    }

    /// Each source once: of the workflow, then of its states and deadlines, in their order.
    private static func bases(_ flow: ClearanceWorkflow) -> [LegalBasis] {
        var found: [LegalBasis] = []
        func add(_ basis: [LegalBasis]) {
            for each in basis where !found.contains(each) { found.append(each) }
        }
        add(flow.chart.definition.basis)
        for state in flow.chart.states {
            add(state.definition.basis)
            add(state.definition.deadline?.basis ?? [])
        }
        return found
    }

    private static func version(_ flow: ClearanceWorkflow, _ call: PageCall) -> JSONValue {
        let definition = flow.chart.definition
        let days = PageWords.days(days(definition), call)
        return [
            "title": .string(
                call.text(
                    "第 \(definition.version) 版，\(days)", "Version \(definition.version), \(days)")),
            "change": .string(
                call.text("新提交的货物按这一版", "shipments filed now follow it")),
            "digest": .string(flow.digest),
        ]
    }
}
