extension StructureCheck {
    /// Whether initial targets exist, lie below the state, and fit together.
    mutating func check(_ initial: InitialDefinition, inside state: Int, _ code: String) {
        let targets = resolve(initial.targets)
        for (reference, target) in targets where !tree.isDescendant(target, of: state) {
            let name = state == 0 ? definition.id : tree.nodes[state].name
            report(
                reference.place, code,
                zh: "\(reference.name) 不在状态 \(name) 之内。",
                en: "\(reference.name) does not lie inside \(name).")
        }
        checkTogether(targets)
    }

    mutating func check(_ transition: TransitionDefinition, of state: Int) {
        checkTogether(resolve(transition.targets))
        if let condition = transition.guardCondition { check(condition) }
        let node = tree.nodes[state]
        if case .after(let timer) = transition.trigger, timer.length == .deadline,
            node.deadline == nil
        {
            report(
                transition.place, "no-deadline",
                zh: "状态 \(node.name) 没有 deadline,after: deadline 无从计时。",
                en: "\(node.name) has no deadline that after: deadline could wait for.")
        }
        if transition.trigger == .always, transition.targets.isEmpty,
            transition.guardCondition == nil
        {
            report(
                transition.place, "always-loops", severity: .warning,
                zh: "无条件且无去向的 always 会无休止地循环。",
                en: "An always without target and guard never comes to rest.")
        }
    }

    private mutating func check(_ condition: GuardDefinition) {
        switch condition {
        case .call: break
        case .inState(let reference): _ = resolve([reference])
        case .all(let parts), .any(let parts):
            for part in parts { check(part) }
        case .not(let part): check(part)
        }
    }

    /// The states that the names stand for; unknown names are reported and left out.
    private mutating func resolve(_ references: [NameReference]) -> [(NameReference, Int)] {
        var result: [(NameReference, Int)] = []
        for reference in references {
            if let state = tree.indexes[reference.name] {
                result.append((reference, state))
                continue
            }
            let message = LocalizedText(
                zh: "没有名为 \(reference.name) 的状态。", en: "There is no state \(reference.name).")
            let suggested = message.suggesting(
                reference.name, among: tree.nodes.dropFirst().map(\.name))
            report(reference.place, "unknown-target", zh: suggested.zh, en: suggested.en)
        }
        return result
    }

    /// Two targets can be active together only in different regions of one parallel state.
    private mutating func checkTogether(_ targets: [(NameReference, Int)]) {
        for (index, (reference, target)) in targets.enumerated() {
            for (_, earlier) in targets[..<index] {
                let common = tree.commonAncestor(earlier, target)
                let apart =
                    common != earlier && common != target && tree.nodes[common].kind == .parallel
                guard !apart else { continue }
                report(
                    reference.place, "conflicting-targets",
                    zh: "\(tree.nodes[earlier].name) 与 \(reference.name) 不能同时处于活动状态:"
                        + "须属于同一并行状态的不同区域。",
                    en: "\(tree.nodes[earlier].name) and \(reference.name) cannot be active "
                        + "together: they must lie in different regions of a parallel state.")
                break
            }
        }
    }

    /// Reports states that no way leads to. Guards are taken to hold.
    mutating func checkReachability() {
        var reachability = Reachability(tree: tree)
        reachability.explore()
        let severity: Diagnostic.Severity = definition.kind == .clearance ? .error : .warning
        for index in tree.nodes.indices.dropFirst() where !reachability.reached[index] {
            // The children of what cannot be reached say nothing new.
            guard reachability.reached[tree.parents[index]] else { continue }
            report(
                tree.nodes[index].place, "unreachable-state", severity: severity,
                zh: "状态 \(tree.nodes[index].name) 无法到达。",
                en: "Nothing leads to the state \(tree.nodes[index].name).")
        }
    }
}

/// Follows every way from the start.
private struct Reachability {
    let tree: StateTree
    var reached: [Bool]
    private var pending: [Int] = []

    init(tree: StateTree) {
        self.tree = tree
        reached = [Bool](repeating: false, count: tree.nodes.count)
    }

    mutating func explore() {
        reach(0)
        while let state = pending.popLast() {
            let node = tree.nodes[state]
            if tree.parents[state] >= 0 { reach(tree.parents[state]) }
            switch node.kind {
            case .compound, .history:
                // Over-estimates: a child entered by name leaves the initial one out.
                for target in tree.initialTargets(of: state) { reach(target) }
            case .parallel:
                for child in tree.children[state] where !tree.nodes[child].isHistory {
                    reach(child)
                }
            case .atomic, .final: break
            }
            for transition in node.transitions {
                for target in transition.targets {
                    if let index = tree.indexes[target.name] { reach(index) }
                }
            }
        }
    }

    private mutating func reach(_ state: Int) {
        guard !reached[state] else { return }
        reached[state] = true
        pending.append(state)
    }
}
