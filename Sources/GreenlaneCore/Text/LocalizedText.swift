/// A sentence in the two languages that every person-facing text has: Chinese first.
public struct LocalizedText: Hashable, Sendable {
    public var zh: String
    public var en: String

    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    /// The text in the asked language.
    public func text(_ language: Language) -> String {
        switch language {
        case .zh: zh
        case .en: en
        }
    }

    /// Replaces `{name}` in both languages. Names without a value stay as they are.
    public func filled(_ values: [(name: String, value: String)]) -> LocalizedText {
        LocalizedText(zh: Self.fill(zh, values), en: Self.fill(en, values))
    }

    private static func fill(
        _ template: String, _ values: [(name: String, value: String)]
    ) -> String {
        guard template.utf8.contains(UInt8(ascii: "{")) else { return template }
        var result = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let after = rest.index(after: open)
            guard let close = rest[after...].firstIndex(of: "}") else {
                rest = rest[open...]
                break
            }
            let name = rest[after..<close]
            if let value = values.first(where: { $0.name == name })?.value {
                result += value
            } else {
                result += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}

/// The languages of the product.
public enum Language: String, Hashable, Sendable, CaseIterable {
    case zh, en

    /// As headers and pages name it (BCP 47).
    public var tag: String {
        switch self {
        case .zh: "zh-CN"
        case .en: "en"
        }
    }

    /// Nil where the product does not speak it.
    public init?(tag: some StringProtocol) {
        guard let language = Self.allCases.first(where: { $0.tag == tag }) else { return nil }
        self = language
    }
}
