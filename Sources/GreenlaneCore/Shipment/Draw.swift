/// What one item takes from a permit or a whitelist entry.
public struct Draw: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable {
        /// Named, nothing promised yet.
        case linked
        case reserved, consumed, freed
    }

    public var ledger: LedgerEvent.Ledger
    /// Id of the permit or entry.
    public var id: String
    /// The permit code that it answers; of an entry, the one that it waives.
    public var permit: String
    public var line: Int
    /// In the unit of the permit or entry; zero where no quantity limits it.
    public var amount: Decimal
    public var status: Status

    public init(
        ledger: LedgerEvent.Ledger, id: String, permit: String, line: Int, amount: Decimal,
        status: Status
    ) {
        self.ledger = ledger
        self.id = id
        self.permit = permit
        self.line = line
        self.amount = amount
        self.status = status
    }

    /// Still counts for its item.
    public var isLive: Bool { status != .freed }
}
