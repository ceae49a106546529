import GreenlaneCore

/// JSON Schema of what the operations on subscriptions take and answer, by the names that they
/// cite.
enum SubscriptionSchemas {
    static let all: [(name: String, schema: JSONValue)] = [
        (
            "SubscriptionWish",
            object(
                [("url", text), ("format", format), ("botSecret", ["type": "string"])],
                required: ["url"])
        ),
        ("Subscription", object(subscription, required: subscription.map(\.0))),
        (
            "NewSubscription",
            object(subscription + [("secret", text)], required: subscription.map(\.0))
        ),
        ("SubscriptionPage", page("subscriptions", "Subscription")),
        ("Delivery", object(delivery, required: ["position", "status", "attempts"])),
        ("DeliveryPage", page("deliveries", "Delivery")),
    ]

    private static let text: JSONValue = ["type": "string", "minLength": 1]
    private static let moment: JSONValue = ["type": ["string", "null"], "format": "date-time"]
    private static let format: JSONValue = [
        "enum": ["cloudevents", "wecom", "dingtalk", "feishu", "checkpoint"]
    ]

    private static let subscription: [(String, JSONValue)] = [
        ("subscription", text), ("url", text), ("format", format),
        ("active", ["type": "boolean"]), ("account", ["type": ["string", "null"]]),
        ("since", ["type": "integer", "minimum": 1]),
    ]

    private static let delivery: [(String, JSONValue)] = [
        ("position", ["type": "integer", "minimum": 1]), ("type", text), ("stream", text),
        ("status", ["enum": ["pending", "delivered", "failed"]]),
        ("attempts", ["type": "integer", "minimum": 0]), ("due", moment),
        (
            "lastAttempt",
            [
                "oneOf": [
                    object(
                        [
                            ("at", moment), ("outcome", text),
                            ("status", ["type": ["integer", "null"]]),
                        ], required: ["at", "outcome", "status"]), ["type": "null"],
                ]
            ]
        ),
    ]

    private static func page(_ list: String, _ row: String) -> JSONValue {
        object(
            [
                (
                    list,
                    [
                        "type": "array",
                        "items": ["$ref": .string("#/components/schemas/\(row)")],
                    ]
                ), ("next", text),
            ], required: [list])
    }

    private static func object(
        _ members: [(String, JSONValue)], required: [String]
    ) -> JSONValue {
        [
            "type": "object", "required": .array(required.map { .string($0) }),
            "properties": .object(JSONObject(members.map { .init($0.0, $0.1) })),
            "additionalProperties": false,
        ]
    }
}
