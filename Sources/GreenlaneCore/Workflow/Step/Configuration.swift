/// Where a workflow stands: all that the next step depends on.
public struct Configuration: Hashable, Sendable {
    /// What a history state remembers.
    public struct Remembered: Hashable, Sendable {
        public var history: Int
        public var states: StateSet

        public init(history: Int, states: StateSet) {
            self.history = history
            self.states = states
        }
    }

    /// An event that will come by itself.
    public struct Timer: Hashable, Sendable {
        /// What `cancel` names; of an `after`, the name of its event.
        public var id: String
        public var event: EventID
        /// Of an `after`: leaving this state cancels it.
        public var state: Int?
        public var due: Timestamp
        /// Of two due together, the one set earlier fires first.
        public var sequence: Int

        public init(id: String, event: EventID, state: Int?, due: Timestamp, sequence: Int) {
            self.id = id
            self.event = event
            self.state = state
            self.due = due
            self.sequence = sequence
        }
    }

    /// Without the root.
    public var active: StateSet
    /// In the order of the history states.
    public var history: [Remembered]
    /// In the order in which they fire.
    public var timers: [Timer]

    public init(
        active: StateSet = StateSet(), history: [Remembered] = [], timers: [Timer] = []
    ) {
        self.active = active
        self.history = history
        self.timers = timers
    }

    mutating func remember(_ states: StateSet, for state: Int) {
        let index = history.firstIndex { $0.history >= state } ?? history.endIndex
        if index < history.endIndex, history[index].history == state {
            history[index].states = states
        } else {
            history.insert(Remembered(history: state, states: states), at: index)
        }
    }

    mutating func schedule(id: String?, event: EventID, state: Int?, due: Timestamp) {
        let sequence = (timers.lazy.map(\.sequence).max() ?? 0) + 1
        let timer = Timer(
            id: id ?? "send.\(sequence)", event: event, state: state, due: due, sequence: sequence)
        // The newest has the highest sequence, so it stands after all that are due no later.
        let index = timers.firstIndex { $0.due > due } ?? timers.endIndex
        timers.insert(timer, at: index)
    }
}
