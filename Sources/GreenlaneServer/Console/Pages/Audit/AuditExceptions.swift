import GreenlaneCore
import GreenlaneEngine

/// Overrides, refusals, late entries and deadlines of a quarter, as the page of auditors lists
/// them.
enum AuditExceptions {
    static let rows = 20

    /// Kinds in the order of their tabs.
    private static let kinds: [(topic: TraceTopic, title: LocalizedText)] = [
        (.override, LocalizedText(zh: "人工干预", en: "Overrides")),
        (.refused, LocalizedText(zh: "拒绝", en: "Refusals")),
        (.late, LocalizedText(zh: "补记", en: "Late entries")),
        (.overdue, LocalizedText(zh: "逾期", en: "Deadlines")),
        (.unfit, LocalizedText(zh: "与状态不符", en: "Did not fit")),
    ]

    static func json(_ call: PageCall) async throws -> JSONValue {
        let quarter = call.query["quarter"] ?? Self.quarter(of: call.now.date)
        guard let period = AuditPeriod(quarter: quarter) else {
            throw APIRefusal.parameter(
                "quarter", "应为 2026Q3 这样的季度", "takes a quarter such as 2026Q3")
        }
        let kind = call.query["kind"].flatMap { TraceTopic(rawValue: $0) }
        let page = AuditPage(limit: rows, after: call.query["after"], newestFirst: true)
        let definitions = call.service.definitions
        let reach = try call.caller().reach(of: .readExceptions)
        let answer = try await call.read { store in
            try AuditQuestions(store: store, definitions: definitions, reach: reach)
                .exceptions(period, page, only: kind)
        }
        return words(answer, quarter, kind, call)
    }

    static func quarter(of day: CalendarDate) -> String {
        let parts = day.components
        return "\(parts.year)Q\((parts.month + 2) / 3)"
    }

    private static func words(
        _ answer: AuditAnswer, _ quarter: String, _ kind: TraceTopic?, _ call: PageCall
    ) -> JSONValue {
        let totals = answer.summary["totals"]
        func count(_ topic: TraceTopic) -> Int64 { totals?[topic.rawValue]?.integerValue ?? 0 }
        // An event may be of two kinds, and is one row all the same.
        let all = Int64(answer.count ?? answer.lines.count)
        var object = JSONObject()
        let parts = quarter.uppercased().replacing("-", with: "").split(separator: "Q")
        let (year, number) = (parts.first ?? "", parts.last ?? "")
        object.append(
            "title",
            .string(call.text("\(year) 年第 \(number) 季度的异常", "Exceptions of \(year) Q\(number)")))
        object.append("sentence", .string(sentence(all, count, call)))
        let shown = kind.map(count) ?? all
        object.append("kinds", .array(tabs(quarter, kind, all, count, call)))
        object.append("rows", .array(answer.lines.map { row($0, call) }))
        object.append("pager", pager(answer, quarter, kind, shown, call))
        return .object(object)
    }

    private static func sentence(
        _ all: Int64, _ count: (TraceTopic) -> Int64, _ call: PageCall
    ) -> String {
        guard all > 0 else {
            return call.text(
                "这个季度没有人工干预、补记、逾期或拒绝。",
                "No override, late entry, missed deadline or refusal in this quarter.")
        }
        let parts = kinds.filter { count($0.topic) > 0 }.map { kind in
            call.text(
                "\(count(kind.topic)) 次\(kind.title.zh)",
                "\(kind.title.en.lowercased()): \(count(kind.topic))")
        }
        return parts.joined(separator: call.text("，", "; ")) + call.text("。", ".")
    }

    private static func tabs(
        _ quarter: String, _ kind: TraceTopic?, _ all: Int64, _ count: (TraceTopic) -> Int64,
        _ call: PageCall
    ) -> [JSONValue] {
        func tab(_ topic: TraceTopic?, _ title: String, _ number: Int64) -> JSONValue {
            [
                "href": .string(address(quarter, topic, after: nil)), "title": .string(title),
                "count": .string(PageWords.grouped(number)), "here": .bool(topic == kind),
            ]
        }
        return [tab(nil, call.text("全部", "All"), all)]
            + kinds.map { tab($0.topic, call.text($0.title), count($0.topic)) }
    }

    private static func address(
        _ quarter: String, _ kind: TraceTopic?, after: String?
    ) -> String {
        var text = "/audit?quarter=" + QueryText.escaped(quarter)
        if let kind { text += "&kind=" + kind.rawValue }
        if let after { text += "&after=" + QueryText.escaped(after) }
        return text + "#exceptions"
    }

    private static func pager(
        _ answer: AuditAnswer, _ quarter: String, _ kind: TraceTopic?, _ total: Int64,
        _ call: PageCall
    ) -> JSONValue {
        var object = JSONObject()
        let number = PageWords.grouped(total)
        object.append(
            "sentence",
            .string(
                call.text("共 \(number) 条，每页 \(rows) 条", "\(number) in all, \(rows) a page")))
        if call.query["after"] != nil {
            object.append("previous", .string(address(quarter, kind, after: nil)))
        }
        if let next = answer.next {
            object.append("next", .string(address(quarter, kind, after: next)))
        }
        return .object(object)
    }

    // MARK: Lines

    private static func row(_ line: JSONValue, _ call: PageCall) -> JSONValue {
        let kinds = line["kinds"]?.arrayValue?.compactMap(\.stringValue) ?? []
        let isRefused = kinds.contains(TraceTopic.refused.rawValue)
        var object = JSONObject()
        let recorded = line["recorded"]?.stringValue.flatMap { Timestamp($0) } ?? call.now
        object.append("iso", .string(PageWords.iso(recorded)))
        object.append(
            "when", .string(ConsoleDates.moment(recorded, call.language, now: call.now)))
        let title = PageWords.attempt(PageWords.text(line["title"], call.language), call)
        object.append(
            "did", .string(isRefused ? title + call.text(" 被拒绝", ", refused") : title))
        object.append("who", .string(PageWords.who(line["actor"], call)))
        object.append("why", .string(why(line, kinds, isRefused, call)))
        if let id = line["shipment"]?.stringValue {
            let position = line["position"]?.integerValue ?? 0
            object.append("id", .string(id))
            object.append(
                "href", .string("/audit/shipments/\(QueryText.escaped(id))?at=\(position)"))
        } else {
            let about = line["about"]?.stringValue ?? ""
            object.append("id", .string(about == doorStream ? call.text("入口", "door") : about))
        }
        return .object(object)
    }

    /// Refused attempts that were about nothing that exists.
    private static let doorStream = "refusals/door"

    private static func why(
        _ line: JSONValue, _ kinds: [String], _ isRefused: Bool, _ call: PageCall
    ) -> String {
        var parts: [String] = []
        if isRefused {
            let refusal = line["refusal"]
            let message = PageWords.text(refusal?["message"], call.language)
            parts.append(message.isEmpty ? refusal?["code"]?.stringValue ?? "" : message)
            if let times = line["count"]?.integerValue, times > 1 {
                parts.append(call.text("同日共 \(times) 次。", "\(times) times that day."))
            }
        }
        if let reason = line["reason"]?.stringValue {
            parts.append(call.text("原因：\(reason)", "Reason: \(reason)"))
        }
        if let days = line["daysLate"]?.integerValue {
            parts.append(call.text("晚 \(days) 天记录。", "Recorded \(days) day(s) later."))
        }
        if kinds.contains(TraceTopic.unfit.rawValue) {
            parts.append(
                call.text("与当时的状态不符：已记录，没有改变状态。", "It did not fit: recorded, nothing moved."))
        }
        return parts.joined(separator: call.text("", " "))
    }
}
