import GreenlaneCore
import HTTPTypes

/// One operation as OpenAPI has it.
struct OpenAPIOperation {
    private let operation: Operation

    init(_ operation: Operation) {
        self.operation = operation
    }

    var value: JSONValue {
        var object = JSONObject([
            .init("operationId", .string(operation.id)),
            .init("tags", [.string(operation.group.rawValue)]),
            .init("summary", .string(operation.title.zh)),
            .init("description", .string(operation.title.en)),
            .init("parameters", .array(parameters)),
        ])
        if let body = operation.body { object.append("requestBody", Self.request(body)) }
        object.append("responses", responses)
        if operation.access == .open { object.append("security", []) }
        return .object(object)
    }

    // MARK: What it takes

    private var parameters: [JSONValue] {
        operation.parameters.map(Self.parameter)
            + headers.map { ["$ref": .string("#/components/parameters/\($0)")] }
    }

    private static func parameter(_ parameter: Parameter) -> JSONValue {
        var object = JSONObject([
            .init("name", .string(parameter.name)), .init("in", .string(parameter.place.rawValue)),
            .init("description", .string(OpenAPIText.both(parameter.title))),
        ])
        if parameter.isRequired { object.append("required", true) }
        object.append("schema", schema(parameter))
        return .object(object)
    }

    /// No text of a query may have control characters.
    private static func schema(_ parameter: Parameter) -> JSONValue {
        guard parameter.place == .query, parameter.schema["type"] == "string",
            parameter.schema["pattern"] == nil, parameter.schema["format"] == nil,
            case .object(var object) = parameter.schema
        else { return parameter.schema }
        object.append("pattern", "^[^\\u0000-\\u001F\\u007F]*$")
        return .object(object)
    }

    private var headers: [String] {
        var names: [String] = []
        if operation.isRepeatable { names.append("IdempotencyKey") }
        if operation.needsVersion { names.append("IfMatch") }
        if operation.answers.contains(where: { $0.status == 304 }) { names.append("IfNoneMatch") }
        if operation.answers.contains(where: { $0.mediaType == "text/event-stream" }) {
            names.append("LastEventID")
        }
        return names + ["AcceptLanguage", "RequestID", "TraceParent"]
    }

    private static func request(_ body: BodyForm) -> JSONValue {
        let content = body.mediaTypes.map { type in
            JSONObject.Member(type, media(type, body.schema))
        }
        return [
            "required": .bool(body.isRequired),
            "description": .string(
                "不超过 \(body.maximumBytes) 字节 / At most \(body.maximumBytes) bytes"),
            "content": .object(JSONObject(content)),
        ]
    }

    /// A named shape for JSON; text where it is text; nothing to say of bytes.
    private static func media(_ type: String, _ schema: String) -> JSONValue {
        if type.hasSuffix("json") {
            return ["schema": schema.isEmpty ? Shape.open : Shape.ref(schema)]
        }
        return type.hasPrefix("text/") ? ["schema": Shape.text] : [:]
    }

    // MARK: What it answers

    private var responses: JSONValue {
        var responses = JSONObject()
        for answer in operation.answers {
            let status = String(answer.status)
            responses[status] = merged(responses[status], answer)
        }
        let refusals = StandardRefusals.all(of: operation)
        for status in Set(refusals.map(\.status)).sorted() {
            let codes = refusals.filter { $0.status == status }.map(\.code)
            responses.append(String(status), OpenAPIComponents.problem(status, codes))
        }
        return .object(responses)
    }

    /// Answers of one status differ in their media type alone.
    private func merged(_ known: JSONValue?, _ answer: AnswerForm) -> JSONValue {
        var object =
            known?.objectValue
            ?? JSONObject([
                .init("description", .string(OpenAPIText.both(answer.title))),
                .init("headers", OpenAPIComponents.headers(headers(of: answer))),
            ])
        guard answer.status != 204, answer.status != 304 else { return .object(object) }
        var content = object["content"]?.objectValue ?? JSONObject()
        content[answer.mediaType] = Self.media(answer.mediaType, answer.schema)
        object["content"] = .object(content)
        return .object(object)
    }

    private func headers(of answer: AnswerForm) -> [String] {
        var names = ["X-Request-ID"]
        if answer.hasVersion || operation.answers.contains(where: { $0.status == 304 }) {
            names.append("ETag")
        }
        if answer.hasLocation { names.append("Location") }
        if answer.hasPages { names.append("Link") }
        if answer.setsCookie { names.append("Set-Cookie") }
        if answer.isFile { names.append("Content-Disposition") }
        return names
    }
}
