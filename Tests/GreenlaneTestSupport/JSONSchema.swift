public import GreenlaneCore

/// The part of JSON Schema that our tests need: draft-07 as the schema of EPCIS 2.0 is written in
/// it, and 2020-12 as the API's own are. A keyword that is not known here is a finding, so that
/// nothing is passed over.
public final class JSONSchema {
    private let root: JSONValue
    private let start: JSONValue
    private var patterns: [String: Regex<AnyRegexOutput>] = [:]

    /// `start` is where checking begins, where that is not the whole: references are into `root`.
    public init(_ root: JSONValue, from start: JSONValue? = nil) {
        self.root = root
        self.start = start ?? root
    }

    /// What is wrong, with pointers; empty where the value is valid.
    public func problems(_ value: JSONValue) -> [String] {
        var found: [String] = []
        check(value, start, "", &found)
        return found
    }

    private func isValid(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        var found: [String] = []
        check(value, schema, "", &found)
        return found.isEmpty
    }

    private func check(
        _ value: JSONValue, _ schema: JSONValue, _ at: String, _ found: inout [String]
    ) {
        if schema == false { found.append("\(at): nothing is allowed here") }
        guard let keywords = schema.objectValue else { return }
        if let reference = keywords["$ref"]?.stringValue {
            // In draft-07 nothing beside a reference counts.
            guard let target = resolve(reference) else {
                found.append("\(at): \(reference) leads nowhere")
                return
            }
            check(value, target, at, &found)
            return
        }
        for keyword in keywords.members {
            switch keyword.name {
            case "$schema", "$id", "definitions", "title", "description", "then", "else",
                "contentEncoding":
                break
            case "if": conditional(value, keywords, at, &found)
            case "allOf", "anyOf", "oneOf", "not": combine(value, keyword, at, &found)
            case "type", "enum", "const", "pattern", "format", "minimum", "maximum", "minLength",
                "maxLength", "minProperties":
                checkPlain(value, keyword, at, &found)
            case "required", "properties", "patternProperties", "propertyNames":
                checkObject(value, keyword, at, &found)
            case "additionalProperties": additional(value, keywords, at, &found)
            case "items", "minItems", "maxItems", "uniqueItems":
                checkArray(value, keyword, at, &found)
            default: found.append("\(at): the keyword \(keyword.name) is not known")
            }
        }
    }

    private func resolve(_ reference: String) -> JSONValue? {
        guard reference.hasPrefix("#") else { return nil }
        var target = root
        for part in reference.dropFirst().split(separator: "/") {
            let name = part.replacing("%40", with: "@").replacing("~1", with: "/")
                .replacing("~0", with: "~")
            guard let next = target[String(name)] else { return nil }
            target = next
        }
        return target
    }

    // MARK: Combinations

    private func conditional(
        _ value: JSONValue, _ keywords: JSONObject, _ at: String, _ found: inout [String]
    ) {
        guard let condition = keywords["if"] else { return }
        let branch = isValid(value, condition) ? keywords["then"] : keywords["else"]
        if let branch { check(value, branch, at, &found) }
    }

    private func combine(
        _ value: JSONValue, _ keyword: JSONObject.Member, _ at: String, _ found: inout [String]
    ) {
        if keyword.name == "not" {
            if isValid(value, keyword.value) { found.append("\(at): is what it must not be") }
            return
        }
        let schemas = keyword.value.arrayValue ?? []
        switch keyword.name {
        case "allOf": for schema in schemas { check(value, schema, at, &found) }
        case "anyOf":
            if !schemas.contains(where: { isValid(value, $0) }) {
                found.append("\(at): none of \(schemas.count) shapes fits \(value.text.prefix(80))")
            }
        default:
            let count = schemas.count { isValid(value, $0) }
            if count != 1 { found.append("\(at): \(count) shapes fit, not one") }
        }
    }

    // MARK: Values

    private func checkPlain(
        _ value: JSONValue, _ keyword: JSONObject.Member, _ at: String, _ found: inout [String]
    ) {
        let isFine: Bool
        switch keyword.name {
        case "type":
            let names = keyword.value.arrayValue ?? [keyword.value]
            isFine = names.contains { $0.stringValue.map { Self.is(value, $0) } ?? false }
        case "enum": isFine = keyword.value.arrayValue?.contains(value) ?? false
        case "const": isFine = keyword.value == value
        case "pattern": isFine = value.stringValue.map { matches($0, keyword.value) } ?? true
        case "format":
            isFine = value.stringValue.map { Self.has($0, format: keyword.value) } ?? true
        case "minimum", "maximum":
            guard let number = Self.decimal(value), let limit = Self.decimal(keyword.value) else {
                return
            }
            isFine = keyword.name == "minimum" ? limit <= number : number <= limit
        case "minProperties":
            guard let object = value.objectValue, let limit = keyword.value.integerValue else {
                return
            }
            isFine = limit <= object.members.count
        default:
            guard let text = value.stringValue, let limit = keyword.value.integerValue else {
                return
            }
            let count = Int64(text.unicodeScalars.count)
            isFine = keyword.name == "minLength" ? limit <= count : count <= limit
        }
        if !isFine {
            let wanted = keyword.value.text.prefix(60)
            found.append("\(at): \(keyword.name) \(wanted) is not \(value.text.prefix(60))")
        }
    }

    private static func `is`(_ value: JSONValue, _ type: String) -> Bool {
        type == value.kind || type == "integer" && value.integerValue != nil
    }

    private static func decimal(_ value: JSONValue) -> Decimal? {
        value.kind == "number" ? Decimal(value.text) : nil
    }

    private func matches(_ text: String, _ pattern: JSONValue) -> Bool {
        guard let pattern = pattern.stringValue else { return false }
        if patterns[pattern] == nil {
            do { patterns[pattern] = try Regex(pattern) } catch { return false }
        }
        return patterns[pattern].map { text.firstMatch(of: $0) != nil } ?? false
    }

    private static func has(_ text: String, format: JSONValue) -> Bool {
        switch format.stringValue {
        case "date-time": text.utf8.count >= 20 && Timestamp(text) != nil
        case "date": CalendarDate(text) != nil
        case "uri-reference": text.unicodeScalars.allSatisfy { $0.value > 0x20 }
        case "uri": isURI(text)
        default: false
        }
    }

    /// RFC 3986: a scheme, a colon, and none of the characters that no URI has.
    private static func isURI(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"), text.first?.isASCII == true,
            text.first?.isLetter == true
        else { return false }
        let scheme = text[..<colon].unicodeScalars
        let isScheme = scheme.allSatisfy {
            $0.properties.isASCIIHexDigit || ("g"..."z").contains($0) || ("G"..."Z").contains($0)
                || "+-.".unicodeScalars.contains($0)
        }
        let excluded = " \"<>\\^`{|}".unicodeScalars
        return isScheme
            && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7F }
            && !text.unicodeScalars.contains { excluded.contains($0) }
    }

    // MARK: Objects and arrays

    private func checkObject(
        _ value: JSONValue, _ keyword: JSONObject.Member, _ at: String, _ found: inout [String]
    ) {
        guard let object = value.objectValue else { return }
        switch keyword.name {
        case "required":
            for name in keyword.value.arrayValue?.compactMap(\.stringValue) ?? []
            where object[name] == nil {
                found.append("\(at): \(name) is missing")
            }
        case "properties":
            for member in object.members {
                guard let schema = keyword.value[member.name] else { continue }
                check(member.value, schema, "\(at)/\(member.name)", &found)
            }
        case "patternProperties":
            for pattern in keyword.value.objectValue?.members ?? [] {
                for member in object.members where matches(member.name, .string(pattern.name)) {
                    check(member.value, pattern.value, "\(at)/\(member.name)", &found)
                }
            }
        default:
            for member in object.members {
                check(.string(member.name), keyword.value, "\(at)/\(member.name)", &found)
            }
        }
    }

    private func additional(
        _ value: JSONValue, _ keywords: JSONObject, _ at: String, _ found: inout [String]
    ) {
        guard let object = value.objectValue, let schema = keywords["additionalProperties"] else {
            return
        }
        let patterns = keywords["patternProperties"]?.objectValue?.members ?? []
        for member in object.members where keywords["properties"]?[member.name] == nil {
            if patterns.contains(where: { matches(member.name, .string($0.name)) }) { continue }
            check(member.value, schema, "\(at)/\(member.name)", &found)
        }
    }

    private func checkArray(
        _ value: JSONValue, _ keyword: JSONObject.Member, _ at: String, _ found: inout [String]
    ) {
        guard let elements = value.arrayValue else { return }
        switch keyword.name {
        case "items":
            let tuple = keyword.value.arrayValue
            for (index, element) in elements.enumerated() {
                guard let tuple else {
                    check(element, keyword.value, "\(at)/\(index)", &found)
                    continue
                }
                if index < tuple.count { check(element, tuple[index], "\(at)/\(index)", &found) }
            }
        case "minItems", "maxItems":
            guard let limit = keyword.value.integerValue else { return }
            let isFine =
                keyword.name == "minItems" ? limit <= elements.count : elements.count <= limit
            if !isFine { found.append("\(at): \(keyword.name) \(limit), has \(elements.count)") }
        default:
            guard keyword.value == true else { return }
            let isRepeated = elements.enumerated().contains {
                elements.prefix($0.offset).contains($0.element)
            }
            if isRepeated { found.append("\(at): an element is there twice") }
        }
    }
}
