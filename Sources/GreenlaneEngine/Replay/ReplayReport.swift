public import GreenlaneCore

/// What a replay found.
public struct ReplayReport: Sendable {
    public typealias Divergence = ReplayDivergence

    public var shipments = 0
    public var events = 0
    /// Refusals that were kept in full and decided again.
    public var refusals = 0
    public var divergences: [ReplayDivergence] = []
    /// All of them, also where the list was cut.
    public var divergenceCount = 0
    public var lastPosition: Int64 = 0
    /// Elapsed nanoseconds; 0 where no clock was given.
    public var nanoseconds: Int64 = 0
    /// The texts that stood in for the log's own; nil where the log's own decided.
    public var whatIf: WhatIfTexts?
    /// Of a replay of one shipment up to a moment: the shipment then, as decided again, in the
    /// form of `show`.
    public var state: JSONValue?

    init() {}

    public var isClean: Bool { divergenceCount == 0 }

    /// Whole events per second.
    public var eventsPerSecond: Int64 {
        nanoseconds > 0 ? Int64(events) * 1_000_000_000 / nanoseconds : 0
    }

    /// The contract's members, then what was asked beside them.
    public var json: JSONValue {
        var object = JSONObject()
        object.append("shipments", .integer(Int64(shipments)))
        object.append("events", .integer(Int64(events)))
        object.append("divergences", .array(divergences.map(\.json)))
        object.append("events_per_s", .integer(eventsPerSecond))
        object.append("refusals", .integer(Int64(refusals)))
        if divergenceCount > divergences.count {
            object.append("divergence_count", .integer(Int64(divergenceCount)))
        }
        if let whatIf { object.append("whatIf", whatIf.json) }
        if let state { object.append("state", state) }
        return .object(object)
    }
}

/// An event that deciding again does not give, and why.
public struct ReplayDivergence: Hashable, Sendable {
    /// A text that decided, and the place in it.
    public struct TextPlace: Hashable, Sendable {
        /// The rule's id where the place is a rule's; else empty.
        public var rule: String
        /// The file's name in the log.
        public var name: String
        public var digest: String
        /// From 1; 0 where the check stands in no line.
        public var line: Int
        public var column: Int

        /// `file:line:column`; the file alone where there is no line.
        public var text: String { line > 0 ? "\(name):\(line):\(column)" : name }

        var json: JSONValue {
            var object = JSONObject()
            if !rule.isEmpty { object.append("rule", .string(rule)) }
            object.append("name", .string(name))
            object.append("digest", .string(digest))
            object.append("line", .integer(Int64(line)))
            object.append("column", .integer(Int64(column)))
            return .object(object)
        }
    }

    /// Differing members that are told of one event.
    public static let maximumDifferences = 10

    public var position: Int64
    public var stream: String
    /// `refused`, `event-differs`, `refusal-differs`, `missing`, `unexpected`, `entry-unreadable`
    /// or `definition-altered`.
    public var kind: String
    /// Why the rules of the day refuse what the log says was accepted; of an `event-differs`, why
    /// a fact that the log says moved something fits nothing.
    public var refusal: Refusal?
    /// Data as decided again, and as recorded.
    public var decided: String?
    public var recorded: String?
    /// The guard, action or check that said no.
    public var check: String?
    /// The facts that it read.
    public var inputs: [RefusalAccount.Input] = []
    /// Where the text says so.
    public var definition: TextPlace?
    /// Digest of the manifest of rules, codes, schemes and calendar that the event cites.
    public var under = ""
    /// The first members in which the two differ: `first` as decided, `second` as recorded.
    /// Pointers are into the entry.
    public var differences: [JSONDifference] = []
    /// The rules behind requirements that differ.
    public var rules: [TextPlace] = []

    init(position: Int64, stream: String, kind: String) {
        self.position = position
        self.stream = stream
        self.kind = kind
    }

    public var json: JSONValue {
        var object = JSONObject()
        object.append("position", .integer(position))
        object.append("stream", .string(stream))
        object.append("kind", .string(kind))
        if let refusal {
            object.append("code", .string(refusal.code))
            object.append(
                "message",
                ["zh": .string(refusal.message.zh), "en": .string(refusal.message.en)])
        }
        if let decided { object.append("decided", .string(decided)) }
        if let recorded { object.append("recorded", .string(recorded)) }
        if let check { object.append("guard", .string(check)) }
        if !inputs.isEmpty {
            object.append(
                "inputs",
                .array(inputs.map { ["name": .string($0.name), "value": $0.value] }))
        }
        if let definition { object.append("definition", definition.json) }
        if !under.isEmpty { object.append("under", .string(under)) }
        if !differences.isEmpty { object.append("differences", .array(differences.map(Self.json))) }
        if !rules.isEmpty { object.append("rules", .array(rules.map(\.json))) }
        return .object(object)
    }

    /// A side that has nothing there has no member.
    private static func json(_ difference: JSONDifference) -> JSONValue {
        var object = JSONObject()
        object.append("pointer", .string(difference.pointer))
        if let decided = difference.first { object.append("decided", decided) }
        if let recorded = difference.second { object.append("recorded", recorded) }
        return .object(object)
    }
}
