extension ClearanceCheck {
    /// Whether a key that declares no event itself still has something to match: the workflow's own
    /// events, an event that some action raises, or a declared event by its prefix.
    func isKnown(_ key: String) -> Bool {
        if key == "*" || key.hasPrefix("done.") || key.hasPrefix("error") { return true }
        if definition.events.contains(where: { EventTable.key(key, matches: $0.name) }) {
            return true
        }
        return ownEvents.contains { EventTable.key(key, matches: $0) }
    }

    /// What actions of the file raise or send.
    private var ownEvents: [String] {
        var result: [String] = []
        for node in tree.nodes {
            let actions =
                node.entry + node.exit + (node.initial?.actions ?? [])
                + node.transitions.flatMap(\.actions)
            for action in actions {
                switch action {
                case .raise(let event), .send(let event, _, _): result.append(event)
                case .cancel, .call: break
                }
            }
        }
        return result
    }

    /// Every declared event needs a state that takes it.
    mutating func checkEventsUsed() {
        let keys = tree.nodes.flatMap(\.transitions).compactMap { transition -> String? in
            if case .event(let key) = transition.trigger { key } else { nil }
        }
        for event in definition.events
        where !keys.contains(where: { EventTable.key($0, matches: event.name) }) {
            report(
                event.place, "unused-event",
                zh: "事件 \(event.name) 已声明,但没有状态接受它。",
                en: "The event \(event.name) is declared, but no state takes it.")
        }
    }
}
