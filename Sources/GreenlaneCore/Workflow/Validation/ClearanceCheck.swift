/// What a clearance workflow must say beyond being a statechart: a case that people depend on may
/// not stand still without anybody knowing whose turn it is, until when, and by what right.
public struct ClearanceCheck {
    /// The roles that may act.
    public static let roles = [
        "lab_manager", "broker", "auditor", "customs", "authority", "carrier", "warehouse",
        "whitelist_steward", "administrator", "system",
    ]
    /// The stages by which shipments of all workflows are compared, the least advanced first; the
    /// ends that stand beside delivery come last.
    public static let milestones = [
        "filed", "preapproved", "whitelisted", "declared", "inspected", "released", "warehoused",
        "delivered", "withdrawn", "refused", "returned", "destroyed", "forfeited", "abandoned",
    ]
    /// A state with one of these tags keeps the milestone reached.
    public static let tagsWithoutMilestone = ["no-milestone", "hold"]

    let definition: WorkflowDefinition
    let tree: StateTree
    private(set) var diagnostics: [Diagnostic] = []

    /// All problems, in the order of the file. None for a workflow of another kind.
    public static func problems(of definition: WorkflowDefinition) -> [Diagnostic] {
        guard definition.kind == .clearance else { return [] }
        var check = ClearanceCheck(definition: definition, tree: StateTree(definition.root))
        check.checkFile()
        for event in definition.events { check.check(event) }
        for index in check.tree.nodes.indices.dropFirst() { check.checkState(index) }
        check.checkEventsUsed()
        check.checkDocuments()
        return check.diagnostics.inFileOrder()
    }

    private mutating func checkFile() {
        let place = tree.nodes[0].place
        if definition.title == nil { reportMissingTitle(place, definition.id) }
        if definition.basis.isEmpty {
            report(
                place, "missing-basis",
                zh: "通关工作流须写明法律依据(basis)。",
                en: "A clearance workflow must name its legal basis.")
        }
        if definition.inForceFrom == nil {
            report(
                place, "missing-in-force",
                zh: "通关工作流须写明生效日期(inForce.from)。",
                en: "A clearance workflow must say from when it is in force (inForce.from).")
        }
    }

    private mutating func check(_ event: EventDefinition) {
        if event.title == nil { reportMissingTitle(event.place, event.name) }
        checkRoles(event.roles, event.place)
    }

    private mutating func checkState(_ index: Int) {
        let node = tree.nodes[index]
        guard !node.isHistory else { return }
        if node.title == nil { reportMissingTitle(node.place, node.name) }
        checkRoles(node.roles, node.place)
        if let milestone = node.milestone, !Self.milestones.contains(milestone.name) {
            let message = LocalizedText(
                zh: "未知的里程碑 \(milestone.name)。", en: "Unknown milestone \(milestone.name)."
            ).suggesting(milestone.name, among: Self.milestones)
            report(milestone.place, "unknown-milestone", zh: message.zh, en: message.en)
        }
        for transition in node.transitions { check(transition, of: node) }
        guard tree.children[index].isEmpty else { return }
        checkMilestone(of: index)
        if node.kind == .atomic { checkWaiting(in: index) }
    }

    private mutating func check(_ transition: TransitionDefinition, of node: StateDefinition) {
        checkRoles(transition.roles ?? [], transition.place)
        guard case .event(let key) = transition.trigger else { return }
        if let event = definition.event(named: key) {
            let roles = transition.roles ?? (event.roles.isEmpty ? node.roles : event.roles)
            if event.kind == .wish, roles.isEmpty {
                report(
                    transition.place, "missing-roles",
                    zh: "未写明谁可以在状态 \(node.name) 发出 \(key)。",
                    en: "Nobody is named who may send \(key) in \(node.name).")
            }
            return
        }
        guard !isKnown(key) else { return }
        let message = LocalizedText(
            zh: "事件 \(key) 未在 events 中声明。", en: "The event \(key) is not declared in events."
        ).suggesting(key, among: definition.events.map(\.name))
        report(transition.place, "undeclared-event", zh: message.zh, en: message.en)
    }

    private mutating func checkMilestone(of index: Int) {
        let has = lineage(of: index).contains { node in
            node.milestone != nil || node.tags.contains { Self.tagsWithoutMilestone.contains($0) }
        }
        guard !has else { return }
        report(
            tree.nodes[index].place, "missing-milestone",
            zh: "状态 \(tree.nodes[index].name) 及其上级均未标明里程碑。",
            en: "Neither \(tree.nodes[index].name) nor a state around it has a milestone.")
    }

    private mutating func checkWaiting(in index: Int) {
        let node = tree.nodes[index]
        guard !node.transitions.contains(where: { $0.trigger == .always }) else { return }
        guard !lineage(of: index).contains(where: { $0.deadline != nil || $0.waits != nil }) else {
            return
        }
        report(
            node.place, "missing-deadline",
            zh: "状态 \(node.name) 在等待,须有 deadline,或以 waits 说明为何没有期限。",
            en: "\(node.name) waits, so it needs a deadline, or waits to say why it has none.")
    }

    /// The state and those around it, without the root.
    private func lineage(of index: Int) -> [StateDefinition] {
        var result: [StateDefinition] = []
        var state = index
        while state > 0 {
            result.append(tree.nodes[state])
            state = tree.parents[state]
        }
        return result
    }

    private mutating func checkRoles(_ roles: [String], _ place: SourcePlace) {
        for role in roles where !Self.roles.contains(role) {
            let message = LocalizedText(zh: "未知的角色 \(role)。", en: "Unknown role \(role).")
                .suggesting(role, among: Self.roles)
            report(place, "unknown-role", zh: message.zh, en: message.en)
        }
    }

    private mutating func reportMissingTitle(_ place: SourcePlace, _ name: String) {
        report(
            place, "missing-title",
            zh: "\(name) 缺少中英文标题。", en: "\(name) has no title in Chinese and English.")
    }

    mutating func report(_ place: SourcePlace, _ code: String, zh: String, en: String) {
        diagnostics.append(
            Diagnostic(
                file: definition.file, line: place.line, column: place.column, code: code,
                message: LocalizedText(zh: zh, en: en)))
    }
}
