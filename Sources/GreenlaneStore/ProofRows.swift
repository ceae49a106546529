/// 256 hashes of one level of the tree, or fewer where the level still grows.
public struct TileRow: Hashable, Sendable {
    /// 0 holds leaf hashes; each level above holds the roots of full tiles below.
    public var level: Int64
    /// From 0, in the order of the leaves.
    public var index: Int64
    /// 32 bytes a hash.
    public var hashes: [UInt8]

    public init(level: Int64, index: Int64, hashes: [UInt8]) {
        self.level = level
        self.index = index
        self.hashes = hashes
    }
}

/// A signed head of the tree.
public struct CheckpointRow: Hashable, Sendable {
    /// Events that it speaks of.
    public var size: Int64
    /// Milliseconds since 1970 of the signing.
    public var at: Int64
    /// The signed note (C2SP), with the cosignatures of witnesses where there are any.
    public var note: String

    public init(size: Int64, at: Int64, note: String) {
        self.size = size
        self.at = at
        self.note = note
    }
}

/// What a time-stamping authority answered about a checkpoint (RFC 3161).
public struct TokenRow: Hashable, Sendable {
    public var size: Int64
    /// Milliseconds since 1970 at which it was stored.
    public var at: Int64
    /// DER, as sent and as received.
    public var request: [UInt8]
    public var reply: [UInt8]

    public init(size: Int64, at: Int64, request: [UInt8], reply: [UInt8]) {
        self.size = size
        self.at = at
        self.request = request
        self.reply = reply
    }
}

/// The contents of an attached document.
public struct PaperRow: Hashable, Sendable {
    /// `sha256:` and 64 hexadecimal digits.
    public var digest: String
    public var name: String
    public var body: [UInt8]

    public init(digest: String, name: String, body: [UInt8]) {
        self.digest = digest
        self.name = name
        self.body = body
    }
}

/// Finds an event by what it is about.
public struct TraceRow: Hashable, Sendable {
    /// What kind of thing, such as `lot` or `late`.
    public var topic: String
    /// Which one.
    public var key: String
    public var position: Int64

    public init(topic: String, key: String, position: Int64) {
        self.topic = topic
        self.key = key
        self.position = position
    }
}

/// How often one attempt was refused on one day.
public struct TallyRow: Hashable, Sendable {
    /// `YYYY-MM-DD` in Asia/Shanghai.
    public var day: String
    /// `role:name`.
    public var actor: String
    /// The shipment, permit or list; empty where there was none.
    public var target: String
    public var command: String
    /// Of the refusal.
    public var code: String
    public var count: Int64

    public init(
        day: String, actor: String, target: String, command: String, code: String, count: Int64
    ) {
        self.day = day
        self.actor = actor
        self.target = target
        self.command = command
        self.code = code
        self.count = count
    }
}

/// What is left of an event's personal values after an erasure.
public struct ErasureRow: Hashable, Sendable {
    public var position: Int64
    /// Nil where nothing is left.
    public var sealed: String?
    /// The key of the command no longer guards against a repeat: its fingerprint named a person.
    public var forgetsKey: Bool

    public init(position: Int64, sealed: String?, forgetsKey: Bool) {
        self.position = position
        self.sealed = sealed
        self.forgetsKey = forgetsKey
    }
}
