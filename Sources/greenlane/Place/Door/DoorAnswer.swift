internal import GreenlaneCore
internal import GreenlaneEngine

/// What the process that holds the data directory answers.
enum DoorAnswer: Sendable {
    /// Of an accepted command, as `Outcome.json`.
    case outcome(JSONValue)
    /// The rules said no.
    case refusal(Refusal)
    /// Of a deed.
    case done(JSONValue)
    /// It was not done: a refusal that was thrown, such as of a full disk.
    case thrown(Refusal)
    /// A fault that is no refusal, in the words in which it is told.
    case fault(Refusal)

    /// An error as it would be told by a command that did the work itself.
    init(_ error: any Error) {
        if let refusal = error as? Refusal {
            self = .thrown(refusal)
        } else {
            self = .fault(ErrorOutput.refusal(error) ?? ErrorOutput.internalFault(error))
        }
    }

    var json: JSONValue {
        switch self {
        case .outcome(let outcome): ["outcome": outcome]
        case .refusal(let refusal): ["refusal": refusal.wire]
        case .done(let answer): ["done": answer]
        case .thrown(let refusal): ["thrown": refusal.wire]
        case .fault(let refusal): ["fault": refusal.wire]
        }
    }

    /// Reads what `json` wrote; nil where it is no answer.
    init?(json: JSONValue) {
        guard let member = json.objectValue?.members.first else { return nil }
        func refusal() -> Refusal? { try? Refusal(wire: member.value) }
        switch member.name {
        case "outcome": self = .outcome(member.value)
        case "done": self = .done(member.value)
        case "refusal":
            guard let refusal = refusal() else { return nil }
            self = .refusal(refusal)
        case "thrown":
            guard let refusal = refusal() else { return nil }
            self = .thrown(refusal)
        case "fault":
            guard let refusal = refusal() else { return nil }
            self = .fault(refusal)
        default: return nil
        }
    }
}

/// A fault of the process that does the work, told as if it were one of this process.
struct RemoteFault: Error {
    let refusal: Refusal
}
