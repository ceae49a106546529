import GreenlaneCore

/// JSON as the template library takes it. Nulls and empty texts are left out, so that a section
/// about them does not appear.
enum TemplateValues {
    static func of(_ object: JSONObject) -> [String: Any] {
        var values: [String: Any] = [:]
        for member in object.members {
            if let value = value(member.value) {
                values[member.name] = value
            } else if member.name == "value", member.value == "" {
                // Of a field that is empty: lookups climb, and must not find another's.
                values[member.name] = ""
            }
        }
        return values
    }

    private static func value(_ json: JSONValue) -> Any? {
        switch json {
        case .null: nil
        case .bool(let value): value
        case .integer(let value): String(value)
        case .number(let text): text
        case .string(let text): text.isEmpty ? nil : text
        case .array(let values): values.compactMap(value)
        case .object(let object): of(object)
        }
    }
}
