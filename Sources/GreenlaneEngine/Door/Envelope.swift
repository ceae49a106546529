public import GreenlaneCore
import TransparencyLog

/// Every change that anyone can ask for: the commands of the one door.
public enum Command: Sendable {
    case file(ImportRequest)
    /// A workflow event of one shipment.
    case step(shipment: String, event: String, input: JSONObject)
    /// Registers a permit that an authority granted; its balance is that of a new one.
    case addPermit(Permit)
    case revokePermit(id: String, reason: String)
    /// A published list: its entries, and the text they were read from.
    case publishWhitelist(WhitelistPublication)
    case subscribe(name: String, endpoint: String, format: String)
    case unsubscribe(name: String)
    case erase(PersonalErasure)
    case declareKey(KeyDeclaration)
    case access(AccessCommand)
    /// Puts on the record that somebody was refused before the door.
    case turnAway(TurnedAway)
}

/// A call that was refused where it came in: by a role that may not, for goods out of reach, with
/// a credential that does not hold. It changes nothing.
public struct TurnedAway: Sendable {
    /// What was asked for, as the service names it.
    public var operation: String
    /// The shipment, permit, account or key that it was about; empty where nobody knows it, so that
    /// the record does not keep what somebody typed.
    public var target: String
    /// What the caller was told; only those of kind `rule` and `role` are kept.
    public var refusal: Refusal

    public init(operation: String, target: String = "", refusal: Refusal) {
        self.operation = operation
        self.target = target
        self.refusal = refusal
    }
}

/// One list as it was published.
public struct WhitelistPublication: Sendable {
    /// File name, as people know the list.
    public var name: String
    /// The file's bytes, kept under their digest.
    public var text: [UInt8]
    public var entries: [WhitelistEntry]

    public init(name: String, text: [UInt8], entries: [WhitelistEntry]) {
        self.name = name
        self.text = text
        self.entries = entries
    }
}

/// A command with who asks, and what makes it safe to repeat.
public struct Envelope: Sendable {
    public var command: Command
    public var actor: Actor
    /// When it happened in the world; now where nil. Never in the future.
    public var occurred: Timestamp?
    /// The shipment's version that the caller saw; a stale one is a conflict.
    public var expectedVersion: Int?
    public var idempotencyKey: String?
    /// Contents of the document that a step attaches; a step takes one.
    public var papers: [Paper] = []

    /// Characters of an idempotency key.
    public static let maximumKeyLength = 200

    public init(
        _ command: Command, by actor: Actor, occurred: Timestamp? = nil,
        expectedVersion: Int? = nil, idempotencyKey: String? = nil
    ) {
        self.command = command
        self.actor = actor
        self.occurred = occurred
        self.expectedVersion = expectedVersion
        self.idempotencyKey = idempotencyKey
    }
}

/// The contents of a document: looked at and hashed once, by whoever hands them in.
public struct Paper: Hashable, Sendable {
    /// Bytes of one document.
    public static let maximumBytes = DocumentCheck.maximumBytes

    /// As it came; a path before the name does not matter.
    public var name: String
    public let bytes: [UInt8]
    /// What the log says of it: `sha256:` and 64 hexadecimal digits.
    public let digest: String
    /// What the bytes are.
    public let finding: ContentFinding

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        digest = ContentDigest.sha256(bytes).text
        // What is too large is refused for that, and not looked into.
        finding =
            bytes.count <= Self.maximumBytes ? ContentFinding.of(bytes) : .type(.octets)
    }
}

extension Paper: CustomStringConvertible {
    /// Neither the name nor the contents, which are a user's: whatever prints a command stays
    /// short, and says nothing that a log may not hold.
    public var description: String { "Paper(\(bytes.count) bytes, \(digest))" }
}

/// What an accepted command came to.
public struct Outcome: Sendable {
    /// Last position that it wrote; of a repeat, the one it wrote the first time.
    public var position: Int64
    /// The shipment after it, where it concerns one.
    public var shipment: Shipment?
    /// Id of the permit, list or subscription where it concerns one.
    public var id: String
    /// False for a fact that was recorded and moved nothing.
    public var fits: Bool
    /// The same command was accepted before, and nothing was written again.
    public var isRepeat: Bool

    init(
        position: Int64, shipment: Shipment? = nil, id: String = "", fits: Bool = true,
        isRepeat: Bool = false
    ) {
        self.position = position
        self.shipment = shipment
        self.id = id
        self.fits = fits
        self.isRepeat = isRepeat
    }
}
