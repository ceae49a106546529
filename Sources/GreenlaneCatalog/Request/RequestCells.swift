package import GreenlaneCore

/// Single cells of a request, for forms where people type them one by one. A cell says the same
/// as in a table.
package enum RequestCells {
    /// Why a cell cannot be read.
    package struct Problem: Error, Hashable, Sendable {
        package var code: String
        package var message: LocalizedText
    }

    /// What a cell says at a dotted path, such as `quantity.amount`; nil where a request has no
    /// such member.
    package static func value(
        of text: String, at path: String
    ) -> Result<JSONValue, Problem>? {
        guard let column = byPath[path] else { return nil }
        return RequestCell.value(of: text, in: column).mapError {
            Problem(code: $0.code, message: $0.message)
        }
    }

    /// Whether a request has such a member.
    package static func isKnown(_ path: String) -> Bool {
        byPath[path] != nil
    }

    /// Whether the member is one of each item.
    package static func isOfItem(_ path: String) -> Bool {
        byPath[path]?.isOfItem == true
    }

    /// Only looked up: a table of ten thousand rows asks a hundred thousand times.
    private static let byPath = Dictionary(
        RequestColumn.all.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })

    /// A plain value as a cell that says it; nil for objects: their members have cells.
    package static func text(of value: JSONValue) -> String? {
        switch value {
        case .null, .object: nil
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .number(let text), .string(let text): text
        case .array(let elements):
            elements.isEmpty
                ? RequestWords.nothing[0]
                : elements.map { $0.objectValue.map(component) ?? text(of: $0) ?? "" }
                    .joined(separator: ";")
        }
    }

    private static func component(_ object: JSONObject) -> String {
        let parts = ["name", "cas", "percent"].map { object[$0]?.stringValue ?? "" }
        return parts.joined(separator: "|")
    }
}
