/// A workflow ready to be stepped: states and transitions by number, everything that can be known
/// before a step computed once.
public final class Statechart: Sendable {
    /// Microsteps that one event may cause.
    public static let maximumMicrosteps = 1000

    /// A state with its place in the tree.
    public struct State: Sendable {
        public let index: Int
        /// Nil for the root.
        public let parent: Int?
        public let children: [Int]
        /// What the file says, without the children.
        public let definition: StateDefinition

        public var name: String { definition.name }
        public var isAtomic: Bool { definition.kind == .atomic }
    }

    /// A transition with its names resolved.
    public struct Transition: Sendable {
        public let index: Int
        public let source: Int
        public let targets: [Int]
        /// Nil where it is always free to go.
        public let guardTree: GuardTree?
        /// Its custom actions: indexes into `actions`.
        public let actions: [Int]
        public let definition: TransitionDefinition

        /// The key of `on`; nil for `always` and `after`.
        public var eventKey: String? {
            if case .event(let key) = definition.trigger { key } else { nil }
        }
    }

    public let definition: WorkflowDefinition
    /// In document order; 0 is the root.
    public let states: [State]
    /// In document order.
    public let transitions: [Transition]
    /// Every guard call of the file, in document order.
    public let guards: [GuardCall]
    /// Every custom action call of the file, in document order.
    public let actions: [ActionCall]

    let shape: ChartShape
    let events: EventTable
    let candidates: CandidateTable
    let programs: ChartPrograms
    /// The states' names as JSON writes them: every event writes some.
    let quotedNames: [[UInt8]]

    /// Refuses a definition that no chart can be made of, with all the reasons.
    public init(_ definition: WorkflowDefinition) throws(DiagnosticList) {
        let problems = StructureCheck.problems(of: definition).filter { $0.severity == .error }
        guard problems.isEmpty else { throw DiagnosticList(problems) }
        let compiler = ChartCompiler(definition)
        self.definition = definition
        states = compiler.states
        transitions = compiler.transitions
        guards = compiler.guards
        actions = compiler.actions
        shape = compiler.shape
        events = compiler.events
        candidates = compiler.candidates
        programs = compiler.programs
        quotedNames = compiler.states.map { JSONValue.string($0.name).canonicalBytes }
    }
}

/// A guard with its names resolved.
public indirect enum GuardTree: Hashable, Sendable {
    /// Index into `Statechart.guards`.
    case call(Int)
    /// Index of a state.
    case inState(Int)
    case all([GuardTree])
    case any([GuardTree])
    case not(GuardTree)
}

extension Statechart {
    /// The number of an event; every name has one.
    public func eventID(named name: String) -> EventID {
        events.id(named: name)
    }

    /// The number of the event of an `after`, which is named `after.<delay>.<state>`.
    public func timerID(named name: String) -> EventID? {
        events.timer(named: name)
    }

    /// The name of an event; `*` for one that the file does not name.
    public func eventName(_ id: EventID) -> String {
        events.name(id)
    }

    public func stateIndex(named name: String) -> Int? {
        states.first { $0.index > 0 && $0.name == name }?.index
    }

    /// In document order.
    public func names(of set: StateSet) -> [String] {
        set.map { $0 < states.count ? states[$0].name : "" }
    }

    /// Whether the workflow has ended there.
    public func isFinal(_ configuration: Configuration) -> Bool {
        if shape.parallels.contains(0) {
            return !configuration.active.isEmpty && isInFinalState(0, configuration.active)
        }
        return shape.rootFinals.intersects(configuration.active)
    }

    /// SCXML's isInFinalState.
    func isInFinalState(_ state: Int, _ active: StateSet) -> Bool {
        if shape.finals.contains(state) { return active.contains(state) }
        if shape.compounds.contains(state) {
            return shape.children[state].contains {
                shape.finals.contains($0) && active.contains($0)
            }
        }
        guard shape.parallels.contains(state) else { return false }
        return shape.children[state].allSatisfy { isInFinalState($0, active) }
    }

    /// All transitions that are looked at for the event, in the order of looking: the guards of
    /// these say why an event is refused.
    public func candidates(for event: EventID, in configuration: Configuration) -> [Int] {
        var result: [Int] = []
        let interested = candidates.interested[event.rawValue]
        for leaf in configuration.active.intersection(shape.leaves) {
            var chain = shape.lineage[leaf].intersection(interested)
            while let state = chain.popLast() {
                for position in candidates.range(of: state, event) {
                    let transition = candidates.transitions[position]
                    if !result.contains(transition) { result.append(transition) }
                }
            }
        }
        return result
    }

    /// The `on` keys of the active states and of the root in document order, each once.
    public func enabledEventNames(in configuration: Configuration) -> [String] {
        guard !configuration.active.isEmpty, !isFinal(configuration) else { return [] }
        var names: [String] = []
        var seen = Set<String>()
        for transition in transitions
        where transition.source == 0 || configuration.active.contains(transition.source) {
            guard let key = transition.eventKey, seen.insert(key).inserted else { continue }
            names.append(key)
        }
        return names
    }
}
