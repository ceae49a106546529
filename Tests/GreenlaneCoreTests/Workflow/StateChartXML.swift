import Foundation
import FoundationXML
import GreenlaneCore

/// Reads the part of SCXML that needs no data model, for the W3C's own tests.
final class StateChartXML: NSObject, XMLParserDelegate {
    /// An element with its children, in document order.
    final class Element {
        let name: String
        let attributes: [String: String]
        var children: [Element] = []

        init(_ name: String, _ attributes: [String: String]) {
            self.name = name
            self.attributes = attributes
        }
    }

    private var open: [Element] = []
    private var root: Element?
    private var generated = 0

    static func definition(at url: URL) throws -> WorkflowDefinition {
        let reader = StateChartXML()
        let parser = XMLParser(data: try Data(contentsOf: url))
        parser.delegate = reader
        guard parser.parse(), let root = reader.root else { throw CocoaError(.fileReadCorruptFile) }
        var top = reader.state(root)
        top.kind = .compound
        return WorkflowDefinition(file: url.lastPathComponent, id: "w3c", root: top)
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        let element = Element(name, attributes)
        open.last?.children.append(element)
        if open.isEmpty { root = element }
        open.append(element)
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        open.removeLast()
    }

    private static let stateNames = ["state", "parallel", "final", "history"]

    private func state(_ element: Element) -> StateDefinition {
        generated += 1
        let name = element.attributes["id"] ?? "generated\(generated)"
        let children = element.children.filter { Self.stateNames.contains($0.name) }
        var state = StateDefinition(name: name, states: children.map { self.state($0) })
        switch element.name {
        case "parallel": state.kind = .parallel
        case "final": state.kind = .final
        case "history": state.kind = .history(deep: element.attributes["type"] == "deep")
        default: state.kind = children.isEmpty ? .atomic : .compound
        }
        for child in element.children { read(child, of: element, into: &state) }
        if let initial = element.attributes["initial"] {
            state.initial = InitialDefinition(targets: names(initial))
        }
        return state
    }

    private func read(_ child: Element, of parent: Element, into state: inout StateDefinition) {
        switch child.name {
        case "onentry": state.entry += actions(child)
        case "onexit": state.exit += actions(child)
        case "initial":
            guard let transition = child.children.first(where: { $0.name == "transition" })
            else { return }
            state.initial = InitialDefinition(
                targets: names(transition.attributes["target"] ?? ""),
                actions: actions(transition))
        case "transition" where parent.name == "history":
            state.initial = InitialDefinition(
                targets: names(child.attributes["target"] ?? ""), actions: actions(child))
        case "transition": state.transitions += transitions(child)
        default: break
        }
    }

    /// Several event descriptors become several transitions side by side.
    private func transitions(_ element: Element) -> [TransitionDefinition] {
        let targets = names(element.attributes["target"] ?? "")
        // The only conditions in use are constants; what is false can never be taken.
        let condition: GuardDefinition? =
            element.attributes["cond"] == "false" ? .not(.all([])) : nil
        let internalType = element.attributes["type"] == "internal"
        let keys = (element.attributes["event"] ?? "").split(separator: " ")
        let triggers: [TransitionDefinition.Trigger] =
            keys.isEmpty ? [.always] : keys.map { .event(String($0)) }
        return triggers.map { trigger in
            TransitionDefinition(
                on: trigger, to: targets, if: condition, actions: actions(element),
                reenter: !internalType)
        }
    }

    private func actions(_ element: Element) -> [ActionDefinition] {
        element.children.compactMap { child in
            let event = child.attributes["event"] ?? ""
            switch child.name {
            case "raise": return .raise(event)
            case "send":
                let delay = child.attributes["delay"].map { "PT" + $0.uppercased() }
                return .send(
                    event: event, delay: delay.flatMap { Delay($0) }, id: child.attributes["id"])
            default: return nil
            }
        }
    }

    private func names(_ list: String) -> [NameReference] {
        list.split(whereSeparator: \.isWhitespace).map { NameReference(String($0)) }
    }
}
