import GreenlaneCore
import GreenlaneStore

/// The events that go into a bundle: those of the shipment, and of the streams that its decisions
/// read, as far as the shipment's last step.
struct EvidenceGathering {
    private let store: LogStore
    private let steps: [EventRow]
    private let stepPositions: Set<Int64>
    private let last: Int64
    private var rows: [Int64: EventRow] = [:]
    private var streams: Set<String> = []

    init(store: LogStore, steps: [EventRow]) {
        self.store = store
        self.steps = steps
        stepPositions = Set(steps.map(\.position))
        last = steps.last?.position ?? 0
        for row in steps { rows[row.position] = row }
    }

    /// In the order of the log.
    var inOrder: [EventRow] { rows.values.sorted { $0.position < $1.position } }

    /// A whole stream up to a position; nothing where there is no such stream.
    mutating func take(stream name: String, through position: Int64) throws {
        guard streams.insert(name).inserted, let key = try store.streamID(name) else { return }
        for row in try store.events(stream: key) where row.position <= position {
            rows[row.position] = row
        }
    }

    /// The permits and entries that the steps drew on, moved or registered.
    mutating func takeTouched() throws {
        for step in steps {
            for name in Self.drawn(step) { try takeLedger(name) }
            for name in try caused(by: step.position) { try takeLedger(name) }
        }
    }

    /// More of what a decision may have read: in the first round the whitelist entries and permits
    /// of the parties, in the second all entries. False where that adds nothing, or too much.
    mutating func widen(_ round: Int, _ parties: [String], limit: Int) throws -> Bool {
        var names: [String] = []
        for party in parties {
            names += try store.ledgers(holder: party).map { "\($0.kind)/\($0.id)" }
        }
        if round > 1 { names += try store.ledgers(kind: "entry").map { "\($0.kind)/\($0.id)" } }
        names.removeAll { streams.contains($0) }
        guard !names.isEmpty, names.count <= limit else { return false }
        for name in names { try takeLedger(name) }
        return true
    }

    /// A permit's or entry's events as far as the shipment's steps reach, and the publications
    /// that brought them.
    private mutating func takeLedger(_ name: String) throws {
        guard streams.insert(name).inserted, let key = try store.streamID(name) else { return }
        for row in try store.events(stream: key) {
            let cause = Self.cause(row)
            guard row.position <= last || cause.map(stepPositions.contains) == true else {
                continue
            }
            rows[row.position] = row
            guard let cause, rows[cause] == nil, let above = try store.event(at: cause),
                above.type == "whitelist.published"
            else { continue }
            rows[cause] = above
        }
    }

    /// Streams whose events follow a step in the log because it caused them.
    private func caused(by position: Int64) throws -> [String] {
        var names: [String] = []
        try store.scan(from: position + 1) { view in
            guard let entry = EntryView(view.entry), entry.cause == position else { return false }
            names.append(EntryView.text(entry.stream))
            return true
        }
        return names
    }

    private static func cause(_ row: EventRow) -> Int64? {
        row.entry.withUnsafeBufferPointer { EntryView($0)?.cause }
    }

    /// Permits and entries that the effects of a step name.
    private static func drawn(_ step: EventRow) -> [String] {
        guard case .success(let json) = Result(catching: { try JSONParser.parse(step.entry) })
        else { return [] }
        var names: [String] = []
        for effect in json["data"]?["effects"]?.arrayValue ?? [] {
            if let ledger = effect["ledger"]?.stringValue, let id = effect["id"]?.stringValue {
                names.append("\(ledger)/\(id)")
            }
            for requirement in effect["requirements"]?.arrayValue ?? [] {
                if let entry = requirement["waivedBy"]?.stringValue {
                    names.append("entry/\(entry)")
                }
            }
        }
        return names
    }
}
