/// The states without children, and the ways between them, as a picture shows them. States that
/// have children stand for what entering them leads to.
struct PictureGraph {
    struct Edge {
        let target: Int
        /// How far off the usual course: holds and deadlines that passed cost most.
        let cost: Int
        /// Taken by itself, as soon as its guard holds.
        let isPassage: Bool
    }

    let tree: StateTree
    /// By leaf; empty for states that have children.
    private(set) var edges: [[Edge]]

    init(_ tree: StateTree) {
        self.tree = tree
        edges = [[Edge]](repeating: [], count: tree.nodes.count)
        for source in tree.nodes.indices.dropFirst() {
            for transition in tree.nodes[source].transitions { add(transition, of: source) }
        }
    }

    private mutating func add(_ transition: TransitionDefinition, of source: Int) {
        guard let name = transition.targets.first?.name, let state = tree.indexes[name] else {
            return
        }
        let target = entry(of: state)
        var cost = 4
        var isDone = false
        var isPassage = false
        switch transition.trigger {
        case .event(let key): isDone = key.hasPrefix("done.state.")
        case .always: isPassage = true
        case .after: cost += 8
        }
        if tree.nodes[target].tags.contains("hold") { cost += 20 }
        if !tree.children[source].isEmpty, !isDone { cost += 6 }
        for leaf in isDone ? ends(of: source) : leaves(of: source) where leaf != target {
            let total = cost + Self.skipping * skipped(from: leaf, to: target)
            edges[leaf].append(Edge(target: target, cost: total, isPassage: isPassage))
        }
    }

    /// What passing over a stage of the road costs: the usual course has them all.
    private static let skipping = 12

    private func skipped(from leaf: Int, to target: Int) -> Int {
        guard let one = milestone(of: leaf), let next = milestone(of: target),
            next <= .delivered
        else { return 0 }
        return max(next.order - one.order - 1, 0)
    }

    private func milestone(of state: Int) -> Milestone? {
        var state = state
        while state > 0 {
            let node = tree.nodes[state]
            if let own = node.milestone { return Milestone(rawValue: own.name) }
            if node.tags.contains("no-milestone") { return nil }
            state = tree.parents[state]
        }
        return nil
    }

    /// States without children in `state`; itself where it has none.
    func leaves(of state: Int) -> [Int] {
        (state...tree.ends[state]).filter { isLeaf($0) }
    }

    func isLeaf(_ state: Int) -> Bool {
        state > 0 && tree.children[state].isEmpty && !tree.nodes[state].isHistory
    }

    /// The leaf that entering leads to; of states side by side, the first's.
    func entry(of state: Int) -> Int {
        var state = state
        for _ in tree.nodes.indices {
            let node = tree.nodes[state]
            if node.isHistory {
                state = tree.initialTargets(of: state).first ?? tree.parents[state]
            } else if node.kind == .parallel {
                state = tree.children[state].first ?? state
            } else if !tree.children[state].isEmpty {
                state = tree.initialTargets(of: state).first ?? tree.children[state][0]
            } else {
                return state
            }
        }
        return state
    }

    /// Final states that end `state`; of states side by side, the first's.
    func ends(of state: Int) -> [Int] {
        if tree.nodes[state].kind == .parallel {
            return tree.children[state].first.map(ends) ?? []
        }
        return tree.children[state].filter { tree.nodes[$0].kind == .final }
    }

    /// The usual way from one leaf to the nearest of some others, both ends left out; nil where
    /// there is none. `allowed` says where it may lead.
    func way(
        from start: Int, to goals: [Int], passing: Bool = false, allowed: (Int) -> Bool
    ) -> [Int]? {
        var cost = [Int](repeating: Int.max, count: tree.nodes.count)
        var before = [Int](repeating: -1, count: tree.nodes.count)
        var isSettled = [Bool](repeating: false, count: tree.nodes.count)
        cost[start] = 0
        while true {
            var nearest: Int?
            for state in tree.nodes.indices where !isSettled[state] && cost[state] < Int.max {
                if nearest.map({ cost[state] < cost[$0] }) ?? true { nearest = state }
            }
            guard let state = nearest else { return nil }
            if state != start, goals.contains(state) {
                var way: [Int] = []
                var step = before[state]
                while step != start, step >= 0 {
                    way.append(step)
                    step = before[step]
                }
                return way.reversed()
            }
            isSettled[state] = true
            for edge in edges[state] where allowed(edge.target) || goals.contains(edge.target) {
                if passing, state != start, !edge.isPassage { continue }
                let total = cost[state] + edge.cost
                if total < cost[edge.target] {
                    cost[edge.target] = total
                    before[edge.target] = state
                }
            }
        }
    }
}
