/// 256 neighbouring hashes of one height of the tree, or fewer at its right edge (C2SP tlog-tiles).
/// At level 0 they are leaf hashes; above, each is the root of a full tile of the level below.
public struct Tile: Hashable, Sendable {
    /// Hashes in a full tile.
    public static let width = 256
    /// Bytes of a full tile.
    public static let byteCount = width * MerkleHash.byteCount
    /// The highest level of a tree of fewer than 2^64 leaves.
    public static let highestLevel = 7

    /// Heights of eight below the hashes.
    public let level: Int
    /// From 0, counted along the level.
    public let index: UInt64
    /// The hashes one after the other, 32 bytes each.
    public let hashes: [UInt8]

    /// Whether all 256 hashes are there, so that the tile never changes again.
    public var isFull: Bool { hashes.count == Self.byteCount }

    /// How many full tiles the level of a tree of this size has.
    public static func fullCount(level: Int, size: UInt64) -> UInt64 {
        hashCount(level: level, size: size) >> 8
    }

    /// How many hashes the last, partial tile of the level has; 0 where there is none.
    public static func partialWidth(level: Int, size: UInt64) -> Int {
        Int(hashCount(level: level, size: size) & 255)
    }

    static func hashCount(level: Int, size: UInt64) -> UInt64 {
        guard (0...highestLevel).contains(level) else { return 0 }
        return size >> UInt64(8 * level)
    }
}

/// Why kept tiles do not give what was asked of them.
public enum TileFault: Error, Hashable, Sendable {
    /// A tile with fewer hashes than the size of the tree asks for, or not a whole number of them.
    case tooShort(level: Int, index: UInt64)
    /// Leaves that the tree does not have, or that are not a subtree of it.
    case outside

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .tooShort: "tile-too-short"
        case .outside: "tile-outside"
        }
    }
}
