/// Shows that one leaf is in the tree of a given size.
public struct InclusionProof: Hashable, Sendable {
    /// From 0.
    public var index: UInt64
    /// Leaves of the tree.
    public var size: UInt64
    /// The hashes beside the way from the leaf to the root, the lowest first.
    public var path: [MerkleHash]

    /// A proof as it came from outside; nothing is checked until `verify`.
    public init(index: UInt64, size: UInt64, path: [MerkleHash]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// Makes the proof from all leaf hashes of the tree. Nil where there is no such leaf.
    public init?(index: UInt64, in leaves: [MerkleHash]) {
        self.init(index: index, size: UInt64(leaves.count)) { range in
            Subtree.root(of: leaves[Int(range.lowerBound)..<Int(range.upperBound)])
        }
    }

    /// Makes the proof from the roots of subtrees, which the caller finds by their leaves. Nil
    /// where there is no such leaf.
    public init?<Failure: Error>(
        index: UInt64, size: UInt64, root: (Range<UInt64>) throws(Failure) -> MerkleHash
    ) throws(Failure) {
        guard let ranges = Subtree.inclusionRanges(index: index, size: size) else { return nil }
        self.init(index: index, size: size, path: try ranges.map(root))
    }

    /// The algorithm of RFC 9162 section 2.1.3.2, step by step.
    public func verify(leaf: MerkleHash, root: MerkleHash) -> Bool {
        guard index < size else { return false }
        var node = index
        var last = size - 1
        var hash = leaf
        for sibling in path {
            guard last != 0 else { return false }
            if node & 1 == 1 || node == last {
                hash = .nodeHash(sibling, hash)
                while node & 1 == 0, node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                hash = .nodeHash(hash, sibling)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }
}
