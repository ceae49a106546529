import GreenlaneStore
import TransparencyLog

/// The tree of the log as the store keeps it.
enum KeptTree {
    /// Restores the growing tree from its last tiles and the leaves since the last full one. A
    /// file of the first version has no tiles: they are made from its leaves, once.
    static func restore(_ store: LogStore) throws -> TileTree {
        let (size, frontier) = try store.tree()
        guard size > 0 else { return TileTree() }
        guard let range = CompactRange(bytes: frontier), range.size == UInt64(size) else {
            throw EngineFault.treeDamaged
        }
        let restored = try TileTree(size: UInt64(size)) { level in
            try partial(level: level, size: UInt64(size), store)
        }
        if let restored, restored.range == range { return restored }
        // A tree whose tiles do not fit was damaged, unless there never were any.
        guard try store.tile(level: 0, index: 0) == nil, try store.tile(level: 1, index: 0) == nil
        else { throw EngineFault.treeDamaged }
        return try rebuild(store, as: range)
    }

    /// The tiles that a proof reads; of level 0 also the leaves that no tile holds yet.
    static func reader(_ store: LogStore, size: UInt64) -> TileReader {
        TileReader(size: size) { level, index in
            if level == 0, index == Tile.fullCount(level: 0, size: size) {
                return try partial(level: 0, size: size, store) ?? []
            }
            return try store.tile(level: Int64(level), index: Int64(clamping: index)) ?? []
        }
    }

    private static func partial(
        level: Int, size: UInt64, _ store: LogStore
    ) throws -> [UInt8]? {
        let index = Tile.fullCount(level: level, size: size)
        guard level == 0 else {
            return try store.tile(level: Int64(level), index: Int64(clamping: index))
        }
        let first = Int64(clamping: index * UInt64(Tile.width)) + 1
        return try store.leaves(from: first, through: Int64(clamping: size))
    }

    private static func rebuild(_ store: LogStore, as range: CompactRange) throws -> TileTree {
        var tree = TileTree()
        var rows: [TileRow] = []
        try store.scan { view in
            guard let leaf = MerkleHash(UnsafeRawBufferPointer(view.leaf)) else { return false }
            tree.append(leaf)
            return true
        }
        guard tree.range == range else { throw EngineFault.treeDamaged }
        rows += tree.drain().map(TileRow.init)
        try store.replaceTiles(rows)
        return tree
    }
}

extension TileRow {
    init(_ tile: Tile) {
        self.init(
            level: Int64(tile.level), index: Int64(clamping: tile.index), hashes: tile.hashes)
    }
}
