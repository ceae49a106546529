/// What a permit is called, and what it asks for when no rule says otherwise.
public struct PermitInfo: Hashable, Sendable {
    /// Stable, such as `special-goods-approval`.
    public var code: String
    public var name: LocalizedText
    public var terms: PermitTerms

    public init(code: String, name: LocalizedText, terms: PermitTerms) {
        self.code = code
        self.name = name
        self.terms = terms
    }
}

/// Who issues a permit, how long that takes, and how it is used and declared.
public struct PermitTerms: Hashable, Sendable {
    /// How often one permit may be used.
    public enum Uses: String, Hashable, Sendable, CaseIterable {
        /// One shipment, not divisible.
        case single
        /// Several shipments, written off by quantity.
        case batch
        /// Any number within the validity, without write-off.
        case multiple
    }

    public var issuer: LocalizedText
    /// Working days of the decision; nil where no limit is known.
    public var workingDays: Int?
    /// Calendar days that the goods are held after entry, such as isolation.
    public var holdDays: Int
    public var documents: [LocalizedText]
    /// Letter of the attached document in the declaration, such as `Q`; empty where it has none.
    public var documentCode: String
    /// Licence type in the product qualification table, such as `203`; empty where it has none.
    public var licenceType: String
    /// Months from issue; nil where the date on the permit rules.
    public var validityMonths: Int?
    public var uses: Uses
    /// Whether it must be held before the goods leave the country of dispatch.
    public var beforeDispatch: Bool

    public init(
        issuer: LocalizedText, workingDays: Int? = nil, holdDays: Int = 0,
        documents: [LocalizedText] = [], documentCode: String = "", licenceType: String = "",
        validityMonths: Int? = nil, uses: Uses = .single, beforeDispatch: Bool = false
    ) {
        self.issuer = issuer
        self.workingDays = workingDays
        self.holdDays = holdDays
        self.documents = documents
        self.documentCode = documentCode
        self.licenceType = licenceType
        self.validityMonths = validityMonths
        self.uses = uses
        self.beforeDispatch = beforeDispatch
    }
}
