internal import GreenlaneCore

/// A YAML node with its place: what the readers of workflow files see, free of the parser's types.
struct YAMLValue {
    enum Content {
        /// `plain` says that it stood without quotes, so that `null` and `12` are not text.
        case scalar(String, plain: Bool)
        case list([YAMLValue])
        case map([Entry])
    }

    struct Entry {
        let key: String
        let place: SourcePlace
        let value: YAMLValue
    }

    let place: SourcePlace
    let content: Content

    /// Nothing written, `~` or `null`.
    var isNull: Bool {
        if case .scalar(let text, plain: true) = content {
            return text.isEmpty || text == "~" || text == "null"
        }
        return false
    }

    var scalar: String? {
        if case .scalar(let text, _) = content, !isNull { text } else { nil }
    }

    /// YAML 1.2's core schema without floats: a decimal keeps its digits. `on`, `yes` and `no` are
    /// text.
    var json: JSONValue {
        switch content {
        case .list(let elements): return .array(elements.map(\.json))
        case .map(let entries):
            return .object(
                JSONObject(entries.map { JSONObject.Member($0.key, $0.value.json) }))
        case .scalar(let text, plain: false): return .string(text)
        case .scalar(let text, plain: true):
            if isNull { return .null }
            if text == "true" { return .bool(true) }
            if text == "false" { return .bool(false) }
            return Self.number(text) ?? .string(text)
        }
    }

    private static func number(_ text: String) -> JSONValue? {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
        guard text.utf8.count - digits.count <= 1, let first = digits.first,
            (0x30...0x39).contains(first)
        else { return nil }
        // What JSON calls a number is one; `007` and `1_000` stay text.
        switch try? JSONParser.parse(text) {
        case .integer(let value)?: return .integer(value)
        case .number(let literal)?: return .number(literal)
        default: return nil
        }
    }
}
