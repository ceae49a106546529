/// All that a workflow file says, in the order in which it says it, with the places for
/// diagnostics. A `Statechart` is what steps are taken on.
public struct WorkflowDefinition: Hashable, Sendable {
    /// What a file claims to be; more is asked of a clearance workflow.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case plain, clearance
    }

    /// The name that diagnostics show.
    public var file: String
    public var kind: Kind
    public var id: String
    public var version: String
    public var title: LocalizedText?
    /// First day in force; nil where the file sets no limit.
    public var inForceFrom: CalendarDate?
    /// Last day in force.
    public var inForceTo: CalendarDate?
    public var basis: [LegalBasis]
    /// A free map for the rules that the workflow's guards ask.
    public var settings: JSONValue
    public var events: [EventDefinition]
    /// The kinds of document that may be attached; any where it is empty.
    public var documentKinds: [DocumentKind]
    /// The machine itself: its `states` are the top of the tree, its name is the workflow's id.
    public var root: StateDefinition

    public init(
        file: String = "", kind: Kind = .plain, id: String, version: String = "",
        title: LocalizedText? = nil, inForceFrom: CalendarDate? = nil,
        inForceTo: CalendarDate? = nil, basis: [LegalBasis] = [],
        settings: JSONValue = .object(JSONObject()), events: [EventDefinition] = [],
        documentKinds: [DocumentKind] = [], root: StateDefinition
    ) {
        self.file = file
        self.kind = kind
        self.id = id
        self.version = version
        self.title = title
        self.inForceFrom = inForceFrom
        self.inForceTo = inForceTo
        self.basis = basis
        self.settings = settings
        self.events = events
        self.documentKinds = documentKinds
        self.root = root
    }

    /// The declared event of that name.
    public func event(named name: String) -> EventDefinition? {
        events.first { $0.name == name }
    }
}

/// A place in the file; both from 1, and 0 where there is none.
public struct SourcePlace: Hashable, Sendable {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// For what no file says.
    public static let none = SourcePlace(line: 0, column: 0)
}

/// A name that refers to something else in the file.
public struct NameReference: Hashable, Sendable {
    public var name: String
    public var place: SourcePlace

    public init(_ name: String, at place: SourcePlace = .none) {
        self.name = name
        self.place = place
    }
}
