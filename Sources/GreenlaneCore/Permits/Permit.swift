/// A licence with validity and quantity: granted once, drawn on by one or more shipments.
public struct Permit: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable {
        case valid, revoked
    }

    /// Ours: `P-000001`, or what the one who registered it chose.
    public var id: String
    /// Permit code of the contract, such as `special-goods-approval`.
    public var code: String
    /// The number that the authority printed on it.
    public var number: String
    /// USCC of the holder.
    public var holder: String
    /// The goods it names; nil where it names none. Read by people.
    public var goods: String?
    public var validFrom: CalendarDate
    /// Last day.
    public var validTo: CalendarDate
    /// One shipment only.
    public var singleUse: Bool
    public var status: Status
    public var balance: Balance
    /// Events in its stream.
    public var version: Int

    public init(
        id: String, code: String, number: String, holder: String, goods: String? = nil,
        validFrom: CalendarDate, validTo: CalendarDate, quantity: Quantity? = nil,
        singleUse: Bool
    ) {
        self.id = id
        self.code = code
        self.number = number
        self.holder = holder
        self.goods = goods
        self.validFrom = validFrom
        self.validTo = validTo
        self.singleUse = singleUse
        status = .valid
        balance = Balance(granted: quantity)
        version = 0
    }

    public func isValid(on date: CalendarDate) -> Bool {
        status == .valid && validFrom <= date && date <= validTo
    }
}

/// A whitelist entry with what is left of it.
public struct EntryAccount: Hashable, Sendable {
    public var entry: WhitelistEntry
    public var balance: Balance
    /// Events in its stream.
    public var version: Int

    public init(entry: WhitelistEntry, balance: Balance, version: Int = 0) {
        self.entry = entry
        self.balance = balance
        self.version = version
    }
}
