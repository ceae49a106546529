public import GreenlaneCore
public import GreenlaneStore

/// An answer to an auditor: lines in a stable form, each with the positions in the log that prove
/// it, and what they come to.
public struct AuditAnswer: Sendable {
    /// One object each.
    public var lines: [JSONValue]
    /// What all of it comes to.
    public var summary: JSONObject
    /// Where the next page begins; nil at the end.
    public var next: String?
    /// How many lines all kinds and pages have together; only of exceptions, and no member of what
    /// programs are given.
    public var count: Int?

    init(
        lines: [JSONValue] = [], summary: JSONObject = JSONObject(), next: String? = nil,
        count: Int? = nil
    ) {
        self.lines = lines
        self.summary = summary
        self.next = next
        self.count = count
    }

    /// The last line of the answer: the summary, and the cursor where there is more.
    public var closing: JSONValue {
        var object = JSONObject([.init("summary", .object(summary))])
        if let next { object.append("next", .string(next)) }
        return .object(object)
    }
}

/// Which part of a long answer is asked for.
public struct AuditPage: Hashable, Sendable {
    /// Lines at most.
    public var limit: Int
    /// The cursor of the page before.
    public var after: String?
    /// The last line first; only of exceptions.
    public var newestFirst: Bool

    public init(limit: Int = 100, after: String? = nil, newestFirst: Bool = false) {
        self.limit = limit
        self.after = after
        self.newestFirst = newestFirst
    }
}

/// Days that a question is about, both included; nil is open.
public struct AuditPeriod: Hashable, Sendable {
    public var from: CalendarDate?
    public var to: CalendarDate?

    public init(from: CalendarDate? = nil, to: CalendarDate? = nil) {
        self.from = from
        self.to = to
    }

    /// Reads a quarter, such as `2026Q3` or `2026-Q3`; nil for anything else.
    public init?(quarter text: String) {
        let parts = text.uppercased().replacing("-", with: "").split(separator: "Q")
        guard parts.count == 2, parts[0].utf8.count == 4, let year = Int(parts[0]),
            let quarter = Int(parts[1]), (1...4).contains(quarter), parts[1].utf8.count == 1,
            let first = CalendarDate(year: year, month: quarter * 3 - 2, day: 1)
        else { return nil }
        self.init(from: first, to: first.adding(months: 3).adding(days: -1))
    }

    public func contains(_ day: CalendarDate) -> Bool {
        (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true)
    }

    /// As keys of the trace, which compare as text.
    var keys: ClosedRange<String> {
        let first = from?.description ?? ""
        let last = to?.description ?? "9999-12-31"
        return first <= last ? first...last : last...last
    }

    var json: JSONValue {
        [
            "from": from.map { .string($0.description) } ?? .null,
            "to": to.map { .string($0.description) } ?? .null,
        ]
    }
}

/// The questions that auditors ask of a log. Each reads an index and then only what it found;
/// nothing is written.
public final class AuditQuestions {
    let store: LogStore
    let definitions: DefinitionSet
    private var flows: [Int64: ClearanceWorkflow] = [:]
    private var kept: [String: LedgerTerms] = [:]
    /// Shipments whose streams could not be folded: the answer says so and goes on.
    private var unreadable: [String] = []
    /// Whose goods the answers of the whole log may tell of.
    let reach: Reach
    private var visible: [Int64: Bool] = [:]
    /// Things remembered of streams before they are forgotten again: memory stays flat.
    private static let maximumKept = 10_000

    /// `reach` bounds the questions that concern no one shipment, permit or entry; who may ask of
    /// one of these is for the caller to know.
    public init(
        store: LogStore, definitions: DefinitionSet, reach: Reach = .everything
    ) {
        self.reach = reach
        self.store = store
        self.definitions = definitions
    }

    /// The shipment's row; throws `shipment-unknown`.
    func row(_ id: String) throws -> ShipmentRow {
        guard let row = try store.shipment(id: id) else { throw DoorRefusal.shipmentUnknown(id) }
        return row
    }

    /// The shipment folded from its stream; nil, and remembered, where the stream is damaged.
    func fold(_ row: ShipmentRow) throws -> AuditedShipment? {
        do {
            return try AuditedShipment.fold(row, store, definitions)
        } catch EngineFault.streamDamaged {
            if !unreadable.contains(row.id) { unreadable.append(row.id) }
            return nil
        }
    }

    /// Adds which shipments an answer leaves out, and forgets them.
    func addUnreadable(to summary: inout JSONObject) {
        guard !unreadable.isEmpty else { return }
        summary.append("unreadable", .array(unreadable.map { .string($0) }))
        unreadable = []
    }

    /// Whether an answer may tell of a stream. Refused attempts go with what they were about; what
    /// is about nobody's goods is for those alone who see everything.
    func isVisible(stream: Int64) throws -> Bool {
        if reach == .everything { return true }
        if let known = visible[stream] { return known }
        if visible.count >= Self.maximumKept { visible = [:] }
        let answer = try isVisible(name: try store.streamName(stream) ?? "")
        visible[stream] = answer
        return answer
    }

    private func isVisible(name: String) throws -> Bool {
        var holder = try StreamHolder.uscc(of: name, in: store)
        if name.hasPrefix(RefusalRecord.streamPrefix) {
            let target = name.dropFirst(RefusalRecord.streamPrefix.count)
            for kind in ["shipment", "permit", "entry"] where holder == nil {
                holder = try StreamHolder.uscc(of: "\(kind)/\(target)", in: store)
            }
        }
        return holder.map { reach.includes(importer: ItemName.code($0)) } ?? false
    }

    /// The workflow that a shipment's stream began with; nil where it is no shipment's.
    func flow(stream: Int64) throws -> ClearanceWorkflow? {
        if let known = flows[stream] { return known }
        var first: [UInt8]?
        try store.scan(stream: stream) { view in
            first = Array(view.entry)
            return false
        }
        guard let first, let digest = try EventHead.parse(first).data["filed"]?["workflow"],
            let text = digest.stringValue
        else { return nil }
        if flows.count >= Self.maximumKept { flows = [:] }
        let flow = try definitions.workflow(text, store)
        flows[stream] = flow
        return flow
    }

    /// What the log says of a permit or an entry over time.
    func terms(_ ledger: LedgerEvent.Ledger, _ id: String) throws -> LedgerTerms {
        let name = "\(ledger.rawValue)/\(id)"
        if let known = kept[name] { return known }
        if kept.count >= Self.maximumKept { kept = [:] }
        let terms = try LedgerTerms.read(name, store)
        kept[name] = terms
        return terms
    }

    /// An event with its head; nil where there is none at the position.
    func event(at position: Int64) throws -> (row: EventRow, head: EventHead)? {
        guard let row = try store.event(at: position) else { return nil }
        return (row, try EventHead.parse(row.entry))
    }
}

extension JSONObject {
    /// Adds a member only where there is something to say.
    mutating func add(_ name: String, _ value: String?) {
        if let value { append(name, .string(value)) }
    }

    /// Adds a mark only where it holds.
    mutating func mark(_ name: String, _ holds: Bool) {
        if holds { append(name, true) }
    }
}

extension LocalizedText {
    var pair: JSONValue { ["zh": .string(zh), "en": .string(en)] }
}
