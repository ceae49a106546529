import GreenlaneCore
import HTTPTypes

/// What the service says of itself: its description, and what its problems mean.
enum ServiceOperations {
    static let all: [Operation] = [json, yaml, meaning]

    static let json = Operation(
        id: "show-openapi-json", method: .get, path: "/openapi.json", group: .service,
        title: LocalizedText(zh: "接口说明（OpenAPI，JSON）", en: "This description as JSON"),
        access: .open,
        answers: [
            AnswerForm(200, "接口说明", "The description"),
            AnswerForm(304, "没有变化", "Not changed"),
        ]
    ) { call in
        try document(
            call, OpenAPIDocument.json, Reply.jsonType, tag: OpenAPIDocument.tags.json)
    }

    static let yaml = Operation(
        id: "show-openapi-yaml", method: .get, path: "/openapi.yaml", group: .service,
        title: LocalizedText(zh: "接口说明（OpenAPI，YAML）", en: "This description as YAML"),
        access: .open,
        answers: [
            AnswerForm(200, "接口说明", "The description", mediaType: "application/yaml"),
            AnswerForm(304, "没有变化", "Not changed"),
        ]
    ) { call in
        try document(
            call, OpenAPIDocument.yaml, "application/yaml; charset=utf-8",
            tag: OpenAPIDocument.tags.yaml)
    }

    static let meaning = Operation(
        id: "explain-problem", method: .get, path: "/problems/{code}", group: .service,
        title: LocalizedText(zh: "错误代码的含义与出处", en: "What a code of a problem means"),
        access: .open,
        parameters: [
            .path(
                "code", "代码", "The code",
                ["type": "string", "pattern": "^[a-z][a-z0-9-]{0,79}$"])
        ],
        answers: [AnswerForm(200, "含义", "What it means", schema: "ProblemMeaning")],
        refusals: [RefusalForm(404, "code-unknown")]
    ) { call in
        .json(try ProblemMeaning.of(try call.name("code")))
    }

    private static func document(
        _ call: Call, _ bytes: [UInt8], _ type: String, tag: String
    ) throws(Refusal) -> Reply {
        var reply = Reply.bytes(bytes, type: type)
        if let known = try call.single(.ifNoneMatch), EntityTags.includes(tag, in: known) {
            reply = Reply(status: 304, content: .none)
        }
        reply.headers[.eTag] = tag
        reply.headers[.cacheControl] = "no-cache"
        return reply
    }
}

/// A code of a problem: its statuses, and the operations that may answer with it.
enum ProblemMeaning {
    static func of(_ code: String) throws(Refusal) -> JSONValue {
        let everywhere = StandardRefusals.everywhere.filter { $0.code == code }
        var statuses = everywhere.map(\.status)
        var places: [JSONValue] = []
        for operation in Operations.all {
            let forms = StandardRefusals.all(of: operation).filter { $0.code == code }
            for form in forms where !statuses.contains(form.status) {
                statuses.append(form.status)
            }
            if !forms.isEmpty { places.append(place(operation)) }
        }
        guard let first = statuses.first else {
            throw APIRefusal.unknown("code-unknown", code, "代码", "code")
        }
        return [
            "code": .string(code), "title": Problem.title(of: first).json,
            "statuses": .array(statuses.map { .integer(Int64($0)) }),
            "everywhere": .bool(!everywhere.isEmpty), "operations": .array(places),
        ]
    }

    private static func place(_ operation: Operation) -> JSONValue {
        [
            "operation": .string(operation.id), "method": .string(operation.method.rawValue),
            "path": .string(APIRoot.path + operation.path), "title": operation.title.json,
        ]
    }
}
