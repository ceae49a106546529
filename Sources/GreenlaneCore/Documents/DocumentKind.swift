/// A kind of document that a workflow knows: its table says which contents are taken for it.
public struct DocumentKind: Hashable, Sendable {
    /// Such as `invoice`.
    public var id: String
    public var title: LocalizedText
    /// In the order of the table.
    public var formats: [DocumentFormat]
    /// Code of the document in a declaration; empty where no source gives one.
    public var code: String
    /// Where kind and code come from.
    public var basis: [LegalBasis]
    public var place: SourcePlace

    public init(
        id: String, title: LocalizedText, formats: [DocumentFormat], code: String = "",
        basis: [LegalBasis] = [], place: SourcePlace = .none
    ) {
        self.id = id
        self.title = title
        self.formats = formats
        self.code = code
        self.basis = basis
        self.place = place
    }

    /// The types of contents that are taken for it.
    public var types: [MediaType] { formats.flatMap(\.types) }
}
