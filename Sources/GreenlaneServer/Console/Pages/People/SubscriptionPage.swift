import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore

/// One subscription: what was sent, each try, and what can be done with it.
enum SubscriptionPage {
    /// Deliveries of one page.
    static let length = 20
    /// Rows of the outbox that are looked through for one page.
    static let maximumScanned = 500
    /// Tries that one page shows.
    private static let maximumAttempts = 1_000

    /// What one page shows of the outbox.
    private struct Part: Sendable {
        var rows: [DeliveryRow] = []
        var attempts: [AttemptRow] = []
        /// Where the next page begins; nil where there is none.
        var next: Int64?
    }

    static func page(
        _ row: SubscriptionRow, _ call: PageCall, _ turn: PageTurn
    ) async throws -> Reply {
        let path = "\(SubscriptionPages.path)/\(row.name)"
        let before = try call.call.number("before", in: 1...Int.max, default: Int.max)
        let call = call.shown(at: path)
        let part = try await part(row, before: Int64(before), call)
        let now = try await currentRow(row, call)
        let mayManage = try call.caller().may(.subscribe) && now.active
        var context = JSONObject()
        context.append(
            "page",
            call.head(heading(now.url), sentence: sentence(now, part, call), small: now.name))
        context.append(
            "deliveries", .array(part.rows.map { delivery($0, part, path, mayManage, call) }))
        if part.rows.isEmpty {
            context.append(
                "none",
                [
                    "sentence": .string(
                        call.text(
                            "还没有发送过。货物有变化时会出现在这里。",
                            "Nothing sent yet. What is sent about changes appears here."))
                ])
        }
        if let pager = pager(part, before: before, path, call) { context.append("pager", pager) }
        context.append("terms", AdministrationPages.terms(terms(now, call), call))
        if mayManage {
            context.append(
                "manage",
                ["test": .string(path + "/tests"), "end": .string(path + "/end")])
        }
        var turn = turn
        if let refusal = turn.refusal {
            turn.notice = (
                "late",
                call.text(refusal.message) + call.text("", " ") + call.text(refusal.advice)
            )
        }
        turn.add(to: &context)
        return call.page("subscription", context, status: turn.status)
    }

    /// As it is now: a form may just have ended it.
    private static func currentRow(
        _ row: SubscriptionRow, _ call: PageCall
    ) async throws -> SubscriptionRow {
        try await call.read { store in
            try store.subscriptions().first { $0.name == row.name } ?? row
        }
    }

    private static func part(
        _ row: SubscriptionRow, before: Int64, _ call: PageCall
    ) async throws -> Part {
        let reach = try call.caller().reach(of: .readEvents)
        return try await call.read { store in
            var part = Part()
            let rows = try store.latestDeliveries(
                subscription: row.id, before: before, limit: maximumScanned + 1)
            var last: Int64?
            for delivery in rows.prefix(maximumScanned) {
                guard part.rows.count < length else { break }
                last = delivery.position
                if try SubscriptionCalls.tells(delivery, row, reach, store) {
                    part.rows.append(delivery)
                }
            }
            if let last, rows.contains(where: { $0.position < last }) { part.next = last }
            if let newest = part.rows.first?.position, let oldest = part.rows.last?.position {
                part.attempts = try store.attempts(
                    subscription: row.id, in: oldest...newest, limit: maximumAttempts)
            }
            return part
        }
    }

    // MARK: Words

    static func format(_ format: String, _ call: PageCall) -> String {
        switch format {
        case "cloudevents": call.text("CloudEvents（系统对接）", "CloudEvents (for systems)")
        case "wecom": call.text("企业微信", "WeCom")
        case "dingtalk": call.text("钉钉", "DingTalk")
        case "feishu": call.text("飞书", "Feishu")
        case SubscriptionRow.checkpointFormat:
            call.text("只发已签检查点", "Signed checkpoints only")
        default: format
        }
    }

    static func state(
        _ row: SubscriptionRow, _ last: DeliveryRow?, _ call: PageCall
    ) -> (kind: String, text: String) {
        guard row.active else { return ("plain", call.text("已退订", "Ended")) }
        switch last?.status {
        case .failed: return ("late", call.text("最近未送达", "Last one failed"))
        case .pending where (last?.attempts ?? 0) > 0:
            return ("soon", call.text("正在重试", "Trying again"))
        default: return ("now", call.text("正常", "Working"))
        }
    }

    /// The host, which is what people know it by.
    private static func heading(_ url: String) -> String {
        guard let slashes = url.firstRange(of: "://") else { return url }
        return String(url[slashes.upperBound...].prefix { $0 != "/" })
    }

    private static func sentence(
        _ row: SubscriptionRow, _ part: Part, _ call: PageCall
    ) -> String {
        guard row.active else {
            return call.text("已退订，不再发送。", "Ended: nothing more is sent.")
        }
        let count = part.rows.count
        guard count > 0 else { return call.text("正常，等待第一条。", "Working; nothing to send yet.") }
        let failed = part.rows.count { $0.status == .failed }
        let pending = part.rows.count { $0.status == .pending }
        guard failed + pending > 0 else {
            return call.text(
                "正常：最近 \(count) 条全部送达。", "Working: the last \(count) all arrived.")
        }
        return call.text(
            "最近 \(count) 条中，\(failed) 条未送达，\(pending) 条待发。",
            "Of the last \(count), \(failed) failed and \(pending) wait.")
    }

    private static func terms(
        _ row: SubscriptionRow, _ call: PageCall
    ) -> [(name: LocalizedText, value: String)] {
        let isSigned = ["cloudevents", SubscriptionRow.checkpointFormat].contains(row.format)
        return [
            (LocalizedText(zh: "地址", en: "Address"), row.url),
            (LocalizedText(zh: "格式", en: "Format"), format(row.format, call)),
            (
                LocalizedText(zh: "签名", en: "Signature"),
                isSigned ? "Standard Webhooks v1" : call.text("群机器人加签", "The bot's own")
            ),
            (PeopleWords.state, state(row, nil, call).text),
        ]
    }

    // MARK: Deliveries

    private static func delivery(
        _ row: DeliveryRow, _ part: Part, _ path: String, _ mayManage: Bool, _ call: PageCall
    ) -> JSONValue {
        var object = JSONObject()
        let state = chip(row, call)
        object.append("state", ["kind": .string(state.kind), "text": .string(state.text)])
        let moment = row.lastAt ?? row.due
        object.append(
            "when", .string(PeopleWords.moment(Timestamp(milliseconds: moment), call)))
        object.append("about", .string(about(row, call)))
        object.append("id", .string("gl-\(row.position)"))
        let tries = part.attempts.filter { $0.position == row.position }
        object.append("attempts", attempts(tries, row, call))
        if row.status == .failed, mayManage {
            object.append("again", ["action": .string("\(path)/deliveries/\(row.position)")])
        }
        return .object(object)
    }

    private static func chip(
        _ row: DeliveryRow, _ call: PageCall
    ) -> (kind: String, text: String) {
        switch row.status {
        case .delivered where row.lastOutcome == "skipped":
            ("plain", call.text("不用发送", "Not sent"))
        case .delivered: ("done", call.text("已送达", "Delivered"))
        case .failed: ("late", call.text("未送达", "Failed"))
        case .pending where row.attempts > 0: ("soon", call.text("等待重试", "To try again"))
        case .pending: ("open", call.text("待发送", "Waiting"))
        }
    }

    /// What happened, and to what: `查验通知 SH-2026-000123`.
    private static func about(_ row: DeliveryRow, _ call: PageCall) -> String {
        let words = call.service.subscriptions?.words(ofType: row.type).map(call.text)
        let subject = row.streamName.split(separator: "/", maxSplits: 1).last.map(String.init)
        return [words ?? row.type, subject ?? ""].joined(separator: call.text(" ", ", "))
    }

    private static func attempts(
        _ rows: [AttemptRow], _ row: DeliveryRow, _ call: PageCall
    ) -> JSONValue {
        var table = ListTable(
            columns: [
                call.text("次数", "Try"), call.text("时间", "When"), call.text("结果", "Result"),
            ], none: call.text("还没有尝试发送。", "Not tried yet."), folds: false)
        table.rows = rows.map { attempt in
            [
                .init(String(attempt.number)),
                .init(PeopleWords.moment(Timestamp(milliseconds: attempt.at), call)),
                .init(chip: result(attempt, call)),
            ]
        }
        return table.json
    }

    private static func result(
        _ attempt: AttemptRow, _ call: PageCall
    ) -> (kind: String, text: String) {
        let status = attempt.httpStatus.map { "HTTP \($0)" }
        switch attempt.outcome {
        case "response":
            let isGood = (200..<300).contains(attempt.httpStatus ?? 0)
            return (isGood ? "done" : "late", status ?? attempt.outcome)
        case "bot-ok": return ("done", status ?? attempt.outcome)
        case "skipped": return ("plain", call.text("不用发送", "Not sent"))
        case "connection-fault": return ("late", call.text("连接不上", "No connection"))
        case "target-refused":
            return ("late", call.text("地址不允许", "Address not allowed"))
        default:
            return ("late", [status, attempt.outcome].compactMap { $0 }.joined(separator: " "))
        }
    }

    private static func pager(
        _ part: Part, before: Int, _ path: String, _ call: PageCall
    ) -> JSONValue? {
        guard part.next != nil || before != Int.max else { return nil }
        var object = JSONObject()
        object.append(
            "sentence", .string(call.text("新的在前", "The newest first")))
        if before != Int.max { object.append("previous", .string(path)) }
        if let next = part.next { object.append("next", .string("\(path)?before=\(next)")) }
        return .object(object)
    }
}
