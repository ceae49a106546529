import GreenlaneStore
import TransparencyLog

/// The tree over the log from its kept tiles; what is not kept is made from the leaf hashes.
final class StoredTree {
    /// Leaves of a full tile of level 0, and tiles under a full tile of the levels above.
    private static let width: UInt64 = 256

    private let store: LogStore
    private let size: UInt64
    private var made: [UInt64: [UInt8]] = [:]

    /// The first `size` events are the tree.
    init(store: LogStore, size: UInt64) {
        self.store = store
        self.size = size
    }

    /// Shows that an event is in the tree.
    func proof(position: Int64) throws -> InclusionProof {
        guard position > 0, UInt64(position) <= size else { throw EngineFault.treeDamaged }
        let reader = TileReader(size: size) { try self.tile(level: $0, index: $1) }
        return try reader.inclusionProof(index: UInt64(position - 1), size: size)
    }

    private func tile(level: Int, index: UInt64) throws -> [UInt8] {
        if let kept = try store.tile(level: Int64(level), index: Int64(index)) { return kept }
        guard level > 0 else {
            let first = index * Self.width
            return try store.leaves(
                from: Int64(first) + 1, through: Int64(min(first + Self.width, size)))
        }
        // A file of the first version has no tiles.
        let key = UInt64(level) << 56 | index
        if let known = made[key] { return known }
        var hashes: [UInt8] = []
        let leavesBelow = UInt64(1) << UInt64(8 * level)
        for child in (index * Self.width)..<((index + 1) * Self.width)
        where (child + 1) * leavesBelow <= size {
            hashes += try Self.root(tile(level: level - 1, index: child)).bytes
        }
        made[key] = hashes
        return hashes
    }

    private static func root(_ tile: [UInt8]) throws -> MerkleHash {
        var range = CompactRange()
        for start in stride(from: 0, to: tile.count, by: MerkleHash.byteCount) {
            let end = min(start + MerkleHash.byteCount, tile.count)
            guard let hash = MerkleHash(Array(tile[start..<end])) else {
                throw EngineFault.treeDamaged
            }
            range.append(hash)
        }
        return range.root
    }
}
