/// Roots and proofs for a tree and all its earlier sizes, from its tiles: a handful of tiles is
/// read whatever the length of the log.
public struct TileReader {
    /// Leaves of the tree.
    public let size: UInt64
    private let tile: (Int, UInt64) throws -> [UInt8]

    /// `tile` gives the hashes of a tile by level and index: of a full tile all, of the last tile
    /// of a level at least those that the size asks for. At level 0 the last ones are the leaf
    /// hashes since the last full tile. What it throws is passed on.
    public init(size: UInt64, tile: @escaping (Int, UInt64) throws -> [UInt8]) {
        self.size = size
        self.tile = tile
    }

    /// The root of the tree when it had this many leaves. Throws `TileFault`.
    public func root(size: UInt64) throws -> MerkleHash {
        guard size <= self.size else { throw TileFault.outside }
        guard size > 0 else { return .emptyRoot }
        return try root(of: 0..<size)
    }

    /// The root of a subtree, as `Subtree` names those that proofs are made of. Throws
    /// `TileFault`.
    public func root(of leaves: Range<UInt64>) throws -> MerkleHash {
        var kept = LastTiles(tile: tile)
        return try root(of: leaves, from: &kept)
    }

    /// Shows that leaf `index` is in the tree of `size` leaves. Throws `TileFault`.
    public func inclusionProof(index: UInt64, size: UInt64) throws -> InclusionProof {
        guard size <= self.size else { throw TileFault.outside }
        var kept = LastTiles(tile: tile)
        let proof = try InclusionProof(index: index, size: size) { range in
            try root(of: range, from: &kept)
        }
        guard let proof else { throw TileFault.outside }
        return proof
    }

    /// Shows that the tree of `newSize` leaves continues the one of `oldSize`. Throws `TileFault`.
    public func consistencyProof(
        oldSize: UInt64, newSize: UInt64
    ) throws -> ConsistencyProof {
        guard newSize <= size else { throw TileFault.outside }
        var kept = LastTiles(tile: tile)
        let proof = try ConsistencyProof(oldSize: oldSize, newSize: newSize) { range in
            try root(of: range, from: &kept)
        }
        guard let proof else { throw TileFault.outside }
        return proof
    }

    /// A subtree is a row of perfect subtrees, each smaller than the one before.
    private func root(
        of leaves: Range<UInt64>, from kept: inout LastTiles
    ) throws -> MerkleHash {
        guard !leaves.isEmpty, leaves.upperBound <= size else { throw TileFault.outside }
        var perfect: [MerkleHash] = []
        var start = leaves.lowerBound
        var lowest = 64
        while start < leaves.upperBound {
            let rest = leaves.upperBound - start
            let height = min(start.trailingZeroBitCount, 63 - rest.leadingZeroBitCount)
            guard height < lowest else { throw TileFault.outside }
            perfect.append(try node(height: height, index: start >> UInt64(height), from: &kept))
            lowest = height
            start += 1 << UInt64(height)
        }
        guard var root = perfect.popLast() else { throw TileFault.outside }
        for left in perfect.reversed() { root = .nodeHash(left, root) }
        return root
    }

    /// The root of a perfect subtree of 2^height leaves.
    private func node(
        height: Int, index: UInt64, from kept: inout LastTiles
    ) throws -> MerkleHash {
        let level = height >> 3
        let count = 1 << (height & 7)
        let first = index << UInt64(height & 7)
        let tileIndex = first >> 8
        let hashes = try kept.tile(level: level, index: tileIndex)
        let start = Int(first & 255) * MerkleHash.byteCount
        let end = start + count * MerkleHash.byteCount
        guard end <= hashes.count, hashes.count <= Tile.byteCount
        else { throw TileFault.tooShort(level: level, index: tileIndex) }
        return TileHashes.range(hashes[start..<end]).root
    }
}

/// The last tile that was read of each level: a proof asks for many hashes of the same one.
private struct LastTiles {
    let tile: (Int, UInt64) throws -> [UInt8]
    private var tiles: [(index: UInt64, hashes: [UInt8])?] = Array(
        repeating: nil, count: Tile.highestLevel + 1)

    init(tile: @escaping (Int, UInt64) throws -> [UInt8]) {
        self.tile = tile
    }

    mutating func tile(level: Int, index: UInt64) throws -> [UInt8] {
        if let kept = tiles[level], kept.index == index { return kept.hashes }
        let hashes = try tile(level, index)
        tiles[level] = (index, hashes)
        return hashes
    }
}
