import GreenlaneCore

/// The form of a new request in the shape that its template draws.
struct RequestForm: Sendable {
    /// Rows up to which each cell with choices has its own list; cells of more share one list for
    /// the column, and are typed in.
    static let maximumRowsWithLists = 12
    /// Rows of an empty form.
    static let emptyRows = 3
    /// Problems that are listed above the form.
    static let maximumListed = 50

    /// What stands above the form after something went wrong.
    struct Trouble: Sendable {
        struct Place: Sendable {
            /// Of the element that it leads to.
            var id: String
            var place: String
            var sentence: String
        }

        var sentence: String
        /// Of the answer.
        var status = 422
        var places: [Place] = []
        /// Those that are not listed, and what else there is to say.
        var more: String?
    }

    var sheet: RequestSheet
    /// Which of many rows are shown.
    var part = RequestPart.first
    var parties: SheetParties
    var draft: String?
    var key: String
    var problems: [SheetProblem] = []
    var trouble: Trouble?
    var notices: [JSONValue] = []
    /// What was pasted and could not be read.
    var paste: String?
    /// The panel beside.
    var assessment: JSONValue?
    var drafts: [DraftShelf.Heading] = []
    var earlier: [JSONValue] = []
    /// What is corrected; nil where a new request is filed.
    var correction: RequestCorrection?
    var reasonError: String?

    func context(_ call: PageCall) -> JSONObject {
        var object = JSONObject()
        object.append("page", heading(call))
        if let correction {
            object.append("correction", correction.context(call, error: reasonError))
        } else {
            object.append("fresh", true)
        }
        object.append("action", .string(correction.map { Self.place($0) + "/form" } ?? "/requests"))
        if !notices.isEmpty { object.append("notices", .array(notices)) }
        if let trouble { object.append("problem", Self.problem(trouble)) }
        object.append("key", .string(key))
        object.append("request", ["draft": .string(draft ?? "")])
        let address = address(call)
        object.append("at", .string(address))
        object.append("atEscaped", .string(Console.escaped(address)))
        let shown = part.rows(of: sheet, problems)
        object.append("answered", .array(sheet.answers(of: shown).map { .string($0) }))
        if shown.count < sheet.rows.count {
            object.append("parts", part.context(sheet, problems, call))
            object.append("rest", .string(sheet.fold(without: shown)))
        }
        object.append("next", .integer(Int64(max(sheet.rows.count, Self.emptyRows) + 1)))
        object.append("fields", .array(RequestFields(form: self, call: call).all))
        object.append(
            "columns",
            .array(SheetColumn.all.map { ["title": .string(call.text($0.title))] }))
        let rows = sheet.rows.isEmpty ? Array(0..<Self.emptyRows) : shown
        object.append("items", .array(items(rows, call)))
        if rows.count > Self.maximumRowsWithLists {
            object.append("lists", .array(lists(call.language)))
        }
        if let paste { object.append("paste", ["text": .string(paste)]) }
        object.append("attachments", [])
        if let assessment { object.append("assessment", assessment) }
        if !drafts.isEmpty {
            object.append("drafts", ["rows": .array(drafts.map { row($0, call) })])
        }
        if !earlier.isEmpty { object.append("earlier", ["rows": .array(earlier)]) }
        return object
    }

    private static func place(_ correction: RequestCorrection) -> String {
        RequestCorrection.address(of: correction.shipment)
    }

    private func heading(_ call: PageCall) -> JSONValue {
        guard let correction else {
            let title = call.text("新申请", "New request")
            return [
                "title": .string(title), "heading": .string(title), "links": [],
                "sentence": .string(
                    call.text(
                        "边填边判定：这里随时显示需要哪些手续、最早何时放行。",
                        "Assessed while you type: the permits needed and the earliest release "
                            + "stand beside.")),
            ]
        }
        let title = correction.event.title.map(call.text) ?? correction.event.name
        return [
            "title": .string("\(title) · \(correction.shipment)"), "heading": .string(title),
            "links": [
                [
                    "href": .string("/shipments/\(correction.shipment)"),
                    "title": .string(call.text("返回这票货", "Back to the shipment")),
                ]
            ],
            "sentence": .string(
                call.text(
                    "\(correction.shipment) 现在的申请，改好后提交；更正后重新判定，原来的内容留在记录中。",
                    "The request of \(correction.shipment) as it stands. It is assessed anew once "
                        + "corrected; what it said before stays on the record.")),
        ]
    }

    private static func problem(_ trouble: Trouble) -> JSONValue {
        var object = JSONObject([.init("sentence", .string(trouble.sentence))])
        object.append(
            "cells",
            .array(
                trouble.places.map {
                    [
                        "id": .string($0.id), "place": .string($0.place),
                        "sentence": .string($0.sentence),
                    ]
                }))
        if let more = trouble.more { object.append("more", .string(more)) }
        return .object(object)
    }

    private func row(_ draft: DraftShelf.Heading, _ call: PageCall) -> JSONValue {
        [
            "href": .string("/requests/new?draft=\(draft.id)"), "id": .string(draft.id),
            "title": .string(call.text(draft.title)),
            "when": .string(ConsoleDates.moment(draft.saved, call.language, now: call.now)),
        ]
    }

    /// Where the form is opened again by looking there.
    private func address(_ call: PageCall) -> String {
        if let correction { return Self.place(correction) }
        if let draft { return "/requests/new?draft=" + Console.escaped(draft) }
        return "/requests/new" + (call.query["copy"].map { "?copy=" + Console.escaped($0) } ?? "")
    }

    // MARK: Items

    private func items(_ shown: [Int], _ call: PageCall) -> [JSONValue] {
        let hasLists = shown.count <= Self.maximumRowsWithLists
        var messages: [String: String] = [:]
        for problem in problems {
            guard let row = problem.row else { continue }
            messages["\(row) \(problem.key)"] = call.text(problem.brief)
        }
        let choices = SheetColumn.all.map { $0.choices(call.language) }
        return shown.map { index in
            let row = sheet.rows.indices.contains(index) ? sheet.rows[index] : .empty
            let cells = zip(SheetColumn.all, row.cells).enumerated().map { number, cell in
                self.cell(
                    cell.0, cell.1, index + 1, choices[number], hasLists: hasLists, call,
                    error: messages["\(index) \(cell.0.key)"])
            }
            return ["line": .integer(Int64(index + 1)), "cells": .array(cells)]
        }
    }

    private func lists(_ language: Language) -> [JSONValue] {
        SheetColumn.all.compactMap { column in
            guard let choices = column.choices(language) else { return nil }
            return [
                "id": .string(column.key + "-list"),
                "choices": .array(choices.map { ["value": .string($0.title)] }),
            ]
        }
    }

    private func cell(
        _ column: SheetColumn, _ text: String, _ line: Int,
        _ choices: [(value: String, title: String)]?, hasLists: Bool, _ call: PageCall,
        error: String?
    ) -> JSONValue {
        let short = call.text(column.title)
        var object = JSONObject()
        object.append("name", .string("items[\(line)].\(column.key)"))
        object.append("short", .string(short))
        object.append("label", .string(call.text("第 \(line) 项 \(short)", "Line \(line), \(short)")))
        var more = JSONObject()
        if let choices, hasLists {
            object.append("choice", ["choices": Self.offered(column, text, choices, call)])
        } else {
            var shown = text
            if let choices {
                let code = column.code(of: text)
                shown = choices.first { $0.value == code }?.title ?? text
                more.append("list", .string(column.key + "-list"))
            }
            if case .number = column.kind { more.append("decimal", true) }
            object.append("value", .string(shown))
            // What is said not to be there need not be looked for further out.
            object.append("choice", false)
        }
        if error != nil { more.append("error", true) }
        object.append("more", more.members.isEmpty ? false : .object(more))
        object.append("error", error.map { .string($0) } ?? false)
        if error != nil { object.append("id", .string("item-\(line)-\(column.key)")) }
        return .object(object)
    }

    /// The choices, with what was typed among them even where it is none.
    private static func offered(
        _ column: SheetColumn, _ text: String, _ choices: [(value: String, title: String)],
        _ call: PageCall
    ) -> JSONValue {
        let code = column.code(of: text)
        var offered: [JSONValue] = [
            ["value": "", "title": "—", "chosen": .bool(text.isEmpty)]
        ]
        if !text.isEmpty, !column.takes(code) {
            offered.append(["value": .string(text), "title": .string(text), "chosen": true])
        }
        return .array(offered + choices.map { FormField.choice($0, code) })
    }

    // MARK: Problems

    /// What is wrong with the form, listed with the way to each place.
    static func trouble(
        _ problems: [SheetProblem], _ sentence: String, _ call: PageCall
    ) -> Trouble {
        let places = problems.prefix(maximumListed).map { problem -> Trouble.Place in
            let title = call.text(SheetProblem.title(problem.key, inTable: problem.row != nil))
            guard let row = problem.row else {
                return Trouble.Place(
                    id: problem.key.isEmpty ? "request" : problem.key, place: title,
                    sentence: call.text(problem.message))
            }
            let key = problem.key.isEmpty ? SheetColumn.all[0].key : problem.key
            return Trouble.Place(
                id: "item-\(row + 1)-\(key)",
                place: call.text("第 \(row + 1) 项 \(title)", "Line \(row + 1), \(title)"),
                sentence: call.text(problem.message))
        }
        return Trouble(
            sentence: sentence, places: places,
            more: left(problems.count - places.count, call))
    }

    static func left(_ count: Int, _ call: PageCall) -> String? {
        count > 0 ? call.text("还有 \(count) 处未列出。", "\(count) more are not listed.") : nil
    }
}
