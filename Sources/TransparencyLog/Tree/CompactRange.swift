/// The right edge of a growing tree: the roots of its perfect subtrees, largest first. That is all
/// an append needs, so a log of any length costs one small row and, on average, one node per leaf.
public struct CompactRange: Hashable, Sendable {
    /// Leaves so far.
    public private(set) var size: UInt64 = 0
    /// One hash for every bit that is set in `size`, from the highest.
    public private(set) var hashes: [MerkleHash] = []

    /// The tree without leaves.
    public init() {
        // A tree of 2^64 leaves has 64 subtrees: one allocation serves for good.
        hashes.reserveCapacity(64)
    }

    /// The tree over these leaf hashes.
    public init(leaves: some Sequence<MerkleHash>) {
        self.init()
        for leaf in leaves { append(leaf) }
    }

    /// Puts a range together again; nil where the count of hashes does not fit the size.
    init?(size: UInt64, hashes: [MerkleHash]) {
        guard hashes.count == size.nonzeroBitCount else { return nil }
        self.init()
        self.size = size
        self.hashes.append(contentsOf: hashes)
    }

    /// Adds a leaf at the right.
    public mutating func append(_ leafHash: MerkleHash) {
        append(leafHash) { _, _ in }
    }

    /// Adds a leaf, and shows every perfect subtree that it completes above itself, the lowest
    /// first, with its height.
    @inline(__always)
    mutating func append(_ leafHash: MerkleHash, completing: (Int, MerkleHash) -> Void) {
        var hash = leafHash
        var bits = size
        var height = 0
        // Every set bit at the low end is a perfect subtree as large as what was just made.
        while bits & 1 == 1, let left = hashes.popLast() {
            hash = .nodeHash(left, hash)
            bits >>= 1
            height += 1
            completing(height, hash)
        }
        hashes.append(hash)
        size += 1
    }

    /// The root of the tree so far.
    public var root: MerkleHash {
        guard var root = hashes.last else { return .emptyRoot }
        for left in hashes.dropLast().reversed() {
            root = .nodeHash(left, root)
        }
        return root
    }

    /// The size as eight bytes, most significant first, and then the hashes.
    public var bytes: [UInt8] {
        var bytes = [UInt8]()
        bytes.reserveCapacity(8 + hashes.count * MerkleHash.byteCount)
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: size >> shift))
        }
        for hash in hashes {
            hash.value.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Reads what `bytes` writes; nil where the count of hashes does not fit the size.
    public init?(bytes: [UInt8]) {
        guard bytes.count >= 8 else { return nil }
        let size = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard bytes.count == 8 + size.nonzeroBitCount * MerkleHash.byteCount else { return nil }
        self.init()
        self.size = size
        for start in stride(from: 8, to: bytes.count, by: MerkleHash.byteCount) {
            guard let hash = MerkleHash(Array(bytes[start..<(start + MerkleHash.byteCount)]))
            else { return nil }
            hashes.append(hash)
        }
    }
}
