import Foundation
public import GreenlaneCore
public import GreenlaneStore

/// Rebuilds everything from the log alone and decides every accepted command again, under the
/// texts that were in force: the same events must come out, byte for byte.
public final class Replayer {
    /// Divergences that a report lists; the rest are counted.
    public static let maximumDivergences = 1_000
    /// Shipments kept in memory; beyond that the longest untouched are forgotten, and folded from
    /// the log again should an event of theirs come.
    public static let maximumOpenShipments = 4_096

    let store: LogStore
    /// The shipment's id where it cannot be counted, because only its own events are at hand.
    var statedShipmentID: String?
    var report = ReplayReport()
    var ledgers = LedgerBook()
    private var open: [Int64: OpenShipment] = [:]
    private var shipmentCount = 0
    /// What the last shipment event did to permits and entries: the next rows must say the same.
    var expected: [LedgerEvent] = []
    private var expectedIndex = 0
    private var expectedCause: Int64 = 0
    private var definitions: DefinitionSet?
    private var under: [UInt8] = []
    private var knownDefinitions: [String: DefinitionSet] = [:]
    private var writer = JSONWriter(capacity: 1024)
    private var only: Int64?

    /// A shipment that has not ended yet: ended ones are forgotten, so that memory follows the
    /// work under way and not the length of the log.
    private final class OpenShipment {
        var shipment: Shipment
        let flow: ClearanceWorkflow
        let id: String
        /// Position of its last event.
        var touched: Int64 = 0

        init(_ shipment: Shipment, _ flow: ClearanceWorkflow) {
            self.shipment = shipment
            self.flow = flow
            id = shipment.id
        }
    }

    /// How the workflow names its timers.
    private static let timerPrefix = Array("after.".utf8)

    public init(store: LogStore) {
        self.store = store
    }

    /// Replays all, or one shipment; up to a moment of recording where one is given. `progress` is
    /// told the position now and then. `seconds` is asked for elapsed time.
    public func run(
        shipment id: String? = nil, at limit: Timestamp? = nil,
        progress: (Int64) -> Void = { _ in }, seconds: () -> Int64 = { 0 }
    ) throws -> ReplayReport {
        if let id {
            guard let row = try store.shipment(id: id) else {
                throw DoorRefusal.shipmentUnknown(id)
            }
            only = row.stream
        }
        let start = seconds()
        try store.scan { view in
            guard let entry = EntryView(view.entry) else {
                diverge(view.position, "", "entry-unreadable", nil)
                return true
            }
            if let limit, let recorded = entry.recorded, limit < recorded { return false }
            if only == nil || only == view.stream { report.events += 1 }
            if view.position % 50_000 == 0 { progress(view.position) }
            try replay(entry, stream: view.stream, position: view.position)
            return true
        }
        finishExpected(at: report.lastPosition)
        report.nanoseconds = seconds() - start
        report.shipments = only == nil ? shipmentCount : min(1, shipmentCount)
        return report
    }

    private func replay(_ entry: EntryView, stream: Int64, position: Int64) throws {
        report.lastPosition = position
        try select(entry.under)
        guard let slash = entry.stream.firstIndex(of: UInt8(ascii: "/")) else { return }
        switch entry.stream.first {
        // Streams: shipment, subscription, permit, entry, whitelist.
        case UInt8(ascii: "s") where slash == 8:
            finishExpected(at: position)
            if only == nil || only == stream {
                try decide(entry, stream: stream, position: position)
            } else if entry.version == 1 {
                shipmentCount += 1
            }
        case UInt8(ascii: "p"), UInt8(ascii: "e"): apply(entry, position: position)
        default: finishExpected(at: position)
        }
    }

    private func select(_ digest: UnsafeBufferPointer<UInt8>) throws {
        if definitions != nil, under.elementsEqual(digest) { return }
        let text = EntryView.text(digest)
        let set = try knownDefinitions[text] ?? DefinitionSet.restore(text, store)
        knownDefinitions[text] = set
        definitions = set
        under = Array(digest)
    }

    // MARK: Shipments

    private func decide(_ entry: EntryView, stream: Int64, position: Int64) throws {
        guard let definitions, let view = CommandView(entry.data), let role = entry.role,
            let occurred = entry.occurred, let recorded = entry.recorded
        else {
            diverge(position, EntryView.text(entry.stream), "entry-unreadable", nil)
            return
        }
        let known = open[stream]
        let decided: Result<Decision, Refusal>
        let flow: ClearanceWorkflow
        if let known {
            flow = known.flow
            let facts = facts(definitions, flow, occurred, recorded, "")
            decided = Shipment.decide(
                known.shipment, command(view, flow), by: role, facts)
        } else {
            guard let filing = filing(view.filed) else {
                return try late(entry, stream, position)
            }
            flow = try definitions.workflow(filing.workflow, store)
            shipmentCount += 1
            let id =
                statedShipmentID
                ?? ShipmentNumber.text(year: recorded.date.year, serial: shipmentCount)
            let facts = facts(definitions, flow, occurred, recorded, id)
            decided = Shipment.decide(nil, .file(filing.filed), by: role, facts)
        }
        switch decided {
        case .failure(let refusal):
            diverge(position, EntryView.text(entry.stream), "refused", refusal)
            try resync(entry, stream, position, known?.shipment, flow)
        case .success(let decision):
            compare(decision, entry, flow, position)
            expected = decision.ledger
            expectedIndex = 0
            expectedCause = position
            keep(decision.shipment, known, stream, position, flow)
        }
    }

    private func keep(
        _ shipment: Shipment, _ known: OpenShipment?, _ stream: Int64, _ position: Int64,
        _ flow: ClearanceWorkflow
    ) {
        if shipment.isFinal {
            open[stream] = nil
            return
        }
        if let known {
            known.shipment = shipment
            known.touched = position
            return
        }
        if open.count >= Self.maximumOpenShipments {
            let middle = open.values.map(\.touched).sorted()[open.count / 2]
            open = open.filter { $0.value.touched > middle }
        }
        let fresh = OpenShipment(shipment, flow)
        fresh.touched = position
        open[stream] = fresh
    }

    private func facts(
        _ definitions: DefinitionSet, _ flow: ClearanceWorkflow, _ occurred: Timestamp,
        _ recorded: Timestamp, _ id: String
    ) -> Facts {
        Facts(
            occurred: occurred, recorded: recorded, workflow: flow, data: definitions.data,
            ledgers: ledgers, newShipmentID: id)
    }

    private func command(_ view: CommandView, _ flow: ClearanceWorkflow) -> ShipmentCommand {
        if view.command.utf8.starts(with: Self.timerPrefix),
            flow.chart.timerID(named: view.command) != nil
        {
            return .timer
        }
        guard view.input.count > 2 else { return .send(event: view.command, input: JSONObject()) }
        switch JSONParser.parse(view.input) {
        case .success(.object(let input)): return .send(event: view.command, input: input)
        default: return .send(event: view.command, input: JSONObject())
        }
    }

    private func filing(_ raw: UnsafeBufferPointer<UInt8>) -> ShipmentEvent.Filing? {
        var workflow: String?
        var stated: UnsafeBufferPointer<UInt8>?
        let isObject = JSONScanner.members(raw) { name, value in
            if JSONScanner.equal(name, "workflow") {
                workflow = EntryView.text(EntryView.inner(value))
            } else if JSONScanner.equal(name, "request") {
                stated = value
            }
        }
        guard isObject, let workflow, let stated,
            case .success(let json) = JSONParser.parse(stated)
        else { return nil }
        do throws(Refusal) {
            let request = try ImportRequest(json: json, for: .stored)
            return ShipmentEvent.Filing(
                id: "", workflow: workflow, filed: FiledRequest(request, bytes: Array(stated)))
        } catch {
            return nil
        }
    }

    private func compare(
        _ decision: Decision, _ entry: EntryView, _ flow: ClearanceWorkflow, _ position: Int64
    ) {
        writer.removeAll()
        decision.event.write(to: &writer, flow.chart)
        let isSame =
            writer.bytes.withUnsafeBytes { Self.equal($0, UnsafeRawBufferPointer(entry.data)) }
            && decision.event.type.utf8.elementsEqual(entry.type)
            && Int64(decision.shipment.version) == entry.version
        guard !isSame else { return }
        diverge(
            position, EntryView.text(entry.stream), "event-differs", nil,
            decided: String(decoding: writer.bytes, as: UTF8.self),
            recorded: EntryView.text(entry.data))
    }

    private static func equal(
        _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer
    ) -> Bool {
        guard left.count == right.count, let first = left.baseAddress,
            let second = right.baseAddress
        else { return left.isEmpty && right.isEmpty }
        return memcmp(first, second, left.count) == 0
    }

    /// An event of a shipment that has ended: a fact that came late. Its stream is folded anew.
    private func late(_ entry: EntryView, _ stream: Int64, _ position: Int64) throws {
        guard let definitions else { return }
        let name = EntryView.text(entry.stream)
        let id = String(name.dropFirst("shipment/".count))
        let version = entry.version
        guard version > 1 else {
            diverge(position, name, "entry-unreadable", nil)
            return
        }
        let shipment = try ShipmentStream.fold(stream, id, store, definitions) {
            $0.version < version
        }
        let flow = try definitions.workflow(shipment.workflow, store)
        open[stream] = OpenShipment(shipment, flow)
        try decide(entry, stream: stream, position: position)
        if open[stream]?.shipment.isFinal == true { open[stream] = nil }
    }

    /// Goes on from what the log says, so that one divergence does not become a thousand.
    private func resync(
        _ entry: EntryView, _ stream: Int64, _ position: Int64, _ before: Shipment?,
        _ flow: ClearanceWorkflow
    ) throws {
        guard case .success(let data) = JSONParser.parse(entry.data),
            let event = ShipmentEvent(
                type: EntryView.text(entry.type), data: data, chart: flow.chart),
            let occurred = entry.occurred, let recorded = entry.recorded,
            let after = Shipment.evolve(before, event, occurred: occurred, recorded: recorded)
        else { return }
        open[stream] = OpenShipment(after, flow)
        expected = []
        expectedIndex = 0
        expectedCause = -1
    }

    // MARK: Permits and entries

    private func apply(_ entry: EntryView, position: Int64) {
        let name = EntryView.text(entry.stream)
        guard case .success(let data) = JSONParser.parse(entry.data),
            let event = LedgerEvent(stream: name, type: EntryView.text(entry.type), data: data)
        else {
            diverge(position, name, "entry-unreadable", nil)
            return
        }
        if let cause = entry.cause, cause == expectedCause {
            if expectedIndex < expected.count, expected[expectedIndex] == event {
                expectedIndex += 1
            } else {
                diverge(position, name, "event-differs", nil)
            }
        } else if case .balance = event.change, only == nil, expectedCause >= 0 {
            // A balance moves only because a shipment moved it.
            diverge(position, name, "unexpected", nil)
        }
        ledgers.apply(event)
    }

    private func finishExpected(at position: Int64) {
        if expectedIndex < expected.count {
            diverge(position, expected[expectedIndex].stream, "missing", nil)
        }
        expected = []
        expectedIndex = 0
    }

    private func diverge(
        _ position: Int64, _ stream: String, _ kind: String, _ refusal: Refusal?,
        decided: String? = nil, recorded: String? = nil
    ) {
        report.divergenceCount += 1
        guard report.divergences.count < Self.maximumDivergences else { return }
        report.divergences.append(
            ReplayReport.Divergence(
                position: position, stream: stream, kind: kind, refusal: refusal,
                decided: decided, recorded: recorded))
    }
}
