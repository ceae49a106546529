/// One event of a shipment: the command that was accepted, and what was decided.
public struct ShipmentEvent: Hashable, Sendable {
    /// Past-tense type in the log, such as `declaration.lodged`.
    public var type: String
    /// The workflow's event, `file` for filing, or a timer's name.
    public var command: String
    /// As given; personal members are commitments.
    public var input: JSONObject
    /// False for a fact that was recorded and moved nothing.
    public var fits: Bool
    /// A wish of a person, which `undo_step` may take back.
    public var undoable: Bool
    /// The workflow says that it sets a rule or the usual course aside.
    public var isOverride = false
    public var configuration: Configuration
    public var milestone: Milestone
    /// Index into the chart.
    public var state: Int
    public var isFinal: Bool
    public var effects: [Effect]
    /// Of filing only.
    public var filed: Filing?

    public struct Filing: Hashable, Sendable {
        public var id: String
        /// Digest of the workflow.
        public var workflow: String
        public var filed: FiledRequest

        public var request: ImportRequest { filed.request }

        public init(id: String, workflow: String, filed: FiledRequest) {
            self.id = id
            self.workflow = workflow
            self.filed = filed
        }
    }
}

extension Shipment {
    /// Copies what was decided. `nil` before filing.
    public static func evolve(
        _ shipment: Shipment?, _ event: ShipmentEvent, occurred: Timestamp, recorded: Timestamp
    ) -> Shipment? {
        var next: Shipment
        if let filed = event.filed {
            next = Shipment(
                id: filed.id, workflow: filed.workflow, request: filed.filed.box, at: occurred)
        } else if let shipment {
            next = shipment
        } else {
            return nil
        }
        next.evolve(event, occurred: occurred, recorded: recorded)
        return next
    }

    mutating func evolve(_ event: ShipmentEvent, occurred: Timestamp, recorded: Timestamp) {
        let before = self
        let isUndo = event.effects.contains { if case .undone = $0 { true } else { false } }
        if isUndo, let earlier = beforeLastWish.first {
            let version = version
            self = earlier
            self.version = version
        }
        // What an undone step did to draws is undone with the shipment itself.
        if !isUndo {
            for effect in event.effects { apply(effect, day: occurred.date) }
        }
        settle(event, before: before, occurred: occurred, recorded: recorded)
    }

    /// What follows an event beside its effects. `before` is what a wish may be undone to.
    mutating func settle(
        _ event: ShipmentEvent, before: Shipment?, occurred: Timestamp, recorded: Timestamp
    ) {
        let active = event.configuration.active
        if active != configuration.active || since.isEmpty { enter(active, at: occurred) }
        configuration = event.configuration
        milestone = event.milestone
        state = event.state
        isFinal = event.isFinal
        if !beforeLastWish.isEmpty { beforeLastWish = [] }
        if event.undoable, var before {
            if !before.beforeLastWish.isEmpty { before.beforeLastWish = [] }
            beforeLastWish = [before]
        }
        version += 1
        self.occurred = occurred
        self.recorded = recorded
    }

    private mutating func enter(_ active: StateSet, at moment: Timestamp) {
        var next: [Entered] = []
        next.reserveCapacity(active.count)
        // Both are in document order.
        let before = since
        var index = 0
        for state in active {
            while index < before.count, before[index].state < state { index += 1 }
            let isKnown = index < before.count && before[index].state == state
            next.append(isKnown ? before[index] : Entered(state: state, at: moment))
        }
        since = next
    }
}
