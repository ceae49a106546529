/// The file that shows a stranger, without the log, that an entry is in it (C2SP tlog-proof): place
/// and proof of the entry, and the signed checkpoint that the proof leads to.
public struct TlogProof: Hashable, Sendable {
    /// The first line, which names the format.
    public static let heading = "c2sp.org/tlog-proof@v1"
    /// What such files are called.
    public static let fileExtension = "tlog-proof"
    /// The most bytes of extra data.
    public static let maximumExtraBytes = 65_536
    /// The most hashes of a proof: a tree of 2^63 leaves needs as many.
    public static let maximumHashes = 63
    /// The most bytes of a file; more are refused unread.
    public static let maximumBytes =
        maximumExtraLine + 4_096 + SignedNote.maximumBytes

    private static let maximumExtraLine = (maximumExtraBytes + 2) / 3 * 4 + 6
    private static let extraPrefix = "extra "

    /// What the maker of the file added. Nothing vouches for it.
    public let extra: [UInt8]?
    /// Where the entry is, from 0.
    public let index: UInt64
    /// The hashes from the leaf to the root.
    public let path: [MerkleHash]
    /// The tree that the entry is in.
    public let checkpoint: SignedCheckpoint

    /// Puts a file together. Throws `outside` where the checkpoint's tree has no such leaf, and
    /// `tooLarge`; whether the proof is right, `verify` says.
    public init(
        index: UInt64, path: [MerkleHash], checkpoint: SignedCheckpoint, extra: [UInt8]? = nil
    ) throws(TlogProofFault) {
        guard path.count <= Self.maximumHashes, extra?.count ?? 0 <= Self.maximumExtraBytes
        else { throw .tooLarge }
        guard index < checkpoint.checkpoint.size else { throw .outside }
        self.extra = extra
        self.index = index
        self.path = path
        self.checkpoint = checkpoint
    }

    /// Reads exactly what `bytes` writes; nothing is believed until `verify`.
    public init(parsing bytes: [UInt8]) throws(TlogProofFault) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLarge }
        var lines = LineReader(bytes)
        guard lines.next(limit: Self.heading.utf8.count) == Self.heading
        else { throw .otherFormat }
        guard var line = lines.next(limit: Self.maximumExtraLine) else { throw .malformed }
        var extra: [UInt8]?
        if line.utf8.starts(with: Self.extraPrefix.utf8) {
            let text = Substring(line.utf8.dropFirst(Self.extraPrefix.utf8.count))
            guard let data = Base64Text.decode(text),
                let next = lines.next(limit: Self.maximumExtraLine)
            else { throw .malformed }
            extra = data
            line = next
        }
        guard let index = LineReader.number(line, after: "index"),
            let path = lines.hashes(limit: Self.maximumHashes)
        else { throw .malformed }
        let checkpoint: SignedCheckpoint
        do {
            checkpoint = try SignedCheckpoint(parsing: Array(lines.rest))
        } catch {
            throw .note(error)
        }
        try self.init(index: index, path: path, checkpoint: checkpoint, extra: extra)
    }

    /// The whole file.
    public var string: String {
        var text = Self.heading + "\n"
        if let extra { text += Self.extraPrefix + Base64Text.encode(extra) + "\n" }
        text += "index \(index)\n"
        for hash in path { text += hash.base64 + "\n" }
        return text + "\n" + checkpoint.string
    }

    /// The whole file as UTF-8.
    public var bytes: [UInt8] { Array(string.utf8) }

    /// Whether the leaf of this hash is in the tree that one of the log's keys signed.
    public func verify(leaf: MerkleHash, keys: [NoteVerifierKey]) -> TlogProofVerdict {
        let verdict = checkpoint.verify(keys: keys)
        guard verdict.isVerified else { return .checkpointNotVerified(verdict) }
        let tree = checkpoint.checkpoint
        let proof = InclusionProof(index: index, size: tree.size, path: path)
        return proof.verify(leaf: leaf, root: tree.root) ? .verified : .notIncluded
    }
}

/// What a proof file says about a leaf.
public enum TlogProofVerdict: Hashable, Sendable {
    /// The leaf is in the tree, and the log signed the tree.
    case verified
    /// The log did not sign this checkpoint, as far as the known keys tell.
    case checkpointNotVerified(NoteVerdict)
    /// The checkpoint is the log's; the proof does not lead from this leaf to it.
    case notIncluded

    /// Whether the entry is proved.
    public var isVerified: Bool { self == .verified }

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .verified: "verified"
        case .checkpointNotVerified(let verdict): verdict.code
        case .notIncluded: "not-included"
        }
    }
}

/// Why bytes are no proof file.
public enum TlogProofFault: Error, Hashable, Sendable {
    /// More bytes, hashes or extra data than allowed.
    case tooLarge
    /// The first line is not the one of this format.
    case otherFormat
    /// A line is missing or not as it should be.
    case malformed
    /// The index is not below the size of the checkpoint's tree.
    case outside
    /// What follows the proof is no signed checkpoint.
    case note(NoteFault)

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .tooLarge: "proof-too-large"
        case .otherFormat: "proof-other-format"
        case .malformed: "proof-malformed"
        case .outside: "proof-outside"
        case .note(let fault): fault.code
        }
    }
}
