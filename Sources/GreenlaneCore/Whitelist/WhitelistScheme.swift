/// One whitelist scheme in one version: who may apply, what it can waive at all, and what its
/// notices leave open. Several versions of one scheme follow each other in time.
public struct WhitelistScheme: Hashable, Sendable {
    /// What an entry of the scheme does.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Stands for the import drug clearance form (code Q), and what else the notice names.
        case drugFormWaiver = "drug_form_waiver"
        /// A joint-supervision list for special goods: it waives nothing, it makes the approval of
        /// special goods quicker.
        case specialGoodsList = "special_goods_list"
    }

    /// A figure or text that the notice may not state: then a default, marked unverified.
    public struct Setting<Value: Hashable & Sendable>: Hashable, Sendable {
        public var value: Value
        public var confidence: LegalBasis.Confidence
        /// Number in the list of sources; empty for a default of ours.
        public var source: String

        public init(
            _ value: Value, _ confidence: LegalBasis.Confidence, source: String = ""
        ) {
            self.value = value
            self.confidence = confidence
            self.source = source
        }
    }

    /// A permit that the scheme can waive, and for which goods.
    public struct Waiver: Hashable, Sendable {
        public var permit: String
        public var when: Condition

        public init(permit: String, when: Condition = .always) {
            self.permit = permit
            self.when = when
        }
    }

    /// Goods that no entry of the scheme can cover.
    public struct Exclusion: Hashable, Sendable {
        public var when: Condition
        public var text: LocalizedText
        /// Whether the notice says so, or prudence does.
        public var confidence: LegalBasis.Confidence

        public init(
            when: Condition, text: LocalizedText,
            confidence: LegalBasis.Confidence = .unverified
        ) {
            self.when = when
            self.text = text
            self.confidence = confidence
        }
    }

    /// Name in whitelist files, such as `nansha`; versions share it.
    public var id: String
    public var name: LocalizedText
    public var kind: Kind
    public var inForce: DateRange
    /// First digits of the GB/T 2260 codes of the area; empty where any unit may apply.
    public var districts: [String]
    /// Purposes that the scheme serves; empty where the notice names none.
    public var purposes: [ImportRequest.Purpose]
    public var waives: [Waiver]
    public var excludes: [Exclusion]
    /// Months from the first day, for entries that state no last day.
    public var validityMonths: Setting<Int>?
    /// Text for the remarks of the declaration.
    public var remark: Setting<String>?
    /// Customs offices where entries count; empty is any.
    public var acceptedOffices: [String]
    /// Whether an agent may be the consignee while the unit is the end user.
    public var allowsAgent: Setting<Bool>
    /// Whether the balance comes back when goods are returned or destroyed after acceptance.
    public var balanceComesBack: Setting<Bool>
    /// Permits that an entry makes quicker, and does not waive.
    public var eases: [String]
    /// What people must know before they rely on the scheme, such as a pilot whose time has run
    /// out.
    public var caution: LocalizedText?
    public var basis: [LegalBasis]

    public init(
        id: String, name: LocalizedText, inForce: DateRange, districts: [String] = [],
        purposes: [ImportRequest.Purpose] = [], waives: [Waiver], excludes: [Exclusion] = [],
        validityMonths: Setting<Int>? = nil, remark: Setting<String>? = nil,
        acceptedOffices: [String] = [], allowsAgent: Setting<Bool> = Setting(false, .unverified),
        balanceComesBack: Setting<Bool> = Setting(false, .unverified), basis: [LegalBasis] = [],
        kind: Kind = .drugFormWaiver, eases: [String] = [], caution: LocalizedText? = nil
    ) {
        self.id = id
        self.name = name
        self.inForce = inForce
        self.districts = districts
        self.purposes = purposes
        self.waives = waives
        self.excludes = excludes
        self.validityMonths = validityMonths
        self.remark = remark
        self.acceptedOffices = acceptedOffices
        self.allowsAgent = allowsAgent
        self.balanceComesBack = balanceComesBack
        self.basis = basis
        self.kind = kind
        self.eases = eases
        self.caution = caution
    }

    /// The last day of an entry: its own, or by the scheme's usual validity.
    public func lastDay(of entry: WhitelistEntry) -> CalendarDate? {
        if let last = entry.validTo { return last }
        guard let first = entry.validFrom, let months = validityMonths?.value else { return nil }
        return first.adding(months: months).adding(days: -1)
    }
}
