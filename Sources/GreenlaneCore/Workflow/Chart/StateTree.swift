/// The states of a definition in document order, parents before children: the shape that checks and
/// the compiler share. The root is state 0.
struct StateTree: Sendable {
    let nodes: [StateDefinition]
    /// The root has none; it says -1.
    let parents: [Int]
    /// The last state of the subtree: descendants are the states after the parent up to this one.
    let ends: [Int]
    /// Histories included.
    let children: [[Int]]
    /// Where two states bear a name, the first.
    let indexes: [String: Int]

    init(_ root: StateDefinition) {
        var builder = Builder()
        builder.add(root, parent: -1)
        nodes = builder.nodes
        parents = builder.parents
        ends = builder.ends
        children = builder.children
        var indexes: [String: Int] = [:]
        for (index, node) in builder.nodes.enumerated().dropFirst() where indexes[node.name] == nil
        {
            indexes[node.name] = index
        }
        self.indexes = indexes
    }

    private struct Builder {
        var nodes: [StateDefinition] = []
        var parents: [Int] = []
        var ends: [Int] = []
        var children: [[Int]] = []

        mutating func add(_ state: StateDefinition, parent: Int) {
            let index = nodes.count
            nodes.append(state)
            parents.append(parent)
            ends.append(index)
            children.append([])
            if parent >= 0 { children[parent].append(index) }
            for child in state.states { add(child, parent: index) }
            ends[index] = nodes.count - 1
            // Children stand in the tree; what a state says of itself is enough from here on.
            nodes[index].states = []
        }
    }

    func isDescendant(_ state: Int, of ancestor: Int) -> Bool {
        ancestor < state && state <= ends[ancestor]
    }

    /// Where entering leads by default: what the file says, else the first child.
    func initialTargets(of state: Int) -> [Int] {
        if let initial = nodes[state].initial {
            return initial.targets.compactMap { indexes[$0.name] }
        }
        guard nodes[state].kind == .compound else { return [] }
        return children[state].first { !nodes[$0].isHistory }.map { [$0] } ?? []
    }

    /// The nearest state that has both inside it, or is one of them.
    func commonAncestor(_ left: Int, _ right: Int) -> Int {
        var ancestor = left
        while ancestor > 0, ancestor != right, !isDescendant(right, of: ancestor) {
            ancestor = parents[ancestor]
        }
        return ancestor
    }
}
