/// What happens on entering, leaving and passing, ready to be run.
struct ChartPrograms: Sendable {
    /// One action, its names resolved.
    enum Operation: Sendable {
        case raise(EventID)
        case send(EventID, Delay?, id: String?)
        case cancel(id: String)
        case call(Int)
    }

    /// An `after` of a state.
    struct StateTimer: Sendable {
        let event: EventID
        let name: String
        let length: TimerDefinition.Length
    }

    /// What a step needs of a transition.
    final class Passage: Sendable {
        let source: Int
        let targets: [Int]
        let reenter: Bool
        let guardTree: GuardTree?
        let operations: [Operation]
        /// All that leaving may leave, and what is entered; nil where histories decide.
        let fixed: Fixed?

        init(
            source: Int, targets: [Int], reenter: Bool, guardTree: GuardTree?,
            operations: [Operation], fixed: Fixed?
        ) {
            self.source = source
            self.targets = targets
            self.reenter = reenter
            self.guardTree = guardTree
            self.operations = operations
            self.fixed = fixed
        }

        struct Fixed: Sendable {
            let exits: StateSet
            let plan: EntryPlan
        }
    }

    var entry: [[Operation]]
    var exit: [[Operation]]
    /// Of compound states and of histories.
    var initial: [[Operation]]
    var timers: [[StateTimer]]
    /// The event of a state that is done.
    var done: [EventID]
    var passages: [Passage]
    /// The states that do something when they are entered.
    var busyOnEntry = StateSet()
    /// The states that do something when they are left.
    var busyOnExit = StateSet()
}

/// Which transitions of a state may take an event, in the order of the file.
final class CandidateTable: Sendable {
    let columns: Int
    /// The row of a state; states without transitions share the first.
    let rows: [Int]
    let starts: [Int32]
    let transitions: [Int]
    /// For each event, the states that have candidates.
    let interested: [StateSet]

    @inline(__always)
    func range(of state: Int, _ event: EventID) -> Range<Int> {
        let cell = rows[state] * columns + event.rawValue
        return Int(starts[cell])..<Int(starts[cell + 1])
    }

    /// `matches` says, for each transition of the chart, which columns it may take.
    init(states: Int, columns: Int, sources: [[Int]], matches: (Int) -> [EventID]) {
        self.columns = columns
        var rows = [Int](repeating: 0, count: states)
        var starts = [Int32](repeating: 0, count: columns)
        var flat: [Int] = []
        var interested = [StateSet](repeating: StateSet(), count: columns)
        for state in 0..<states where !sources[state].isEmpty {
            rows[state] = starts.count / columns
            var cells = [[Int]](repeating: [], count: columns)
            for transition in sources[state] {
                for event in matches(transition) { cells[event.rawValue].append(transition) }
            }
            for (event, cell) in cells.enumerated() {
                starts.append(Int32(flat.count))
                flat.append(contentsOf: cell)
                if !cell.isEmpty { interested[event].insert(state) }
            }
        }
        starts.append(Int32(flat.count))
        self.rows = rows
        self.starts = starts
        transitions = flat
        self.interested = interested
    }
}
