/// Something a person should look at: a receipt that did not fit, an open question.
public struct ShipmentTask: Hashable, Sendable {
    /// Stable, kebab-case.
    public var code: String
    public var text: LocalizedText
    /// Day it was opened.
    public var openedOn: CalendarDate

    public init(code: String, text: LocalizedText, openedOn: CalendarDate) {
        self.code = code
        self.text = text
        self.openedOn = openedOn
    }
}

/// A paper that belongs to the shipment, by its digest.
public struct ShipmentDocument: Hashable, Sendable {
    /// Such as `invoice` or `packing_list`.
    public var kind: String
    /// `sha256:` of the file; nil where only a number or a note was given.
    public var digest: String?
    /// Number or remark.
    public var reference: String?

    public init(kind: String, digest: String?, reference: String?) {
        self.kind = kind
        self.digest = digest
        self.reference = reference
    }
}

/// What became of one item after delivery (使用台账).
public struct LineUsage: Hashable, Sendable {
    public var line: Int
    /// In the unit of the item's quantity.
    public var used: Decimal
    public var destroyed: Decimal

    public init(line: Int) {
        self.line = line
        used = .zero
        destroyed = .zero
    }
}
