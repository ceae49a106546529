import GreenlaneCore

/// JSON as YAML 1.2 in blocks. Text is always quoted as in JSON, so that nothing is read as a
/// number, a date or a yes.
enum YAMLText {
    static func of(_ value: JSONValue) -> String {
        var text = ""
        write(value, depth: 0, to: &text)
        return text
    }

    private static func write(_ value: JSONValue, depth: Int, to text: inout String) {
        let indent = String(repeating: "  ", count: depth)
        switch value {
        case .object(let object) where !object.members.isEmpty:
            for member in object.members {
                text += indent + key(member.name) + ":"
                follow(member.value, depth: depth + 1, to: &text)
            }
        case .array(let elements) where !elements.isEmpty:
            for element in elements {
                text += indent + "-"
                follow(element, depth: depth + 1, to: &text)
            }
        default: text += indent + value.text + "\n"
        }
    }

    /// Behind a key or a dash: on the line where it is short, else in lines of its own.
    private static func follow(_ value: JSONValue, depth: Int, to text: inout String) {
        switch value {
        case .object(let object) where !object.members.isEmpty:
            text += "\n"
            write(.object(object), depth: depth, to: &text)
        case .array(let elements) where !elements.isEmpty:
            text += "\n"
            write(.array(elements), depth: depth, to: &text)
        default: text += " " + value.text + "\n"
        }
    }

    private static func key(_ name: String) -> String {
        let isPlain =
            name.utf8.first.map { (0x61...0x7A).contains($0 | 0x20) } ?? false
            && name.utf8.allSatisfy {
                (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D
            }
        return isPlain && !words.contains(name.lowercased()) ? name : JSONValue.string(name).text
    }

    /// What readers of YAML 1.1 take for a yes, a no or nothing.
    private static let words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
}
