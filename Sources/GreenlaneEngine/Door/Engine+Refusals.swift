import GreenlaneCore
import GreenlaneStore
import TransparencyLog

/// What of the refusals goes on the record: enough to know who tried what and was told no, never
/// so much that a program gone wrong could fill the log.
public enum RefusalRecord {
    /// Refusals of one day that are kept with all that was asked; the rest are only counted.
    public static let maximumKeptPerDay = 1_000
    /// Bytes of what was asked beyond which only the digest is kept.
    public static let maximumInputBytes = 16_384
    /// The type in the log.
    public static let type = "command.refused"
    /// Where the name of the stream begins; the target follows, or `door`.
    public static let streamPrefix = "refusals/"

    /// A repeat is on the record at the 10th time, the 100th and so on: a log of a million
    /// repeats grows by six events.
    static func isMarked(_ count: Int64) -> Bool {
        var mark: Int64 = 1
        while mark < count { mark *= 10 }
        return mark == count
    }

    /// Whether the record is for refusals of this kind: what the rules or the role forbid. Input
    /// that cannot be read, or names nothing, was not yet an attempt at anything.
    static func isKept(_ kind: Refusal.Kind) -> Bool { kind == .rule || kind == .role }
}

/// What a command asked for, as the record of its refusal tells it.
private struct Attempt {
    var command: String
    /// The shipment, permit or list; empty where there was none.
    var target = ""
    /// Of the shipment when it was refused.
    var version: Int?
    /// As given; nil where it is not kept in full.
    var input: JSONValue?
    var sealed = SealedFields()
}

extension Engine {
    /// Puts a refusal on the record, or counts it.
    func note(_ refusal: Refusal, _ envelope: Envelope, _ staging: inout Staging) throws {
        guard RefusalRecord.isKept(refusal.kind) else { return }
        let day = staging.recorded.date.description
        try knowTallies(of: day)
        var attempt = try attempt(envelope)
        let isBeyond = tallies.count >= RefusalRecord.maximumKeptPerDay
        var row = TallyRow(
            day: day, actor: "\(envelope.actor.role.rawValue):\(envelope.actor.name)",
            target: attempt.target, command: attempt.command, code: refusal.code, count: 0)
        if isBeyond, tallies[TallyKey(row)] == nil {
            row = TallyRow(day: day, actor: "", target: "", command: "", code: "", count: 0)
        }
        let count = (tallies[TallyKey(row)] ?? 0) + 1
        row.count = count
        tallies[TallyKey(row)] = count
        staging.batch.tallies.append(row)
        guard RefusalRecord.isMarked(count) else { return }
        var data = JSONObject([
            .init("code", .string(refusal.code)), .init("command", .string(attempt.command)),
            .init("count", .integer(count)),
            .init("kind", .string(refusal.kind == .role ? "role" : "rule")),
            .init("refusal", refusal.json),
        ])
        if row.actor.isEmpty {
            // Too many different ones today: only that, and how many.
            data = JSONObject([
                .init("code", .string("refusals-beyond-limit")), .init("count", .integer(count)),
            ])
            attempt.target = ""
        } else {
            if !attempt.target.isEmpty { data.append("target", .string(attempt.target)) }
            if let version = attempt.version {
                data.append("version", .integer(Int64(version)))
            }
            if count == 1, let input = attempt.input {
                let bytes = input.canonicalBytes
                if bytes.count <= RefusalRecord.maximumInputBytes {
                    data.append("input", input)
                } else {
                    data.append("inputDigest", .string(ContentDigest.sha256(bytes).text))
                }
            }
        }
        try record(
            refused: .object(data), target: attempt.target, sealed: attempt.sealed,
            envelope.actor, envelope.occurred ?? staging.recorded, &staging)
    }

    private func attempt(_ envelope: Envelope) throws -> Attempt {
        switch envelope.command {
        case .file(let request):
            return Attempt(command: "file", input: request.json)
        case .step(let id, let event, let input):
            return try attempt(id, event, input)
        case .addPermit(let permit):
            return Attempt(command: "permit.add", target: permit.id)
        case .revokePermit(let id, _): return Attempt(command: "permit.revoke", target: id)
        case .publishWhitelist(let publication):
            return Attempt(command: "whitelist.import", target: publication.name)
        case .subscribe(let name, _, _): return Attempt(command: "subscribe", target: name)
        case .unsubscribe(let name): return Attempt(command: "unsubscribe", target: name)
        case .erase: return Attempt(command: "erase")
        case .declareKey: return Attempt(command: "log.rotate")
        case .access(let command):
            // A target that nobody knows is somebody's typing, and is not kept.
            let target = command.target
            let isKnown = target == AccessCommand.signInTarget || access.knows(target)
            return Attempt(command: command.verb, target: isKnown ? target : "")
        case .turnAway(let turned):
            return Attempt(command: turned.operation, target: turned.target)
        }
    }

    /// Names of persons are commitments here as everywhere. What cannot be told from a name, as
    /// with an event that the workflow does not know, is not kept.
    private func attempt(_ id: String, _ event: String, _ input: JSONObject) throws -> Attempt {
        var attempt = Attempt(command: event, target: id)
        guard let shipment = try load(id)?.shipment else { return attempt }
        attempt.version = shipment.version
        let flow = try definitions.workflow(shipment.workflow, store)
        guard let definition = flow.event(named: event) else { return attempt }
        let known = definition.input.map(\.name)
        guard input.members.allSatisfy({ known.contains($0.name) }) else { return attempt }
        var kept = input
        for field in definition.input where field.personal {
            guard let value = input[field.name] else { continue }
            guard let text = value.stringValue else { return attempt }
            kept[field.name] = .string(
                attempt.sealed.seal(text, at: "/data/input/\(field.name)", salt: salts.next()))
        }
        attempt.input = .object(kept)
        return attempt
    }

    /// Counts of the day, from the store at the first refusal of a process or a day.
    private func knowTallies(of day: String) throws {
        guard tallyDay != day else { return }
        tallies = [:]
        for row in try store.tallies(day: day) { tallies[TallyKey(row)] = row.count }
        tallyDay = day
    }
}

/// What makes two refusals of a day the same.
struct TallyKey: Hashable {
    var actor: String
    var target: String
    var command: String
    var code: String

    init(_ row: TallyRow) {
        actor = row.actor
        target = row.target
        command = row.command
        code = row.code
    }
}
