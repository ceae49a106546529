/// Draws a workflow as text that Mermaid or Graphviz turns into a picture. The same definition
/// gives the same bytes.
public struct WorkflowDiagram {
    let definition: WorkflowDefinition
    let language: Language
    let tree: StateTree

    public init(_ definition: WorkflowDefinition, language: Language) {
        self.definition = definition
        self.language = language
        tree = StateTree(definition.root)
    }

    /// One arrow of the picture.
    struct Arrow {
        let source: Int
        let target: Int
        let label: String
    }

    /// What people read on a state.
    func title(of state: Int) -> String {
        let node = tree.nodes[state]
        if case .history(let deep) = node.kind { return deep ? "H*" : "H" }
        return node.title?.text(language) ?? node.name
    }

    /// In document order; a reaction without a target is an arrow from the state to itself.
    func arrows(from state: Int) -> [Arrow] {
        var result: [Arrow] = []
        for transition in tree.nodes[state].transitions {
            let text = label(of: transition)
            let targets = transition.targets.compactMap { tree.indexes[$0.name] }
            for target in targets {
                result.append(Arrow(source: state, target: target, label: text))
            }
            if transition.targets.isEmpty {
                result.append(Arrow(source: state, target: state, label: text + stays))
            }
        }
        return result
    }

    private var stays: String {
        LocalizedText(zh: "(状态不变)", en: " (stays)").text(language)
    }

    private func label(of transition: TransitionDefinition) -> String {
        var parts: [String] = []
        switch transition.trigger {
        case .event(let key):
            let title = transition.title ?? definition.event(named: key)?.title
            parts.append(title?.text(language) ?? key)
        case .always:
            if let title = transition.title { parts.append(title.text(language)) }
        case .after(let timer):
            let title =
                transition.title
                ?? LocalizedText(zh: "\(timer.key) 之后", en: "after \(timer.key)")
            parts.append(title.text(language))
        }
        if let condition = transition.guardCondition {
            parts.append("[" + text(of: condition, nested: false) + "]")
        }
        return parts.joined(separator: " ")
    }

    private func text(of condition: GuardDefinition, nested: Bool) -> String {
        switch condition {
        case .call(let call): return call.name
        case .inState(let reference):
            return LocalizedText(zh: "处于 ", en: "in ").text(language) + reference.name
        case .not(let part):
            return LocalizedText(zh: "非 ", en: "not ").text(language) + text(of: part, nested: true)
        case .all(let parts):
            return joined(parts, LocalizedText(zh: " 且 ", en: " and "), nested: nested)
        case .any(let parts):
            return joined(parts, LocalizedText(zh: " 或 ", en: " or "), nested: nested)
        }
    }

    private func joined(_ parts: [GuardDefinition], _ word: LocalizedText, nested: Bool) -> String {
        let text = parts.map { self.text(of: $0, nested: true) }
            .joined(separator: word.text(language))
        return nested && parts.count > 1 ? "(" + text + ")" : text
    }

    /// Plain ASCII for every state: its name where that is safe, else a number.
    func identifier(of state: Int) -> String {
        let name = tree.nodes[state].name
        let bytes = Array(name.utf8)
        let plain = bytes.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"): true
            default: false
            }
        }
        let startsWithLetter = bytes.first.map { $0 >= 0x41 } ?? false
        // `s12` is what other states are numbered as.
        let numbered =
            bytes.first == UInt8(ascii: "s") && bytes.count > 1
            && bytes.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
        guard plain, startsWithLetter, !numbered, !Self.reserved.contains(name.lowercased()) else {
            return "s\(state)"
        }
        return name
    }

    /// Words that Mermaid reads as its own.
    private static let reserved = [
        "end", "state", "note", "as", "class", "classdef", "style", "direction", "default",
        "click", "href", "hide", "scale", "title", "root", "left", "right", "of", "fork", "join",
        "choice", "statediagram", "acctitle", "accdescr", "graph", "subgraph",
    ]
}
