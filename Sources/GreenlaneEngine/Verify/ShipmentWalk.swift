import GreenlaneCore
import GreenlaneStore
import TransparencyLog

/// Makes the worklist rows again. A row follows from the filing and the last event of a shipment,
/// so only those are kept, as a hash; of shipments that ended nothing is.
final class ShipmentWalk {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// Shipments kept; beyond that the older half is forgotten and read again when it goes on.
    static let maximumOpen = 65_536

    private struct Open {
        /// What never changes, fed in already.
        var constant: Hasher
        var row = 0
        var version: Int64 = 0
        var flow = 0
    }

    private let store: LogStore
    private let findings: Findings
    private let texts: WorkflowTexts
    private var open: [Int64: Open] = [:]
    private var sums: RowSums
    private var flows: [FlowFacts] = []
    private var flowIndex: [String: Int] = [:]
    /// Streams come in the order of their keys.
    private let lastStream: Int64

    init(
        _ store: LogStore, _ findings: Findings, _ texts: WorkflowTexts, lastStream: Int64
    ) {
        self.texts = texts
        self.store = store
        self.findings = findings
        self.lastStream = lastStream
        sums = RowSums(maximum: lastStream)
    }

    /// The version that the stream had before; nil where it cannot be told.
    func versionBefore(_ stream: Int64, _ version: Int64) -> Int64? {
        if version <= 1 { return open[stream]?.version ?? 0 }
        if let known = open[stream] { return known.version }
        guard let again = reread(stream, before: version) else { return nil }
        open[stream] = again
        return again.version
    }

    /// Takes one event. False where it is none of a shipment. `personal` gets the names of the
    /// input's personal fields.
    func take(
        _ entry: EntryParts, _ stream: Int64, personal: inout [String]
    ) -> Bool {
        var known = open[stream]
        guard let isFinal = step(entry, stream, &known, &personal), let known else { return false }
        if let before = open[stream] { sums.found(stream, before.row) }
        sums.expect(stream, known.row)
        if isFinal {
            // Ended: should something follow, it is read again.
            open[stream] = nil
        } else {
            if open.count >= Self.maximumOpen, open[stream] == nil { forgetHalf() }
            open[stream] = known
        }
        return true
    }

    private func forgetHalf() {
        let keys = open.keys.sorted()
        for key in keys.prefix(keys.count / 2) { open[key] = nil }
    }

    /// Follows one event; nil where it cannot be read, else whether it ends the shipment.
    private func step(
        _ entry: EntryParts, _ stream: Int64, _ known: inout Open?, _ personal: inout [String]
    ) -> Bool? {
        guard let recorded = entry.recorded, !entry.active.isEmpty, !entry.milestone.isEmpty,
            !entry.state.isEmpty
        else { return nil }
        if !entry.filed.isEmpty { known = file(entry.filed, stream) }
        guard var now = known else { return nil }
        let facts = flows[now.flow]
        guard let isOverdue = facts.isOverdue(entry.active) else { return nil }
        if !entry.input.isEmpty { personal = facts.personal(entry.command) }
        now.version = entry.version
        var hasher = now.constant
        hasher.combine(entry.version)
        hasher.combine(text: entry.milestone)
        hasher.combine(text: entry.state)
        hasher.combine(entry.due ?? .min)
        hasher.combine(isOverdue ? 1 as Int64 : 0)
        hasher.combine(entry.isFinal ? 1 as Int64 : 0)
        hasher.combine(recorded.milliseconds)
        now.row = hasher.finalize()
        known = now
        return entry.isFinal
    }

    private func file(_ filed: Bytes, _ stream: Int64) -> Open? {
        var id = EntryParts.none
        var request = EntryParts.none
        var workflow = EntryParts.none
        _ = JSONScanner.members(filed) { name, value in
            if JSONScanner.equal(name, "id") { id = EntryView.inner(value) }
            if JSONScanner.equal(name, "request") { request = value }
            if JSONScanner.equal(name, "workflow") { workflow = EntryView.inner(value) }
        }
        guard let flow = flow(EntryView.text(workflow)) else { return nil }
        let importer = EntryParts.member(EntryParts.member(request, "importer"), "uscc")
        var constant = Hasher()
        constant.combine(stream)
        constant.combine(text: id)
        constant.combine(text: EntryView.inner(importer))
        Self.combine(reference: EntryParts.member(request, "reference"), &constant)
        let digest = ContentDigest.sha256(UnsafeRawBufferPointer(request)).text
        constant.combine(text: digest)
        return Open(constant: constant, flow: flow)
    }

    /// The one member that people write freely, and that may need escapes.
    private static func combine(reference: Bytes, _ hasher: inout Hasher) {
        if reference.contains(UInt8(ascii: "\\")),
            case .success(let value) = JSONParser.parse(reference)
        {
            hasher.combine(text: value.stringValue ?? "")
        } else {
            hasher.combine(text: EntryView.inner(reference))
        }
    }

    private func flow(_ digest: String) -> Int? {
        if let known = flowIndex[digest] { return known }
        do {
            guard let text = try store.definition(digest),
                let flow = texts.workflow(text.body, name: text.name)
            else { return nil }
            flows.append(FlowFacts(flow))
            flowIndex[digest] = flows.count - 1
            return flows.count - 1
        } catch {
            return nil
        }
    }

    /// The shipment as it was before a version, read again from its stream.
    private func reread(_ stream: Int64, before version: Int64) -> Open? {
        var found: Open?
        var personal: [String] = []
        do {
            try store.scan(stream: stream) { view in
                guard view.version < version else { return false }
                guard let entry = EntryParts(view.entry),
                    step(entry, stream, &found, &personal) != nil
                else { return false }
                return true
            }
        } catch {
            return nil
        }
        return found
    }

    // MARK: Comparing

    func compare() throws {
        try store.forEachRow(of: .shipment) { sums.found($0.integer(0), Self.hash($0)) }
        if sums.isOutside { findings.add(0, "projection-extra", "shipment") }
        for range in sums.differing { try locate(range) }
    }

    private static func hash(_ row: StoredRow) -> Int {
        var hasher = Hasher()
        hasher.combine(row.integer(0))
        for column in 1...4 { hasher.combine(text: row.bytes(column)) }
        hasher.combine(row.integer(5))
        hasher.combine(text: row.bytes(6))
        hasher.combine(text: row.bytes(7))
        hasher.combine(row.isNull(8) ? .min : row.integer(8))
        for column in 9...11 { hasher.combine(row.integer(column)) }
        return hasher.finalize()
    }

    /// Names the rows of a range that are not as they should be.
    private func locate(_ range: ClosedRange<Int64>) throws {
        var expected: [Int64: (row: Int, id: String)] = [:]
        for stream in range where stream <= lastStream && stream > 0 {
            guard let name = try store.streamName(stream), name.hasPrefix("shipment/"),
                let known = reread(stream, before: .max)
            else { continue }
            expected[stream] = (known.row, String(name.dropFirst("shipment/".count)))
        }
        var count = 0
        try store.forEachRow(of: .shipment) { row in
            let stream = row.integer(0)
            guard range.contains(stream) else { return }
            let found = expected.removeValue(forKey: stream)
            if found == nil {
                findings.add(0, "projection-extra", row.text(1))
                count += 1
            } else if found?.row != Self.hash(row) {
                findings.add(0, "projection-differs", found?.id ?? row.text(1))
                count += 1
            }
        }
        for left in expected.values.map(\.id).sorted() {
            findings.add(0, "projection-missing", left)
            count += 1
        }
        if count == 0 { findings.add(0, "projection-differs", "shipment") }
    }
}

/// What verify asks of a workflow, remembered.
private final class FlowFacts {
    private let flow: ClearanceWorkflow
    private var overdue: [(active: [UInt8], isOverdue: Bool)] = []
    private var fields: [String: [String]] = [:]
    private static let maximumRemembered = 256

    init(_ flow: ClearanceWorkflow) {
        self.flow = flow
    }

    /// Whether one of these innermost states, or a state around it, tells of a deadline that
    /// passed; nil where the workflow does not have them. `active` is the list as it is written.
    func isOverdue(_ active: UnsafeBufferPointer<UInt8>) -> Bool? {
        for known in overdue where known.active.count == active.count {
            if known.active.elementsEqual(active) { return known.isOverdue }
        }
        guard case .success(let json) = JSONParser.parse(active), let names = json.arrayValue
        else { return nil }
        var isOverdue = false
        for name in names {
            guard var state = name.stringValue.flatMap({ flow.chart.stateIndex(named: $0) })
            else { return nil }
            while true {
                if flow.chart.states[state].definition.tags.contains(
                    ShipmentProjection.overdueTag)
                {
                    isOverdue = true
                }
                guard let parent = flow.chart.states[state].parent, parent > 0 else { break }
                state = parent
            }
        }
        if overdue.count < Self.maximumRemembered { overdue.append((Array(active), isOverdue)) }
        return isOverdue
    }

    /// Names of the personal fields of an event's input.
    func personal(_ command: UnsafeBufferPointer<UInt8>) -> [String] {
        let name = EntryView.text(command)
        if let known = fields[name] { return known }
        let found = flow.event(named: name)?.input.filter(\.personal).map(\.name) ?? []
        if fields.count < Self.maximumRemembered { fields[name] = found }
        return found
    }
}
