/// A growing tree that keeps its hashes as tiles: an append costs what `CompactRange` costs and a
/// copy of 32 bytes. Whoever stores it drains the tiles that changed and keeps them; from the last
/// tile of each level the tree is there again.
public struct TileTree: Hashable, Sendable {
    /// The right edge by which the root is known at once.
    public private(set) var range = CompactRange()
    private var levels = TileLevels()

    /// The tree without leaves.
    public init() {}

    /// Restores the tree of `size` leaves from the last tile of each level: at level 0 the last
    /// `size % 256` leaf hashes, above it what was drained last. Levels without a partial tile are
    /// not asked for. Nil where a tile is missing or has another length than the size asks for.
    public init?<Failure: Error>(
        size: UInt64, partials partial: (Int) throws(Failure) -> [UInt8]?
    ) throws(Failure) {
        var partials: [[UInt8]] = []
        var edge: [MerkleHash] = []
        for level in 0...Tile.highestLevel
        where level == 0 || Tile.hashCount(level: level, size: size) > 0 {
            let width = Tile.partialWidth(level: level, size: size)
            var hashes = TileLevels.emptyPartial
            if width > 0 {
                guard let bytes = try partial(level),
                    bytes.count == width * MerkleHash.byteCount
                else { return nil }
                hashes.append(contentsOf: bytes)
            }
            partials.append(hashes)
            edge.insert(contentsOf: TileHashes.range(hashes[...]).hashes, at: 0)
        }
        guard let range = CompactRange(size: size, hashes: edge) else { return nil }
        self.range = range
        levels = TileLevels(partials: partials)
    }

    /// Leaves so far.
    public var size: UInt64 { range.size }

    /// The root of the tree so far.
    public var root: MerkleHash { range.root }

    /// Adds a leaf at the right.
    public mutating func append(_ leafHash: MerkleHash) {
        Self.append(leafHash, to: &range, and: &levels)
    }

    /// The tiles that changed since the last drain, each in its newest state: full ones in the
    /// order in which they filled, then the partial ones of the levels above 0. A level-0 tile
    /// comes once, when it is full; until then its leaves stand in the log.
    public mutating func drain() -> [Tile] {
        levels.drain(size: size)
    }

    /// The partial tile of a level as it is now; empty where there is none. At level 0 these are
    /// the leaf hashes since the last full tile.
    public func partial(level: Int) -> [UInt8] {
        levels.partials.indices.contains(level) ? levels.partials[level] : []
    }

    /// Range and levels apart, because the one changes while the other is being changed.
    @inline(__always)
    private static func append(
        _ leafHash: MerkleHash, to range: inout CompactRange, and levels: inout TileLevels
    ) {
        let size = range.size + 1
        levels.keep(leafHash, level: 0, size: size)
        range.append(leafHash) { height, hash in
            if height & 7 == 0 { levels.keep(hash, level: height >> 3, size: size) }
        }
    }
}

/// The hashes of the tree by level.
private struct TileLevels: Hashable, Sendable {
    /// The hashes of each level since its last full tile.
    private(set) var partials: [[UInt8]]
    private var completed: [Tile] = []
    /// Levels whose partial tile grew since the last drain, as bits.
    private var changed: UInt8 = 0

    init(partials: [[UInt8]] = [TileLevels.emptyPartial]) {
        self.partials = partials
    }

    /// Adds a hash to a level of a tree that has `size` leaves with it.
    @inline(__always)
    mutating func keep(_ hash: MerkleHash, level: Int, size: UInt64) {
        if level == partials.count { partials.append(Self.emptyPartial) }
        hash.value.withUnsafeBytes { partials[level].append(contentsOf: $0) }
        changed |= 1 << UInt8(level)
        if partials[level].count == Tile.byteCount { complete(level: level, size: size) }
    }

    mutating func drain(size: UInt64) -> [Tile] {
        var tiles: [Tile] = []
        swap(&tiles, &completed)
        for level in partials.indices.dropFirst()
        where changed & (1 << UInt8(level)) != 0 && !partials[level].isEmpty {
            let index = Tile.fullCount(level: level, size: size)
            tiles.append(Tile(level: level, index: index, hashes: partials[level]))
        }
        changed = 0
        return tiles
    }

    private mutating func complete(level: Int, size: UInt64) {
        var full = Self.emptyPartial
        swap(&full, &partials[level])
        let index = Tile.fullCount(level: level, size: size) - 1
        completed.append(Tile(level: level, index: index, hashes: full))
    }

    static var emptyPartial: [UInt8] {
        var bytes = [UInt8]()
        bytes.reserveCapacity(Tile.byteCount)
        return bytes
    }
}

/// Hashes that lie one after the other in bytes.
enum TileHashes {
    /// The right edge over the hashes, as if each were a leaf.
    static func range(_ bytes: ArraySlice<UInt8>) -> CompactRange {
        var range = CompactRange()
        bytes.withUnsafeBytes { memory in
            var start = 0
            while start + MerkleHash.byteCount <= memory.count {
                let slice = memory[start..<(start + MerkleHash.byteCount)]
                if let hash = MerkleHash(UnsafeRawBufferPointer(rebasing: slice)) {
                    range.append(hash)
                }
                start += MerkleHash.byteCount
            }
        }
        return range
    }
}
