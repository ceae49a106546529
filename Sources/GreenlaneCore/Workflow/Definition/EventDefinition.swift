/// An event that people or the outside may send to a shipment of the workflow.
public struct EventDefinition: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// May be refused.
        case wish
        /// Happened in the world, so it is recorded even where it does not fit.
        case fact
    }

    public var name: String
    public var title: LocalizedText?
    public var kind: Kind
    /// Who may send it; a transition may say otherwise.
    public var roles: [String]
    /// The past-tense type in the log; the event's name where empty.
    public var records: String
    /// Kinds of document that go with it: advised, unless a guard of the step asks for them.
    public var documents: [String]
    public var basis: [LegalBasis]
    public var input: [InputField]
    /// A person sets a rule or the usual course aside by it: auditors list such steps.
    public var isOverride: Bool
    public var place: SourcePlace

    public init(
        name: String, title: LocalizedText? = nil, kind: Kind = .wish, roles: [String] = [],
        records: String = "", documents: [String] = [], basis: [LegalBasis] = [],
        input: [InputField] = [], isOverride: Bool = false, place: SourcePlace = .none
    ) {
        self.isOverride = isOverride
        self.name = name
        self.title = title
        self.kind = kind
        self.roles = roles
        self.records = records
        self.documents = documents
        self.basis = basis
        self.input = input
        self.place = place
    }
}

/// One member of the data that comes with an event.
public struct InputField: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case string, integer, decimal, date, time, boolean, list, object
        case enumeration = "enum"
        /// The digest of a document that the shipment has.
        case document
    }

    public var name: String
    public var kind: Kind
    /// The allowed values of an enumeration.
    public var values: [String]
    /// What a list holds: strings or integers.
    public var element: Kind?
    /// A regular expression, as it stands in the file.
    public var pattern: String?
    /// In characters.
    public var maxLength: Int?
    public var required: Bool
    /// Names a person: kept as a commitment in the log.
    public var personal: Bool
    public var title: LocalizedText?
    /// Such as °C.
    public var unit: String?
    public var place: SourcePlace

    public init(
        name: String, kind: Kind, values: [String] = [], element: Kind? = nil,
        pattern: String? = nil, maxLength: Int? = nil, required: Bool = false,
        personal: Bool = false, title: LocalizedText? = nil, unit: String? = nil,
        place: SourcePlace = .none
    ) {
        self.name = name
        self.kind = kind
        self.values = values
        self.element = element
        self.pattern = pattern
        self.maxLength = maxLength
        self.required = required
        self.personal = personal
        self.title = title
        self.unit = unit
        self.place = place
    }
}
