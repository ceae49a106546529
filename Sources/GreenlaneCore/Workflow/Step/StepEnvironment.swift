/// What a step asks of the world around it. Answers must depend on the facts of the command alone,
/// so that replaying it takes the same way.
public protocol StepEnvironment {
    /// Whether the guard call with this index in `Statechart.guards` holds.
    mutating func holds(_ guardIndex: Int) -> Bool
    /// Performs the action call with this index in `Statechart.actions`. Asked in SCXML's order, so
    /// that guards asked later see the effect.
    mutating func perform(_ actionIndex: Int)
    /// When a delay that starts now ends. `state` is the state of an `after`, nil for a `send`.
    mutating func due(_ delay: Delay, from state: Int?) -> Timestamp
    /// When the deadline of a state that is being entered ends; nil where its clock has not
    /// started.
    mutating func deadline(of state: Int) -> Timestamp?
}

/// Why a step was not taken at all.
public enum StepFault: Error, Hashable, Sendable {
    /// More than `Statechart.maximumMicrosteps` followed from one event.
    case endlessLoop
}

/// What became of one event, with all that followed from it.
public struct Step: Hashable, Sendable {
    public var configuration: Configuration
    /// Indexes into `Statechart.transitions`, in the order taken. Empty where nothing took the
    /// event.
    public var taken: [Int]
    /// All that were left on the way, also those entered again.
    public var exited: StateSet
    /// All that were entered on the way, also those left again.
    public var entered: StateSet
    /// Whether the workflow has ended; then it takes no further event.
    public var final: Bool

    public init(
        configuration: Configuration, taken: [Int], exited: StateSet, entered: StateSet,
        final: Bool
    ) {
        self.configuration = configuration
        self.taken = taken
        self.exited = exited
        self.entered = entered
        self.final = final
    }
}
