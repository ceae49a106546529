import GreenlaneCore
public import GreenlaneStore

/// When each shipment reached each stage, small enough to be kept for all of them: what the
/// panorama's figures are counted from. Made from the log alone, and taken further event by event.
public struct PanoramaBook: Sendable {
    /// What is kept of one shipment.
    struct Mark: Sendable {
        /// Index into `importers`.
        var importer: Int32
        /// Minute in which each of the eight stages was reached, or passed over; -1 is not yet.
        var reached = SIMD8<Int32>(repeating: -1)
        var milestone = Milestone.filed
        /// Minute of the last event.
        var updated: Int32 = 0
        /// A whitelist entry was drawn on.
        var isListed = false
    }

    /// A deadline that passed.
    struct Missed: Sendable {
        var importer: Int32
        var minute: Int32
        /// Index into `states`.
        var state: Int32
    }

    /// Deadlines that are kept; the oldest are dropped.
    static let maximumMissed = 100_000

    /// The next event to read.
    public private(set) var next: Int64 = 1
    private(set) var importers: [String] = []
    private(set) var marks: [Mark] = []
    private(set) var missed: [Missed] = []
    private(set) var states: [String] = []
    private var places: [String: Int32] = [:]
    private var importerPlaces: [String: Int32] = [:]
    private var statePlaces: [String: Int32] = [:]

    public init() {}

    public var isEmpty: Bool { marks.isEmpty }

    /// Reads on, at most so many events; false where more are left.
    public mutating func take(_ store: LogStore, limit: Int) throws -> Bool {
        var heads: [EventHead] = []
        var seen = 0
        var last = next - 1
        try store.scan(from: next) { view in
            seen += 1
            last = view.position
            let head = try EventHead.parse(view.row.entry)
            if head.stream.hasPrefix(Self.prefix) { heads.append(head) }
            return seen < limit
        }
        for head in heads { take(head) }
        next = last + 1
        return seen < limit
    }

    private static let prefix = "shipment/"

    mutating func take(_ head: EventHead) {
        let id = String(head.stream.dropFirst(Self.prefix.utf8.count))
        let minute = Self.minute(head.occurred)
        guard let place = place(of: id, head), let index = Int(exactly: place) else { return }
        let milestone =
            head.data["milestone"]?.stringValue.flatMap { Milestone(rawValue: $0) }
            ?? marks[index].milestone
        marks[index].milestone = milestone
        marks[index].updated = minute
        if milestone <= .delivered {
            for stage in 0...milestone.order where marks[index].reached[stage] < 0 {
                marks[index].reached[stage] = minute
            }
        }
        if !marks[index].isListed { marks[index].isListed = Self.drawsOnList(head.data) }
        if head.type == "deadline.passed" { miss(head, marks[index].importer, minute) }
    }

    private mutating func place(of id: String, _ head: EventHead) -> Int32? {
        if let known = places[id] { return known }
        guard let uscc = head.data["filed"]?["request"]?["importer"]?["uscc"]?.stringValue else {
            return nil
        }
        let importer = importerPlaces[uscc] ?? Int32(importers.count)
        if importerPlaces[uscc] == nil {
            importerPlaces[uscc] = importer
            importers.append(uscc)
        }
        let place = Int32(marks.count)
        marks.append(Mark(importer: importer))
        places[id] = place
        return place
    }

    private mutating func miss(_ head: EventHead, _ importer: Int32, _ minute: Int32) {
        let command = head.data["command"]?.stringValue ?? ""
        let name = command.split(separator: ".").last.map(String.init) ?? command
        let state = statePlaces[name] ?? Int32(states.count)
        if statePlaces[name] == nil {
            statePlaces[name] = state
            states.append(name)
        }
        if missed.count >= Self.maximumMissed { missed.removeFirst(Self.maximumMissed / 10) }
        missed.append(Missed(importer: importer, minute: minute, state: state))
    }

    private static func drawsOnList(_ data: JSONValue) -> Bool {
        (data["effects"]?.arrayValue ?? []).contains { effect in
            effect["do"] == "drew" && effect["ledger"]?.stringValue == "entry"
        }
    }

    /// Minutes of Beijing time since the first day of `CalendarDate`.
    static func minute(_ time: Timestamp) -> Int32 {
        let date = time.date
        let ofDay = (time.milliseconds - Timestamp(startOf: date).milliseconds) / 60_000
        return Int32(clamping: Int64(date.dayNumber) * 1_440 + ofDay)
    }
}
