/// The tree of a log that a witness cosigned last.
public struct WitnessedTree: Hashable, Sendable {
    /// Leaves of the tree.
    public let size: UInt64
    /// Its root.
    public let root: MerkleHash

    /// What the witness kept.
    public init(size: UInt64, root: MerkleHash) {
        self.size = size
        self.root = root
    }

    /// The tree of a checkpoint.
    public init(_ checkpoint: Checkpoint) {
        self.init(size: checkpoint.size, root: checkpoint.root)
    }
}

/// What a witness answers (C2SP tlog-witness). Reading the state, deciding and storing the new
/// state must be one transaction, and the state stored before the cosignature leaves.
public enum WitnessDecision: Hashable, Sendable {
    /// Everything is right: store this tree, then cosign.
    case cosign(WitnessedTree)
    /// The witness cosigned another tree than the log believes; this is its size.
    case conflict(size: UInt64)
    /// The proof does not show that the new tree continues the known one.
    case badProof
    /// No key of this log is trusted here.
    case unknownLog
    /// No trusted key of the log signed the checkpoint.
    case badSignature
    /// The old size is larger than the new one.
    case staleOld

    /// What the witness answers to a request, given the tree it cosigned last for this origin, or
    /// nil for none, and the keys of the logs that it trusts.
    public static func decide(
        _ request: WitnessRequest, known: WitnessedTree?, keys: [NoteVerifierKey]
    ) -> WitnessDecision {
        let new = request.checkpoint.checkpoint
        let logKeys = keys.filter(request.checkpoint.isLogKey)
        guard !logKeys.isEmpty else { return .unknownLog }
        guard request.checkpoint.verify(keys: logKeys).isVerified else { return .badSignature }
        guard request.oldSize <= new.size else { return .staleOld }
        let known = known ?? WitnessedTree(size: 0, root: .emptyRoot)
        guard request.oldSize == known.size else { return .conflict(size: known.size) }
        guard new.size > known.size || new.root == known.root
        else { return .conflict(size: known.size) }
        guard isContinued(known, by: request) else { return .badProof }
        return .cosign(WitnessedTree(new))
    }

    private static func isContinued(
        _ known: WitnessedTree, by request: WitnessRequest
    ) -> Bool {
        // Every tree continues the empty one, and there is nothing to prove.
        guard known.size > 0 else { return request.path.isEmpty }
        let new = request.checkpoint.checkpoint
        let proof = ConsistencyProof(
            oldSize: known.size, newSize: new.size, path: request.path)
        return proof.verify(oldRoot: known.root, newRoot: new.root)
    }

    /// The HTTP status of the answer.
    public var status: Int {
        switch self {
        case .cosign: 200
        case .staleOld: 400
        case .badSignature: 403
        case .unknownLog: 404
        case .conflict: 409
        case .badProof: 422
        }
    }

    /// The content type that a conflict is answered with.
    public static let sizeContentType = "text/x.tlog.size"

    /// The body that tells the log from which size to prove; empty but for a conflict.
    public var body: String {
        if case .conflict(let size) = self { "\(size)\n" } else { "" }
    }

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .cosign: "cosign"
        case .conflict: "conflict"
        case .badProof: "bad-proof"
        case .unknownLog: "unknown-log"
        case .badSignature: "bad-signature"
        case .staleOld: "stale-old"
        }
    }
}
