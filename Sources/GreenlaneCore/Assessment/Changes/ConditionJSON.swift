extension Condition {
    /// The condition in the words of the rule files, definitions written out.
    public var json: JSONValue {
        switch self {
        case .test(let test): test.json
        case .known(let fact): ["known": .string(fact.path)]
        case .all(let children): ["all": .array(children.map(\.json))]
        case .any(let children): ["any": .array(children.map(\.json))]
        case .witnesses(let children): ["witnesses": .array(children.map(\.json))]
        case .not(.known(let fact)): ["unknown": .string(fact.path)]
        case .not(let child): ["not": child.json]
        }
    }

    /// The same as indented lines of a rule file, for people; two columns a level.
    public var lines: [String] { lines(of: json, indent: "") }

    private func lines(of value: JSONValue, indent: String) -> [String] {
        guard let members = value.objectValue?.members else { return [indent + value.text] }
        return members.flatMap { member -> [String] in
            switch member.value {
            case .array(let children) where Self.groups.contains(member.name):
                return [indent + member.name + ":"]
                    + children.flatMap { bulleted($0, indent: indent + "  ") }
            case .object where Self.groups.contains(member.name):
                return [indent + member.name + ":"]
                    + lines(of: member.value, indent: indent + "  ")
            default: return [indent + member.name + ": " + Self.flow(member.value)]
            }
        }
    }

    private func bulleted(_ value: JSONValue, indent: String) -> [String] {
        lines(of: value, indent: indent + "  ").enumerated().map { index, line in
            guard index == 0 else { return line }
            return indent + "- " + line.dropFirst(indent.count + 2)
        }
    }

    private static let groups = ["all", "any", "witnesses", "not"]

    /// `[a, b]`, `{shows: [a, b]}` or a plain word.
    private static func flow(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .array(let values): "[" + values.map(flow).joined(separator: ", ") + "]"
        case .object(let object):
            "{" + object.members.map { $0.name + ": " + flow($0.value) }.joined(separator: ", ")
                + "}"
        default: value.text
        }
    }
}

extension FactTest {
    fileprivate var json: JSONValue {
        let operand: JSONValue
        switch comparison {
        case .anyOf(let mask): operand = shown(words(fact.values(in: mask)))
        case .only(let mask): operand = ["only": words(fact.values(in: mask))]
        case .empty: operand = ["empty": true]
        case .startsWith(let codes):
            let list = words(codes.map(\.text))
            operand = presumesNo ? ["shows": list] : ["startsWith": list]
        }
        return .object(JSONObject([.init(fact.path, operand)]))
    }

    private func shown(_ list: JSONValue) -> JSONValue {
        presumesNo ? ["shows": list] : list
    }

    private func words(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
}
