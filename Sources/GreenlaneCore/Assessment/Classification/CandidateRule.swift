/// Goods that are usually declared under certain tariff lines: a proposal with its reason, never an
/// answer. The classifier of record is the declarant, and customs decides.
public struct CandidateRule: Hashable, Sendable {
    /// Stable, kebab-case, unique in a rule book.
    public var id: String
    /// Bits of `item.form`; zero is any.
    public var forms: UInt64
    /// Bits of `item.origin.present`; zero is any.
    public var materials: UInt64
    /// What must hold besides, where anything must.
    public var when: Condition
    /// CAS numbers of which the line speaks; empty is any.
    public var cas: [PackedCode]
    /// Ten digits each, the likeliest first.
    public var codes: [String]
    public var reason: LocalizedText
    public var source: String
    public var confidence: LegalBasis.Confidence

    public init(
        id: String, forms: UInt64 = 0, materials: UInt64 = 0, when: Condition = .always,
        cas: [PackedCode] = [], codes: [String], reason: LocalizedText, source: String,
        confidence: LegalBasis.Confidence
    ) {
        self.id = id
        self.forms = forms
        self.materials = materials
        self.when = when
        self.cas = cas
        self.codes = codes
        self.reason = reason
        self.source = source
        self.confidence = confidence
    }
}

/// What a letter of an HS line means, in the table of its system: the same letter means different
/// things in different systems.
public struct LetterMeaning: Hashable, Sendable {
    public enum System: String, Hashable, Sendable, CaseIterable {
        /// Supervision document codes (监管证件代码).
        case supervision
        /// Inspection and quarantine categories (检验检疫类别).
        case inspection
    }

    public enum Direction: String, Hashable, Sendable, CaseIterable {
        case `import`, export, both

        /// Whether a line with the letter concerns goods that go this way.
        public func concerns(_ direction: ImportRequest.Direction) -> Bool {
            self == .both || rawValue == direction.rawValue
        }
    }

    public var system: System
    /// One character.
    public var letter: String
    public var name: LocalizedText
    public var direction: Direction

    public init(system: System, letter: String, name: LocalizedText, direction: Direction) {
        self.system = system
        self.letter = letter
        self.name = name
        self.direction = direction
    }
}

/// Three digits after the tariff line by which inspection tells goods apart (检验检疫附加码): the same
/// line may be special goods with one and industrial goods with another.
public struct CIQExtension: Hashable, Sendable {
    public var hs10: String
    /// Three digits.
    public var code: String
    public var name: String
    public var source: String
    /// Year of the page, or the span inferred for it.
    public var year: String

    public init(hs10: String, code: String, name: String, source: String, year: String) {
        self.hs10 = hs10
        self.code = code
        self.name = name
        self.source = source
        self.year = year
    }
}

/// A tariff line that the goods may be declared under.
public struct HSCandidate: Hashable, Sendable {
    public var line: HSLine
    public var reason: LocalizedText
    /// The stated facts that speak for it.
    public var because: [Assessment.Because]
    public var source: String
    public var confidence: LegalBasis.Confidence
    /// Permits that are required under this line and are not under every other candidate.
    public var requires: [String]
}
