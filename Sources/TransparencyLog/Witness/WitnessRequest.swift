/// What a log sends to a witness: the size that the witness knows, the proof that the tree of that
/// size goes on in the new one, and the new checkpoint (`add-checkpoint` of C2SP tlog-witness).
public struct WitnessRequest: Hashable, Sendable {
    /// Where a witness takes requests, below its submission prefix.
    public static let path = "/add-checkpoint"
    /// The most hashes that may be sent.
    public static let maximumHashes = 63
    /// The most bytes of a request; more are refused unread.
    public static let maximumBytes = 4_096 + SignedNote.maximumBytes

    /// The size that the witness cosigned last, as far as the log knows; 0 for none.
    public let oldSize: UInt64
    /// The consistency proof; empty from an empty tree.
    public let path: [MerkleHash]
    /// What is to be cosigned.
    public let checkpoint: SignedCheckpoint

    /// Throws `malformed` for more hashes than may be sent.
    public init(
        oldSize: UInt64, path: [MerkleHash], checkpoint: SignedCheckpoint
    ) throws(WitnessFault) {
        guard path.count <= Self.maximumHashes else { throw .malformed }
        self.oldSize = oldSize
        self.path = path
        self.checkpoint = checkpoint
    }

    /// Reads exactly what `bytes` writes; nothing is believed until `decide`.
    public init(parsing bytes: [UInt8]) throws(WitnessFault) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLarge }
        var lines = LineReader(bytes)
        guard let line = lines.next(limit: Self.oldLineBytes),
            let oldSize = LineReader.number(line, after: "old"),
            let path = lines.hashes(limit: Self.maximumHashes)
        else { throw .malformed }
        let checkpoint: SignedCheckpoint
        do {
            checkpoint = try SignedCheckpoint(parsing: Array(lines.rest))
        } catch {
            throw .note(error)
        }
        try self.init(oldSize: oldSize, path: path, checkpoint: checkpoint)
    }

    /// The body of the request.
    public var string: String {
        "old \(oldSize)\n" + path.map { $0.base64 + "\n" }.joined() + "\n" + checkpoint.string
    }

    /// The body of the request as UTF-8.
    public var bytes: [UInt8] { Array(string.utf8) }

    private static let oldLineBytes = 24
}

/// Why bytes are no request to a witness; the answer is status 400.
public enum WitnessFault: Error, Hashable, Sendable {
    /// More bytes than `WitnessRequest.maximumBytes`.
    case tooLarge
    /// A line is missing or not as it should be.
    case malformed
    /// What follows the proof is no signed checkpoint.
    case note(NoteFault)

    /// The HTTP status that tells the log.
    public static let status = 400

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .tooLarge: "witness-too-large"
        case .malformed: "witness-malformed"
        case .note(let fault): fault.code
        }
    }
}
