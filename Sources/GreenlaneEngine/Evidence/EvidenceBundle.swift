public import GreenlaneCore

/// Evidence of one shipment for a stranger: its events and those of the permits and entries that
/// it drew on, the proofs that they are in the log, the texts that they were decided under, and
/// the signed head of the log. Everything that a check needs is inside.
public struct EvidenceBundle: Hashable, Sendable {
    /// What the JSON says it is; another form gets another number.
    public static let format = "greenlane-evidence/1"

    /// One event of the log with its proof.
    public struct Event: Hashable, Sendable {
        /// Place in the log, from 1.
        public var position: Int64
        /// The canonical JSON that the leaf hashes.
        public var entry: String
        /// Base64 of the hashes from the leaf to the root of the checkpoint's tree.
        public var proof: [String]
        /// Values and salts of names, where they were asked for.
        public var sealed: String?

        /// An event as it came; nothing is checked.
        public init(position: Int64, entry: String, proof: [String], sealed: String? = nil) {
            self.position = position
            self.entry = entry
            self.proof = proof
            self.sealed = sealed
        }
    }

    /// A text that events cite, under its digest.
    public struct Definition: Hashable, Sendable {
        public var digest: String
        /// `workflow`, `rules`, `codes`, `calendar`, `schemes` or `manifest`.
        public var kind: String
        public var name: String
        public var text: String

        /// A text as it came; nothing is checked.
        public init(digest: String, kind: String, name: String, text: String) {
            self.digest = digest
            self.kind = kind
            self.name = name
            self.text = text
        }
    }

    /// A paper that events cite.
    public struct Attachment: Hashable, Sendable {
        public var digest: String
        public var name: String
        /// Base64 of the contents, where they were asked for.
        public var bytes: String?

        /// A paper as it came; nothing is checked.
        public init(digest: String, name: String, bytes: String? = nil) {
            self.digest = digest
            self.name = name
            self.bytes = bytes
        }
    }

    /// The form of the page that this evidence is shown on.
    public var page: Int64
    /// Id of the shipment.
    public var shipment: String
    /// Events of the shipment when the file was made: those at the end cannot be left out unseen.
    public var version: Int64
    /// The log's name.
    public var origin: String
    /// When the bundle was made, RFC 3339.
    public var made: String
    /// The signed note of the tree head that the proofs lead to.
    public var checkpoint: String
    /// Verifier keys that the log signed with, the present one first.
    public var keys: [String]
    /// Verifier keys of witnesses that cosigned.
    public var cosigners: [String]
    /// In the order of the log.
    public var events: [Event]
    public var definitions: [Definition]
    public var attachments: [Attachment]

    /// A bundle from its parts; nothing is checked.
    public init(
        page: Int64 = EvidencePage.version, shipment: String, version: Int64, origin: String,
        made: String,
        checkpoint: String, keys: [String], cosigners: [String], events: [Event],
        definitions: [Definition], attachments: [Attachment]
    ) {
        self.page = page
        self.shipment = shipment
        self.version = version
        self.origin = origin
        self.made = made
        self.checkpoint = checkpoint
        self.keys = keys
        self.cosigners = cosigners
        self.events = events
        self.definitions = definitions
        self.attachments = attachments
    }

    /// The stream of the shipment.
    public var stream: String { "shipment/\(shipment)" }

    /// The stream of what was tried on the shipment and refused.
    var refusals: String { RefusalRecord.streamPrefix + shipment }

    /// The evidence as JSON, members in a fixed order.
    public var json: JSONValue {
        [
            "format": .string(Self.format), "page": .integer(page), "shipment": .string(shipment),
            "version": .integer(version), "origin": .string(origin), "made": .string(made),
            "checkpoint": .string(checkpoint),
            "keys": .array(keys.map { .string($0) }),
            "cosigners": .array(cosigners.map { .string($0) }),
            "events": .array(events.map(\.json)),
            "definitions": .array(definitions.map(\.json)),
            "attachments": .array(attachments.map(\.json)),
        ]
    }
}

extension EvidenceBundle.Event {
    var json: JSONValue {
        var object = JSONObject()
        object.append("position", .integer(position))
        object.append("entry", .string(entry))
        object.append("proof", .array(proof.map { .string($0) }))
        if let sealed { object.append("sealed", .string(sealed)) }
        return .object(object)
    }
}

extension EvidenceBundle.Definition {
    var json: JSONValue {
        [
            "digest": .string(digest), "kind": .string(kind), "name": .string(name),
            "text": .string(text),
        ]
    }
}

extension EvidenceBundle.Attachment {
    var json: JSONValue {
        [
            "digest": .string(digest), "name": .string(name),
            "bytes": bytes.map { .string($0) } ?? .null,
        ]
    }
}
