import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import HTTPTypes

/// Who is told of events. A subscription belongs to the account that made it and hears what that
/// account may read at the moment of delivery.
enum SubscriptionOperations {
    static let all: [Operation] = [list, subscribe, show, end, deliveries]

    static let id = Parameter.path(
        "id", "订阅编号", "The subscription", ["type": "string", "pattern": "^sub-[0-9]{1,9}$"])
    static let unknown = RefusalForm(404, "subscription-unknown")
    /// Subscriptions of one account at a time: each costs a row for every event.
    static let maximumActive = 10
    /// Characters of the secret of a group bot.
    static let maximumBotSecretLength = 200

    static let list = Operation(
        id: "list-subscriptions", method: .get, path: "/subscriptions", group: .notices,
        title: LocalizedText(zh: "订阅", en: "Subscriptions"),
        access: .signedIn(.readSubscriptions), parameters: AccessBodies.paging,
        answers: [
            AnswerForm(
                200, "自己的订阅，管理员可见全部", "One's own; administrators see all",
                schema: "SubscriptionPage", hasPages: true)
        ]
    ) { call in
        let limit = try call.number("limit", in: ShipmentOperations.limits, default: 100)
        let after = try SubscriptionCalls.serial(call.query["after"] ?? "sub-0")
        let principal = try call.caller()
        let found = try await call.service.reading.read { store in
            var found: [(row: SubscriptionRow, owner: String?)] = []
            for row in try store.subscriptions() where row.id > after && found.count <= limit {
                let owner = try SubscriptionAudience.owner(of: row, in: store)
                guard SubscriptionCalls.sees(principal, owner) else { continue }
                found.append((row, owner))
            }
            return found
        }
        let page = Page(rows: found, limit: limit) { $0.row.name }
        return page.reply(
            "subscriptions", page.rows.map { SubscriptionCalls.json($0.row, $0.owner) }, call)
    }

    static let subscribe = Operation(
        id: "subscribe", method: .post, path: "/subscriptions", group: .notices,
        title: LocalizedText(zh: "订阅通知", en: "Subscribe to events"),
        access: .signedIn(.subscribe),
        body: .json("SubscriptionWish", maximumBytes: AccessBodies.maximumBytes),
        answers: [
            AnswerForm(
                201, "签名密钥只显示这一次", "The signing secret is shown this once",
                schema: "NewSubscription", hasLocation: true)
        ],
        refusals: [
            RefusalForm(400, "webhook-url-too-long"), RefusalForm(400, "webhook-url-malformed"),
            RefusalForm(400, "webhook-url-credentials"),
            RefusalForm(400, "webhook-url-not-https"),
            RefusalForm(400, "webhook-address-not-allowed"),
            RefusalForm(422, "subscriptions-too-many"), RefusalForm(403, "role-not-allowed"),
            RefusalForm(503, "subscriptions-unavailable"), RefusalForm(503, "secret-not-kept"),
        ]
    ) { call in
        try await SubscriptionCalls.subscribe(call)
    }

    static let show = Operation(
        id: "show-subscription", method: .get, path: "/subscriptions/{id}", group: .notices,
        title: LocalizedText(zh: "一份订阅", en: "One subscription"),
        access: .signedIn(.readSubscriptions), subject: .subscription("id"), parameters: [id],
        answers: [AnswerForm(200, "订阅", "The subscription", schema: "Subscription")],
        refusals: [unknown]
    ) { call in
        let (row, owner) = try await SubscriptionCalls.found(call)
        return .json(SubscriptionCalls.json(row, owner))
    }

    static let end = Operation(
        id: "end-subscription", method: .delete, path: "/subscriptions/{id}", group: .notices,
        title: LocalizedText(zh: "退订", en: "End a subscription"),
        access: .signedIn(.subscribe), subject: .subscription("id"), parameters: [id],
        answers: [AnswerForm(204, "已退订，密钥已删除", "Ended; its secret is gone")],
        refusals: [unknown, RefusalForm(503, "subscriptions-unavailable")]
    ) { call in
        try await SubscriptionCalls.end(call)
        return .nothing
    }

    static let deliveries = Operation(
        id: "list-deliveries", method: .get, path: "/subscriptions/{id}/deliveries",
        group: .notices, title: LocalizedText(zh: "发送情况", en: "What was delivered"),
        access: .signedIn(.readSubscriptions), subject: .subscription("id"),
        parameters: [
            id,
            .query(
                "status", "只列这种状态的", "Only of this status",
                ["type": "string", "enum": ["pending", "delivered", "failed"]]),
            .query(
                "limit", "最多几行", "At most so many",
                ["type": "integer", "minimum": 1, "maximum": 500]),
            LogOperations.after,
        ],
        answers: [
            AnswerForm(200, "发送情况", "Deliveries", schema: "DeliveryPage", hasPages: true)
        ], refusals: [unknown]
    ) { call in
        try await SubscriptionCalls.deliveries(call)
    }
}
