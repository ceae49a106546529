import GreenlaneCore

/// Pieces of JSON Schema 2020-12, as the document of the API is written with them.
enum Shape {
    typealias Members = [(String, JSONValue)]

    static let text: JSONValue = ["type": "string"]
    /// Text that says something.
    static let word: JSONValue = ["type": "string", "minLength": 1]
    static let flag: JSONValue = ["type": "boolean"]
    static let day: JSONValue = ["type": "string", "format": "date"]
    static let time: JSONValue = ["type": "string", "format": "date-time"]
    static let count: JSONValue = ["type": "integer", "minimum": 0]
    /// Place in the log, version, line: what is counted from one.
    static let ordinal: JSONValue = ["type": "integer", "minimum": 1]
    /// Decimal text; never a binary float.
    static let amount: JSONValue = [
        "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,6})?$",
    ]
    static let digest: JSONValue = ["type": "string", "pattern": "^sha256:[0-9a-f]{64}$"]
    static let shipmentID: JSONValue = [
        "type": "string", "pattern": "^SH-[0-9]{4}-[0-9]{6,}$",
    ]
    static let base64: JSONValue = ["type": "string", "contentEncoding": "base64"]
    /// An object whose members depend on what it tells of.
    static let open: JSONValue = ["type": "object"]
    static let anything: JSONValue = [:]

    static let sentence = ref("LocalizedText")
    static let basis = list(ref("LegalBasis"))
    static let quantity = ref("Quantity")
    static let confidence = words(LegalBasis.Confidence.self)

    /// A closed object: `required` is always there, `optional` where it has something to say.
    static func object(_ required: Members, optional: Members = []) -> JSONValue {
        var object = JSONObject([.init("type", "object")])
        if !required.isEmpty {
            object.append("required", .array(required.map { .string($0.0) }))
        }
        object.append(
            "properties", .object(JSONObject((required + optional).map { .init($0.0, $0.1) })))
        object.append("additionalProperties", false)
        return .object(object)
    }

    static func list(_ element: JSONValue) -> JSONValue { ["type": "array", "items": element] }

    static func ref(_ name: String) -> JSONValue {
        ["$ref": .string("#/components/schemas/\(name)")]
    }

    static func orNull(_ schema: JSONValue) -> JSONValue {
        ["anyOf": [schema, ["type": "null"]]]
    }

    static func text(maximum: Int, minimum: Int = 0) -> JSONValue {
        [
            "type": "string", "minLength": .integer(Int64(minimum)),
            "maxLength": .integer(Int64(maximum)),
        ]
    }

    static func pattern(_ pattern: String) -> JSONValue {
        ["type": "string", "pattern": .string(pattern)]
    }

    static func number(_ range: ClosedRange<Int64>) -> JSONValue {
        [
            "type": "integer", "minimum": .integer(range.lowerBound),
            "maximum": .integer(range.upperBound),
        ]
    }

    static func words(_ words: [String]) -> JSONValue {
        ["enum": .array(words.map { .string($0) })]
    }

    static func words<Word: RawRepresentable<String> & CaseIterable>(
        _: Word.Type
    ) -> JSONValue {
        words(Word.allCases.map(\.rawValue))
    }

    /// `{name: [...], "next": cursor}`.
    static func page(_ name: String, of row: JSONValue) -> JSONValue {
        object([(name, list(row))], optional: [("next", word)])
    }
}
