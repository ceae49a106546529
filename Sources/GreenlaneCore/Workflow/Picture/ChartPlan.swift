/// What a picture of the whole workflow shows: a lane for each of the regions side by side; in it
/// boxes for states, frames around states that belong together, and the lines between them.
struct ChartPlan {
    /// A line within one frame or lane, drawn between its children.
    struct Line {
        let from: Int
        let to: Int
        var titles: [String]
        var isMain = false
        /// Another line runs the other way: one is drawn, with two heads.
        var goesBack = false
        var backTitles: [String] = []
    }

    private let diagram: WorkflowDiagram
    private let graph: PictureGraph
    private(set) var lanes: [Int] = []
    private(set) var lines: [Int: [Line]] = [:]
    /// By state, where it leads to outside what is drawn around it.
    private(set) var exits: [Int: [Int]] = [:]
    private(set) var distances: [Int]

    private var tree: StateTree { graph.tree }

    init(_ diagram: WorkflowDiagram, _ graph: PictureGraph) {
        self.diagram = diagram
        self.graph = graph
        distances = [Int](repeating: Int.max / 4, count: graph.tree.nodes.count)
        let tree = graph.tree
        for state in tree.nodes.indices {
            let isRegion = state > 0 && tree.nodes[tree.parents[state]].kind == .parallel
            if isRegion { lanes.append(state) }
        }
        // What stands beside the regions at the top are mostly the ends: they come last.
        if tree.nodes[0].kind != .parallel { lanes.append(0) }
        for source in tree.nodes.indices.dropFirst() {
            for arrow in diagram.arrows(from: source) { add(arrow) }
        }
        for lane in lanes {
            measure(lane)
            mark(lane)
        }
    }

    func members(of frame: Int) -> [Int] {
        tree.children[frame].filter { !tree.nodes[$0].isHistory }
    }

    /// Drawn as a frame with its states inside; states side by side are lanes of their own.
    func isFrame(_ state: Int) -> Bool {
        tree.nodes[state].kind == .compound && !members(of: state).isEmpty
    }

    func lane(of state: Int) -> Int {
        var state = state
        while state > 0 {
            if tree.nodes[tree.parents[state]].kind == .parallel { return state }
            state = tree.parents[state]
        }
        return 0
    }

    private mutating func add(_ arrow: WorkflowDiagram.Arrow) {
        let source = arrow.source
        guard source != arrow.target else { return }
        var target = arrow.target
        if tree.nodes[target].isHistory { target = tree.parents[target] }
        guard source != target, !tree.isDescendant(source, of: target) || lane(of: target) != target
        else { return }
        guard lane(of: source) == lane(of: target), source != lane(of: source) else {
            note(source, target)
            return
        }
        let frame = tree.commonAncestor(source, target)
        // From a frame to its own inside, or from the inside to its frame: there is no line.
        guard frame != source, frame != target else { return }
        let from = child(of: frame, with: source)
        let to = child(of: frame, with: target)
        if from != source { note(source, target) }
        connect(from, to, in: frame, arrow.label)
    }

    private mutating func note(_ source: Int, _ target: Int) {
        if !(exits[source] ?? []).contains(target) { exits[source, default: []].append(target) }
    }

    private mutating func connect(_ from: Int, _ to: Int, in frame: Int, _ title: String) {
        var known = lines[frame] ?? []
        if let index = known.firstIndex(where: { $0.from == from && $0.to == to }) {
            known[index].titles.append(title)
        } else if let index = known.firstIndex(where: { $0.from == to && $0.to == from }) {
            known[index].goesBack = true
            known[index].backTitles.append(title)
        } else {
            known.append(Line(from: from, to: to, titles: [title]))
        }
        lines[frame] = known
    }

    func child(of frame: Int, with state: Int) -> Int {
        var state = state
        while state > 0, tree.parents[state] != frame { state = tree.parents[state] }
        return state
    }

    // MARK: The usual course

    /// Steps from the start of a lane, by what leads there soonest.
    private mutating func measure(_ lane: Int) {
        let start = graph.entry(of: lane)
        var cost = [Int](repeating: Int.max / 4, count: tree.nodes.count)
        cost[start] = 0
        // Small graphs: as often as anything still gets nearer.
        var isChanging = true
        while isChanging {
            isChanging = false
            for state in tree.nodes.indices where cost[state] < Int.max / 4 {
                for edge in graph.edges[state] where cost[state] + edge.cost < cost[edge.target] {
                    cost[edge.target] = cost[state] + edge.cost
                    isChanging = true
                }
            }
        }
        let inside = lane...tree.ends[lane]
        for state in inside where self.lane(of: state) == lane {
            distances[state] = (state...tree.ends[state]).map { cost[$0] }.min() ?? cost[state]
        }
    }

    /// Where regions side by side stand in the lane, the usual course ends with all of them.
    private mutating func markEnd(of lane: Int) -> Bool {
        for child in members(of: lane) where lane == 0 && tree.nodes[child].kind == .parallel {
            let done = tree.nodes[child].transitions.first {
                if case .event(let key) = $0.trigger { key.hasPrefix("done.state.") } else { false }
            }
            let target = done?.targets.first.flatMap { tree.indexes[$0.name] }
            for index in (lines[lane] ?? []).indices
            where lines[lane]?[index].from == child && lines[lane]?[index].to == target {
                lines[lane]?[index].isMain = true
            }
            return true
        }
        return false
    }

    /// Marks the lines of the usual course from a lane's start to its end.
    private mutating func mark(_ lane: Int) {
        guard !markEnd(of: lane) else { return }
        let start = graph.entry(of: lane)
        let goals = graph.ends(of: lane)
        guard !goals.isEmpty, !goals.contains(start) else { return }
        let inside = lane...tree.ends[lane]
        guard let way = graph.way(from: start, to: goals, allowed: { inside.contains($0) })
        else { return }
        let last = way.last ?? start
        let goal = graph.edges[last].filter { goals.contains($0.target) }
            .min { $0.cost < $1.cost }?.target
        let stops = [start] + way + (goal.map { [$0] } ?? [])
        for (one, next) in zip(stops, stops.dropFirst()) {
            let frame = tree.commonAncestor(one, next)
            let from = child(of: frame, with: one)
            let to = child(of: frame, with: next)
            var known = lines[frame] ?? []
            let index = known.firstIndex {
                $0.from == from && $0.to == to || $0.from == to && $0.to == from
            }
            if let index {
                known[index].isMain = true
            } else if from != to {
                // Where any step may lead there, the usual one does.
                known.append(Line(from: from, to: to, titles: [], isMain: true))
            }
            lines[frame] = known
        }
    }
}
