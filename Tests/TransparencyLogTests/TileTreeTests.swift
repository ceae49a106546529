import Testing
import TransparencyLog

/// Keeps what a store keeps: the drained tiles, and the leaf hashes of the log.
struct KeptTiles {
    struct Place: Hashable {
        var level: Int
        var index: UInt64
    }

    var tiles: [Place: [UInt8]] = [:]
    var leaves: [MerkleHash] = []
    var tree = TileTree()

    init() {}

    init(leaves: [MerkleHash]) {
        for leaf in leaves { append(leaf) }
        drain()
    }

    mutating func append(_ leaf: MerkleHash) {
        tree.append(leaf)
        leaves.append(leaf)
    }

    mutating func drain() {
        for tile in tree.drain() {
            tiles[Place(level: tile.level, index: tile.index)] = tile.hashes
        }
    }

    func tile(level: Int, index: UInt64) throws -> [UInt8] {
        if let hashes = tiles[Place(level: level, index: index)] { return hashes }
        let last = Tile.fullCount(level: 0, size: UInt64(leaves.count))
        guard level == 0, index == last else { throw Missing() }
        return tree.partial(level: 0)
    }

    var reader: TileReader {
        TileReader(size: UInt64(leaves.count)) { try tile(level: $0, index: $1) }
    }

    func restored() -> TileTree? {
        TileTree(size: UInt64(leaves.count)) { level in
            let width = Tile.partialWidth(level: level, size: UInt64(leaves.count))
            guard level > 0 else { return leaves.suffix(width).flatMap(\.bytes) }
            let index = Tile.fullCount(level: level, size: UInt64(leaves.count))
            return tiles[Place(level: level, index: index)]
        }
    }

    struct Missing: Error {}
}

/// Cheap distinct leaf hashes.
func madeLeaves(_ count: Int) -> [MerkleHash] {
    (0..<count).map { number in
        .leafHash([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) })
    }
}

@Suite("A tree kept as tiles")
struct TileTreeTests {
    @Test("Root, roots of all earlier sizes and restored trees are right at every size to 600")
    func everySize() throws {
        let leaves = madeLeaves(600)
        var kept = KeptTiles()
        var range = CompactRange()
        var roots = [range.root]
        for size in 1...leaves.count {
            kept.append(leaves[size - 1])
            kept.drain()
            range.append(leaves[size - 1])
            roots.append(range.root)
            #expect(kept.tree.root == range.root)
            let restored = try #require(kept.restored(), "\(size)")
            #expect(restored.root == range.root && restored.size == range.size)
            let reader = kept.reader
            // All earlier sizes of some trees; the full size of every tree.
            let step = [255, 256, 257, 300, 512, 513, 600].contains(size) ? 1 : size
            for old in stride(from: size, through: 0, by: -step) {
                #expect(try reader.root(size: UInt64(old)) == roots[old], "\(old) of \(size)")
            }
        }
    }

    @Test("A restored tree goes on as the one that it was restored from")
    func goesOn() throws {
        let leaves = madeLeaves(1_000)
        for stop in [0, 1, 255, 256, 257, 511, 512, 600] {
            var kept = KeptTiles(leaves: Array(leaves.prefix(stop)))
            var restored = try #require(kept.restored())
            for leaf in leaves[stop...] {
                kept.append(leaf)
                restored.append(leaf)
            }
            #expect(restored.drain() == kept.tree.drain())
            #expect(restored.root == kept.tree.root)
            #expect(restored.partial(level: 0) == kept.tree.partial(level: 0))
        }
    }

    @Test("Proofs from tiles are the proofs from all leaves, for every pair of sampled sizes")
    func proofs() throws {
        let leaves = madeLeaves(600)
        let reader = KeptTiles(leaves: leaves).reader
        for size in [1, 2, 3, 128, 255, 256, 257, 300, 511, 512, 513, 599, 600] {
            let tree = Array(leaves.prefix(size))
            for index in Set([0, 1, 127, 255, 256, 511, size / 2, size - 1]).sorted()
            where index < size {
                let proof = try reader.inclusionProof(index: UInt64(index), size: UInt64(size))
                #expect(proof == InclusionProof(index: UInt64(index), in: tree))
            }
            for old in Set([1, 2, 100, 256, 257, 512, size / 2, size]).sorted()
            where (1...size).contains(old) {
                let proof = try reader.consistencyProof(
                    oldSize: UInt64(old), newSize: UInt64(size))
                #expect(proof == ConsistencyProof(oldSize: UInt64(old), in: tree))
            }
        }
    }

    @Test("A tree of 70,000 leaves has the tiles of the standard's example, and proves them")
    func large() throws {
        let leaves = madeLeaves(70_000)
        var kept = KeptTiles()
        var range = CompactRange()
        var roots: [Int: MerkleHash] = [:]
        for (index, leaf) in leaves.enumerated() {
            kept.append(leaf)
            range.append(leaf)
            if index % 997 == 0 || [65_535, 65_536].contains(index) {
                kept.drain()
                roots[index + 1] = range.root
            }
        }
        kept.drain()
        #expect(kept.tree.root == range.root)
        let full = kept.tiles.filter { $0.value.count == Tile.byteCount }
        #expect(full.count { $0.key.level == 0 } == 273)
        #expect(full.count { $0.key.level == 1 } == 1)
        #expect(Tile.partialWidth(level: 0, size: 70_000) == 112)
        #expect(kept.tiles[.init(level: 1, index: 1)]?.count == 17 * 32)
        #expect(kept.tiles[.init(level: 2, index: 0)]?.count == 32)
        #expect(kept.tiles.count == 273 + 1 + 2)
        #expect(kept.restored()?.root == range.root)
        let reader = kept.reader
        for size in roots.keys.sorted() {
            let root = try #require(roots[size])
            #expect(try reader.root(size: UInt64(size)) == root)
            let consistency = try reader.consistencyProof(
                oldSize: UInt64(size), newSize: 70_000)
            #expect(consistency.verify(oldRoot: root, newRoot: range.root))
            for index in [0, size / 3, size - 1] {
                let proof = try reader.inclusionProof(index: UInt64(index), size: UInt64(size))
                #expect(proof.verify(leaf: leaves[index], root: root))
            }
        }
    }

    @Test("A proof reads few tiles")
    func fewTiles() throws {
        final class Count { var reads = 0 }
        let kept = KeptTiles(leaves: madeLeaves(70_000))
        let count = Count()
        let reader = TileReader(size: 70_000) { level, index in
            count.reads += 1
            return try kept.tile(level: level, index: index)
        }
        _ = try reader.inclusionProof(index: 12_345, size: 70_000)
        #expect(count.reads <= 6)
        count.reads = 0
        _ = try reader.consistencyProof(oldSize: 54_321, newSize: 69_999)
        #expect(count.reads <= 6)
    }

    @Test("Full tiles come once, partial ones above level 0 when they grew")
    func drained() {
        var tree = TileTree()
        var drains: [String] = []
        for (index, leaf) in madeLeaves(770).enumerated() {
            tree.append(leaf)
            for tile in tree.drain() {
                drains.append("\(index + 1): \(tile.level)/\(tile.index)/\(tile.hashes.count / 32)")
            }
        }
        #expect(
            drains == [
                "256: 0/0/256", "256: 1/0/1", "512: 0/1/256", "512: 1/0/2", "768: 0/2/256",
                "768: 1/0/3",
            ])
        #expect(tree.drain().isEmpty)
    }
}

@Suite("Tiles that are not there or not right")
struct DamagedTileTests {
    @Test("A tree is not restored from missing, short or long tiles")
    func restoring() {
        #expect(TileTree(size: 3) { _ in nil } == nil)
        #expect(TileTree(size: 3) { _ in Array(repeating: 0, count: 95) } == nil)
        #expect(TileTree(size: 3) { _ in Array(repeating: 0, count: 97) } == nil)
        #expect(TileTree(size: 3) { _ in Array(repeating: 0, count: 96) } != nil)
        #expect(TileTree(size: .max) { _ in [] } == nil)
        #expect(TileTree(size: 0) { _ in nil }?.root == .emptyRoot)
        #expect(throws: KeptTiles.Missing.self) {
            try TileTree(size: 3) { _ throws(KeptTiles.Missing) in throw KeptTiles.Missing() }
        }
    }

    @Test("Short tiles, leaves beyond the tree and ranges that are no subtree are told")
    func reading() {
        let kept = KeptTiles(leaves: madeLeaves(300))
        #expect(throws: TileFault.outside) { try kept.reader.root(size: 301) }
        #expect(throws: TileFault.outside) { try kept.reader.root(of: 1..<4) }
        #expect(throws: TileFault.outside) { try kept.reader.root(of: 4..<4) }
        #expect(throws: TileFault.outside) {
            try kept.reader.inclusionProof(index: 300, size: 300)
        }
        #expect(throws: TileFault.outside) {
            try kept.reader.consistencyProof(oldSize: 0, newSize: 300)
        }
        let short = TileReader(size: 300) { _, _ in [1, 2, 3] }
        #expect(throws: TileFault.tooShort(level: 1, index: 0)) { try short.root(size: 300) }
        let absurd = TileReader(size: .max) { _, _ in [] }
        #expect(throws: TileFault.tooShort(level: 7, index: 0)) { try absurd.root(size: .max) }
        let missing = TileReader(size: 300) { _, _ in throw KeptTiles.Missing() }
        #expect(throws: KeptTiles.Missing.self) { try missing.root(size: 300) }
    }

    @Test("No change of a byte of a tile leaves a proof that verifies")
    func altered() throws {
        let leaves = madeLeaves(300)
        let kept = KeptTiles(leaves: leaves)
        let root = kept.tree.root
        for byte in 0..<Tile.byteCount where byte % 5 == 0 {
            let reader = TileReader(size: 300) { level, index in
                var hashes = try kept.tile(level: level, index: index)
                if level == 0, index == 0 { hashes[byte] ^= 1 }
                return hashes
            }
            #expect(try reader.root(of: 0..<256) == kept.reader.root(of: 0..<256))
            // Leaf 1 proves with every other hash of its tile, but not with itself.
            let proof = try reader.inclusionProof(index: 1, size: 300)
            let isOwn = (32..<64).contains(byte)
            #expect(proof.verify(leaf: leaves[1], root: root) == isOwn)
        }
    }
}
