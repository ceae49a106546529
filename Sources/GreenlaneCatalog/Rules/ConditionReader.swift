import GreenlaneCore

/// Reads conditions. Named ones (`is: name`) come from the `definitions` of any file of the folder.
final class ConditionReader {
    private let problems: RuleProblems
    private var definitions: [String: (file: String, node: RuleNode)] = [:]
    private var done: [String: Condition] = [:]
    private var open: [String] = []

    init(problems: RuleProblems) {
        self.problems = problems
    }

    func define(_ file: String, _ node: RuleNode) {
        for pair in node.mapping ?? [] {
            let name = pair.key.scalar ?? ""
            if definitions[name] != nil {
                problems.report(
                    file, pair.key, "definition-twice", zh: "“\(name)”重复定义",
                    en: "\"\(name)\" is defined twice")
            }
            definitions[name] = (file, pair.value)
        }
    }

    /// All members must hold.
    func condition(_ file: String, _ node: RuleNode) -> Condition {
        guard let pairs = node.mapping else {
            problems.report(
                file, node, "expected-condition", zh: "此处应为条件（字段: 取值）",
                en: "A condition is expected here (fact: value)")
            return .always
        }
        let parts = pairs.map { member(file, $0.key, $0.value) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private func member(_ file: String, _ key: RuleNode, _ value: RuleNode) -> Condition {
        let name = key.scalar ?? ""
        switch name {
        case "all": return .all(value.oneOrMore.map { condition(file, $0) })
        case "any": return .any(value.oneOrMore.map { condition(file, $0) })
        case "witnesses": return .witnesses(value.oneOrMore.map { condition(file, $0) })
        case "not": return .not(condition(file, value))
        case "known": return .all(facts(file, value).map { .known($0) })
        case "unknown": return .all(facts(file, value).map { .not(.known($0)) })
        case "is": return .all(value.oneOrMore.map { named(file, $0) })
        default:
            guard let fact = Fact(path: name) else {
                problems.report(
                    file, key, "fact-unknown", zh: "未知的事实“\(name)”",
                    en: "There is no fact \"\(name)\"")
                return .always
            }
            return test(file, fact, value)
        }
    }

    private func facts(_ file: String, _ node: RuleNode) -> [Fact] {
        node.oneOrMore.compactMap { each in
            let path = each.scalar ?? ""
            guard let fact = Fact(path: path) else {
                problems.report(
                    file, each, "fact-unknown", zh: "未知的事实“\(path)”",
                    en: "There is no fact \"\(path)\"")
                return nil
            }
            return fact
        }
    }

    private func named(_ file: String, _ node: RuleNode) -> Condition {
        let name = node.scalar ?? ""
        if let known = done[name] { return known }
        guard let found = definitions[name] else {
            problems.report(
                file, node, "definition-unknown", zh: "没有名为“\(name)”的定义",
                en: "Nothing is defined as \"\(name)\"")
            return .always
        }
        if open.contains(name) {
            problems.report(
                file, node, "definition-circular", zh: "定义“\(name)”引用了自身",
                en: "The definition \"\(name)\" refers to itself")
            return .always
        }
        open.append(name)
        let result = condition(found.file, found.node)
        open.removeLast()
        done[name] = result
        return result
    }

    private func test(_ file: String, _ fact: Fact, _ value: RuleNode) -> Condition {
        guard let pairs = value.mapping else { return anyOf(file, fact, value, presumesNo: false) }
        guard pairs.count == 1, let comparison = pairs[0].key.scalar else {
            problems.report(
                file, value, "expected-comparison", zh: "此处应为一种比较方式",
                en: "One comparison is expected here")
            return .always
        }
        let operand = pairs[0].value
        switch comparison {
        case "contains", "startsWith": return anyOf(file, fact, operand, presumesNo: false)
        case "shows": return anyOf(file, fact, operand, presumesNo: true)
        case "not": return .not(test(file, fact, operand))
        case "only": return .test(FactTest(fact, .only(mask(file, fact, operand))))
        case "empty":
            let test = Condition.test(FactTest(fact, .empty))
            return problems.flag(file, operand) == false ? .not(test) : test
        default:
            problems.report(
                file, pairs[0].key, "comparison-unknown", zh: "未知的比较方式“\(comparison)”",
                en: "There is no comparison \"\(comparison)\"")
            return .always
        }
    }

    private func anyOf(
        _ file: String, _ fact: Fact, _ value: RuleNode, presumesNo: Bool
    ) -> Condition {
        switch fact.kind {
        case .choice, .set, .flag:
            let mask = mask(file, fact, value)
            return .test(FactTest(fact, .anyOf(mask), presumesNo: presumesNo))
        case .code:
            let codes = problems.texts(file, value).compactMap { PackedCode($0) }
            return .test(FactTest(fact, .startsWith(codes), presumesNo: presumesNo))
        case .presence:
            problems.report(
                file, value, "fact-not-comparable",
                zh: "“\(fact.path)”只能用known或unknown判断",
                en: "\"\(fact.path)\" can only be asked with known or unknown")
            return .always
        }
    }

    private func mask(_ file: String, _ fact: Fact, _ value: RuleNode) -> UInt64 {
        var mask: UInt64 = 0
        for each in value.oneOrMore {
            let text = each.scalar ?? ""
            if let bit = fact.mask(of: text) {
                mask |= bit
            } else {
                problems.report(
                    file, each, "value-unknown", zh: "“\(fact.path)”没有取值“\(text)”",
                    en: "\"\(fact.path)\" has no value \"\(text)\"")
            }
        }
        return mask
    }
}
