import GreenlaneCore

/// Collects what is wrong in rule files, so that all of it is told at once; and reads the plain
/// values that every section has.
final class RuleProblems {
    private(set) var list: [Diagnostic] = []

    func add(_ diagnostic: Diagnostic) {
        list.append(diagnostic)
    }

    func report(_ file: String, _ node: RuleNode, _ code: String, zh: String, en: String) {
        list.append(
            Diagnostic(
                file: file, line: node.line, column: node.column, code: code,
                message: LocalizedText(zh: zh, en: en)))
    }

    /// Reports members that nobody reads: a typing error must not silently change the law.
    func checkMembers(_ file: String, _ node: RuleNode, _ allowed: [String]) {
        for pair in node.mapping ?? [] {
            let name = pair.key.scalar ?? ""
            if !allowed.contains(name) {
                report(
                    file, pair.key, "unknown-member", zh: "未知字段“\(name)”",
                    en: "Unknown member \"\(name)\"")
            }
        }
    }

    func text(_ file: String, _ node: RuleNode?) -> String? {
        guard let node else { return nil }
        if node.scalar == nil {
            report(file, node, "expected-text", zh: "此处应为文本", en: "A text is expected here")
        }
        return node.scalar
    }

    func required(_ file: String, _ parent: RuleNode, _ name: String) -> String {
        guard let value = text(file, parent[name]), !value.isEmpty else {
            report(
                file, parent, "missing-member", zh: "缺少字段“\(name)”",
                en: "The member \"\(name)\" is missing")
            return ""
        }
        return value
    }

    func texts(_ file: String, _ node: RuleNode?) -> [String] {
        (node?.oneOrMore ?? []).compactMap { text(file, $0) }
    }

    func localized(_ file: String, _ parent: RuleNode, _ name: String) -> LocalizedText {
        guard let node = parent[name] else {
            report(
                file, parent, "missing-member", zh: "缺少字段“\(name)”",
                en: "The member \"\(name)\" is missing")
            return LocalizedText(zh: "", en: "")
        }
        return localized(file, node)
    }

    func localized(_ file: String, _ node: RuleNode) -> LocalizedText {
        // An unquoted comma would silently cut a text in two.
        checkMembers(file, node, ["zh", "en"])
        return LocalizedText(zh: required(file, node, "zh"), en: required(file, node, "en"))
    }

    func integer(_ file: String, _ node: RuleNode?) -> Int? {
        guard let node, let text = text(file, node) else { return nil }
        guard let value = Int(text), value >= 0, value <= 10_000 else {
            report(file, node, "expected-number", zh: "此处应为非负整数", en: "A whole number is expected")
            return nil
        }
        return value
    }

    func flag(_ file: String, _ node: RuleNode?) -> Bool? {
        guard let node, let text = text(file, node) else { return nil }
        switch text {
        case "true": return true
        case "false": return false
        default:
            report(
                file, node, "expected-flag", zh: "此处应为true或false", en: "true or false is expected")
            return nil
        }
    }

    func date(_ file: String, _ node: RuleNode?) -> CalendarDate? {
        guard let node, let text = text(file, node) else { return nil }
        guard let date = CalendarDate(text) else {
            report(
                file, node, "date-invalid", zh: "“\(text)”不是有效日期（YYYY-MM-DD）",
                en: "\"\(text)\" is no date (YYYY-MM-DD)")
            return nil
        }
        return date
    }

    func range(_ file: String, _ node: RuleNode?) -> DateRange {
        guard let node else { return DateRange() }
        let range = DateRange(from: date(file, node["from"]), to: date(file, node["to"]))
        if let from = range.from, let to = range.to, to < from {
            report(
                file, node["to"] ?? node, "range-inverted", zh: "终止日早于起始日，永远不会生效",
                en: "The last day lies before the first: never in force")
        }
        return range
    }

    /// One of the values of an enumeration; the first one stands in after a report.
    func choice<T: CaseIterable & RawRepresentable<String>>(
        _ file: String, _ node: RuleNode?, _ type: T.Type
    ) -> T? {
        guard let node, let text = text(file, node) else { return nil }
        guard let value = T(rawValue: text) else {
            let allowed = T.allCases.map(\.rawValue).joined(separator: ", ")
            report(
                file, node, "value-unknown", zh: "“\(text)”不在允许的取值中：\(allowed)",
                en: "\"\(text)\" is none of \(allowed)")
            return nil
        }
        return value
    }

    /// What is not said to be confirmed is unverified.
    func confidence(_ file: String, _ node: RuleNode?) -> LegalBasis.Confidence {
        guard let node else { return .unverified }
        switch text(file, node) {
        case "confirmed": return .confirmed
        case "unverified", nil: return .unverified
        default:
            report(
                file, node, "value-unknown", zh: "可信度应为confirmed或unverified",
                en: "confirmed or unverified is expected")
            return .unverified
        }
    }
}
