/// Which states a transition enters, and which of them by default.
struct EntryPlan: Sendable {
    var enter = StateSet()
    /// Compound states entered without naming a child: their initial actions run.
    var byDefault = StateSet()

    mutating func formUnion(_ other: EntryPlan) {
        enter.formUnion(other.enter)
        byDefault.formUnion(other.byDefault)
    }
}

/// Computes entry sets as SCXML's Appendix D does, with the remembered histories of a
/// configuration.
struct EntryBuilder {
    let shape: ChartShape
    let history: [Configuration.Remembered]
    var plan = EntryPlan()
    /// Histories without a past that were entered; their default actions run with the parent.
    var defaultedHistories: [Int] = []
    /// Whether the result depends on what was remembered.
    var askedHistory = false

    init(shape: ChartShape, history: [Configuration.Remembered]) {
        self.shape = shape
        self.history = history
    }

    /// Adds what a transition with these targets enters below its domain.
    mutating func add(targets: [Int], below domain: Int) {
        for target in targets { addWithDescendants(target) }
        for target in effectiveTargets(targets) { addAncestors(of: target, below: domain) }
    }

    /// Targets with each history replaced by what it stands for now.
    mutating func effectiveTargets(_ targets: [Int]) -> [Int] {
        var result: [Int] = []
        for target in targets {
            if !shape.allHistories.contains(target) {
                result.append(target)
            } else if let past = remembered(target) {
                result.append(contentsOf: past)
            } else {
                result.append(contentsOf: effectiveTargets(shape.initialTargets[target]))
            }
        }
        return result
    }

    /// The state whose descendants a transition leaves and enters.
    mutating func domain(of source: Int, targets: [Int], reenter: Bool) -> Int {
        let effective = effectiveTargets(targets)
        let shape = self.shape
        if !reenter, shape.compounds.contains(source),
            effective.allSatisfy({ shape.isDescendant($0, of: source) })
        {
            return source
        }
        return shape.leastCommonCompoundAncestor(of: source, effective)
    }

    private mutating func remembered(_ state: Int) -> StateSet? {
        askedHistory = true
        return history.first { $0.history == state }?.states
    }

    private mutating func addWithDescendants(_ state: Int) {
        if shape.allHistories.contains(state) {
            addHistory(state)
            return
        }
        plan.enter.insert(state)
        if shape.compounds.contains(state) {
            plan.byDefault.insert(state)
            let targets = shape.initialTargets[state]
            for target in targets { addWithDescendants(target) }
            for target in targets { addAncestors(of: target, below: state) }
        } else if shape.parallels.contains(state) {
            addMissingRegions(of: state)
        }
    }

    private mutating func addHistory(_ state: Int) {
        let parent = shape.parents[state]
        if let past = remembered(state) {
            for member in past { addWithDescendants(member) }
            for member in past { addAncestors(of: member, below: parent) }
            return
        }
        defaultedHistories.removeAll { shape.parents[$0] == parent }
        defaultedHistories.append(state)
        let targets = shape.initialTargets[state]
        for target in targets { addWithDescendants(target) }
        for target in targets { addAncestors(of: target, below: parent) }
    }

    private mutating func addAncestors(of state: Int, below domain: Int) {
        var ancestor = shape.parents[state]
        while ancestor != domain, ancestor != shape.top {
            plan.enter.insert(ancestor)
            if shape.parallels.contains(ancestor) { addMissingRegions(of: ancestor) }
            ancestor = shape.parents[ancestor]
        }
    }

    private mutating func addMissingRegions(of parallel: Int) {
        for region in shape.children[parallel]
        where !plan.enter.intersects(shape.descendants[region]) {
            addWithDescendants(region)
        }
    }
}
