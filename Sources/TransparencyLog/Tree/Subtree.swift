/// The parts of a tree that proofs are made of, as ranges of leaves. Whoever keeps the leaves turns
/// a range into its root: from memory, from a store, or from kept nodes.
public enum Subtree {
    /// The root over a range of leaf hashes.
    public static func root(of leaves: some Sequence<MerkleHash>) -> MerkleHash {
        CompactRange(leaves: leaves).root
    }

    /// The subtrees whose roots lead from leaf `index` to the root of a tree of `size` leaves, the
    /// lowest first (PATH of RFC 9162 section 2.1.3.1). Nil where there is no such leaf.
    public static func inclusionRanges(index: UInt64, size: UInt64) -> [Range<UInt64>]? {
        guard index < size else { return nil }
        var ranges: [Range<UInt64>] = []
        var whole = 0..<size
        while whole.count64 > 1 {
            let middle = whole.lowerBound + split(whole.count64)
            if index < middle {
                ranges.append(middle..<whole.upperBound)
                whole = whole.lowerBound..<middle
            } else {
                ranges.append(whole.lowerBound..<middle)
                whole = middle..<whole.upperBound
            }
        }
        return ranges.reversed()
    }

    /// The subtrees whose roots show that the tree of `newSize` leaves continues the tree of
    /// `oldSize` (PROOF of RFC 9162 section 2.1.4.1). Empty for equal sizes. Nil where the old tree
    /// is empty or the larger one: there is nothing to prove.
    public static func consistencyRanges(oldSize: UInt64, newSize: UInt64) -> [Range<UInt64>]? {
        guard oldSize > 0, oldSize <= newSize else { return nil }
        var ranges: [Range<UInt64>] = []
        var whole = 0..<newSize
        while whole.upperBound != oldSize {
            let middle = whole.lowerBound + split(whole.count64)
            if oldSize <= middle {
                ranges.append(middle..<whole.upperBound)
                whole = whole.lowerBound..<middle
            } else {
                ranges.append(whole.lowerBound..<middle)
                whole = middle..<whole.upperBound
            }
        }
        // From the first leaf on, the subtree is the old tree itself, whose root the reader has.
        if whole.lowerBound > 0 { ranges.append(whole) }
        return ranges.reversed()
    }

    /// The largest power of two smaller than `count`, which is at least 2.
    private static func split(_ count: UInt64) -> UInt64 {
        1 << UInt64(63 - (count - 1).leadingZeroBitCount)
    }
}

extension Range<UInt64> {
    /// `count` is an Int and would trap on the sizes that a forged proof may claim.
    fileprivate var count64: UInt64 { upperBound - lowerBound }
}
