public import GreenlaneCore

/// What a verification found.
public struct VerifyReport: Sendable {
    /// One thing that does not agree.
    public struct Problem: Hashable, Sendable {
        /// Where in the log; 0 where it concerns no one event.
        public var position: Int64
        /// Stable; `FindingWords` says what each means.
        public var kind: String
        /// The shipment, permit, text, key or column, where it is one.
        public var about: String
        /// The first and last position between which the change lies, where that is known.
        public var range: ClosedRange<Int64>?

        public init(
            position: Int64, kind: String, about: String = "", range: ClosedRange<Int64>? = nil
        ) {
            self.position = position
            self.kind = kind
            self.about = about
            self.range = range
        }

        /// One sentence, and what it means.
        public var words: LocalizedText { FindingWords.of(self) }

        var json: JSONValue {
            var object = JSONObject()
            object.append("position", .integer(position))
            object.append("kind", .string(kind))
            if !about.isEmpty { object.append("about", .string(about)) }
            if let range {
                object.append("from", .integer(range.lowerBound))
                object.append("to", .integer(range.upperBound))
            }
            let words = words
            object.append("message", ["zh": .string(words.zh), "en": .string(words.en)])
            return .object(object)
        }
    }

    /// The last signed head that the log keeps.
    public struct Head: Hashable, Sendable {
        public var size: Int64
        public var origin: String
        /// Public keys that signed it and are known here.
        public var keys: [String]
    }

    public var events = 0
    /// Root over the stored entries, in hexadecimal.
    public var root = ""
    public var problems: [Problem] = []
    public var problemCount = 0
    /// Signed heads that were checked, those given from outside included.
    public var checkpoints = 0
    /// Personal fields that were erased on the record.
    public var erased = 0
    /// Documents whose contents lie in the file, and digests that events cite.
    public var attachments = (kept: 0, cited: 0)
    public var lastCheckpoint: Head?
    /// Elapsed nanoseconds; 0 where no clock was given.
    public var nanoseconds: Int64 = 0

    public init() {}

    public var isClean: Bool { problemCount == 0 }

    /// Whole events per second.
    public var eventsPerSecond: Int64 {
        nanoseconds > 0 ? Int64(events) * 1_000_000_000 / nanoseconds : 0
    }

    public var json: JSONValue {
        var head = JSONValue.null
        if let lastCheckpoint {
            head = [
                "size": .integer(lastCheckpoint.size), "origin": .string(lastCheckpoint.origin),
                "keys": .array(lastCheckpoint.keys.map { .string($0) }),
            ]
        }
        return [
            "events": .integer(Int64(events)), "root": .string(root), "ok": .bool(isClean),
            "problems": .array(problems.map(\.json)),
            "problem_count": .integer(Int64(problemCount)),
            "checkpoints": .integer(Int64(checkpoints)), "last_checkpoint": head,
            "erased": .integer(Int64(erased)),
            "attachments": [
                "kept": .integer(Int64(attachments.kept)),
                "cited": .integer(Int64(attachments.cited)),
            ],
            "speed": .integer(eventsPerSecond),
        ]
    }
}

/// Collects what is found; the list is bounded, the count is not.
final class Findings {
    /// Problems that a report lists; the rest are counted.
    static let maximum = 1_000

    private(set) var problems: [VerifyReport.Problem] = []
    private(set) var count = 0
    private var seen: Set<VerifyReport.Problem> = []

    func add(
        _ position: Int64, _ kind: String, _ about: String = "",
        range: ClosedRange<Int64>? = nil
    ) {
        let problem = VerifyReport.Problem(
            position: position, kind: kind, about: about, range: range)
        guard problems.count < Self.maximum else {
            count += 1
            return
        }
        guard seen.insert(problem).inserted else { return }
        count += 1
        problems.append(problem)
    }

    func add(_ other: Findings) {
        for problem in other.problems {
            add(problem.position, problem.kind, problem.about, range: problem.range)
        }
        count += other.count - other.problems.count
    }
}
