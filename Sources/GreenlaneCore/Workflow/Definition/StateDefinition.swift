/// A state as the file describes it, with its children inside.
public struct StateDefinition: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case atomic, compound, parallel, final
        case history(deep: Bool)
    }

    public var name: String
    public var kind: Kind
    public var place: SourcePlace
    public var title: LocalizedText?
    public var description: String?
    /// Who waits for whom here: the roles that can act.
    public var roles: [String]
    public var milestone: NameReference?
    public var documents: [String]
    public var deadline: DeadlineDefinition?
    /// Why a waiting state has no deadline.
    public var waits: LocalizedText?
    public var basis: [LegalBasis]
    public var tags: [String]
    public var meta: JSONValue?
    /// Where a compound state starts; the default of a history state.
    public var initial: InitialDefinition?
    /// In the order of the file: children in document order.
    public var states: [StateDefinition]
    /// In the order of the file.
    public var transitions: [TransitionDefinition]
    public var entry: [ActionDefinition]
    public var exit: [ActionDefinition]

    public init(
        name: String, kind: Kind = .atomic, place: SourcePlace = .none,
        initial: InitialDefinition? = nil, states: [StateDefinition] = [],
        transitions: [TransitionDefinition] = [], entry: [ActionDefinition] = [],
        exit: [ActionDefinition] = []
    ) {
        self.name = name
        self.kind = kind
        self.place = place
        self.initial = initial
        self.states = states
        self.transitions = transitions
        self.entry = entry
        self.exit = exit
        roles = []
        documents = []
        basis = []
        tags = []
    }

    public var isHistory: Bool {
        if case .history = kind { true } else { false }
    }
}

/// The targets that entering a compound state, or a history state without a past, leads to.
public struct InitialDefinition: Hashable, Sendable {
    public var targets: [NameReference]
    public var actions: [ActionDefinition]
    public var place: SourcePlace

    public init(
        targets: [NameReference], actions: [ActionDefinition] = [], place: SourcePlace = .none
    ) {
        self.targets = targets
        self.actions = actions
        self.place = place
    }
}

/// By when a state should be left.
public struct DeadlineDefinition: Hashable, Sendable {
    public var what: LocalizedText
    public var within: Delay
    /// `entry` (into the state), or a clock that the shipment keeps, such as the conveyance's
    /// entry.
    public var from: String
    /// A last day that is not worked moves to the next working day.
    public var rollsToWorkingDay: Bool
    public var basis: [LegalBasis]
    public var confidence: LegalBasis.Confidence
    public var place: SourcePlace

    /// The clock that starts when the state is entered.
    public static let entryClock = "entry"

    public init(
        what: LocalizedText, within: Delay, from: String = Self.entryClock,
        rollsToWorkingDay: Bool = false, basis: [LegalBasis] = [],
        confidence: LegalBasis.Confidence = .unverified, place: SourcePlace = .none
    ) {
        self.what = what
        self.within = within
        self.from = from
        self.rollsToWorkingDay = rollsToWorkingDay
        self.basis = basis
        self.confidence = confidence
        self.place = place
    }
}

extension DeadlineDefinition {
    /// When it runs out, counted from `start`: day 0 is the day of `start`.
    public func due(
        from start: Timestamp, calendar: WorkingCalendar
    ) -> (due: Timestamp, provisional: Bool) {
        guard within.endsWithDay else {
            return (within.due(from: start, calendar: calendar), false)
        }
        let last = within.lastDay(from: start.date, calendar: calendar)
        guard rollsToWorkingDay else { return (Timestamp(endOf: last.date), last.provisional) }
        let rolled = calendar.rollForward(last.date)
        return (Timestamp(endOf: rolled.date), last.provisional || rolled.provisional)
    }
}
