/// One event as it lies in the log.
public struct EventRow: Hashable, Sendable {
    /// Place in the whole log, from 1.
    public var position: Int64
    /// Key of the stream's name.
    public var stream: Int64
    /// Place in the stream, from 1.
    public var version: Int64
    public var type: String
    /// Canonical JSON: the bytes that the leaf hashes.
    public var entry: [UInt8]
    /// SHA-256 of 0x00 and `entry` (RFC 6962).
    public var leaf: [UInt8]
    /// Values and salts of the personal fields; nil where there are none or they were erased.
    public var sealed: String?
    /// Subscribers hear of it. Not stored.
    public var isHeard: Bool

    public init(
        position: Int64, stream: Int64, version: Int64, type: String, entry: [UInt8],
        leaf: [UInt8], sealed: String?, isHeard: Bool = true
    ) {
        self.isHeard = isHeard
        self.position = position
        self.stream = stream
        self.version = version
        self.type = type
        self.entry = entry
        self.leaf = leaf
        self.sealed = sealed
    }
}

/// A stream's name under its key.
public struct StreamRow: Hashable, Sendable {
    public var id: Int64
    public var name: String

    public init(id: Int64, name: String) {
        self.id = id
        self.name = name
    }
}

/// What the worklists show of a shipment; made from its events, rebuildable.
public struct ShipmentRow: Hashable, Sendable {
    public var stream: Int64
    public var id: String
    /// USCC of the importer.
    public var importer: String
    public var reference: String
    /// Digest of the import request, to tell a repeat from a conflict.
    public var request: String
    public var version: Int64
    public var milestone: String
    public var state: String
    /// Milliseconds since 1970 of the earliest timer.
    public var due: Int64?
    /// A deadline has passed.
    public var overdue: Bool
    public var final: Bool
    /// Milliseconds since 1970 of the last event's recording.
    public var updated: Int64

    public init(
        stream: Int64, id: String, importer: String, reference: String, request: String,
        version: Int64, milestone: String, state: String, due: Int64?, overdue: Bool, final: Bool,
        updated: Int64
    ) {
        self.stream = stream
        self.id = id
        self.importer = importer
        self.reference = reference
        self.request = request
        self.version = version
        self.milestone = milestone
        self.state = state
        self.due = due
        self.overdue = overdue
        self.final = final
        self.updated = updated
    }
}

/// A permit or a whitelist entry with its balance, as canonical JSON.
public struct LedgerRow: Hashable, Sendable {
    public var stream: Int64
    /// `permit` or `entry`.
    public var kind: String
    public var id: String
    /// USCC of the holder.
    public var holder: String
    /// Permit code, or whitelist scheme.
    public var code: String
    public var status: String
    public var version: Int64
    public var body: String

    public init(
        stream: Int64, kind: String, id: String, holder: String, code: String, status: String,
        version: Int64, body: String
    ) {
        self.stream = stream
        self.kind = kind
        self.id = id
        self.holder = holder
        self.code = code
        self.status = status
        self.version = version
        self.body = body
    }
}

/// An organisation, an account, or what lets one in, as canonical JSON.
public struct AccessRow: Hashable, Sendable {
    public var stream: Int64
    /// The first part of the stream's name.
    public var kind: String
    public var id: String
    public var version: Int64
    /// All but personal values.
    public var body: String
    /// Personal values in clear; nil where there are none or they were erased.
    public var personal: String?

    public init(
        stream: Int64, kind: String, id: String, version: Int64, body: String, personal: String?
    ) {
        self.stream = stream
        self.kind = kind
        self.id = id
        self.version = version
        self.body = body
        self.personal = personal
    }
}

/// A text that events cite, kept under its digest.
public struct DefinitionRow: Hashable, Sendable {
    /// `sha256:` and 64 hexadecimal digits.
    public var digest: String
    public var kind: String
    public var name: String
    public var body: [UInt8]

    public init(digest: String, kind: String, name: String, body: [UInt8]) {
        self.digest = digest
        self.kind = kind
        self.name = name
        self.body = body
    }
}

/// Who is told of events.
public struct SubscriptionRow: Hashable, Sendable {
    public var id: Int64
    public var name: String
    public var url: String
    public var format: String
    public var active: Bool
    /// Position after which events are delivered.
    public var since: Int64

    public init(
        id: Int64, name: String, url: String, format: String, active: Bool, since: Int64
    ) {
        self.id = id
        self.name = name
        self.url = url
        self.format = format
        self.active = active
        self.since = since
    }
}

extension SubscriptionRow {
    /// The format of those who are told of signed checkpoints, and of nothing else.
    public static let checkpointFormat = "checkpoint"

    var hearsEvents: Bool { format != Self.checkpointFormat }
}

/// All that one transaction writes: it is there whole, or not at all.
public struct Batch: Sendable {
    public var streams: [StreamRow] = []
    public var events: [EventRow] = []
    public var shipments: [ShipmentRow] = []
    public var ledgers: [LedgerRow] = []
    public var accesses: [AccessRow] = []
    public var definitions: [DefinitionRow] = []
    public var subscriptions: [SubscriptionRow] = []
    public var idempotency: [IdempotencyRow] = []
    /// Tiles of the tree that these events completed or changed.
    public var tiles: [TileRow] = []
    public var traces: [TraceRow] = []
    public var tallies: [TallyRow] = []
    public var papers: [PaperRow] = []
    public var erasures: [ErasureRow] = []
    /// Digests of papers whose contents are deleted.
    public var erasedPapers: [String] = []
    /// Names that the day's counts of refusals must forget.
    public var erasedNames: [String] = []
    /// Tree size and frontier after the events.
    public var treeSize: Int64 = 0
    public var frontier: [UInt8] = []
    /// Milliseconds since 1970 from which the deliveries of these events are due.
    public var deliverFrom: Int64 = 0

    public init() {}

    /// Values are deleted, and the file must not keep them in its free pages.
    var erases: Bool { !erasures.isEmpty || !erasedPapers.isEmpty || !erasedNames.isEmpty }

    /// Nothing to write.
    public var isEmpty: Bool { events.isEmpty && tallies.isEmpty }
}

/// A key that makes a command safe to repeat.
public struct IdempotencyRow: Hashable, Sendable {
    public var key: String
    /// Digest of actor and command.
    public var command: String
    /// Last event that the command caused.
    public var position: Int64

    public init(key: String, command: String, position: Int64) {
        self.key = key
        self.command = command
        self.position = position
    }
}
