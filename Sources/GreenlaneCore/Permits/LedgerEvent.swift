/// An event in the stream of a permit or a whitelist entry.
public struct LedgerEvent: Hashable, Sendable {
    public enum Ledger: String, Hashable, Sendable {
        case permit, entry
    }

    public enum Change: Hashable, Sendable {
        case granted(Permit)
        case published(WhitelistEntry)
        case balance(BalanceChange)
        case revoked(reason: String)
        /// A list published later says otherwise of this entry.
        case restated(WhitelistEntry)
    }

    public var ledger: Ledger
    public var id: String
    public var change: Change

    public init(ledger: Ledger, id: String, change: Change) {
        self.ledger = ledger
        self.id = id
        self.change = change
    }

    /// The stream's name.
    public var stream: String { "\(ledger.rawValue)/\(id)" }

    /// The type in the log.
    public var type: String {
        switch change {
        case .granted: "permit.granted"
        case .published: "entry.published"
        case .restated: "entry.restated"
        case .revoked: ledger == .permit ? "permit.revoked" : "entry.removed"
        case .balance(let change):
            ledger == .permit ? "permit.\(change.kind.rawValue)" : "entry.\(change.kind.rawValue)"
        }
    }

    /// The data of the event, members in canonical order.
    public func write(to writer: inout JSONWriter) {
        switch change {
        case .granted(let permit): writer.value(permit.json, sorted: true)
        case .published(let entry), .restated(let entry): writer.value(entry.json, sorted: true)
        case .revoked(let reason):
            writer.value(["reason": .string(reason)], sorted: true)
        case .balance(let change):
            writer.raw("{\"amount\":")
            writer.string(change.amount.description)
            // Written only where it holds: what earlier events look like does not change.
            if change.keepsShipment { writer.raw(",\"keepsShipment\":true") }
            writer.raw(",\"line\":")
            writer.integer(Int64(change.line))
            writer.raw(",\"shipment\":")
            writer.string(change.shipment)
            writer.raw("}")
        }
    }
}

extension LedgerEvent {
    /// Reads back what `write` wrote; nil where it is no such event.
    public init?(stream: String, type: String, data: JSONValue) {
        let parts = stream.split(separator: "/", maxSplits: 1)
        guard parts.count == 2, let ledger = Ledger(rawValue: String(parts[0])) else { return nil }
        let id = String(parts[1])
        guard let change = Self.change(type: type, data: data) else { return nil }
        self.init(ledger: ledger, id: id, change: change)
    }

    private static func change(type: String, data: JSONValue) -> Change? {
        switch type {
        case "permit.granted": return Permit(json: data).map(Change.granted)
        case "entry.published": return WhitelistEntry(json: data).map(Change.published)
        case "entry.restated": return WhitelistEntry(json: data).map(Change.restated)
        case "permit.revoked", "entry.removed":
            return data["reason"]?.stringValue.map { .revoked(reason: $0) }
        default:
            guard let verb = type.split(separator: ".").last,
                let kind = BalanceChange.Kind(rawValue: String(verb)),
                let amount = data["amount"]?.stringValue.flatMap({ Decimal($0) }),
                let line = data["line"]?.integerValue,
                let shipment = data["shipment"]?.stringValue
            else { return nil }
            var change = BalanceChange(
                kind: kind, shipment: shipment, line: Int(line), amount: amount)
            change.keepsShipment = data["keepsShipment"]?.boolValue ?? false
            return .balance(change)
        }
    }
}
