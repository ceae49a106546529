public import GreenlaneCore
public import GreenlaneStore

/// Which EPCIS events an export holds.
public struct EPCISSelection: Hashable, Sendable {
    /// What the period is counted by.
    public enum Clock: String, Hashable, Sendable, CaseIterable {
        /// When it happened in the world (`eventTime`).
        case event
        /// When the log came to say so: periods that follow one another then miss nothing and
        /// repeat nothing, late facts and corrections included.
        case record
    }

    /// Ids, in the order asked for; all shipments where empty.
    public var shipments: [String]
    /// First moment; nil is since ever.
    public var from: Timestamp?
    /// Last moment; nil is until now.
    public var to: Timestamp?
    public var clock: Clock

    public init(
        shipments: [String] = [], from: Timestamp? = nil, to: Timestamp? = nil,
        clock: Clock = .event
    ) {
        self.shipments = shipments
        self.from = from
        self.to = to
        self.clock = clock
    }

    func contains(_ event: EPCISEvent) -> Bool {
        let moment = clock == .event ? event.occurred : event.recorded
        if let from, moment < from { return false }
        if let to, to < moment { return false }
        return true
    }
}

/// Writes the life of shipments as one EPCIS 2.0 document. Reads the log only, one shipment at a
/// time, so that memory does not grow with the number of shipments.
public final class EPCISExporter {
    /// What was written.
    public struct Summary: Hashable, Sendable {
        /// Shipments with at least one event.
        public var shipments = 0
        public var events = 0
    }

    /// Bytes that are gathered before they are handed on.
    private static let chunk = 64 * 1024
    /// Shipments that are looked up at once.
    private static let page = 500

    private let store: LogStore
    private let definitions: DefinitionSet

    public init(store: LogStore, definitions: DefinitionSet) {
        self.store = store
        self.definitions = definitions
    }

    /// Hands the document to `write` in pieces. An unknown shipment is refused before the first
    /// byte. `created` is the document's creation date.
    public func export(
        _ selection: EPCISSelection, created: Timestamp, write: ([UInt8]) throws -> Void
    ) throws -> Summary {
        let named = try selection.shipments.map { id in
            guard let row = try store.shipment(id: id) else {
                throw DoorRefusal.shipmentUnknown(id)
            }
            return row
        }
        var document = EPCISDocument()
        var summary = Summary()
        var bytes = document.head(id: try id(selection, named), created: created)
        func add(_ row: ShipmentRow) throws {
            let before = summary.events
            try events(of: row) { event in
                guard selection.contains(event) else { return }
                summary.events += 1
                bytes += document.event(event)
                guard bytes.count >= Self.chunk else { return }
                try write(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
            if summary.events > before { summary.shipments += 1 }
        }
        if named.isEmpty {
            try everyShipment(selection, add)
        } else {
            for row in named { try add(row) }
        }
        try write(bytes + document.tail)
        return summary
    }

    /// Pages through all shipments; one that was last touched before the period has nothing in it.
    private func everyShipment(
        _ selection: EPCISSelection, _ body: (ShipmentRow) throws -> Void
    ) throws {
        var cursor: String?
        while true {
            let rows = try store.shipments(ShipmentFilter(limit: Self.page, after: cursor))
            for row in rows.prefix(Self.page) {
                if let from = selection.from, row.updated < from.milliseconds { continue }
                try body(row)
            }
            guard rows.count > Self.page else { return }
            cursor = rows[Self.page - 1].id
        }
    }

    /// Names what the document says of what: the same selection of the same log is the same id.
    private func id(_ selection: EPCISSelection, _ named: [ShipmentRow]) throws -> String {
        let size = String(try store.tree().size)
        let from = selection.from?.shanghaiText ?? ""
        let to = selection.to?.shanghaiText ?? ""
        let what = named.map(\.id).joined(separator: ",")
        return EPCISName.uri("epcis", size, what, selection.clock.rawValue, from, to)
    }

    private func events(
        of row: ShipmentRow, _ body: (EPCISEvent) throws -> Void
    ) throws {
        var trace = EPCISTrace()
        var flow: ClearanceWorkflow?
        for stored in try store.events(stream: row.stream) {
            let head = try EventHead.parse(stored.entry)
            if flow == nil {
                let digest = head.data["filed"]?["workflow"]?.stringValue ?? ""
                flow = try definitions.workflow(digest, store)
            }
            guard let flow,
                let event = ShipmentEvent(type: head.type, data: head.data, chart: flow.chart)
            else { throw EngineFault.streamDamaged(row.id) }
            try learnPermits(event, &trace)
            let recorded = event.fits ? "" : flow.event(named: event.command)?.records ?? ""
            let entry = ShipmentLogEntry(
                event: event, kind: recorded.isEmpty ? head.type : recorded,
                position: head.position, version: Int(head.version), occurred: head.occurred,
                recorded: head.recorded, role: head.role, isLate: head.isLate, leaf: stored.leaf)
            for told in trace.take(entry) { try body(told) }
        }
    }

    /// The numbers on the papers that the shipment comes to draw on.
    private func learnPermits(_ event: ShipmentEvent, _ trace: inout EPCISTrace) throws {
        for effect in event.effects {
            guard case .drew(let draw) = effect, draw.ledger == .permit,
                trace.permits[draw.id] == nil,
                let row = try store.ledger(
                    kind: LedgerEvent.Ledger.permit.rawValue, id: draw.id)
            else { continue }
            trace.permits[draw.id] = Permit(account: try JSONParser.parse(row.body))
        }
    }
}
