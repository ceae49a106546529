/// What a step asks of the states, as flat arrays and bit sets. A class, as are the other tables of
/// a chart: a step takes them at hand by one reference instead of one for each array.
final class ChartShape: Sendable {
    /// How many states, the root included.
    let count: Int
    /// The parent of the root is `top`.
    let parents: [Int]
    /// All below a state; the last entry is for `top`: all but the root.
    let descendants: [StateSet]
    let lineage: [StateSet]
    /// Without histories.
    let children: [[Int]]
    let histories: [[Int]]
    /// Default targets of compound and history states.
    let initialTargets: [[Int]]
    let deepHistories: StateSet
    let allHistories: StateSet
    /// States without children that can be active: where a search for transitions starts.
    let leaves: StateSet
    let compounds: StateSet
    let parallels: StateSet
    let finals: StateSet
    let withHistory: StateSet
    /// Final states that end the whole workflow.
    let rootFinals: StateSet
    /// States with nothing below them, histories included.
    let childless: StateSet

    /// Above the root: the domain of what leaves even a parallel root's regions.
    var top: Int { count }

    init(_ tree: StateTree) {
        let count = tree.nodes.count
        self.count = count
        parents = tree.parents.map { $0 < 0 ? count : $0 }
        var descendants: [StateSet] = []
        var lineage: [StateSet] = []
        var kinds = KindSets()
        var histories: [[Int]] = []
        var children: [[Int]] = []
        for state in 0..<count {
            descendants.append(StateSet((state + 1)..<(tree.ends[state] + 1)))
            var chain = state == 0 ? StateSet() : lineage[tree.parents[state]]
            chain.insert(state)
            lineage.append(chain)
            kinds.add(tree.nodes[state].kind, state)
            children.append(tree.children[state].filter { !tree.nodes[$0].isHistory })
            histories.append(tree.children[state].filter { tree.nodes[$0].isHistory })
        }
        descendants.append(StateSet(1..<max(count, 1)))
        self.descendants = descendants
        self.lineage = lineage
        self.children = children
        self.histories = histories
        initialTargets = (0..<count).map { tree.initialTargets(of: $0) }
        deepHistories = kinds.deepHistories
        allHistories = kinds.histories
        leaves = kinds.leaves
        compounds = kinds.compounds
        parallels = kinds.parallels
        finals = kinds.finals
        childless = StateSet((0..<count).filter { tree.children[$0].isEmpty })
        rootFinals = StateSet(children[0].filter { kinds.finals.contains($0) })
        withHistory = StateSet((0..<count).filter { !histories[$0].isEmpty })
    }

    private struct KindSets {
        var deepHistories = StateSet()
        var histories = StateSet()
        var leaves = StateSet()
        var compounds = StateSet()
        var parallels = StateSet()
        var finals = StateSet()

        mutating func add(_ kind: StateDefinition.Kind, _ state: Int) {
            switch kind {
            case .atomic: leaves.insert(state)
            case .compound: compounds.insert(state)
            case .parallel: parallels.insert(state)
            case .final:
                finals.insert(state)
                leaves.insert(state)
            case .history(let deep):
                histories.insert(state)
                if deep { deepHistories.insert(state) }
            }
        }
    }

    func isDescendant(_ state: Int, of ancestor: Int) -> Bool {
        descendants[ancestor].contains(state)
    }

    /// SCXML's least common compound ancestor of the source and all targets.
    func leastCommonCompoundAncestor(of source: Int, _ targets: [Int]) -> Int {
        var ancestor = source == top ? top : parents[source]
        while ancestor != top {
            let candidate = ancestor
            if compounds.contains(candidate),
                targets.allSatisfy({ isDescendant($0, of: candidate) })
            {
                return candidate
            }
            ancestor = parents[ancestor]
        }
        return top
    }
}
