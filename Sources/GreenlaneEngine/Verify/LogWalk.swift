import GreenlaneCore
import GreenlaneStore
import TransparencyLog

/// One pass over the log in order of position: everything that the other tables should hold is
/// gathered on the way.
struct LogWalk {
    let tree: TreeWalk
    let shipments: ShipmentWalk
    var ledgers = LedgerWalk()
    var access = AccessWalk()
    var definitions: DefinitionCheck
    var deliveries: DeliveryCheck
    var guards: GuardCheck
    var sealed = SealedWalk()
    var tallies = TallyCheck()
    var traces: TraceCheck
    var papers: PaperCheck
    private(set) var events = 0

    private let store: LogStore
    private let findings: Findings
    private var lastPosition: Int64 = 0
    /// Streams that began.
    private var streams: Int64 = 0
    /// Versions of the streams that are no shipments'.
    private var versions: [Int64: Int64] = [:]

    private static let eventsPerReport = 50_000

    init(
        _ store: LogStore, _ findings: Findings, _ texts: WorkflowTexts, sizes: [UInt64],
        hasTiles: Bool, hasPapers: Bool, times: [Int64: Int64]
    ) throws {
        self.store = store
        self.findings = findings
        let last = try max(store.tree().size, store.rowCount(of: .event))
        tree = TreeWalk(store, hasTiles: hasTiles, sizes: sizes)
        shipments = ShipmentWalk(
            store, findings, texts, lastStream: try store.lastStream())
        definitions = DefinitionCheck(texts)
        deliveries = DeliveryCheck(lastPosition: last, heads: times)
        guards = GuardCheck(findings, lastPosition: last)
        traces = TraceCheck(lastPosition: last)
        papers = try PaperCheck(store, hasPapers: hasPapers, findings)
    }

    mutating func run(progress: (Int64) -> Void) throws {
        try store.walk { view, row in
            take(view, row)
            if tree.isFull { try tree.compareTiles(isLast: false) }
            if events % Self.eventsPerReport == 0 { progress(lastPosition) }
            return true
        }
    }

    private mutating func take(_ view: GreenlaneStore.EventView, _ row: StoredRow) {
        let position = view.position
        events += 1
        if position > lastPosition + 1 {
            findings.add(
                lastPosition + 1, "removed", range: lastPosition + 1...position - 1)
        }
        lastPosition = position
        tree.append(
            UnsafeRawBufferPointer(view.entry), leaf: UnsafeRawBufferPointer(view.leaf),
            at: position)
        guard let entry = EntryParts(view.entry) else {
            findings.add(position, "entry-unreadable")
            return
        }
        compareColumns(entry, view, row)
        definitions.take(entry, at: position)
        traces.take(entry)
        if !entry.attachments.isEmpty { papers.take(entry, findings) }
        fold(entry, view)
    }

    /// The columns beside an entry only find it: they must say what it says.
    private func compareColumns(
        _ entry: EntryParts, _ view: GreenlaneStore.EventView, _ row: StoredRow
    ) {
        let position = view.position
        if entry.position != position { findings.add(position, "reordered", "\(entry.position)") }
        if entry.version != view.version { findings.add(position, "altered", "version") }
        if !EntryParts.equal(entry.type, view.typeBytes) {
            findings.add(position, "altered", "type")
        }
        if !EntryParts.equal(entry.stream, row.bytes(7)) {
            findings.add(position, "altered", "stream")
        }
    }

    private mutating func fold(_ entry: EntryParts, _ view: GreenlaneStore.EventView) {
        let position = view.position
        let stream = view.stream
        let isShipment = EntryParts.starts(entry.stream, "shipment/")
        let isRefusal = EntryParts.starts(entry.stream, "refusals/")
        let isAccess = !isShipment && AccessWalk.isAccess(entry.stream)
        var personal: [String] = []
        checkVersion(view, isShipment: isShipment)
        if isShipment, !shipments.take(entry, stream, personal: &personal) {
            findings.add(position, "entry-unreadable")
        }
        let values = sealed.take(
            entry, view.sealedBytes, at: position, personal: personal, wantsName: isRefusal,
            isAccess: isAccess, findings)
        guards.take(entry, at: position, fingerprint: values.fingerprint)
        if isAccess {
            foldAccess(entry, stream, position, values)
        } else if !isShipment {
            foldOther(entry, stream, position, values)
        }
        deliveries.take(
            entry, stream: stream, at: position, isHeard: !isRefusal && !isAccess)
    }

    private mutating func foldAccess(
        _ entry: EntryParts, _ stream: Int64, _ position: Int64, _ values: SealedWalk.Values
    ) {
        guard let taken = access.take(entry, stream: stream, at: position, values) else {
            findings.add(position, "entry-unreadable")
            return
        }
        if let former = taken.password {
            sealed.retire(former.position, wasLacking: former.isLacking, findings)
        }
    }

    private mutating func foldOther(
        _ entry: EntryParts, _ stream: Int64, _ position: Int64, _ values: SealedWalk.Values
    ) {
        if EntryParts.starts(entry.stream, "permit/") || EntryParts.starts(entry.stream, "entry/") {
            if !ledgers.take(entry, stream: stream) { findings.add(position, "entry-unreadable") }
        } else if EntryParts.starts(entry.stream, "refusals/") {
            tallies.take(entry, entry.json ?? .null, name: values.name, at: position, findings)
        } else if EntryParts.starts(entry.stream, "subscription/") {
            let name = EntryView.text(entry.stream).dropFirst("subscription/".count)
            deliveries.changed(entry, String(name), at: position, findings)
        } else if EntryParts.starts(entry.stream, "whitelist/") {
            definitions.published(entry.json ?? .null, at: position, findings)
        } else if JSONScanner.equal(entry.stream, "log/erasures") {
            let data = entry.json ?? .null
            sealed.erase(data, at: position, findings)
            papers.erase(data, at: position)
        }
    }

    private mutating func checkVersion(
        _ view: GreenlaneStore.EventView, isShipment: Bool
    ) {
        let version = view.version
        if version == 1 { streams += 1 }
        let before: Int64?
        if isShipment {
            before = shipments.versionBefore(view.stream, version)
        } else {
            before = versions[view.stream] ?? 0
            versions[view.stream] = version
        }
        if before != version - 1 { findings.add(view.position, "version-gap") }
    }

    /// Every name of a stream is of one that began.
    func compareStreams() throws {
        let count = try store.rowCount(of: .stream)
        if count > streams { findings.add(0, "inserted", "stream") }
    }
}
