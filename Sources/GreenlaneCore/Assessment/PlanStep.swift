extension Assessment {
    /// Why the earliest release may still move.
    public enum ProvisionalReason: String, Hashable, Sendable, CaseIterable {
        /// It leans on a year whose holidays are not published.
        case calendarNotPublished = "calendar-not-published"
        /// A missing fact decides on a permit that would take longer.
        case possiblePermits = "possible-permits"
    }

    /// One step on the way to release, by the longest time that the law allows it.
    public struct PlanStep: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            /// Something beside the permits that one of them rests on, such as a registration.
            case presupposed
            case permit, arrival, isolation, clearance
        }

        public var kind: Kind
        public var what: LocalizedText
        /// Code of the permit; empty for steps that concern none.
        public var permit: String
        /// Lines of the request that need it; empty where it concerns all.
        public var lines: [Int]
        /// The clock that limits it; nil where none is known, or the length is planned.
        public var clock: StatutoryClock?
        /// The day on which it starts; counting begins on the next one.
        public var from: CalendarDate
        /// The last day.
        public var to: CalendarDate
        /// Its length where that is counted in working days.
        public var workingDays: Int?
        /// False where no time limit is known: then `to` is `from`.
        public var isTimeKnown: Bool
        /// Whether a delay of it delays release.
        public var isCritical: Bool
        public var basis: [LegalBasis]
    }
}

extension Assessment.PlanStep {
    var json: JSONValue {
        var object = JSONObject([.init("kind", .string(kind.rawValue)), .init("what", what.json)])
        if !permit.isEmpty { object.append("permit", .string(permit)) }
        if lines.count == 1 { object.append("line", .integer(Int64(lines[0]))) }
        if !lines.isEmpty {
            object.append("lines", .array(lines.map { .integer(Int64($0)) }))
        }
        object.append("from", .string(from.description))
        object.append("to", .string(to.description))
        if let workingDays { object.append("workingDays", .integer(Int64(workingDays))) }
        if let clock {
            object.append("clock", .string(clock.id))
            object.append("confidence", .string(clock.confidence.rawValue))
            if clock.extensionValue > 0 {
                object.append("extension", .integer(Int64(clock.extensionValue)))
            }
        }
        object.append("timeKnown", .bool(isTimeKnown))
        object.append("critical", .bool(isCritical))
        object.append("basis", .array(basis.map(\.json)))
        return .object(object)
    }
}
