import GreenlaneCore
public import GreenlaneStore
public import TransparencyLog

/// Proofs of a log as it lies in the store. Reads; writes nothing.
public struct LogProofs {
    /// Events in the log.
    public let size: UInt64
    private let store: LogStore
    private let reader: TileReader

    /// Of the log as it is now.
    public init(store: LogStore) throws {
        self.store = store
        size = UInt64(clamping: try store.tree().size)
        reader = KeptTree.reader(store, size: size)
    }

    /// The root when the log had so many events.
    public func root(size: UInt64) throws -> MerkleHash {
        try reader.root(size: size)
    }

    /// That the event at a position is in the tree of a size. Refusal: `position-unknown`.
    public func inclusion(position: Int64, size: UInt64) throws -> InclusionProof {
        guard position > 0, UInt64(position) <= size, size <= self.size else {
            throw Refusal(
                .notFound, "position-unknown",
                LocalizedText(
                    zh: "日志里没有第 \(position) 条（共 \(size) 条）。",
                    en: "There is no event \(position) among the first \(size)."))
        }
        return try reader.inclusionProof(index: UInt64(position - 1), size: size)
    }

    /// That the tree of `newSize` continues the tree of `oldSize`.
    public func consistency(oldSize: UInt64, newSize: UInt64) throws -> ConsistencyProof {
        try reader.consistencyProof(oldSize: oldSize, newSize: newSize)
    }

    /// The evidence file of one event: its place, its proof and the signed head that covers it
    /// (C2SP tlog-proof). Refusals: `position-unknown`, `checkpoint-missing`.
    public func file(position: Int64) throws -> TlogProof {
        guard let row = try store.checkpoint(covering: position) else {
            throw try position > Int64(size)
                ? unknown(position) : LogRefusal.checkpointMissing
        }
        let head = try SignedCheckpoint(parsing: row.note)
        let proof = try inclusion(position: position, size: head.checkpoint.size)
        return try TlogProof(index: proof.index, path: proof.path, checkpoint: head)
    }

    private func unknown(_ position: Int64) throws -> Refusal {
        do {
            _ = try inclusion(position: position, size: size)
        } catch let refusal as Refusal {
            return refusal
        }
        return LogRefusal.checkpointMissing
    }
}
