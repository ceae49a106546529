public import GreenlaneCore
public import GreenlaneStore
import TransparencyLog

/// Recomputes everything from the stored bytes: leaves, tree, streams, commitments, and the
/// projections against the log. Writes nothing.
public final class Verifier {
    /// Problems that a report lists; the rest are counted.
    public static let maximumProblems = 1_000
    /// Shipments kept folded; beyond that only their rows are, until another event comes.
    public static let maximumOpenShipments = 4_096

    private let store: LogStore
    private var report = VerifyReport()
    private var tree = CompactRange()
    private var versions: [Int64: Int64] = [:]
    private var names: [Int64: String] = [:]
    private var shipments: [Int64: FoldedShipment] = [:]
    private var rows: [Int64: ShipmentRow] = [:]
    private var ledgers = LedgerBook()
    private var ledgerNames: [Int64: (ledger: LedgerEvent.Ledger, id: String)] = [:]
    private var flows: [String: ClearanceWorkflow] = [:]

    private struct FoldedShipment {
        var shipment: Shipment
        var flow: ClearanceWorkflow
        var request: String
    }

    public init(store: LogStore) {
        self.store = store
    }

    public func run(progress: (Int64) -> Void = { _ in }) throws -> VerifyReport {
        names = try store.streamNames()
        try store.scan { view in
            check(view)
            report.events += 1
            if report.events % 50_000 == 0 { progress(view.position) }
            return true
        }
        try checkTree()
        try checkShipments()
        try checkLedgers()
        report.root = tree.root.hex
        return report
    }

    // MARK: Rows

    private func check(_ view: GreenlaneStore.EventView) {
        let position = view.position
        if position != report.lastPosition + 1 { problem(report.lastPosition + 1, "removed") }
        report.lastPosition = position
        let leaf = MerkleHash.leafHash(UnsafeRawBufferPointer(view.entry))
        if !leaf.bytes.elementsEqual(view.leaf) { problem(position, "altered") }
        tree.append(leaf)
        let version = (versions[view.stream] ?? 0) + 1
        if view.version != version { problem(position, "version-gap") }
        versions[view.stream] = view.version
        guard let entry = EntryView(view.entry) else {
            problem(position, "entry-unreadable")
            return
        }
        let isSame =
            entry.position == position && entry.version == view.version
            && EntryView.text(entry.type) == view.type
            && names[view.stream] == EntryView.text(entry.stream)
        if !isSame { problem(position, "altered") }
        if let sealed = view.sealed, !Self.commitmentsHold(sealed, view.entry) {
            problem(position, "altered")
        }
        fold(entry, view)
    }

    /// The values and salts beside the entry are what the entry commits to.
    private static func commitmentsHold(
        _ sealed: String, _ entry: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard case .success(let json) = JSONParser.parse(entry) else { return false }
        let fields: JSONValue
        do throws(JSONSyntaxError) { fields = try JSONParser.parse(sealed) } catch { return false }
        guard let fields = fields.arrayValue, !fields.isEmpty else { return false }
        for field in fields {
            guard let path = field["path"]?.stringValue, let value = field["value"]?.stringValue,
                let salt = field["salt"]?.stringValue.flatMap(HexBytes.read),
                let commitment = SaltedCommitment(value: value, salt: salt)
            else { return false }
            var found: JSONValue? = json
            for part in path.split(separator: "/") { found = found?[String(part)] }
            guard found?.stringValue == commitment.text else { return false }
        }
        return true
    }

    // MARK: Folding, to hold the projections against

    private func fold(_ entry: EntryView, _ view: GreenlaneStore.EventView) {
        let name = EntryView.text(entry.stream)
        guard let slash = name.firstIndex(of: "/"), let occurred = entry.occurred,
            let recorded = entry.recorded, case .success(let data) = JSONParser.parse(entry.data)
        else { return }
        let id = String(name[name.index(after: slash)...])
        switch name[..<slash] {
        case "shipment":
            foldShipment(data, view, EntryView.text(entry.type), occurred, recorded)
        case "permit", "entry":
            guard
                let event = LedgerEvent(
                    stream: name, type: EntryView.text(entry.type), data: data)
            else {
                problem(view.position, "entry-unreadable")
                return
            }
            ledgers.apply(event)
            ledgerNames[view.stream] = (event.ledger, id)
        default: break
        }
    }

    private func foldShipment(
        _ data: JSONValue, _ view: GreenlaneStore.EventView, _ type: String,
        _ occurred: Timestamp, _ recorded: Timestamp
    ) {
        var known = shipments[view.stream]
        if known == nil, let row = rows[view.stream] {
            // Ended, and something came after: fold it once more from the start.
            known = refold(row, before: view.version)
        }
        let flow: ClearanceWorkflow?
        do {
            let digest = data["filed"]?["workflow"]?.stringValue ?? ""
            flow = try known?.flow ?? workflow(digest)
        } catch {
            flow = nil
        }
        guard let flow, let event = ShipmentEvent(type: type, data: data, chart: flow.chart),
            let after = Shipment.evolve(
                known?.shipment, event, occurred: occurred, recorded: recorded)
        else {
            problem(view.position, "entry-unreadable")
            return
        }
        var folded = FoldedShipment(shipment: after, flow: flow, request: known?.request ?? "")
        if let filed = event.filed {
            folded.request = ContentDigest.sha256(filed.filed.bytes).text
        }
        rows[view.stream] = nil
        if shipments.count >= Self.maximumOpenShipments, known == nil { forgetHalf() }
        shipments[view.stream] = folded
        if after.isFinal {
            rows[view.stream] = row(view.stream, folded)
            shipments[view.stream] = nil
        }
    }

    /// Keys of streams grow with time: the older half is the one less likely to go on.
    private func forgetHalf() {
        let keys = shipments.keys.sorted()
        for key in keys.prefix(keys.count / 2) {
            if let folded = shipments[key] { rows[key] = row(key, folded) }
            shipments[key] = nil
        }
    }

    private func refold(_ row: ShipmentRow, before version: Int64) -> FoldedShipment? {
        do {
            var shipment: Shipment?
            var flow: ClearanceWorkflow?
            for event in try store.events(stream: row.stream) where event.version < version {
                let head = try EventHead.parse(event.entry)
                if let digest = head.data["filed"]?["workflow"]?.stringValue {
                    flow = try workflow(digest)
                }
                guard let flow,
                    let event = ShipmentEvent(type: head.type, data: head.data, chart: flow.chart)
                else { return nil }
                shipment = Shipment.evolve(
                    shipment, event, occurred: head.occurred, recorded: head.recorded)
            }
            guard let shipment, let flow else { return nil }
            return FoldedShipment(shipment: shipment, flow: flow, request: row.request)
        } catch {
            return nil
        }
    }

    private func workflow(_ digest: String) throws -> ClearanceWorkflow {
        if let known = flows[digest] { return known }
        guard let text = try store.definition(digest) else {
            throw EngineFault.definitionMissing(digest)
        }
        if ContentDigest.sha256(text.body).text != digest { problem(0, "definition-altered") }
        let flow = try DefinitionSet.flow(
            DefinitionFile(kind: .workflow, name: text.name, bytes: text.body))
        flows[digest] = flow
        return flow
    }

    private func row(_ stream: Int64, _ folded: FoldedShipment) -> ShipmentRow {
        ShipmentProjection.row(
            folded.shipment, stream: stream, request: folded.request, folded.flow)
    }

    // MARK: The whole

    private func checkTree() throws {
        let (size, frontier) = try store.tree()
        if size > report.events { problem(report.lastPosition + 1, "truncated") }
        if size < report.events { problem(size + 1, "inserted") }
        guard size == report.events else { return }
        if size > 0, CompactRange(bytes: frontier) != tree { problem(size, "root-differs") }
    }

    private func checkShipments() throws {
        for (stream, folded) in shipments { rows[stream] = row(stream, folded) }
        try store.forEachShipment { found in
            if rows[found.stream] != found { problem(0, "projection-differs", found.id) }
            rows[found.stream] = nil
        }
        for left in rows.values.sorted(by: { $0.id < $1.id }) {
            problem(0, "projection-missing", left.id)
        }
    }

    private func checkLedgers() throws {
        var expected: [Int64: LedgerRow] = [:]
        for (stream, name) in ledgerNames {
            expected[stream] = LedgerProjection.row(name.ledger, name.id, ledgers, key: stream)
        }
        for found in try store.ledgers() {
            if expected[found.stream] != found { problem(0, "balance-differs", found.id) }
            expected[found.stream] = nil
        }
        for left in expected.values.sorted(by: { $0.id < $1.id }) {
            problem(0, "balance-missing", left.id)
        }
        for text in try store.definitions()
        where ContentDigest.sha256(text.body).text != text.digest {
            problem(0, "definition-altered", text.name)
        }
    }

    private func problem(_ position: Int64, _ kind: String, _ about: String = "") {
        report.problemCount += 1
        guard report.problems.count < Self.maximumProblems else { return }
        let problem = VerifyReport.Problem(position: position, kind: kind, about: about)
        if !report.problems.contains(problem) { report.problems.append(problem) }
    }
}

/// What a verification found.
public struct VerifyReport: Sendable {
    public struct Problem: Hashable, Sendable {
        /// Where in the log; 0 where it concerns no one event.
        public var position: Int64
        /// `altered`, `removed`, `inserted`, `truncated`, `version-gap`, `entry-unreadable`,
        /// `root-differs`, `projection-differs`, `projection-missing`, `balance-differs`,
        /// `balance-missing` or `definition-altered`.
        public var kind: String
        /// The shipment, permit, entry or text, where it is one.
        public var about: String
    }

    public var events = 0
    /// Root over the stored entries, in hexadecimal.
    public var root = ""
    public var problems: [Problem] = []
    public var problemCount = 0
    var lastPosition: Int64 = 0

    init() {}

    public var isClean: Bool { problemCount == 0 }

    public var json: JSONValue {
        let listed = problems.map { problem -> JSONValue in
            var object = JSONObject()
            object.append("position", .integer(problem.position))
            object.append("kind", .string(problem.kind))
            if !problem.about.isEmpty { object.append("about", .string(problem.about)) }
            return .object(object)
        }
        return [
            "events": .integer(Int64(events)), "root": .string(root), "ok": .bool(isClean),
            "problems": .array(listed),
        ]
    }
}

/// Lower-case hexadecimal to bytes.
enum HexBytes {
    static func read(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}
