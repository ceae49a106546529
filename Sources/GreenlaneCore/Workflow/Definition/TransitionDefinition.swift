/// One way out of a state, or a reaction inside it.
public struct TransitionDefinition: Hashable, Sendable {
    /// What it answers to.
    public enum Trigger: Hashable, Sendable {
        /// A key of `on`: a name, a dotted prefix, or `*`.
        case event(String)
        /// `always`: as soon as its guard holds.
        case always
        case after(TimerDefinition)
    }

    public var trigger: Trigger
    /// Empty: nothing is left and nothing entered.
    public var targets: [NameReference]
    public var guardCondition: GuardDefinition?
    public var actions: [ActionDefinition]
    /// Leaves and enters its source even where the target lies inside.
    public var reenter: Bool
    public var title: LocalizedText?
    public var description: String?
    public var basis: [LegalBasis]
    /// Overrides the event's roles where set.
    public var roles: [String]?
    public var place: SourcePlace

    public init(
        on trigger: Trigger, to targets: [NameReference] = [],
        if guardCondition: GuardDefinition? = nil,
        actions: [ActionDefinition] = [], reenter: Bool = false, place: SourcePlace = .none
    ) {
        self.trigger = trigger
        self.targets = targets
        self.guardCondition = guardCondition
        self.actions = actions
        self.reenter = reenter
        self.place = place
        basis = []
    }
}

/// A key of `after`.
public struct TimerDefinition: Hashable, Sendable {
    public enum Length: Hashable, Sendable {
        case delay(Delay)
        /// The state's own deadline.
        case deadline
    }

    /// As the file writes it: part of the timer's name.
    public var key: String
    public var length: Length

    public init(key: String, length: Length) {
        self.key = key
        self.length = length
    }
}

/// A condition: built-in combinators around calls that the environment answers.
public indirect enum GuardDefinition: Hashable, Sendable {
    case call(GuardCall)
    /// Whether that state is active.
    case inState(NameReference)
    case all([GuardDefinition])
    case any([GuardDefinition])
    case not(GuardDefinition)
}

/// A guard that the environment answers.
public struct GuardCall: Hashable, Sendable {
    public var name: String
    public var params: JSONValue
    public var line: Int
    public var column: Int

    public init(
        _ name: String, params: JSONValue = .object(JSONObject()), at place: SourcePlace = .none
    ) {
        self.name = name
        self.params = params
        line = place.line
        column = place.column
    }
}

/// What is done on the way.
public enum ActionDefinition: Hashable, Sendable {
    /// Puts an event into the internal queue.
    case raise(String)
    /// Puts an event into the external queue, at once or after a delay.
    case send(event: String, delay: Delay?, id: String?)
    /// Takes back a delayed event.
    case cancel(id: String)
    case call(ActionCall)
}

/// An action that the environment performs.
public struct ActionCall: Hashable, Sendable {
    public var type: String
    public var params: JSONValue
    public var line: Int
    public var column: Int

    public init(
        _ type: String, params: JSONValue = .object(JSONObject()), at place: SourcePlace = .none
    ) {
        self.type = type
        self.params = params
        line = place.line
        column = place.column
    }
}
