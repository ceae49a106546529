import GreenlaneCore
import GreenlaneEngine

/// What a request would need, in the shape of the part `assessment`: the answer first, then the
/// questions, then item by item.
struct AssessmentPanel {
    /// Items, or groups of items that come to the same, that are shown.
    static let maximumItems = 12
    /// Items from which permits that are still open are named without their reasons.
    static let maximumExplained = 12
    /// Questions that are asked at once.
    static let maximumQuestions = 10

    let call: PageCall
    let sheet: RequestSheet
    let request: ImportRequest
    let answer: Assessment
    let balances: [String: Balance]
    let held: HeldPermits
    /// Index of the form's row of each item.
    let rows: [Int]
    /// Places that were left out because they cannot be read.
    let unread: [String]

    /// The panel of a form: what it needs as far as it can be read.
    static func of(_ sheet: RequestSheet, _ parties: SheetParties, _ call: PageCall) -> JSONValue {
        var reading = SheetReading(sheet, parties)
        guard let (request, rows) = reading.readable() else { return nothing(sheet, call) }
        _ = reading.request(for: .assessment)
        let unread = reading.problems.filter { problem in
            problem.row != nil || !["reference", "importer", ""].contains(problem.key)
        }.map { problem in
            let title = call.text(SheetProblem.title(problem.key, inTable: problem.row != nil))
            return problem.row.map { call.text("第 \($0 + 1) 项\(title)", "line \($0 + 1) \(title)") }
                ?? title
        }
        let (answer, balances) = DefinitionOperations.assessment(
            of: request, on: call.now.date, call.service)
        return AssessmentPanel(
            call: call, sheet: sheet, request: request, answer: answer, balances: balances,
            held: HeldPermits(answer, of: request.importer.uscc, call), rows: rows,
            unread: unread
        ).context
    }

    /// Where there are too many items to assess with every page.
    static func later(_ call: PageCall) -> JSONValue {
        [
            "summary": .string(
                call.text(
                    "货物较多，单独判定：请稍候，或按“重新判定”。",
                    "Many lines are assessed apart: wait a moment, or press “Assess again”.")),
            "later": true, "questions": [], "items": [], "warnings": [],
        ]
    }

    private static func nothing(_ sheet: RequestSheet, _ call: PageCall) -> JSONValue {
        let wanted =
            sheet["purpose"].isEmpty
            ? call.text("选好用途、填好第一项货物", "a purpose is chosen and a first item named")
            : call.text("填好第一项货物的品名", "a first item is named")
        return [
            "summary": .string(
                call.text(
                    "\(wanted)后，这里显示需要哪些手续。",
                    "Once \(wanted), what this needs stands here.")),
            "questions": [], "items": [], "warnings": [],
        ]
    }

    private var context: JSONValue {
        let language = call.language
        var object = JSONObject()
        object.append("summary", .string(call.text(answer.verdict)))
        let day = ConsoleDates.day(answer.asOf, language, now: call.now)
        object.append("asOf", .string(call.text("按 \(day) 的规定", "By the rules of \(day)")))
        if let release = answer.earliestRelease {
            object.append("earliest", earliest(release))
        }
        let asked = AssessmentQuestions(panel: self)
        object.append("questions", .array(asked.shown))
        let given = asked.given
        if !given.isEmpty { object.append("given", ["rows": .array(given)]) }
        let groups = groups
        let shown = groups.prefix(Self.maximumItems)
        object.append(
            "items",
            .array(
                shown.map { group in
                    var object = JSONObject([.init("title", .string(title(group.items)))])
                    object.members += group.body.members
                    return .object(object)
                }))
        let left = groups.dropFirst(Self.maximumItems).flatMap(\.items)
        let said = warnings + asked.left + self.left(left)
        object.append("warnings", .array(said.map { .string($0) }))
        if answer.leansOnUnverified {
            object.append(
                "unverifiedNote",
                .string(
                    call.text(
                        "标有“未经确认”的内容没有核对过官方文本，办理前请向主管部门确认。",
                        "What is marked unverified was not compared with the official text; ask "
                            + "the authority before relying on it.")))
        }
        return .object(object)
    }

    // MARK: When

    private func earliest(_ release: CalendarDate) -> JSONValue {
        var object = JSONObject()
        object.append("day", .string(day(release)))
        var provisos = answer.provisos.map { call.text($0) }
        if request.plannedArrival == nil {
            provisos.append(
                call.text(
                    "没有填计划到港，按货物已到港计算",
                    "no planned arrival is stated: as if the goods had arrived"))
        }
        if !provisos.isEmpty {
            object.append("unsure", .string(provisos.joined(separator: call.text("；", "; "))))
        }
        let steps = answer.plan.filter {
            !$0.isTimeKnown || ($0.isCritical && $0.from < $0.to)
        }
        object.append("legs", .array(steps.prefix(12).map(leg)))
        return .object(object)
    }

    private func leg(_ step: Assessment.PlanStep) -> JSONValue {
        var what = call.text(step.what)
        if step.lines.count == 1, answer.items.count > 1 {
            what += call.text("（第 \(step.lines[0]) 项）", " (line \(step.lines[0]))")
        }
        let days = step.to.dayNumber - step.from.dayNumber
        let length =
            step.workingDays.map { StatutoryClock.length($0, .workingDays) }
            ?? StatutoryClock.length(days, .days)
        let known = call.text(length)
        let isUnsure = step.clock?.confidence == .unverified
        return [
            "what": .string(what + (isUnsure ? call.text("〔未经确认〕", " [unverified]") : "")),
            "days": .string(step.isTimeKnown ? known : call.text("时限未查明", "no limit known")),
            "until": .string(step.isTimeKnown ? day(step.to) : "—"),
        ]
    }

    private func day(_ date: CalendarDate) -> String {
        ConsoleDates.day(date, call.language, now: call.now)
    }

    // MARK: What else

    /// Items that come to the same are told once.
    private var groups: [(body: JSONObject, items: [Int])] {
        var groups: [(body: JSONObject, items: [Int])] = []
        var known: [JSONObject: Int] = [:]
        for (index, item) in answer.items.enumerated() {
            let body = AssessmentItem(panel: self, index: index, item: item).body
            if let place = known[body] {
                groups[place].items.append(index)
            } else {
                known[body] = groups.count
                groups.append((body, [index]))
            }
        }
        return groups
    }

    /// What is said of the items that are not shown; the answer above counts them.
    private func left(_ items: [Int]) -> [String] {
        guard !items.isEmpty else { return [] }
        let lines = spans(items.map { request.items[$0].line }.sorted())
        return [
            call.text(
                "第 \(lines) 项同样判定了，没有逐项列出。",
                "Lines \(lines) are assessed as well and not listed one by one.")
        ]
    }

    /// `1 肝素钠 200 g`, or `第 1–3、5 项 抗体 等 4 项`.
    private func title(_ items: [Int]) -> String {
        guard let first = items.first else { return "" }
        let stated = request.items[first]
        let zh = stated.nameZh ?? stated.nameEn ?? ""
        let name = call.text(zh, stated.nameEn ?? zh)
        guard items.count > 1 else {
            let parts = ["\(stated.line)", name, stated.quantity?.description ?? ""]
            return parts.filter { !$0.isEmpty }.joined(separator: " ")
        }
        let lines = spans(items.map { request.items[$0].line })
        return call.text(
            "第 \(lines) 项 \(name) 等 \(items.count) 项",
            "Lines \(lines): \(name) and \(items.count - 1) more")
    }

    /// `1–3、5`: numbers in a row together; a long list ends with `…`.
    private func spans(_ lines: [Int]) -> String {
        var spans: [(first: Int, last: Int)] = []
        for line in lines {
            if let last = spans.last, last.last + 1 == line {
                spans[spans.count - 1].last = line
            } else {
                spans.append((line, line))
            }
        }
        let texts = spans.prefix(8).map {
            $0.first == $0.last ? "\($0.first)" : "\($0.first)–\($0.last)"
        }
        return texts.joined(separator: call.text("、", ", ")) + (spans.count > 8 ? "…" : "")
    }

    /// Each sentence once, with the items that it concerns.
    private var warnings: [String] {
        var grouped: [(text: LocalizedText, lines: [Int])] = []
        var places: [String: Int] = [:]
        for warning in answer.warnings {
            let place = places[warning.text.zh] ?? grouped.count
            if place == grouped.count {
                grouped.append((warning.text, []))
                places[warning.text.zh] = place
            }
            if let line = line(warning.pointer), grouped[place].lines.last != line {
                grouped[place].lines.append(line)
            }
        }
        var texts = grouped.prefix(20).map { concerns($0.lines) + call.text($0.text) }
        if !unread.isEmpty {
            let places = unread.prefix(3).joined(separator: call.text("、", ", "))
            let more = unread.count > 3 ? call.text("等", " and others") : ""
            texts.insert(
                call.text(
                    "\(places)\(more)还不能识别，没有计入。",
                    "\(places)\(more) cannot be read yet and are left out."), at: 0)
        }
        return texts
    }

    /// Items that a sentence concerns; nothing where there is only one.
    func concerns(_ lines: [Int]) -> String {
        if lines.isEmpty || request.items.count == 1 { return "" }
        let shown = spans(lines)
        return call.text("第 \(shown) 项：", "Line\(lines.count > 1 ? "s" : "") \(shown): ")
    }

    /// The number that people see of the item that a pointer is in.
    private func line(_ pointer: String) -> Int? {
        let parts = pointer.split(separator: "/")
        guard parts.count > 1, parts[0] == "items", let index = Int(parts[1]),
            request.items.indices.contains(index)
        else { return nil }
        return request.items[index].line
    }
}
