import GreenlaneCore
import GreenlaneEngine

/// What a request would need, in the shape of the part `assessment`: the answer first, then the
/// questions, then item by item.
struct AssessmentPanel {
    /// Items that are shown one by one.
    static let maximumItems = 40
    /// Questions that are asked at once.
    static let maximumQuestions = 10

    let call: PageCall
    let sheet: RequestSheet
    let request: ImportRequest
    let answer: Assessment
    let balances: [String: Balance]
    /// Index of the form's row of each item.
    let rows: [Int]
    /// Cells that were left out because they cannot be read.
    let unread: Int

    /// The panel of a form: what it needs as far as it can be read.
    static func of(_ sheet: RequestSheet, _ parties: SheetParties, _ call: PageCall) -> JSONValue {
        var reading = SheetReading(sheet, parties)
        guard let (request, rows) = reading.readable() else { return nothing(sheet, call) }
        _ = reading.request(for: .assessment)
        let unread = reading.problems.count { $0.key != "reference" && $0.key != "importer" }
        let (answer, balances) = DefinitionOperations.assessment(
            of: request, on: call.now.date, call.service)
        return AssessmentPanel(
            call: call, sheet: sheet, request: request, answer: answer, balances: balances,
            rows: rows, unread: unread
        ).context
    }

    private static func nothing(_ sheet: RequestSheet, _ call: PageCall) -> JSONValue {
        let wanted =
            sheet["purpose"].isEmpty
            ? call.text("选好用途、填好第一项货物", "a purpose is chosen and a first item named")
            : call.text("填好第一项货物的品名", "a first item is named")
        return [
            "summary": .string(
                call.text("\(wanted)后，这里显示需要哪些手续。", "Once \(wanted), what this needs stands here.")),
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
        object.append("items", .array(items))
        object.append("warnings", .array((warnings + asked.left).map { .string($0) }))
        if answer.leansOnUnverified {
            object.append(
                "unverifiedNote",
                .string(
                    call.text(
                        "标有“未经确认”的内容没有核对过官方文本，办理前请向主管部门确认。",
                        "What is marked unverified was not compared with the official text; ask the "
                            + "authority before relying on it.")))
        }
        return .object(object)
    }

    // MARK: When

    private func earliest(_ release: CalendarDate) -> JSONValue {
        var object = JSONObject()
        object.append("day", .string(day(release)))
        let provisos = answer.provisos.map { call.text($0) }
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

    private var items: [JSONValue] {
        let isMany = answer.items.count > Self.maximumItems
        var shown: [JSONValue] = []
        for (index, item) in answer.items.enumerated() where shown.count < Self.maximumItems {
            if isMany, item.permits.isEmpty, item.prohibitions.isEmpty { continue }
            shown.append(AssessmentItem(panel: self, index: index, item: item).context)
        }
        return shown
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
        if unread > 0 {
            texts.insert(
                call.text(
                    "有 \(unread) 处填写还不能识别，没有计入。",
                    "\(unread) places cannot be read yet and are left out."), at: 0)
        }
        if answer.items.count > Self.maximumItems {
            texts.append(
                call.text(
                    "货物共 \(answer.items.count) 项，这里最多逐项显示 \(Self.maximumItems) 项。",
                    "Of \(answer.items.count) items at most \(Self.maximumItems) are shown one by "
                        + "one."))
        }
        return texts
    }

    /// Items that a sentence concerns; many are counted. Nothing where there is only one.
    func concerns(_ lines: [Int]) -> String {
        if lines.isEmpty || request.items.count == 1 { return "" }
        if lines.count > 6 {
            return call.text("共 \(lines.count) 项：", "\(lines.count) items: ")
        }
        let list = lines.map(String.init)
        return call.text(
            "第 \(list.joined(separator: "、")) 项：", "Line \(list.joined(separator: ", ")): ")
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
