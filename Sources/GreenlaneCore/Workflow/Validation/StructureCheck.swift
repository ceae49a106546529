/// Finds what would keep a definition from being a statechart: all problems at once, in the order
/// of the file.
public struct StructureCheck {
    /// Distinct event names in a file.
    public static let maximumEvents = 4096

    let definition: WorkflowDefinition
    let tree: StateTree
    private(set) var diagnostics: [Diagnostic] = []

    /// Errors and warnings; what a clearance workflow must say beyond this is `ClearanceCheck`'s.
    public static func problems(of definition: WorkflowDefinition) -> [Diagnostic] {
        var check = StructureCheck(definition: definition, tree: StateTree(definition.root))
        check.checkSize()
        check.checkNames()
        for index in check.tree.nodes.indices { check.checkState(index) }
        if !check.diagnostics.contains(where: { $0.severity == .error }) {
            check.checkReachability()
        }
        return check.diagnostics.inFileOrder()
    }

    private mutating func checkSize() {
        let root = tree.nodes[0]
        if tree.nodes.count == 1 {
            report(root.place, "no-states", zh: "工作流没有任何状态。", en: "The workflow has no states.")
        }
        if tree.nodes.count > StateSet.capacity {
            let limit = StateSet.capacity - 1
            report(
                tree.nodes[StateSet.capacity].place, "too-many-states",
                zh: "工作流最多可有 \(limit) 个状态,现有 \(tree.nodes.count - 1) 个。",
                en: "A workflow may have \(limit) states; this one has \(tree.nodes.count - 1).")
        }
        var names = Set<String>()
        for node in tree.nodes {
            for case .event(let key) in node.transitions.map(\.trigger) { names.insert(key) }
        }
        if names.count > Self.maximumEvents {
            report(
                root.place, "too-many-events",
                zh: "工作流最多可用 \(Self.maximumEvents) 个不同的事件名。",
                en: "A workflow may use \(Self.maximumEvents) different event names.")
        }
    }

    private mutating func checkNames() {
        for (index, node) in tree.nodes.enumerated().dropFirst() {
            guard let first = tree.indexes[node.name], first != index else { continue }
            let place = tree.nodes[first].place
            report(
                node.place, "duplicate-state",
                zh: "状态名 \(node.name) 已在第 \(place.line) 行使用;同一文件内状态名不得重复。",
                en: "The state name \(node.name) is already used on line \(place.line).")
        }
    }

    private mutating func checkState(_ index: Int) {
        let node = tree.nodes[index]
        switch node.kind {
        case .compound: checkCompound(index)
        case .history: checkHistory(index)
        case .final:
            if !tree.children[index].isEmpty {
                report(
                    node.place, "final-with-children",
                    zh: "终态 \(node.name) 不得含有子状态。",
                    en: "The final state \(node.name) may not have child states.")
            }
            refuseTransitions(of: node, "final-with-transitions")
        case .parallel:
            if !tree.children[index].contains(where: { !tree.nodes[$0].isHistory }) {
                report(
                    node.place, "no-children",
                    zh: "并行状态 \(node.name) 没有区域。",
                    en: "The parallel state \(node.name) has no regions.")
            }
        case .atomic: break
        }
        if let initial = node.initial,
            node.kind == .parallel || node.kind == .final
                || node.kind == .atomic
        {
            report(
                initial.place, "initial-not-allowed",
                zh: "状态 \(node.name) 不是复合状态,不能有 initial。",
                en: "\(node.name) is no compound state, so it cannot have an initial.")
        }
        for transition in node.transitions { check(transition, of: index) }
    }

    private mutating func checkCompound(_ index: Int) {
        let node = tree.nodes[index]
        if index > 0, !tree.children[index].contains(where: { !tree.nodes[$0].isHistory }) {
            report(
                node.place, "no-children",
                zh: "复合状态 \(node.name) 没有子状态。",
                en: "The compound state \(node.name) has no child states.")
            return
        }
        guard let initial = node.initial else {
            let severity: Diagnostic.Severity = definition.kind == .clearance ? .error : .warning
            report(
                node.place, "missing-initial", severity: severity,
                zh: "状态 \(node.name) 未写 initial;将以第一个子状态为起点。",
                en: "\(node.name) has no initial; its first child is taken.")
            return
        }
        check(initial, inside: index, "initial-outside")
    }

    private mutating func checkHistory(_ index: Int) {
        let node = tree.nodes[index]
        refuseTransitions(of: node, "history-with-transitions")
        if !tree.children[index].isEmpty {
            report(
                node.place, "history-with-children",
                zh: "历史状态 \(node.name) 不得含有子状态。",
                en: "The history state \(node.name) may not have child states.")
        }
        guard let initial = node.initial, !initial.targets.isEmpty else {
            report(
                node.place, "history-without-target",
                zh: "历史状态 \(node.name) 须以 target 写明默认去向。",
                en: "The history state \(node.name) needs a target for the first time.")
            return
        }
        check(initial, inside: tree.parents[index], "history-target-outside")
        for target in initial.targets {
            guard let state = tree.indexes[target.name], tree.nodes[state].isHistory else {
                continue
            }
            report(
                target.place, "history-target-history",
                zh: "历史状态的默认去向不能是历史状态 \(target.name)。",
                en: "A history cannot lead to the history state \(target.name).")
        }
    }

    private mutating func refuseTransitions(of node: StateDefinition, _ code: String) {
        guard let first = node.transitions.first else { return }
        report(
            first.place, code,
            zh: "状态 \(node.name) 不能有转移。", en: "The state \(node.name) cannot have transitions.")
    }

    mutating func report(
        _ place: SourcePlace, _ code: String, severity: Diagnostic.Severity = .error, zh: String,
        en: String
    ) {
        diagnostics.append(
            Diagnostic(
                file: definition.file, line: place.line, column: place.column, severity: severity,
                code: code, message: LocalizedText(zh: zh, en: en)))
    }
}

extension [Diagnostic] {
    /// By place; at one place in the order found.
    public func inFileOrder() -> [Diagnostic] {
        enumerated().sorted { left, right in
            (left.element.line, left.element.column, left.offset)
                < (right.element.line, right.element.column, right.offset)
        }.map(\.element)
    }
}
