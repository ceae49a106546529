internal import GreenlaneCore

extension WorkflowReader {
    private static let transitionKeys = [
        "target", "guard", "actions", "reenter", "description", "title", "basis", "roles", "meta",
    ]

    /// The transitions that one key of a state says; none for other keys.
    mutating func transitions(
        _ entry: YAMLValue.Entry, of state: StateDefinition
    ) -> [TransitionDefinition] {
        switch entry.key {
        case "on":
            return keyed(entry.value).flatMap { key in
                checkEventKey(key)
                return alternatives(key.value, .event(key.key), at: key.place)
            }
        case "after":
            return keyed(entry.value).flatMap { key -> [TransitionDefinition] in
                guard let timer = timer(key) else { return [] }
                return alternatives(key.value, .after(timer), at: key.place)
            }
        case "always": return alternatives(entry.value, .always, at: entry.place)
        case "onDone":
            guard state.kind == .compound || state.kind == .parallel else {
                report(
                    entry.place, "on-done-not-allowed",
                    zh: "onDone 只用于复合状态与并行状态。",
                    en: "onDone belongs to compound and parallel states.")
                return []
            }
            let event = "done.state." + state.name
            return alternatives(entry.value, .event(event), at: entry.place)
        default: return []
        }
    }

    private mutating func keyed(_ value: YAMLValue) -> [YAMLValue.Entry] {
        if value.isNull { return [] }
        if case .map(let entries) = value.content { return entries }
        report(value.place, "not-a-mapping", zh: "此处须为键值表。", en: "A mapping is expected here.")
        return []
    }

    private mutating func checkEventKey(_ entry: YAMLValue.Entry) {
        let stem = entry.key.hasSuffix(".*") ? String(entry.key.dropLast(2)) : entry.key
        let wrong =
            entry.key != "*" && (stem.isEmpty || stem.utf8.contains(UInt8(ascii: "*")))
            || stem.utf8.contains(UInt8(ascii: " "))
        guard wrong else { return }
        report(
            entry.place, "invalid-event-key",
            zh: "事件键 \(entry.key) 有误:须为事件名、点分前缀或 *。",
            en: "The event key \(entry.key) is no name, dotted prefix or *.")
    }

    private mutating func timer(_ entry: YAMLValue.Entry) -> TimerDefinition? {
        if entry.key == "deadline" { return TimerDefinition(key: entry.key, length: .deadline) }
        if let delay = Delay(entry.key) {
            return TimerDefinition(key: entry.key, length: .delay(delay))
        }
        reportInvalidDuration(entry.key, entry.place)
        return nil
    }

    /// A name, a mapping, or a list of them that is tried in order.
    private mutating func alternatives(
        _ value: YAMLValue, _ trigger: TransitionDefinition.Trigger, at place: SourcePlace
    ) -> [TransitionDefinition] {
        guard case .list(let elements) = value.content else {
            return transition(value, trigger, at: place).map { [$0] } ?? []
        }
        // Names alone cannot be alternatives, for the first would always be taken: they are the
        // targets of one transition.
        if elements.count > 1, elements.allSatisfy({ $0.scalar != nil }) {
            return [TransitionDefinition(on: trigger, to: references(value), place: place)]
        }
        return elements.compactMap { transition($0, trigger, at: $0.place) }
    }

    private mutating func transition(
        _ value: YAMLValue, _ trigger: TransitionDefinition.Trigger, at place: SourcePlace
    ) -> TransitionDefinition? {
        if let name = value.scalar {
            let target = NameReference(name, at: value.place)
            return TransitionDefinition(on: trigger, to: [target], place: place)
        }
        let fields = fields(of: value, allowed: Self.transitionKeys)
        guard fields.isMap else { return nil }
        var transition = TransitionDefinition(
            on: trigger, to: fields["target"].map { references($0) } ?? [],
            if: fields["guard"].flatMap { condition($0) },
            actions: fields["actions"].map { actions($0) } ?? [],
            reenter: fields["reenter"].flatMap { flag($0) } ?? false, place: place)
        transition.title = fields["title"].flatMap { localized($0) }
        transition.description = fields["description"].flatMap { text($0) }
        transition.basis = fields["basis"].map { basis($0) } ?? []
        transition.roles = fields["roles"].map { texts($0) }
        return transition
    }
}
