/// Shows that a larger tree continues a smaller one: nothing was changed, taken out or put between.
public struct ConsistencyProof: Hashable, Sendable {
    /// Leaves of the earlier tree.
    public var oldSize: UInt64
    /// Leaves of the later tree.
    public var newSize: UInt64
    /// The hashes in the order of RFC 9162 section 2.1.4.1; empty for equal sizes.
    public var path: [MerkleHash]

    /// A proof as it came from outside; nothing is checked until `verify`.
    public init(oldSize: UInt64, newSize: UInt64, path: [MerkleHash]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.path = path
    }

    /// Makes the proof from all leaf hashes of the later tree. Nil where the earlier tree is empty
    /// or larger.
    public init?(oldSize: UInt64, in leaves: [MerkleHash]) {
        self.init(oldSize: oldSize, newSize: UInt64(leaves.count)) { range in
            Subtree.root(of: leaves[Int(range.lowerBound)..<Int(range.upperBound)])
        }
    }

    /// Makes the proof from the roots of subtrees, which the caller finds by their leaves. Nil
    /// where the earlier tree is empty or larger.
    public init?<Failure: Error>(
        oldSize: UInt64, newSize: UInt64, root: (Range<UInt64>) throws(Failure) -> MerkleHash
    ) throws(Failure) {
        guard let ranges = Subtree.consistencyRanges(oldSize: oldSize, newSize: newSize)
        else { return nil }
        self.init(oldSize: oldSize, newSize: newSize, path: try ranges.map(root))
    }

    /// The algorithm of RFC 9162 section 2.1.4.2, step by step. Of equal sizes the roots must be
    /// equal and the path empty; from an empty tree nothing follows.
    public func verify(oldRoot: MerkleHash, newRoot: MerkleHash) -> Bool {
        guard oldSize > 0, oldSize <= newSize else { return false }
        guard oldSize != newSize else { return path.isEmpty && oldRoot == newRoot }
        guard !path.isEmpty else { return false }
        // A perfect old tree is a node of the new one, and the proof leaves it out.
        var rest = path[...]
        var node = oldSize - 1
        var last = newSize - 1
        let isPerfect = oldSize.nonzeroBitCount == 1
        guard let start = isPerfect ? oldRoot : rest.popFirst() else { return false }
        while node & 1 == 1 {
            node >>= 1
            last >>= 1
        }
        var old = start
        var new = start
        for hash in rest {
            guard last != 0 else { return false }
            if node & 1 == 1 || node == last {
                old = .nodeHash(hash, old)
                new = .nodeHash(hash, new)
                while node & 1 == 0, node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                new = .nodeHash(new, hash)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && old == oldRoot && new == newRoot
    }
}
