/// A declaration lodged with customs: at most 50 lines, several to a shipment.
public struct Declaration: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable {
        case lodged, accepted, rejected, returned, amended, withdrawn, released, cleared
    }

    /// Lines per declaration (报关单商品项上限).
    public static let maximumLines = 50

    /// From 1 in its shipment.
    public var index: Int
    /// Pre-entry number (预录入编号), where the broker stated it.
    public var number: String?
    /// Customs number (海关编号), assigned on acceptance.
    public var entryNumber: String?
    /// Items declared, in order.
    public var lines: [Int]
    public var status: Status
    public var lodgedOn: CalendarDate
    public var acceptedOn: CalendarDate?
    /// Tries to lodge it.
    public var attempts: Int

    /// Customs has accepted it, and it stands.
    var isAccepted: Bool {
        switch status {
        case .accepted, .amended, .released, .cleared: true
        case .lodged, .rejected, .returned, .withdrawn: false
        }
    }

    public init(
        index: Int, number: String?, lines: [Int], lodgedOn: CalendarDate
    ) {
        self.index = index
        self.number = number
        self.lines = lines
        self.lodgedOn = lodgedOn
        status = .lodged
        attempts = 1
    }
}
