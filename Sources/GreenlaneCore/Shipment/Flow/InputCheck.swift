/// Holds what came with an event against what the workflow says may come with it. Strings from a
/// command line become what the schema says they are.
struct InputCheck {
    /// Characters of a string that names no limit of its own.
    static let defaultMaximumLength = 1000
    /// Elements of a list.
    static let maximumElements = 500

    let definition: EventDefinition
    var problems: [Refusal.Detail] = []

    init(_ definition: EventDefinition) {
        self.definition = definition
    }

    static func check(
        _ input: JSONObject, for definition: EventDefinition
    ) -> Result<JSONObject, Refusal> {
        if input.members.isEmpty, !definition.input.contains(where: \.required) {
            return .success(input)
        }
        var check = InputCheck(definition)
        var result = JSONObject()
        for member in input.members {
            guard let field = definition.input.first(where: { $0.name == member.name }) else {
                check.unknown(member.name)
                continue
            }
            if case .null = member.value { continue }
            if let value = check.value(member.value, field, "/" + member.name) {
                result.append(member.name, value)
            }
        }
        for field in definition.input
        where field.required && input[field.name] == nil {
            check.problem(
                "/" + field.name, "input-missing", zh: "缺少“\(field.title?.zh ?? field.name)”。",
                en: "“\(field.title?.en ?? field.name)” is missing.")
        }
        guard check.problems.isEmpty else { return .failure(check.refusal) }
        return .success(result)
    }

    private var refusal: Refusal {
        Refusal(
            .input, "input-invalid",
            LocalizedText(
                zh: "“\(definition.title?.zh ?? definition.name)”的输入有 \(problems.count) 处问题。",
                en: "The input of \(definition.name) has \(problems.count) problem(s)."),
            remedy: LocalizedText(
                zh: "按提示改正后重试。",
                en: "Correct it as told and try again."),
            details: problems)
    }

    private mutating func unknown(_ name: String) {
        let near = Suggestion.nearest(to: name, in: definition.input.map(\.name))
        problem(
            "/" + name, "input-unknown",
            zh: "没有“\(name)”这一项" + (near.map { "；是不是“\($0)”？" } ?? "。"),
            en: "There is no member \(name)" + (near.map { "; did you mean \($0)?" } ?? "."))
    }

    private mutating func problem(_ pointer: String, _ code: String, zh: String, en: String) {
        problems.append(
            Refusal.Detail(pointer: pointer, code: code, message: LocalizedText(zh: zh, en: en)))
    }

    private mutating func value(
        _ value: JSONValue, _ field: InputField, _ pointer: String
    ) -> JSONValue? {
        switch field.kind {
        case .string: return string(value, field, pointer)
        case .integer: return integer(value, pointer)
        case .decimal:
            guard let text = value.stringValue ?? value.integerValue.map({ String($0) }),
                let decimal = Decimal(text)
            else {
                return wrong(pointer, "decimal-invalid", "应为十进制数，如 12.5", "a decimal such as 12.5")
            }
            return .string(decimal.description)
        case .date:
            guard let text = value.stringValue, let date = CalendarDate(text) else {
                return wrong(
                    pointer, "date-invalid", "应为日期，如 2026-11-21", "a date such as 2026-11-21")
            }
            return .string(date.description)
        case .time:
            guard let text = value.stringValue, let time = Timestamp(text) else {
                return wrong(pointer, "time-invalid", "应为 RFC 3339 时间", "an RFC 3339 time")
            }
            return .string(time.description)
        case .boolean:
            if let flag = value.boolValue { return .bool(flag) }
            switch value.stringValue {
            case "true": return .bool(true)
            case "false": return .bool(false)
            default: return wrong(pointer, "boolean-invalid", "应为 true 或 false", "true or false")
            }
        case .enumeration:
            guard let text = value.stringValue, field.values.contains(text) else {
                let values = field.values.joined(separator: ", ")
                return wrong(pointer, "value-unknown", "应为以下之一：\(values)", "one of \(values)")
            }
            return value
        case .document:
            guard let text = value.stringValue, Self.isDigest(text) else {
                return wrong(
                    pointer, "digest-invalid", "应为单证的摘要，如 sha256:…",
                    "the digest of a document, such as sha256:…")
            }
            return value
        case .list: return list(value, field, pointer)
        case .object:
            guard case .object = value else {
                return wrong(pointer, "object-expected", "应为 JSON 对象", "a JSON object")
            }
            return value
        }
    }

    private mutating func string(
        _ value: JSONValue, _ field: InputField, _ pointer: String
    ) -> JSONValue? {
        guard let text = value.stringValue else {
            return wrong(pointer, "string-expected", "应为文字", "text")
        }
        // In a replay the log has a commitment where a person's name was checked before.
        if field.personal, Self.isDigest(text) { return value }
        let limit = field.maxLength ?? Self.defaultMaximumLength
        guard text.count <= limit, !(field.required && text.isEmpty) else {
            return wrong(
                pointer, "length-invalid", "应为 1 到 \(limit) 个字", "1 to \(limit) characters")
        }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\n" || $0 == "\t" })
        else {
            return wrong(pointer, "control-character", "不能有控制字符", "no control characters")
        }
        if let pattern = field.pattern, !Self.matches(text, pattern) {
            return wrong(pointer, "pattern-mismatch", "格式应为 \(pattern)", "of the form \(pattern)")
        }
        return value
    }

    private mutating func integer(_ value: JSONValue, _ pointer: String) -> JSONValue? {
        if let number = value.integerValue { return .integer(number) }
        if let number = value.stringValue.flatMap({ Int64($0) }) { return .integer(number) }
        return wrong(pointer, "integer-expected", "应为整数", "a whole number")
    }

    private mutating func list(
        _ value: JSONValue, _ field: InputField, _ pointer: String
    ) -> JSONValue? {
        var elements: [JSONValue]
        switch value {
        case .array(let given): elements = given
        case .string(let text):
            elements = text.split(whereSeparator: { $0 == ";" || $0 == "," }).map {
                .string(String($0))
            }
        case .integer: elements = [value]
        default: return wrong(pointer, "list-expected", "应为列表", "a list")
        }
        guard elements.count <= Self.maximumElements else {
            return wrong(
                pointer, "list-too-long", "最多 \(Self.maximumElements) 个",
                "at most \(Self.maximumElements) elements")
        }
        if field.element == .integer {
            for index in elements.indices {
                guard let number = integer(elements[index], "\(pointer)/\(index)") else {
                    return nil
                }
                elements[index] = number
            }
        }
        return .array(elements)
    }

    private mutating func wrong(
        _ pointer: String, _ code: String, _ zh: String, _ en: String
    ) -> JSONValue? {
        problem(pointer, code, zh: zh + "。", en: "This must be \(en).")
        return nil
    }

    /// `sha256:` and 64 hexadecimal digits.
    private static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 71 && text.hasPrefix("sha256:")
            && text.utf8.dropFirst(7).allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
            }
    }

    private static func matches(_ text: String, _ pattern: String) -> Bool {
        do {
            return try Regex(pattern).firstMatch(in: text) != nil
        } catch {
            // The loader refuses such patterns; one that slipped through holds nobody up.
            return true
        }
    }
}
