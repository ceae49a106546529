import GreenlaneCore

/// What subscribers are sent: CloudEvents 1.0, signed as Standard Webhooks have it.
enum WebhookForm {
    /// One form for all: the type says what happened.
    static let schema = Shape.object(
        [
            ("specversion", ["const": "1.0"]), ("id", Shape.word),
            ("source", ["type": "string", "format": "uri-reference"]),
            ("type", Shape.pattern("^greenlane\\.[a-z0-9_.]+$")),
        ],
        optional: [
            ("subject", Shape.word), ("time", Shape.time),
            ("datacontenttype", ["const": "application/json"]), ("dataschema", Shape.word),
            ("sequence", Shape.pattern("^[0-9]{18,}$")), ("partitionkey", Shape.word),
            ("recordedtime", Shape.time), ("data", Shape.open),
        ])

    static let webhooks: JSONValue = [
        "shipment": hook(
            "shipment-event", "货物的一个事件", "Something happened to a shipment",
            "收到后请答复 2xx；签名与时间须核对，重复的按 webhook-id 去重。",
            "Answer 2xx. Check signature and time; what comes twice has the same webhook-id."),
        "checkpoint": hook(
            "checkpoint-signed", "日志的一个已签检查点", "A signed head of the log",
            "保存它：以后可以证明日志没有被改写。",
            "Keep it: it shows later that the log was not rewritten."),
    ]

    private static func hook(
        _ id: String, _ zh: String, _ en: String, _ adviceZh: String, _ advice: String
    ) -> JSONValue {
        [
            "post": [
                "operationId": .string(id), "tags": [.string(Operation.Group.service.rawValue)],
                "summary": .string(zh), "description": .string("\(en). \(adviceZh) \(advice)"),
                "security": [], "parameters": .array(headers),
                "requestBody": [
                    "required": true,
                    "content": [
                        "application/cloudevents+json": ["schema": Shape.ref("CloudEvent")]
                    ],
                ],
                "responses": [
                    "2XX": ["description": "已收到 / Taken"],
                    "410": ["description": "不再接收 / Wanted no longer"],
                    "default": ["description": "稍后再送 / Sent again later"],
                ],
            ]
        ]
    }

    private static let headers: [JSONValue] = [
        header("webhook-id", "编号，重送时不变", "Its id, the same when sent again", Shape.word),
        header(
            "webhook-timestamp", "发送时间（Unix 秒）", "When it was sent, in Unix seconds",
            Shape.pattern("^[0-9]+$")),
        header(
            "webhook-signature", "签名，v1,Base64，空格分隔", "Signatures: v1,Base64, spaces between",
            Shape.pattern("^v1,[A-Za-z0-9+/=]+( v1,[A-Za-z0-9+/=]+)*$")),
    ]

    private static func header(
        _ name: String, _ zh: String, _ en: String, _ schema: JSONValue
    ) -> JSONValue {
        [
            "name": .string(name), "in": "header", "required": true,
            "description": .string("\(zh) / \(en)"), "schema": schema,
        ]
    }
}
