import GreenlaneCore
import GreenlaneStore

extension AuditQuestions {
    /// Topics of a period, in the order in which their kinds are named on a line.
    private static let exceptionTopics: [TraceTopic] = [
        .override, .late, .overdue, .unfit, .refused,
    ]

    /// Every override, late entry, deadline that passed, fact that did not fit and refusal that
    /// was recorded in the period, in order of day and position. Index: the trace. `only` leaves
    /// out the lines of other kinds; all are counted. A deadline that passed is recorded when its
    /// timer fires, be it the next morning: nobody was late with it, so it is no late entry.
    public func exceptions(
        _ period: AuditPeriod, _ page: AuditPage = AuditPage(), only chosen: TraceTopic? = nil
    ) throws -> AuditAnswer {
        let after = page.after.flatMap { TraceCursor($0) }
        var found: [TraceCursor: [TraceTopic]] = [:]
        var totals = JSONObject()
        for topic in Self.exceptionTopics {
            let isAsked = chosen == nil || chosen == topic
            let rows =
                isAsked
                ? try traces(
                    topic, period, after: after, limit: page.limit + 1,
                    newestFirst: page.newestFirst) : []
            for row in rows {
                let place = TraceCursor(key: row.key, position: row.position)
                found[place, default: []].append(topic)
            }
            totals.append(
                topic.rawValue,
                .integer(Int64(try count(topic, period))))
        }
        let places = page.newestFirst ? found.keys.sorted().reversed() : found.keys.sorted()
        let shown = places.prefix(page.limit)
        let lines = try shown.compactMap { try line(at: $0.position, found[$0] ?? []) }
        return AuditAnswer(
            lines: lines,
            summary: JSONObject([
                .init("period", period.json), .init("totals", .object(totals)),
            ]),
            next: places.count > page.limit ? shown.last?.text : nil,
            count: try count(period))
    }

    /// The topic whose events are no late entries, however late the trace has them.
    private static func other(than topic: TraceTopic) -> String? {
        topic == .late ? TraceTopic.overdue.rawValue : nil
    }

    /// Rows of which the answer may tell.
    private func traces(
        _ topic: TraceTopic, _ period: AuditPeriod, after: TraceCursor?, limit: Int,
        newestFirst: Bool = false
    ) throws -> [TraceRow] {
        func read(_ after: TraceCursor?, _ limit: Int) throws -> [TraceRow] {
            try newestFirst
                ? store.lastTraces(
                    topic: topic.rawValue, keys: period.keys, before: after, limit: limit,
                    apartFrom: Self.other(than: topic))
                : store.traces(
                    topic: topic.rawValue, keys: period.keys, after: after, limit: limit,
                    apartFrom: Self.other(than: topic))
        }
        guard reach != .everything else { return try read(after, limit) }
        var found: [TraceRow] = []
        var cursor = after
        while found.count < limit {
            let rows = try read(cursor, Self.rowsAtOnce)
            for row in rows {
                guard found.count < limit, let place = try store.place(of: row.position),
                    try isVisible(stream: place.stream)
                else { continue }
                found.append(row)
            }
            guard rows.count == Self.rowsAtOnce, let last = rows.last else { break }
            cursor = TraceCursor(key: last.key, position: last.position)
        }
        return found
    }

    private static let rowsAtOnce = 1_000

    private func count(_ topic: TraceTopic, _ period: AuditPeriod) throws -> Int {
        guard reach != .everything else {
            return try store.traceCount(
                topic: topic.rawValue, keys: period.keys, apartFrom: Self.other(than: topic))
        }
        return try traces(topic, period, after: nil, limit: .max).count
    }

    /// How many events the period has under all topics: one may be of two kinds, such as an
    /// override that was recorded late.
    private func count(_ period: AuditPeriod) throws -> Int {
        guard reach != .everything else {
            return try store.traceEventCount(
                topics: Self.exceptionTopics.map(\.rawValue), keys: period.keys)
        }
        var positions: Set<Int64> = []
        for topic in Self.exceptionTopics {
            for row in try traces(topic, period, after: nil, limit: .max) {
                positions.insert(row.position)
            }
        }
        return positions.count
    }

    private func line(at position: Int64, _ kinds: [TraceTopic]) throws -> JSONValue? {
        guard let (row, head) = try event(at: position) else { return nil }
        let parts = head.stream.split(separator: "/", maxSplits: 1).map(String.init)
        let isShipment = parts.first == "shipment"
        var object = JSONObject([
            .init("position", .integer(position)),
            .init("kinds", .array(kinds.map { .string($0.rawValue) })),
            .init("type", .string(head.type)),
        ])
        let command = head.data["command"]?.stringValue
        object.add("command", command)
        let target = isShipment ? parts.last : head.data["target"]?.stringValue
        let isAboutShipment = try target.map { try store.shipment(id: $0) != nil } ?? false
        var flow: ClearanceWorkflow?
        if isAboutShipment, let target, let shipment = try store.shipment(id: target) {
            flow = try self.flow(stream: shipment.stream)
            object.append("shipment", .string(target))
        } else {
            object.append("about", .string(target ?? head.stream))
        }
        let title = command.map { HistoryLine.title($0, flow) } ?? Self.title(ofType: head.type)
        object.append("title", title.pair)
        object.append("occurred", .string(head.occurred.description))
        object.append("recorded", .string(head.recorded.description))
        object.append("actor", AuditActor(head, sealed: row.sealed).json)
        if kinds.contains(.late) {
            let days = head.recorded.date.dayNumber - head.occurred.date.dayNumber
            object.append("daysLate", .integer(Int64(days)))
        }
        let input = head.data["input"]
        object.add("reason", kinds.contains(.refused) ? nil : input?["reason"]?.stringValue)
        if kinds.contains(.refused) { Self.addRefusal(head, to: &object) }
        return .object(object)
    }

    /// What an event outside the shipments is called.
    static func title(ofType type: String) -> LocalizedText {
        switch type {
        case "permit.granted": LocalizedText(zh: "登记许可", en: "Permit registered")
        case "permit.revoked": LocalizedText(zh: "撤销许可", en: "Permit revoked")
        case "entry.published": LocalizedText(zh: "白名单条目公布", en: "Whitelist entry published")
        case "entry.restated": LocalizedText(zh: "白名单条目变更", en: "Whitelist entry restated")
        case "entry.removed": LocalizedText(zh: "白名单条目移出", en: "Whitelist entry removed")
        case "whitelist.published": LocalizedText(zh: "白名单公布", en: "Whitelist published")
        case "personal_data.erased": LocalizedText(zh: "删除个人信息", en: "Personal data erased")
        default: LocalizedText(zh: type, en: type)
        }
    }
}
