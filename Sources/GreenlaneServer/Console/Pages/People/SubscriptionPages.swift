import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore

/// Who is told of events: subscriptions of one's own, what was sent and what became of it.
enum SubscriptionPages {
    static let path = "/subscriptions"
    static let all: [ConsolePage] = [list, subscribe, show, test, again, end]

    // MARK: The list

    static let list = ConsolePage.get(path, .readSubscriptions, query: ["page"]) { call in
        try await listing(call, PageTurn())
    }

    static let subscribe = ConsolePage.post(path, .subscribe) { call in
        try await call.sending("new") {
            var body = JSONObject()
            body.append("url", .string(call.form["url"] ?? ""))
            body.append("format", .string(call.form["format"] ?? ""))
            if let bot = call.form.exact("botSecret"), !bot.isEmpty {
                body.append("botSecret", .string(bot))
            }
            let made = try await SubscriptionCalls.subscribe(
                body, call.call, key: try call.idempotencyKey())
            return try await SubscriptionPage.page(
                made.row, call,
                PageTurn(
                    secret: made.secret.map {
                        PageTurn.Secret(title: "", value: $0, hint: "")
                    }, notice: ("done", call.text("已订阅。", "Subscribed."))))
        } page: { turn in
            try await listing(call, turn)
        }
    }

    private static func listing(_ call: PageCall, _ turn: PageTurn) async throws -> Reply {
        let call = call.shown(at: path)
        let principal = try call.caller()
        let known = try await call.read { store in
            try store.subscriptions().reversed().filter { row in
                SubscriptionCalls.sees(
                    principal, try SubscriptionAudience.owner(of: row, in: store))
            }
        }
        // Those that still hear something stand first.
        let part = try ListPart(
            known.filter(\.active) + known.filter { !$0.active }, call, path: path)
        let rows = part.rows
        let last = try await call.read { store in
            try rows.map { try store.latestDeliveries(subscription: $0.id, limit: 1).first }
        }
        var table = ListTable(
            columns: [
                call.text("接收地址", "Address"), call.text("格式", "Format"),
                call.text("状态", "State"), call.text("最近一次", "Last"),
            ],
            none: call.text(
                "还没有订阅。填写下面的地址，货物变化时就会收到通知。",
                "No subscription yet. Give an address below to be told of changes."))
        table.rows = zip(rows, last).map { row, delivery in
            [
                .init(row.url, href: "\(path)/\(row.name)"),
                .init(SubscriptionPage.format(row.format, call)),
                .init(chip: SubscriptionPage.state(row, delivery, call)),
                .init(
                    PeopleWords.moment(
                        delivery?.lastAt.map { Timestamp(milliseconds: $0) }, call)),
            ]
        }
        var context = JSONObject()
        context.append(
            "page",
            call.head(
                call.text("通知订阅", "Notifications"),
                sentence: call.text(
                    "货物每有变化，就通知您的系统或群机器人。",
                    "Whenever a shipment changes, your system or chat group is told.")))
        if rows.isEmpty {
            context.append("none", ["sentence": .string(table.none)])
        } else {
            context.append("list", table.json)
        }
        if let pager = part.pager { context.append("pager", pager) }
        addForm(to: &context, call, turn)
        turn.add(to: &context)
        return call.page("subscriptions", context, status: turn.status)
    }

    /// The form stands on the page itself, so that what is typed there outlives a session.
    private static func addForm(
        to context: inout JSONObject, _ call: PageCall, _ turn: PageTurn
    ) {
        var refusal = turn.refusal(of: "new")
        // What is wrong with an address is said of it alone.
        if let wrong = refusal, wrong.code.hasPrefix("webhook-"), wrong.details.isEmpty {
            refusal?.details = [
                Refusal.Detail(pointer: "/url", code: wrong.code, message: wrong.message)
            ]
        }
        var sheet = FormSheet(call, "new", refusal: refusal)
        sheet.text(
            "url", LocalizedText(zh: "接收地址", en: "Address"),
            hint: LocalizedText(
                zh: "须为 https，不能是内网地址", en: "https, not a private address"),
            maximumLength: 2_000)
        sheet.choice(
            "format", LocalizedText(zh: "格式", en: "Format"),
            (call.service.subscriptions?.formats ?? []).map {
                ($0, SubscriptionPage.format($0, call))
            })
        sheet.password(
            "botSecret", LocalizedText(zh: "加签密钥", en: "Bot secret"),
            hint: LocalizedText(zh: "仅群机器人需要", en: "For chat bots only"), isRequired: false,
            autocomplete: "off")
        context.append("fields", .array(sheet.fields))
        context.append("key", .string(FormSheet.freshKey()))
        if let problem = sheet.problem { context.append("problem", .string(problem)) }
    }

    // MARK: One of them

    static let show = ConsolePage.get(
        "\(path)/{id}", .readSubscriptions, subject: .subscription("id"), query: ["before"]
    ) { call in
        let (row, _) = try await SubscriptionCalls.found(call.call)
        return try await SubscriptionPage.page(row, call, PageTurn())
    }

    static let test = ConsolePage.post(
        "\(path)/{id}/tests", .subscribe, subject: .subscription("id")
    ) { call in
        let (row, _) = try await SubscriptionCalls.found(call.call)
        return try await call.sending("test") {
            let keeper = try SubscriptionCalls.keeper(call.call)
            guard row.active else { throw ended }
            let trial = try await keeper.test(row.name, format: row.format, at: call.now)
            let words = call.text(trial.words)
            guard trial.isTaken else {
                return try await SubscriptionPage.page(
                    row, call,
                    PageTurn(
                        notice: (
                            "late",
                            call.text("测试通知没有送达：\(words)", "The test did not arrive: \(words)")
                        )))
            }
            return call.done("doneTest", about: words, at: "\(path)/\(row.name)")
        } page: { turn in
            try await SubscriptionPage.page(row, call, turn)
        }
    }

    static let again = ConsolePage.post(
        "\(path)/{id}/deliveries/{position}", .subscribe, subject: .subscription("id")
    ) { call in
        let (row, _) = try await SubscriptionCalls.found(call.call)
        guard let position = Int64(try call.call.name("position")) else {
            throw APIRefusal.noRoute
        }
        return try await call.sending("again") {
            guard row.active else { throw ended }
            let (reach, now) = (try call.caller().reach(of: .readEvents), call.now)
            let isDone = try await call.service.desk.perform { engine, _ in
                let store = engine.store
                let known = try store.latestDeliveries(
                    subscription: row.id, before: position &+ 1, limit: 1
                ).first
                guard let known, known.position == position,
                    try SubscriptionCalls.tells(known, row, reach, store)
                else { return false }
                return try store.deliverAgain(
                    subscription: row.id, position: position, at: now.milliseconds)
            }
            guard isDone else { throw notFailed }
            return call.done("doneAgain", at: "\(path)/\(row.name)")
        } page: { turn in
            try await SubscriptionPage.page(row, call, turn)
        }
    }

    static let end = ConsolePage.post(
        "\(path)/{id}/end", .subscribe, subject: .subscription("id")
    ) { call in
        let (row, _) = try await SubscriptionCalls.found(call.call)
        return try await call.sending("end") {
            try await SubscriptionCalls.end(call.call)
            return call.done("doneUnsubscribed", about: row.name, at: path)
        } page: { turn in
            try await SubscriptionPage.page(row, call, turn)
        }
    }

    private static let ended = Refusal(
        .rule, "subscription-ended",
        LocalizedText(zh: "这份订阅已退订。", en: "This subscription has ended."),
        remedy: LocalizedText(zh: "重新订阅。", en: "Subscribe once more."))

    private static let notFailed = Refusal(
        .rule, "delivery-not-failed",
        LocalizedText(
            zh: "这条通知没有失败，不用再发。", en: "This notice was not given up; nothing to send again."))
}
