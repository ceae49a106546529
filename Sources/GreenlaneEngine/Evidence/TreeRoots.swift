import GreenlaneStore
import TransparencyLog

/// Roots of parts of the tree from the stored leaf hashes; those that proofs share are remembered.
struct TreeRoots {
    /// Leaves that are read at once.
    private static let chunk: UInt64 = 65_536

    private let store: LogStore
    private var known: [Range<UInt64>: MerkleHash] = [:]

    init(store: LogStore, size: UInt64) {
        self.store = store
    }

    /// The root over a range of leaves.
    mutating func root(_ range: Range<UInt64>) throws -> MerkleHash {
        if let root = known[range] { return root }
        var tree = CompactRange()
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(start + Self.chunk, range.upperBound)
            let leaves = try store.leaves(from: Int64(start) + 1, through: Int64(end))
            for index in stride(from: 0, to: leaves.count, by: MerkleHash.byteCount) {
                let leaf = Array(leaves[index..<min(index + MerkleHash.byteCount, leaves.count)])
                guard let hash = MerkleHash(leaf) else { throw EngineFault.treeDamaged }
                tree.append(hash)
            }
            start = end
        }
        known[range] = tree.root
        return tree.root
    }
}
