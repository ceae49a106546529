import GreenlaneCore
import TransparencyLog

/// The fields of an event that are not its data.
struct EntryHead {
    var position: Int64
    var stream: String
    var version: Int64
    var type: String
    var occurred: Timestamp
    var recorded: Timestamp
    var role: Actor.Role
    /// The commitment to the actor's name.
    var actorName: String
    var organisation: String?
    /// Id of the account that acted, where one did.
    var account: String?
    /// Digest of the manifest of rules, codes, calendar and schemes in force.
    var under: String
    /// Position of the event whose command caused this one; nil where it is that event itself.
    var cause: Int64?
    /// Digests of papers that came with the event.
    var attachments: [String]
    /// What makes its command safe to repeat; nil where nothing was asked.
    var repeatGuard: RepeatGuard.Commitment?
}

/// An idempotency key and the fingerprint of its command, which names a person: the log has the
/// key's digest and a salted commitment to the fingerprint.
struct RepeatGuard {
    var key: String
    var fingerprint: String

    struct Commitment {
        var command: String
        var key: String
    }

    func commit(in sealed: inout SealedFields, salt: [UInt8]) -> Commitment {
        Commitment(
            command: sealed.seal(fingerprint, at: ErasurePlan.fingerprintPath, salt: salt),
            key: ContentDigest.sha256(key).text)
    }
}

/// Writes the canonical JSON of an event: the bytes that the leaf hashes. Members stand in the
/// order of RFC 8785; a test holds them against the canonical form.
struct EntryWriter {
    private var writer = JSONWriter(capacity: 1024)

    /// An event is late where it is recorded on a later day than the one on which it happened.
    static func isLate(occurred: Timestamp, recorded: Timestamp) -> Bool {
        occurred.date < recorded.date
    }

    mutating func entry(_ head: EntryHead, data: (inout JSONWriter) -> Void) -> [UInt8] {
        writer.removeAll()
        writer.raw("{\"actor\":{")
        if let account = head.account {
            writer.raw("\"account\":")
            writer.string(account)
            writer.raw(",")
        }
        writer.raw("\"name\":")
        writer.string(head.actorName)
        if let organisation = head.organisation {
            writer.raw(",\"organisation\":")
            writer.string(organisation)
        }
        writer.raw(",\"role\":")
        writer.string(head.role.rawValue)
        writer.raw("}")
        if !head.attachments.isEmpty {
            writer.raw(",\"attachments\":")
            writer.value(.array(head.attachments.map { .string($0) }), sorted: true)
        }
        if let cause = head.cause {
            writer.raw(",\"cause\":")
            writer.integer(cause)
        }
        writer.raw(",\"data\":")
        data(&writer)
        if let guarded = head.repeatGuard {
            writer.raw(",\"idempotency\":{\"command\":")
            writer.string(guarded.command)
            writer.raw(",\"key\":")
            writer.string(guarded.key)
            writer.raw("}")
        }
        if Self.isLate(occurred: head.occurred, recorded: head.recorded) {
            writer.raw(",\"late\":true")
        }
        writer.raw(",\"occurred\":")
        writer.timestamp(head.occurred)
        writer.raw(",\"position\":")
        writer.integer(head.position)
        writer.raw(",\"recorded\":")
        writer.timestamp(head.recorded)
        writer.raw(",\"stream\":")
        writer.string(head.stream)
        writer.raw(",\"type\":")
        writer.string(head.type)
        writer.raw(",\"under\":")
        writer.string(head.under)
        writer.raw(",\"version\":")
        writer.integer(head.version)
        writer.raw("}")
        return writer.bytes
    }
}

/// Personal values that an entry only commits to, as they lie beside it.
struct SealedFields {
    private var fields: [(path: String, salt: String, value: String)] = []

    /// Commits to a value; what comes back goes into the entry.
    mutating func seal(_ value: String, at path: String, salt: [UInt8]) -> String {
        let commitment = SaltedCommitment(value: value, salt: salt)?.text ?? ""
        fields.append((path, Self.hex(salt), value))
        return commitment
    }

    /// Nothing was sealed.
    var isEmpty: Bool { fields.isEmpty }

    /// The text of the `sealed` column.
    var text: String {
        var writer = JSONWriter(capacity: 128)
        writer.raw("[")
        for (index, field) in fields.enumerated() {
            if index > 0 { writer.raw(",") }
            writer.raw("{\"path\":")
            writer.string(field.path)
            writer.raw(",\"salt\":")
            writer.string(field.salt)
            writer.raw(",\"value\":")
            writer.string(field.value)
            writer.raw("}")
        }
        writer.raw("]")
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
