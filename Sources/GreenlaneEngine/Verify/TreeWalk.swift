import GreenlaneStore
import TransparencyLog

/// Builds the tree again from the stored entries, and holds leaves, tiles and signed heads against
/// it on the way.
final class TreeWalk {
    private(set) var tree = TileTree()
    let findings = Findings()
    private let store: LogStore
    /// The file has a table of tiles.
    private let hasTiles: Bool
    private var tiles: Int64 = 0
    /// Sizes whose roots somebody signed, in order; the next one to meet.
    private let sizes: [UInt64]
    private var next = 0
    private(set) var roots: [UInt64: MerkleHash] = [:]

    /// Tiles are compared after so many leaves.
    private static let step: UInt64 = 65_536

    init(_ store: LogStore, hasTiles: Bool, sizes: [UInt64]) {
        self.store = store
        self.hasTiles = hasTiles
        self.sizes = Array(Set(sizes)).sorted().filter { $0 > 0 }
    }

    /// Takes the next entry with the leaf that lies beside it.
    func append(_ entry: UnsafeRawBufferPointer, leaf: UnsafeRawBufferPointer, at position: Int64) {
        let hash = MerkleHash.leafHash(entry)
        if MerkleHash(leaf) != hash { findings.add(position, "altered", "leaf") }
        tree.append(hash)
        if next < sizes.count, sizes[next] == tree.size {
            roots[tree.size] = tree.root
            next += 1
        }
    }

    /// Whether the tiles that filled up should be compared now: not while a row is being read by
    /// another thread.
    var isFull: Bool { tree.size % Self.step == 0 }

    /// Compares what filled up since the last time.
    func compareTiles(isLast: Bool) throws {
        let drained = tree.drain()
        guard hasTiles else { return }
        for tile in drained where tile.isFull || isLast {
            tiles += 1
            let found = try store.tile(level: Int64(tile.level), index: Int64(tile.index))
            if found != tile.hashes { differs(tile.level, tile.index) }
        }
        // A partial tile above may have been drained before, and not have changed since.
        guard isLast else { return }
        for level in 1...Tile.highestLevel {
            let index = Tile.fullCount(level: level, size: tree.size)
            let hashes = tree.partial(level: level)
            let isDrained = drained.contains { $0.level == level && $0.index == index }
            guard !hashes.isEmpty, !isDrained else { continue }
            tiles += 1
            if try store.tile(level: Int64(level), index: Int64(index)) != hashes {
                differs(level, index)
            }
        }
        let count = try store.rowCount(of: .tile)
        if count > tiles { findings.add(0, "tile-differs", "\(count - tiles) too many") }
    }

    private func differs(_ level: Int, _ index: UInt64) {
        var width = Int64(Tile.width)
        for _ in 0..<level { width *= Int64(Tile.width) }
        let first = Int64(index) * width + 1
        let last = min(Int64(tree.size), first + width - 1)
        findings.add(
            first, "tile-differs", "\(level)/\(index)", range: first...max(first, last))
    }

    /// Holds the one row of the tree against what was built.
    func compareRow() throws {
        var rows = 0
        let size = Int64(tree.size)
        try store.forEachRow(of: .tree) { row in
            rows += 1
            let stored = row.integer(1)
            if row.integer(0) != 1 { findings.add(0, "root-differs", "tree") }
            if stored > size {
                findings.add(size + 1, "truncated", range: size + 1...stored)
            } else if stored < size {
                findings.add(stored + 1, "inserted", range: max(1, stored + 1)...size)
            } else if row.array(2) != tree.range.bytes {
                findings.add(size, "root-differs")
            }
        }
        if rows == 0, size > 0 { findings.add(size, "root-differs", "tree") }
    }
}
