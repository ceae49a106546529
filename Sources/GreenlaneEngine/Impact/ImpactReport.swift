public import GreenlaneCore

/// An open shipment whose requirements would be others.
public struct ShipmentImpact: Sendable {
    /// One change of one item.
    public struct Change: Sendable {
        public var change: RequirementChange
        /// First day of the other answer.
        public var from: CalendarDate
        public var remedy: LocalizedText
        public var basis: [DatedBasis]
    }

    public var shipment: String
    public var reference: String
    public var milestone: Milestone
    public var changes: [Change]
}

/// What a change of the rules means for a permit that is held.
public struct PermitImpact: Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// A transitional provision keeps it to its last day.
        case staysValid = "stays-valid"
        /// A provision ends it earlier than is printed on it.
        case cutShort = "cut-short"
        /// The clause could not be read.
        case unknown = "validity-unknown"
        /// The rules on this kind of permit change, and no provision is recorded.
        case noProvision = "no-provision"
        /// No rule of that day asks for a permit of this kind.
        case notNeeded = "no-longer-required"
    }

    public var permit: Permit
    public var kind: Kind
    /// Day of the change.
    public var from: CalendarDate
    /// Id of the transitional provision.
    public var provision: String?
    /// Last day on which it counts; nil where nobody knows.
    public var validUntil: CalendarDate?
    public var remedy: LocalizedText
    public var basis: [DatedBasis]
    public var confidence: LegalBasis.Confidence
}

/// What a change of the schemes means for a whitelist entry.
public struct EntryImpact: Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// Its scheme is not in force any more.
        case schemeEnds = "scheme-ends"
        /// Its scheme can no longer waive what it waives.
        case waivesLess = "no-longer-waivable"
        case waivesAgain = "now-waivable"
        /// Its scheme does not serve its purpose any more.
        case purposeOut = "purpose-excluded"
        /// It states no last day, and the scheme's usual validity is another.
        case otherValidity = "other-validity"
    }

    public var entry: WhitelistEntry
    public var kind: Kind
    /// Permit codes concerned.
    public var permits: [String]
    public var from: CalendarDate
    public var remedy: LocalizedText
    public var basis: [LegalBasis]
}

/// What was looked at, and how much of it would be decided otherwise.
public struct ImpactCounts: Hashable, Sendable {
    public var open = 0
    public var affected = 0
    public var changes = 0
    /// Changes by kind.
    public var kinds: [RequirementChange.Kind: Int] = [:]
    public var permitsHeld = 0
    public var entries = 0

    public init() {}
}

/// Everything but the shipments, which are handed on one by one.
public struct ImpactReport: Sendable {
    public var permits: [PermitImpact]
    public var entries: [EntryImpact]
    public var counts: ImpactCounts
}
