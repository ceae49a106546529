import GreenlaneCore
public import GreenlaneStore

/// Rebuilds everything from the log alone and decides every accepted command again, under the
/// texts that were in force: the same events must come out, byte for byte.
public final class Replayer {
    /// Divergences that a report lists; the rest are counted.
    public static let maximumDivergences = 1_000
    /// Shipments kept in memory; beyond that the longest untouched are forgotten, and folded from
    /// the log again should an event of theirs come.
    public static let maximumOpenShipments = 4_096

    /// Of a replay of one shipment up to a moment: the shipment then, as decided again.
    public private(set) var state: ShipmentView?

    let store: LogStore
    let texts: ReplayDefinitions
    let whatIf: WhatIfTexts?
    /// The shipment's id where it cannot be counted, because only its own events are at hand.
    var statedShipmentID: String?
    var report = ReplayReport()
    var ledgers = LedgerBook()
    var open: [Int64: OpenShipment] = [:]
    var shipmentCount = 0
    /// What the last shipment event did to permits and entries: the next rows must say the same.
    var expected: [LedgerEvent] = []
    var expectedIndex = 0
    var expectedCause: Int64 = 0
    var access = AccessReplay()
    var definitions: DefinitionSet?
    /// Digest under which `definitions` are kept.
    var under: [UInt8] = []
    let requests = RequestMemo()
    var writer = JSONWriter(capacity: 1024)
    /// Key of the one stream that is asked about; nil where all are.
    var only: Int64?
    /// The shipment that is asked about, as it stands; also once it has ended.
    var focus: OpenShipment?
    /// Streams that other texts cannot follow: their later events are passed over.
    var lost: Set<Int64> = []
    private var lastRecorded = Timestamp(milliseconds: 0)

    /// A shipment that has not ended yet: ended ones are forgotten, so that memory follows the
    /// work under way and not the length of the log.
    final class OpenShipment {
        var shipment: Shipment
        let flow: ReplayDefinitions.Flow
        /// Position of its last event.
        var touched: Int64 = 0

        init(_ shipment: Shipment, _ flow: ReplayDefinitions.Flow) {
            self.shipment = shipment
            self.flow = flow
        }
    }

    /// `whatIf` decides with other texts in the place of the log's own; what then differs is the
    /// answer, and the report says that it was asked so.
    public init(store: LogStore, whatIf: WhatIfTexts? = nil) {
        self.store = store
        self.whatIf = whatIf
        texts = ReplayDefinitions(store, whatIf)
        report.whatIf = whatIf
    }

    /// Replays all, or one shipment; up to a moment where one is given, and then the report has
    /// the shipment's state. `progress` is told the position now and then. `seconds` is asked for
    /// elapsed time, in nanoseconds. Throws a refusal where there is no such shipment or position,
    /// or where the shipment was filed only later.
    public func run(
        shipment id: String? = nil, at moment: LogMoment? = nil,
        progress: (Int64) -> Void = { _ in }, seconds: () -> Int64 = { 0 }
    ) throws -> ReplayReport {
        try moment?.check(store)
        if let id {
            guard let row = try store.shipment(id: id) else {
                throw DoorRefusal.shipmentUnknown(id)
            }
            only = row.stream
        }
        let start = seconds()
        try scan(moment, progress)
        report.nanoseconds = seconds() - start
        report.shipments = only == nil ? shipmentCount : min(1, shipmentCount)
        for name in texts.altered {
            diverge(ReplayDivergence(position: 0, stream: name, kind: "definition-altered"))
        }
        if let id, let moment {
            guard let focus else { throw LogMoment.notYet(id) }
            let view = try view(of: focus, at: moment)
            state = view
            report.state = view.json
        }
        return report
    }

    private func scan(_ moment: LogMoment?, _ progress: (Int64) -> Void) throws {
        var isCut = false
        try store.scan { view in
            let position = view.position
            guard let entry = EntryView(view.entry) else {
                diverge(
                    ReplayDivergence(position: position, stream: "", kind: "entry-unreadable"))
                return true
            }
            if let recorded = entry.recorded {
                if let moment, !moment.includes(position: position, recorded: recorded) {
                    isCut = true
                    return false
                }
                lastRecorded = recorded
            }
            let stream = view.stream
            if only == nil || only == stream { report.events += 1 }
            if position % 50_000 == 0 { progress(position) }
            try replay(entry, stream: stream, position: position)
            return true
        }
        // A moment may fall between a shipment's event and what it did to permits.
        if !isCut {
            finishExpected(at: report.lastPosition)
            finishAccess(at: report.lastPosition)
        }
    }

    private func replay(_ entry: EntryView, stream: Int64, position: Int64) throws {
        report.lastPosition = position
        if let position = access.expectedCause, entry.cause != position {
            finishAccess(at: report.lastPosition)
        }
        let isUnder = under.withUnsafeBufferPointer { EntryView.equal($0, entry.under) }
        if definitions == nil || !isUnder { try select(entry.under) }
        guard let slash = entry.stream.firstIndex(of: UInt8(ascii: "/")) else { return }
        switch entry.stream.first {
        // Streams: shipment, subscription, permit, entry, refusals, whitelist, log; and
        // organisation, account, entrustment, key, session, link.
        case UInt8(ascii: "s") where slash == 8:
            finishExpected(at: position)
            if only == nil || only == stream {
                try decide(entry, stream: stream, position: position)
            } else if entry.version == 1 {
                shipmentCount += 1
            }
        case UInt8(ascii: "p"): apply(entry, position: position)
        case UInt8(ascii: "e") where slash == 5: apply(entry, position: position)
        case UInt8(ascii: "r") where slash == 8:
            finishExpected(at: position)
            try decideRefusal(entry, position: position)
        default:
            finishExpected(at: position)
            if AccessWalk.isAccess(entry.stream) { decideAccess(entry, position: position) }
        }
    }

    private func select(_ digest: UnsafeBufferPointer<UInt8>) throws {
        definitions = try texts.set(EntryView.text(digest))
        under = Array(digest)
    }

    private func view(of known: OpenShipment, at moment: LogMoment) throws -> ShipmentView {
        let now: Timestamp
        switch moment {
        case .time(let time): now = time
        case .position: now = lastRecorded
        }
        guard let definitions else { throw EngineFault.streamDamaged(known.shipment.id) }
        let facts = Facts(
            occurred: max(now, known.shipment.occurred),
            recorded: max(now, known.shipment.recorded), workflow: known.flow.workflow,
            data: definitions.data, ledgers: ledgers, newShipmentID: known.shipment.id)
        return ShipmentView(
            shipment: known.shipment, flow: known.flow.workflow, facts: facts, now: now)
    }

    func diverge(_ found: ReplayDivergence) {
        report.divergenceCount += 1
        guard report.divergences.count < Self.maximumDivergences else { return }
        report.divergences.append(found)
    }
}
