/// An importer lets another organisation handle its goods, for a time.
public struct Entrustment: Hashable, Sendable {
    /// Days that one entrustment may last, both ends included.
    public static let maximumDays = 366

    /// Ours: `ENT-0001` and on; empty in a wish to grant one.
    public var id: String
    /// Id of the importer's organisation.
    public var importer: String
    /// Id of the organisation that is entrusted: a broker, a warehouse or a carrier.
    public var broker: String
    /// First day, in Asia/Shanghai.
    public var from: CalendarDate
    /// Last day, inclusive.
    public var until: CalendarDate
    /// The day on which it was revoked: it no longer holds on that day.
    public var revokedOn: CalendarDate?
    /// Events in its stream.
    public var version: Int

    public init(
        id: String = "", importer: String, broker: String, from: CalendarDate,
        until: CalendarDate
    ) {
        self.id = id
        self.importer = importer
        self.broker = broker
        self.from = from
        self.until = until
        version = 0
    }

    /// Whether it holds on a day (Asia/Shanghai).
    public func isActive(on day: CalendarDate) -> Bool {
        from <= day && day <= until && (revokedOn.map { day < $0 } ?? true)
    }
}
