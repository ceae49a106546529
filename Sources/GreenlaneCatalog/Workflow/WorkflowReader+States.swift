internal import GreenlaneCore

extension WorkflowReader {
    private static let stateKeys = [
        "title", "description", "roles", "milestone", "documents", "deadline", "waits", "basis",
        "tags", "meta", "type", "initial", "states", "on", "always", "after", "entry", "exit",
        "onDone", "history", "target",
    ]

    /// The states below a state or the workflow.
    private mutating func states(_ value: YAMLValue) -> [StateDefinition] {
        guard case .map(let entries) = value.content else {
            report(value.place, "not-a-mapping", zh: "states 须为键值表。", en: "states is a mapping.")
            return []
        }
        return entries.compactMap { entry in
            guard !entry.key.isEmpty else {
                report(entry.place, "empty-name", zh: "状态名为空。", en: "A state has no name.")
                return nil
            }
            let fields = fields(of: entry.value, allowed: Self.stateKeys)
            return state(named: entry.key, fields, at: entry.place)
        }
    }

    /// A state, or the workflow itself as the outermost one.
    mutating func state(
        named name: String, _ fields: YAMLFields, at place: SourcePlace
    ) -> StateDefinition {
        let children = fields["states"].map { states($0) } ?? []
        var state = StateDefinition(name: name, place: place, states: children)
        state.kind = kind(fields, hasChildren: !children.isEmpty)
        state.title = fields["title"].flatMap { localized($0) }
        state.description = fields["description"].flatMap { text($0) }
        state.roles = fields["roles"].map { texts($0) } ?? []
        state.milestone = fields["milestone"].flatMap { value in
            text(value).map { NameReference($0, at: value.place) }
        }
        state.documents = fields["documents"].map { texts($0) } ?? []
        state.deadline = fields["deadline"].flatMap { deadline($0) }
        state.waits = fields["waits"].flatMap { localized($0) }
        state.basis = fields["basis"].map { basis($0) } ?? []
        state.tags = fields["tags"].map { texts($0) } ?? []
        state.meta = fields["meta"].map(\.json)
        state.initial = fields["initial"].flatMap { initial($0) }
        state.entry = fields["entry"].map { actions($0) } ?? []
        state.exit = fields["exit"].map { actions($0) } ?? []
        readTarget(fields, &state)
        // In the order of the file: of two transitions that fit, the first is taken.
        for entry in fields.entries { state.transitions += transitions(entry, of: state) }
        return state
    }

    private mutating func kind(
        _ fields: YAMLFields, hasChildren: Bool
    ) -> StateDefinition.Kind {
        var deep = false
        let type = fields["type"]
        if let history = fields["history"], let depth = text(history) {
            deep = depth == "deep"
            if depth != "deep" && depth != "shallow" {
                report(
                    history.place, "unknown-value",
                    zh: "history 须为 shallow 或 deep。", en: "history is shallow or deep.")
            }
            if type?.scalar != "history" {
                report(
                    history.place, "history-without-type",
                    zh: "history 只用于 type: history 的状态。",
                    en: "history belongs to states with type: history.")
            }
        }
        guard let type, let name = text(type) else { return hasChildren ? .compound : .atomic }
        switch name {
        case "atomic" where !hasChildren: return .atomic
        case "compound": return .compound
        case "parallel": return .parallel
        case "final": return .final
        case "history": return .history(deep: deep)
        default:
            let known = ["atomic", "compound", "parallel", "final", "history"]
            let message = LocalizedText(
                zh: "状态类型 \(name) 有误。", en: "The state type \(name) does not fit."
            ).suggesting(name, among: known)
            report(type.place, "unknown-type", zh: message.zh, en: message.en)
            return hasChildren ? .compound : .atomic
        }
    }

    /// `target` says where a history without a past leads.
    private mutating func readTarget(_ fields: YAMLFields, _ state: inout StateDefinition) {
        guard let target = fields.entry("target") else { return }
        guard state.isHistory else {
            report(
                target.place, "target-not-allowed",
                zh: "只有历史状态可以有 target。", en: "Only a history state has a target.")
            return
        }
        if let initial = fields.entry("initial") {
            report(
                initial.place, "initial-not-allowed",
                zh: "历史状态以 target 写明默认去向,不用 initial。",
                en: "A history state says its default with target, not initial.")
        }
        state.initial = target.value.isNull ? nil : initial(target.value)
    }

    /// A name, names, or a mapping with `target` and `actions`.
    private mutating func initial(_ value: YAMLValue) -> InitialDefinition? {
        guard case .map = value.content else {
            let targets = references(value)
            return targets.isEmpty ? nil : InitialDefinition(targets: targets, place: value.place)
        }
        let fields = fields(of: value, allowed: ["target", "actions"])
        let targets = fields["target"].map { references($0) } ?? []
        if targets.isEmpty {
            report(
                value.place, "missing-target", zh: "缺少 target。", en: "A target is missing.")
            return nil
        }
        return InitialDefinition(
            targets: targets, actions: fields["actions"].map { actions($0) } ?? [],
            place: value.place)
    }

    private mutating func deadline(_ value: YAMLValue) -> DeadlineDefinition? {
        let fields = fields(
            of: value, allowed: ["what", "within", "from", "roll", "basis", "confidence"])
        guard fields.isMap else { return nil }
        let what = fields["what"].flatMap { localized($0) }
        let within = fields["within"].flatMap { delay($0) }
        if let roll = fields["roll"], let text = text(roll), text != "next working day" {
            report(
                roll.place, "unknown-value",
                zh: "roll 只能是 next working day。", en: "roll can only be next working day.")
        }
        if fields["what"] == nil || fields["within"] == nil {
            report(
                value.place, "incomplete-deadline",
                zh: "deadline 须有 what 与 within。", en: "A deadline needs what and within.")
        }
        guard let what, let within else { return nil }
        return DeadlineDefinition(
            what: what, within: within,
            from: fields["from"].flatMap { text($0) } ?? DeadlineDefinition.entryClock,
            rollsToWorkingDay: fields["roll"] != nil,
            basis: fields["basis"].map { basis($0) } ?? [],
            confidence: fields["confidence"].flatMap { confidence($0) } ?? .unverified,
            place: value.place)
    }
}
