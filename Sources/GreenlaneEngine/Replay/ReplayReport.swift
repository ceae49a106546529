public import GreenlaneCore

/// What a replay found.
public struct ReplayReport: Sendable {
    /// An event that deciding again does not give.
    public struct Divergence: Hashable, Sendable {
        public var position: Int64
        public var stream: String
        /// `refused`, `event-differs`, `missing`, `unexpected` or `entry-unreadable`.
        public var kind: String
        /// Why the rules of the day refuse what the log says was accepted.
        public var refusal: Refusal?
        /// Data as decided again, and as recorded.
        public var decided: String?
        public var recorded: String?

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
            return .object(object)
        }
    }

    public var shipments = 0
    public var events = 0
    public var divergences: [Divergence] = []
    /// All of them, also where the list was cut.
    public var divergenceCount = 0
    public var lastPosition: Int64 = 0
    /// Elapsed nanoseconds; 0 where no clock was given.
    public var nanoseconds: Int64 = 0

    init() {}

    public var isClean: Bool { divergenceCount == 0 }

    /// Whole events per second.
    public var eventsPerSecond: Int64 {
        nanoseconds > 0 ? Int64(events) * 1_000_000_000 / nanoseconds : 0
    }

    public var json: JSONValue {
        [
            "shipments": .integer(Int64(shipments)), "events": .integer(Int64(events)),
            "divergences": .array(divergences.map(\.json)),
            "events_per_s": .integer(eventsPerSecond),
        ]
    }
}
