public import GreenlaneCore
public import GreenlaneStore

/// What happened to a shipment, refused attempts among it, and how it stood before and after one
/// of these entries: read from its own streams alone.
public struct ShipmentPast: Sendable {
    /// One entry of the log about the shipment.
    public struct Line: Sendable {
        public var position: Int64
        public var isRefused: Bool
        public var command: String
        public var title: LocalizedText
        public var role: Actor.Role
        /// Nil where the name was erased.
        public var name: String?
        public var occurred: Timestamp
        public var recorded: Timestamp
        public var isLate: Bool
        public var isOverride = false
        public var isUndone = false
        /// False for a fact that was recorded and moved nothing.
        public var fits = true
        /// Title of the state that it led to; nil where it led to no other.
        public var reached: LocalizedText?
        /// Digest of the texts that decided.
        public var under: String
        /// SHA-256 of the entry, as the log's tree has it.
        public var leaf: [UInt8]
        /// Of a refused attempt: what was told, as JSON.
        public var refusal: JSONValue?
    }

    /// Which entry is looked at.
    public enum Choice: Sendable {
        case last
        /// From 1; beyond the ends, the nearest.
        case number(Int)
        /// The last one that the moment includes.
        case moment(LogMoment)
    }

    public var id: String
    public var flow: ClearanceWorkflow
    /// In order of position.
    public var lines: [Line]
    /// Index of the entry that is looked at.
    public var chosen: Int
    /// The shipment before that entry; nil before it was filed.
    public var before: Shipment?
    /// The shipment after it.
    public var after: Shipment
    /// What was decided; nil where the attempt was refused.
    public var event: ShipmentEvent?
    /// What the texts of that day said; nil where they cannot be read any more.
    public var data: DataInForce?
    /// Position of the shipment's last event.
    public var lastPosition: Int64

    public var line: Line { lines[chosen] }

    /// Throws `shipment-unknown`, `position-unknown` or `shipment-not-yet`.
    public static func read(
        _ id: String, _ choice: Choice, _ store: LogStore, _ definitions: DefinitionSet
    ) throws -> ShipmentPast {
        guard let row = try store.shipment(id: id) else { throw DoorRefusal.shipmentUnknown(id) }
        var reading = PastReading(id: id)
        var events: [EventRow] = []
        try store.forEachEvent(ofStream: row.stream) { events.append($0.row) }
        for event in events { try reading.take(event, store, definitions) }
        if let stream = try store.streamID(RefusalRecord.streamPrefix + id) {
            for event in try store.events(stream: stream) { try reading.take(refused: event) }
        }
        return try reading.result(choice, store, definitions)
    }
}

/// The streams while they are read.
private struct PastReading {
    let id: String
    private var flow: ClearanceWorkflow?
    private var lines: [ShipmentPast.Line] = []
    private var events: [(head: EventHead, event: ShipmentEvent)] = []
    private var state: Int?

    init(id: String) { self.id = id }

    mutating func take(
        _ row: EventRow, _ store: LogStore, _ definitions: DefinitionSet
    ) throws {
        let head = try EventHead.parse(row.entry)
        if flow == nil {
            let digest = head.data["filed"]?["workflow"]?.stringValue ?? ""
            flow = try definitions.workflow(digest, store)
        }
        guard let flow,
            let event = ShipmentEvent(type: head.type, data: head.data, chart: flow.chart)
        else { throw EngineFault.streamDamaged(id) }
        events.append((head, event))
        undo(event)
        var line = Self.line(head, row)
        line.command = event.command
        line.title = HistoryLine.title(event.command, flow)
        line.isOverride = event.isOverride
        line.fits = event.fits
        if event.state != state, flow.chart.states.indices.contains(event.state) {
            let definition = flow.chart.states[event.state].definition
            line.reached =
                definition.title ?? LocalizedText(zh: definition.name, en: definition.name)
        }
        state = event.state
        lines.append(line)
    }

    private mutating func undo(_ event: ShipmentEvent) {
        for effect in event.effects {
            guard case .undone(let version) = effect, lines.indices.contains(version - 1)
            else { continue }
            // Refusals are read afterwards: until then a line's place is its version.
            lines[version - 1].isUndone = true
        }
    }

    mutating func take(refused row: EventRow) throws {
        let head = try EventHead.parse(row.entry)
        var line = Self.line(head, row)
        line.isRefused = true
        line.command = head.data["command"]?.stringValue ?? ""
        line.title = HistoryLine.title(line.command, flow)
        line.refusal = head.data["refusal"] ?? ["code": head.data["code"] ?? ""]
        lines.append(line)
    }

    private static func line(_ head: EventHead, _ row: EventRow) -> ShipmentPast.Line {
        let actor = AuditActor(head, sealed: row.sealed)
        return ShipmentPast.Line(
            position: head.position, isRefused: false, command: "",
            title: LocalizedText(zh: head.type, en: head.type), role: actor.role,
            name: actor.name, occurred: head.occurred, recorded: head.recorded,
            isLate: head.isLate, under: head.under, leaf: row.leaf)
    }

    func result(
        _ choice: ShipmentPast.Choice, _ store: LogStore, _ definitions: DefinitionSet
    ) throws -> ShipmentPast {
        let lines = self.lines.sorted { $0.position < $1.position }
        let chosen = try index(of: choice, lines, store)
        let position = lines[chosen].position
        var before: Shipment?
        var after: Shipment?
        var event: ShipmentEvent?
        for (head, each) in events where head.position <= position {
            before = after
            after = Shipment.evolve(
                after, each, occurred: head.occurred, recorded: head.recorded)
            if head.position == position { event = each }
        }
        guard let after, let flow else { throw EngineFault.streamDamaged(id) }
        return ShipmentPast(
            id: id, flow: flow, lines: lines, chosen: chosen,
            before: event == nil ? after : before, after: after, event: event,
            data: data(lines[chosen].under, store, definitions),
            lastPosition: events.last?.head.position ?? 0)
    }

    private func index(
        of choice: ShipmentPast.Choice, _ lines: [ShipmentPast.Line], _ store: LogStore
    ) throws -> Int {
        guard !lines.isEmpty else { throw EngineFault.streamDamaged(id) }
        switch choice {
        case .last: return lines.count - 1
        case .number(let number): return min(max(number, 1), lines.count) - 1
        case .moment(let moment):
            try moment.check(store)
            let known = lines.lastIndex {
                moment.includes(position: $0.position, recorded: $0.recorded)
            }
            guard let known else { throw LogMoment.notYet(id) }
            return known
        }
    }

    /// A set of texts that is not there any more is no reason to show nothing.
    private func data(
        _ under: String, _ store: LogStore, _ definitions: DefinitionSet
    ) -> DataInForce? {
        do { return try definitions.data(under, store) } catch { return nil }
    }
}
