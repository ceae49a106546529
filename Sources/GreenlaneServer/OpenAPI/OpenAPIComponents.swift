import GreenlaneCore

/// What operations of the document point at.
enum OpenAPIComponents {
    static var value: JSONValue {
        let schemas = OpenAPIDocument.schemas.map { JSONObject.Member($0.name, $0.schema) }
        return [
            "schemas": .object(JSONObject(schemas)), "parameters": parameters,
            "headers": .object(JSONObject(fields.map { .init($0.name, $0.value) })),
            "responses": .object(JSONObject(plain)), "securitySchemes": security,
        ]
    }

    // MARK: Problems

    /// Problems of one status: the codes are all that it may say.
    static func problem(_ status: Int, _ codes: [String]) -> JSONValue {
        if codes == codesEverywhere(status) {
            return ["$ref": .string("#/components/responses/Problem\(status)")]
        }
        return written(status, codes)
    }

    private static func codesEverywhere(_ status: Int) -> [String] {
        StandardRefusals.everywhere.filter { $0.status == status }.map(\.code)
    }

    private static let plain: [JSONObject.Member] =
        [413, 414, 415, 429, 431, 500].map {
            .init("Problem\($0)", written($0, codesEverywhere($0)))
        }

    private static func written(_ status: Int, _ codes: [String]) -> JSONValue {
        var names = ["X-Request-ID", "Content-Language"]
        if status == 401 { names.append("WWW-Authenticate") }
        if status == 429 || status == 503 { names.append("Retry-After") }
        if status == 429 { names += ["RateLimit", "RateLimit-Policy"] }
        let narrowed: JSONValue = [
            "properties": [
                "status": ["const": .integer(Int64(status))],
                "code": ["enum": .array(codes.map { .string($0) })],
            ]
        ]
        return [
            "description": .string(OpenAPIText.both(Problem.title(of: status))),
            "headers": headers(names),
            "content": [
                Problem.mediaType: ["schema": ["allOf": [Shape.ref("Problem"), narrowed]]]
            ],
        ]
    }

    // MARK: Headers

    static func headers(_ names: [String]) -> JSONValue {
        .object(
            JSONObject(
                names.map { .init($0, ["$ref": .string("#/components/headers/\($0)")]) }))
    }

    private static let fields: [(name: String, value: JSONValue)] = [
        header("X-Request-ID", "这次请求的名称", "Name of this request", Shape.word),
        header("ETag", "版本，供 If-Match 使用", "The version, for If-Match", Shape.word),
        header("Location", "新资源的地址", "Where the new resource is", Shape.word),
        header("Link", "下一页（RFC 8288）", "The next page (RFC 8288)", Shape.word),
        header("Set-Cookie", "会话", "The session", Shape.word),
        header("Content-Disposition", "文件名", "Name of the file", Shape.word),
        header(
            "Content-Language", "detail 的语言", "Language of detail",
            Shape.words(Language.allCases.map(\.tag))),
        header("WWW-Authenticate", "凭据的种类", "Kind of credential", Shape.word),
        header("Retry-After", "几秒后重试", "Seconds to wait", Shape.pattern("^[0-9]+$")),
        header("RateLimit", "余量", "What is left", Shape.word),
        header("RateLimit-Policy", "限额", "The limit", Shape.word),
    ]

    private static func header(
        _ name: String, _ zh: String, _ en: String, _ schema: JSONValue
    ) -> (name: String, value: JSONValue) {
        (name, ["description": .string("\(zh) / \(en)"), "schema": schema])
    }

    // MARK: Parameters

    private static let parameters: JSONValue = [
        "IdempotencyKey": field(
            "Idempotency-Key", "重复发送只办理一次", "Sent again, it is done once",
            [
                "type": "string", "minLength": 1,
                "maxLength": .integer(Int64(IdempotencyScope.maximumKeyLength)),
                "pattern": "^[\\x21\\x23-\\x5B\\x5D-\\x7E]+$",
            ]),
        "IfMatch": field(
            "If-Match", "您看到的版本，如 \\\"3\\\"", "The version that you saw, such as \\\"3\\\"",
            Shape.pattern("^\"[1-9][0-9]{0,17}\"$"), isRequired: true),
        "IfNoneMatch": field(
            "If-None-Match", "您已有的版本", "The version that you have", Shape.text),
        "LastEventID": field(
            "Last-Event-ID", "收到的最后一个位置", "The last position that you got",
            Shape.pattern("^[0-9]{1,18}$")),
        "AcceptLanguage": field(
            "Accept-Language", "说明的语言：zh 或 en", "Language of what is said: zh or en", Shape.text),
        "RequestID": field(
            "X-Request-ID", "这次请求的名称，写入日志；8 到 64 个字母、数字、点、下划线或连字符，否则另取",
            "A name for this request, for the logs; 8 to 64 letters, digits, . _ or -, else ours",
            Shape.text),
        "TraceParent": field(
            "traceparent", "W3C 跟踪上下文；写错的不用", "W3C Trace Context; a wrong one is not used",
            Shape.text),
    ]

    private static func field(
        _ name: String, _ zh: String, _ en: String, _ schema: JSONValue, isRequired: Bool = false
    ) -> JSONValue {
        var object = JSONObject([
            .init("name", .string(name)), .init("in", "header"),
            .init("description", .string("\(zh) / \(en)")),
        ])
        if isRequired { object.append("required", true) }
        object.append("schema", schema)
        return .object(object)
    }

    // MARK: Who asks

    private static let security: JSONValue = [
        "key": [
            "type": "http", "scheme": "bearer",
            "description": "密钥，或受信签发者的令牌 / An access key, or a token of the trusted issuer",
        ],
        "session": [
            "type": "apiKey", "in": "cookie", "name": .string(SessionCookie.secureName),
            "description": "网页登录后的会话 / The session of whoever signed in on a page",
        ],
    ]
}
