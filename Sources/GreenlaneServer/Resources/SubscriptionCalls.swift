import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import HTTPTypes

/// What the operations on subscriptions share.
enum SubscriptionCalls {
    /// Roles that may subscribe, as the engine has them.
    static let roles: [Actor.Role] = [
        .labManager, .broker, .warehouse, .auditor, .administrator,
    ]
    /// Rows of the outbox that are looked through for one page.
    static let maximumScanned = 5_000

    // MARK: Who sees which

    /// One's own; whoever reaches everything sees all.
    static func sees(_ principal: Principal, _ owner: String?) -> Bool {
        if principal.reach(of: .readSubscriptions) == .everything { return true }
        return owner == principal.account
    }

    /// Whether the caller sees it; nil where there is none of that name.
    static func isVisible(
        _ name: String, to principal: Principal, _ service: ClearanceService
    ) async throws -> Bool? {
        try await service.reading.read { store in
            guard let row = try store.subscriptions().first(where: { $0.name == name }) else {
                return nil
            }
            return sees(principal, try SubscriptionAudience.owner(of: row, in: store))
        }
    }

    static func unknown(_ id: String) -> Refusal {
        APIRefusal.unknown("subscription-unknown", id, "订阅", "subscription")
    }

    static func found(_ call: Call) async throws -> (SubscriptionRow, String?) {
        let name = try call.name("id")
        return try await call.service.reading.read { store in
            guard let row = try store.subscriptions().first(where: { $0.name == name }) else {
                throw unknown(name)
            }
            return (row, try SubscriptionAudience.owner(of: row, in: store))
        }
    }

    static func keeper(_ call: Call) throws(Refusal) -> any SubscriptionKeeper {
        guard let keeper = call.service.subscriptions else {
            throw Refusal(
                .fault, "subscriptions-unavailable",
                LocalizedText(zh: "本服务不发送通知。", en: "This service tells nobody of events."))
        }
        return keeper
    }

    /// The number in a subscription's name, which is also its cursor.
    static func serial(_ name: String) throws(Refusal) -> Int64 {
        guard name.hasPrefix("sub-"), let serial = Int64(name.dropFirst(4)), serial >= 0 else {
            throw APIRefusal.parameter("after", "应为上一页的游标", "takes the cursor of a page")
        }
        return serial
    }

    // MARK: Subscribing

    /// A subscription as its maker states it.
    struct Wish: Sendable {
        var url: String
        var format: String
        var label: String
        var botSecret: String?

        init(_ body: JSONObject, _ keeper: any SubscriptionKeeper) throws {
            url = try BodyText.required("url", in: body, AccessBodies.maximumBytes)
            format =
                try AccessBodies.optionalText(body, "format") ?? keeper.formats.first ?? ""
            guard keeper.formats.contains(format) else {
                throw APIRefusal.member(
                    "/format", "应取自 \(keeper.formats.joined(separator: "、"))",
                    "must be among \(keeper.formats.joined(separator: ", "))")
            }
            botSecret = try BodyText.optional(
                "botSecret", in: body, SubscriptionOperations.maximumBotSecretLength)
            label = try keeper.label(of: url, format: format)
        }
    }

    static func subscribe(_ call: Call) async throws -> Reply {
        let body = try call.object(["url", "format", "botSecret"])
        let made = try await subscribe(body, call)
        let owner = try call.caller().actor(among: roles).account
        guard case .object(var object) = json(made.row, owner) else { return .nothing }
        if let secret = made.secret { object.append("secret", .string(secret)) }
        return Reply.json(.object(object), status: 201)
            .location("/subscriptions/\(made.row.name)")
    }

    /// A new subscription as a body states it; its secret is told this once.
    static func subscribe(
        _ body: JSONObject, _ call: Call, key: String? = nil
    ) async throws -> (row: SubscriptionRow, secret: String?) {
        let keeper = try keeper(call)
        let wish = try Wish(body, keeper)
        let principal = try call.caller()
        let actor = principal.actor(among: roles)
        // One after another on the desk: a name is taken once, and the secret is there before
        // anything could be sent.
        return try await call.service.desk.perform {
            engine, _ -> (row: SubscriptionRow, secret: String?) in
            let known = try engine.store.subscriptions()
            try checkCount(of: principal.account, known, engine.store)
            let name = "sub-\(known.count + 1)"
            let secret = try keeper.keep(
                name, url: wish.url, format: wish.format, botSecret: wish.botSecret)
            let command = Command.subscribe(
                name: name, endpoint: wish.label, format: wish.format)
            do {
                let outcome = try engine.handle(
                    Envelope(command, by: actor, idempotencyKey: key)
                ).get()
                let row = SubscriptionRow(
                    id: Int64(known.count + 1), name: name, url: wish.label,
                    format: wish.format, active: true, since: outcome.position)
                return (row, secret)
            } catch {
                try keeper.forget(name)
                throw error
            }
        }
    }

    /// Ends the subscription that the path names, and forgets its secret.
    static func end(_ call: Call) async throws {
        let keeper = try keeper(call)
        let name = try call.name("id")
        let actor = try call.caller().actor(among: roles)
        _ = try await call.service.desk.handle(Envelope(.unsubscribe(name: name), by: actor))
            .get()
        try keeper.forget(name)
    }

    private static func checkCount(
        of account: String, _ known: [SubscriptionRow], _ store: LogStore
    ) throws {
        var count = 0
        for row in known where row.active {
            if try SubscriptionAudience.owner(of: row, in: store) == account { count += 1 }
        }
        guard count < SubscriptionOperations.maximumActive else {
            let maximum = SubscriptionOperations.maximumActive
            throw Refusal(
                .rule, "subscriptions-too-many",
                LocalizedText(
                    zh: "每个账户最多 \(maximum) 份订阅。",
                    en: "An account may have \(maximum) subscriptions."),
                remedy: LocalizedText(zh: "先退订不用的。", en: "End those that you do not need."))
        }
    }

    // MARK: Answers

    /// Never a secret; of a group bot not its key either.
    static func json(_ row: SubscriptionRow, _ owner: String?) -> JSONValue {
        [
            "subscription": .string(row.name), "url": .string(row.url),
            "format": .string(row.format), "active": .bool(row.active),
            "account": owner.map { .string($0) } ?? .null, "since": .integer(row.since),
        ]
    }

    static func deliveries(_ call: Call) async throws -> Reply {
        let limit = try call.number("limit", in: ShipmentOperations.limits, default: 100)
        let after = try call.number("after", in: 0...Int.max, default: 0)
        let status = try status(call)
        let (row, _) = try await found(call)
        let reach = try call.caller().reach(of: .readEvents)
        let (lines, last, hasMore) = try await call.service.reading.read { store in
            let rows = try store.deliveries(
                subscription: row.id, after: Int64(after), status: status,
                limit: maximumScanned + 1)
            var lines: [JSONValue] = []
            var last = Int64(after)
            for delivery in rows.prefix(maximumScanned) {
                guard lines.count < limit else { return (lines, last, true) }
                last = delivery.position
                let line = try line(delivery, row, reach, store)
                if let line { lines.append(line) }
            }
            return (lines, last, rows.count > maximumScanned)
        }
        var object = JSONObject([.init("deliveries", .array(lines))])
        if hasMore { object.append("next", .string(String(last))) }
        var reply = Reply.json(.object(object))
        if hasMore { reply.headers[.link] = PageLink.next(String(last), call) }
        return reply
    }

    /// Nil where the reader may not see what the event is about: it was not told of it either.
    private static func line(
        _ delivery: DeliveryRow, _ row: SubscriptionRow, _ reach: Reach, _ store: LogStore
    ) throws -> JSONValue? {
        var object = JSONObject([.init("position", .integer(delivery.position))])
        guard try tells(delivery, row, reach, store) else { return nil }
        if row.format != SubscriptionRow.checkpointFormat {
            object.append("type", .string(delivery.type))
            object.append("stream", .string(delivery.streamName))
        }
        object.append("status", .string(word(delivery.status)))
        object.append("attempts", .integer(Int64(delivery.attempts)))
        object.append(
            "due", delivery.status == .pending ? time(delivery.due) : .null)
        var last: JSONValue = .null
        if let outcome = delivery.lastOutcome {
            last = [
                "at": delivery.lastAt.map { time($0) } ?? .null, "outcome": .string(outcome),
                "status": delivery.httpStatus.map { .integer(Int64($0)) } ?? .null,
            ]
        }
        object.append("lastAttempt", last)
        return .object(object)
    }

    /// Whether the reader may see what the event is about. Checkpoints are about nobody's goods.
    static func tells(
        _ delivery: DeliveryRow, _ row: SubscriptionRow, _ reach: Reach, _ store: LogStore
    ) throws -> Bool {
        guard row.format != SubscriptionRow.checkpointFormat, reach != .everything else {
            return true
        }
        let holder = try StreamHolder.uscc(of: delivery.streamName, in: store)
        return holder.map { reach.includes(importer: ItemName.code($0)) } ?? false
    }

    private static func word(_ status: DeliveryStatus) -> String {
        switch status {
        case .pending: "pending"
        case .delivered: "delivered"
        case .failed: "failed"
        }
    }

    private static func time(_ milliseconds: Int64) -> JSONValue {
        .string(Timestamp(milliseconds: milliseconds).description)
    }

    private static func status(_ call: Call) throws(Refusal) -> DeliveryStatus? {
        switch call.query["status"] {
        case nil: return nil
        case "pending": return .pending
        case "delivered": return .delivered
        case "failed": return .failed
        default:
            throw APIRefusal.parameter(
                "status", "应为 pending、delivered 或 failed",
                "takes pending, delivered or failed")
        }
    }
}
