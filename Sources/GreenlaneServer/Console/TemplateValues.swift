import GreenlaneCore
import Mustache

/// JSON as the template library looks it up. Nulls and empty texts are left out, so that a section
/// about them does not appear.
///
/// A class of ours, since the library asks every value it passes what it can do, and a lookup
/// passes many: of a generic dictionary that question is the dearest part of a page.
final class TemplateValues: MustacheParent {
    private let values: [String: Any]

    init(_ object: JSONObject) {
        var values: [String: Any] = [:]
        values.reserveCapacity(object.members.count)
        for member in object.members {
            if let value = Self.value(member.value) {
                values[member.name] = value
            } else if member.name == "value", member.value == "" {
                // Of a field that is empty: lookups climb, and must not find another's.
                values[member.name] = TemplateText("")
            }
        }
        self.values = values
    }

    func child(named name: String) -> Any? { values[name] }

    private static func value(_ json: JSONValue) -> Any? {
        switch json {
        case .null: nil
        case .bool(let value): value
        case .integer(let value): TemplateText(String(value))
        case .number(let text): TemplateText(text)
        case .string(let text): text.isEmpty ? nil : TemplateText(text)
        case .array(let values): values.compactMap(value)
        case .object(let object): TemplateValues(object)
        }
    }
}

/// A text that says itself how it is written.
final class TemplateText: MustacheCustomRenderable {
    let renderText: String
    var isNull: Bool { false }

    init(_ text: String) { renderText = text }
}

/// Text of a page, with what HTML reads as its own escaped. Most texts have nothing of that kind.
struct PageText: MustacheContentType {
    /// What a template says to have its texts escaped so.
    static let pragma = "{{% CONTENT_TYPE: \(name)}}"
    private static let name = "PAGE"
    private static let registered: Void = MustacheContentTypes.register(PageText(), named: name)

    /// The library knows the name from here on.
    static func register() { registered }

    func escapeText(_ text: String) -> String { Self.escaped(text) }

    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { replacement($0) != nil }) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            if let known = replacement(byte) {
                bytes.append(contentsOf: known.utf8)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func replacement(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
