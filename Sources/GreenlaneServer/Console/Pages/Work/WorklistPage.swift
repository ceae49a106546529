import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore

/// The worklist: many shipments at once, filters in the address, saved views.
enum WorklistPage {
    static let all: [ConsolePage] = [list]

    static let list = ConsolePage.get(
        WorkFilter.root, .readShipments, query: WorkFilter.names
    ) { call in
        try await page(call, try await filter(call))
    }

    /// The filter of the address; a view stands for its own, and what is said beside it counts
    /// more.
    private static func filter(_ call: PageCall) async throws -> WorkFilter {
        guard let view = call.query["view"] else { return WorkFilter(call.query) }
        var values: [String: String] = [:]
        if let standing = standing.first(where: { $0.name == view }) {
            values = WorkFilter.values(of: standing.query)
        } else {
            let saved = try await SavedViews.of(try call.caller().account, call)
            let known = saved.views.first { String($0.id) == view }
            values = WorkFilter.values(of: known?.query ?? "")
        }
        for (name, value) in call.query.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
            values[name] = value
        }
        return WorkFilter(values)
    }

    private struct StandingView {
        var name: String
        var query: String
        var title: LocalizedText
        var count: @Sendable (WorkCounts) -> Int?
    }

    /// Views that everybody has.
    private static let standing = [
        StandingView(
            name: "open", query: "", title: LocalizedText(zh: "全部在办", en: "All open"),
            count: { $0.open }),
        StandingView(
            name: "mine", query: "move=me", title: LocalizedText(zh: "轮到我", en: "My move"),
            count: { $0.mine }),
        StandingView(
            name: "soon", query: "due=soon",
            title: LocalizedText(zh: "两天内到期", en: "Due in two days"), count: { $0.soon }),
        StandingView(
            name: "late", query: "due=late", title: LocalizedText(zh: "已逾期", en: "Late"),
            count: { $0.late }),
        StandingView(
            name: "ended", query: "ended=true", title: LocalizedText(zh: "已办结", en: "Ended"),
            count: { _ in nil }),
    ]

    /// What stands above the list after a form of the page.
    struct Results: Sendable {
        var context: JSONValue
        var status: Int
    }

    /// The page. `typed` is the name of a view that could not be kept, `problem` why.
    static func page(
        _ call: PageCall, _ filter: WorkFilter, results: Results? = nil, typed: String? = nil,
        problem: Refusal? = nil
    ) async throws -> Reply {
        let saved = try await SavedViews.of(try call.caller().account, call)
        let reading = try WorkReading(call)
        let others = saved.views.map { WorkFilter(path: "?" + $0.query) }
        let answer = try await call.read { store in
            try reading.answer(filter, others: others, store)
        }
        let words = WorkWords(call)
        var context = JSONObject()
        context.append("live", ["href": "/changes"])
        context.append("back", .string(filter.path(page: filter.page)))
        let title = call.text("货物", "Shipments")
        context.append("page", ["title": .string(title), "heading": .string(title), "links": []])
        context.append("key", .string(SecretText.randomID(length: 22)))
        context.append("views", .array(views(call, filter, saved, others, answer)))
        context.append("filter", self.filter(filter, words, reading.reach))
        if let results { context.append("results", results.context) }
        context.append("columns", .array(columns(call, filter)))
        context.append("rows", .array(answer.rows.map { row($0, words) }))
        if answer.rows.isEmpty { context.append("none", none(call, filter)) }
        if let bulk = bulk(call, answer.rows) { context.append("bulk", bulk) }
        context.append("pager", pager(call, filter, answer))
        let isSaved = others.contains { $0 == filter }
        let isPlain = !filter.isActive && filter.sort == .due && !filter.isDescending
        if typed != nil || (!isPlain && !isSaved) {
            context.append(
                "saveView", ["query": .string(filter.query), "value": .string(typed ?? "")])
        }
        if let place = others.firstIndex(where: { $0.choosesSame(as: filter) }) {
            context.append("dropView", ["id": .integer(Int64(saved.views[place].id))])
        }
        if let problem {
            let advice = problem.remedy.map(call.text) ?? ""
            context.append(
                "notices",
                [
                    [
                        "kind": "late",
                        "sentence": .string(call.text(problem.message) + " " + advice),
                    ]
                ])
        }
        let status = problem.map(Problem.status) ?? results?.status ?? 200
        return call.page("worklist", context, status: status)
    }

    private static func views(
        _ call: PageCall, _ filter: WorkFilter, _ saved: SavedViews, _ others: [WorkFilter],
        _ answer: WorkAnswer
    ) -> [JSONValue] {
        var views = standing.map { view -> JSONValue in
            let own = WorkFilter(WorkFilter.values(of: view.query))
            let path = view.query.isEmpty ? WorkFilter.root : "\(WorkFilter.root)?view=\(view.name)"
            return [
                "href": .string(path), "title": .string(call.text(view.title)),
                "count": view.count(answer.counts).map { .integer(Int64($0)) } ?? .null,
                "here": .bool(own.choosesSame(as: filter)),
            ]
        }
        for (index, view) in saved.views.enumerated() {
            let count = answer.others.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            views.append([
                "href": .string("\(WorkFilter.root)?view=\(view.id)"), "title": .string(view.name),
                "count": others[index].isEnded
                    ? .null : count.map { .integer(Int64($0)) } ?? .null,
                "here": .bool(others[index].choosesSame(as: filter)),
            ])
        }
        return views
    }

    private static func columns(_ call: PageCall, _ filter: WorkFilter) -> [JSONValue] {
        let columns: [(String, String, WorkFilter.Sort?)] = [
            ("编号", "Id", .id), ("货物", "Goods", nil), ("进口单位", "Importer", .importer),
            ("到哪一步", "State", .state), ("轮到谁", "Whose move", nil), ("最晚", "By", .due),
            ("下一步", "Next step", nil),
        ]
        return columns.map { zh, en, sort in
            var object = JSONObject([.init("title", .string(call.text(zh, en)))])
            guard let sort, !filter.isEnded else { return .object(object) }
            let isNow = filter.sort == sort
            let next = filter.sorted(by: sort, descending: isNow && !filter.isDescending)
            object.append("href", .string(next.path()))
            if isNow {
                object.append("order", .string(filter.isDescending ? "descending" : "ascending"))
            }
            return .object(object)
        }
    }

    private static func row(_ row: WorkRow, _ words: WorkWords) -> JSONValue {
        var object = JSONObject()
        object.append("id", .string(row.card.id))
        object.append("select", .string("\(row.card.id)@\(row.card.version)"))
        object.append("href", .string(WorkWords.path(row.card)))
        object.append("goods", .string(words.goods(row.card)))
        object.append("importer", .string(words.importer(row.card)))
        object.append("state", words.chip(row))
        object.append("move", .string(words.move(row)))
        if let deadline = words.deadline(row) { object.append("deadline", deadline) }
        if let step = words.step(row) { object.append("step", step) }
        return .object(object)
    }

    /// Steps of the rows on the page that the reader may take, and that need nothing filled in.
    private static func bulk(_ call: PageCall, _ rows: [WorkRow]) -> JSONValue? {
        guard let principal = call.reader.principal, principal.may(.takeSteps) else { return nil }
        var choices: [(value: String, title: String)] = []
        for row in rows {
            for move in row.card.turn.moves where principal.roles.contains(move.role) {
                guard let event = move.event, row.card.needsNoInput(event),
                    !choices.contains(where: { $0.value == event })
                else { continue }
                choices.append((event, call.text(row.card.title(ofEvent: event))))
            }
        }
        guard !choices.isEmpty else { return nil }
        return ["choices": .array(choices.map { FormField.choice($0, "") })]
    }

    private static func pager(
        _ call: PageCall, _ filter: WorkFilter, _ answer: WorkAnswer
    ) -> JSONValue {
        let first = (filter.page - 1) * filter.size + 1
        let last = first + answer.rows.count - 1
        var object = JSONObject()
        if answer.rows.isEmpty {
            object.append("sentence", .string(call.text("没有货物", "No shipments")))
        } else if let total = answer.total {
            object.append(
                "sentence",
                .string(
                    call.text(
                        "第 \(first)–\(last) 票，共 \(total) 票", "\(first)–\(last) of \(total)")))
        } else {
            object.append(
                "sentence", .string(call.text("第 \(first)–\(last) 票", "\(first)–\(last)")))
        }
        if filter.page > 1 {
            object.append("previous", .string(filter.path(page: filter.page - 1)))
        }
        if answer.hasMore, filter.page < WorkFilter.maximumRows / filter.size {
            object.append("next", .string(filter.path(page: filter.page + 1)))
        }
        return .object(object)
    }

    private static func none(_ call: PageCall, _ filter: WorkFilter) -> JSONValue {
        guard filter.isActive else {
            return [
                "sentence": .string(
                    call.text(
                        "没有在办的货物。提交申请后，货物会列在这里。",
                        "No shipment is open. Those that are filed appear here."))
            ]
        }
        if !filter.text.isEmpty, !filter.isEnded {
            var ended = filter
            ended.isEnded = true
            return [
                "sentence": .string(
                    call.text(
                        "在办货物中没有符合“\(filter.text)”的。",
                        "No open shipment matches “\(filter.text)”.")),
                "link": [
                    "href": .string(ended.path()),
                    "title": .string(call.text("在已办结中查找", "Search those that have ended")),
                ],
            ]
        }
        return [
            "sentence": .string(call.text("没有货物符合这个筛选。", "No shipment matches this filter.")),
            "link": [
                "href": .string(WorkFilter.root),
                "title": .string(call.text("清除筛选", "Clear filters")),
            ],
        ]
    }
}
