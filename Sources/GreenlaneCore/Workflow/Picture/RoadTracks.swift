/// The road of one shipment, or the usual one: a track for each of the regions side by side, with
/// the stops that were passed, where it stands, and what usually follows.
struct RoadTracks {
    enum Progress {
        case done, here, next
    }

    struct Stop {
        let state: Int
        let progress: Progress
    }

    struct Track {
        let region: Int
        var stops: [Stop]
    }

    private let graph: PictureGraph
    private let visited: [Int]
    private let active: [Int]
    private let hasEnded: Bool
    private let hasOverlay: Bool

    private var tree: StateTree { graph.tree }

    init(_ graph: PictureGraph, _ overlay: PictureOverlay?) {
        self.graph = graph
        let tree = graph.tree
        func leaves(_ names: [String]) -> [Int] {
            names.compactMap { tree.indexes[$0] }.filter(graph.isLeaf).sorted()
        }
        var visited: [Int] = []
        var before: [Int] = []
        for names in overlay?.path ?? [] {
            let now = leaves(names)
            for state in now where !before.contains(state) {
                // Where somebody came back, the way between is a detour that the history tells.
                visited.removeAll { $0 == state }
                visited.append(state)
            }
            before = now
        }
        self.visited = visited
        active = before
        hasOverlay = overlay != nil
        hasEnded = before.contains { tree.parents[$0] == 0 && tree.nodes[$0].kind == .final }
    }

    func tracks() -> [Track] {
        var regions: [Int] = []
        for leaf in tree.nodes.indices where graph.isLeaf(leaf) {
            let region = region(of: leaf)
            if !regions.contains(region) { regions.append(region) }
        }
        // What stands at the top beside the regions are the ends: they come last.
        regions.sort { ($0 == 0 ? Int.max : $0) < ($1 == 0 ? Int.max : $1) }
        return regions.map { Track(region: $0, stops: stops(of: $0)) }
            .filter { isTold($0) }
    }

    /// The nearest ancestor that is a region of its own. The first region of states side by side
    /// that lie inside another region runs on in that region's track.
    func region(of leaf: Int) -> Int {
        var state = leaf
        while state > 0 {
            let parent = tree.parents[state]
            if tree.nodes[parent].kind == .parallel {
                let isOutermost = parent == 0 || tree.parents[parent] == 0
                if isOutermost || tree.children[parent].first != state { return state }
            }
            state = parent
        }
        return 0
    }

    private func isSide(_ region: Int) -> Bool {
        guard region > 0 else { return false }
        let parent = tree.parents[region]
        return parent > 0 && tree.parents[parent] > 0 && tree.nodes[parent].kind == .parallel
    }

    /// A side track that nobody turned into, and ends that were not come to, say nothing.
    private func isTold(_ track: Track) -> Bool {
        let isEndless = track.region == 0 && hasParallel
        guard isEndless || isSide(track.region) else { return !track.stops.isEmpty }
        let start = track.region == 0 ? -1 : graph.entry(of: track.region)
        return track.stops.contains { stop in
            stop.progress != .next && stop.state != start
                && (isEndless || tree.nodes[stop.state].kind != .final)
        }
    }

    private var hasParallel: Bool {
        tree.nodes[0].kind == .parallel
            || tree.children[0].contains { tree.nodes[$0].kind == .parallel }
    }

    private func stops(of region: Int) -> [Stop] {
        let passed = visited.filter { self.region(of: $0) == region }
        let here = active.filter { self.region(of: $0) == region }
        let isInside = { (state: Int) in self.region(of: state) == region }
        let start = graph.entry(of: region)
        var stops: [Stop] = []
        var last: Int?
        for state in passed where !here.contains(state) || passed.last == state {
            let from = last ?? start
            if from != state {
                if last == nil { stops.append(Stop(state: from, progress: .done)) }
                let between = graph.way(
                    from: from, to: [state], passing: true, allowed: isInside)
                stops += (between ?? []).filter { between in !passed.contains(between) }
                    .map { Stop(state: $0, progress: .done) }
            }
            stops.append(Stop(state: state, progress: here.contains(state) ? .here : .done))
            last = state
        }
        if hasOverlay, region == 0 { return stops }
        guard !hasEnded, last.map(here.contains) ?? true else { return stops }
        if last == nil { stops.append(Stop(state: start, progress: .next)) }
        let goals = graph.ends(of: region)
        let from = last ?? start
        guard !goals.contains(from) else { return settled(stops) }
        guard let ahead = graph.way(from: from, to: goals, allowed: isInside) else { return stops }
        stops += ahead.map { Stop(state: $0, progress: .next) }
        if let goal = goal(after: ahead.last ?? from, goals) {
            stops.append(Stop(state: goal, progress: .next))
        }
        return stops
    }

    /// A region that came to its end is done, not under way.
    private func settled(_ stops: [Stop]) -> [Stop] {
        stops.map { $0.progress == .here ? Stop(state: $0.state, progress: .done) : $0 }
    }

    private func goal(after state: Int, _ goals: [Int]) -> Int? {
        graph.edges[state].filter { goals.contains($0.target) }
            .min { $0.cost < $1.cost }?.target
    }
}
