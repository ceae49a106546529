import Testing
import TransparencyLog

/// The definition of RFC 9162 section 2.1.1, written as it stands there, to judge the fast way by.
private func definedRoot(_ leaves: ArraySlice<MerkleHash>) -> MerkleHash {
    guard let first = leaves.first else { return .emptyRoot }
    guard leaves.count > 1 else { return first }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return .nodeHash(definedRoot(leaves[..<middle]), definedRoot(leaves[middle...]))
}

private func leaves(_ count: Int) -> [MerkleHash] {
    (0..<count).map { MerkleHash.leafHash(Array("entry \($0)".utf8)) }
}

@Suite("A growing tree")
struct GrowingTreeTests {
    @Test("Leaf and node hashes carry different prefixes")
    func prefixes() {
        let left = MerkleHash.leafHash([1])
        let right = MerkleHash.leafHash([2])
        #expect(MerkleHash.leafHash(left.bytes + right.bytes) != .nodeHash(left, right))
        #expect(MerkleHash.nodeHash(left, right) != .nodeHash(right, left))
        #expect(
            MerkleHash.leafHash([]).hex
                == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
        #expect(MerkleHash.emptyRoot.base64 == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    }

    @Test("The root is the defined one at every size, and survives being stored")
    func rootAtEverySize() throws {
        let all = leaves(130)
        var range = CompactRange()
        for size in 0...all.count {
            #expect(range.size == UInt64(size))
            #expect(range.root == definedRoot(all[..<size]))
            #expect(range.hashes.count == size.nonzeroBitCount)
            let restored = try #require(CompactRange(bytes: range.bytes))
            #expect(restored == range)
            range = restored
            if size < all.count { range.append(all[size]) }
        }
    }

    @Test("A stored range of the wrong length is refused")
    func wrongStoredLength() {
        let bytes = CompactRange(leaves: leaves(5)).bytes
        #expect(CompactRange(bytes: Array(bytes.dropLast())) == nil)
        #expect(CompactRange(bytes: bytes + [0]) == nil)
        #expect(CompactRange(bytes: []) == nil)
        #expect(CompactRange(bytes: [0, 0, 0, 0, 0, 0, 0, 1]) == nil)
        #expect(CompactRange(bytes: [0, 0, 0, 0, 0, 0, 0, 0]) == CompactRange())
    }

    @Test("The size is stored with the most significant byte first")
    func storedSize() {
        let bytes = CompactRange(leaves: leaves(258)).bytes
        #expect(Array(bytes.prefix(8)) == [0, 0, 0, 0, 0, 0, 1, 2])
    }
}

@Suite("Proofs over trees of up to 40 leaves")
struct ProofTests {
    @Test("Every leaf of every tree is proved, and only as that leaf at that place")
    func inclusion() throws {
        let all = leaves(40)
        for size in 1...all.count {
            let tree = Array(all.prefix(size))
            let root = definedRoot(tree[...])
            for index in 0..<size {
                let proof = try #require(InclusionProof(index: UInt64(index), in: tree))
                #expect(proof.verify(leaf: tree[index], root: root))
                #expect(!proof.verify(leaf: .leafHash([0xFF]), root: root))
                #expect(!proof.verify(leaf: tree[index], root: .emptyRoot))
                var moved = proof
                moved.index = UInt64((index + 1) % size)
                #expect(size == 1 || !moved.verify(leaf: tree[index], root: root))
                var longer = proof
                longer.path.append(root)
                #expect(!longer.verify(leaf: tree[index], root: root))
                var shorter = proof
                if shorter.path.popLast() != nil {
                    #expect(!shorter.verify(leaf: tree[index], root: root))
                }
            }
        }
    }

    @Test("Every earlier tree is proved, and no altered one")
    func consistency() throws {
        let all = leaves(40)
        for newSize in 1...all.count {
            let tree = Array(all.prefix(newSize))
            let newRoot = definedRoot(tree[...])
            for oldSize in 1...newSize {
                let oldRoot = definedRoot(tree[..<oldSize])
                let proof = try #require(ConsistencyProof(oldSize: UInt64(oldSize), in: tree))
                #expect(proof.verify(oldRoot: oldRoot, newRoot: newRoot))
                #expect(!proof.verify(oldRoot: .emptyRoot, newRoot: newRoot))
                #expect(!proof.verify(oldRoot: oldRoot, newRoot: .emptyRoot))
                for index in proof.path.indices {
                    var altered = proof
                    altered.path[index] = .emptyRoot
                    #expect(!altered.verify(oldRoot: oldRoot, newRoot: newRoot))
                }
            }
        }
    }

    @Test("What is not there cannot be proved")
    func outside() {
        let tree = leaves(3)
        #expect(InclusionProof(index: 3, in: tree) == nil)
        #expect(InclusionProof(index: 0, in: []) == nil)
        #expect(ConsistencyProof(oldSize: 0, in: tree) == nil)
        #expect(ConsistencyProof(oldSize: 4, in: tree) == nil)
    }

    @Test(
        "Absurd sizes from outside are refused without a trap",
        arguments: [0, UInt64.max / 2, UInt64.max - 1, UInt64.max])
    func absurdSizes(index: UInt64) {
        let size = UInt64.max
        let hash = MerkleHash.emptyRoot
        let path = Array(repeating: hash, count: 70)
        let inclusion = InclusionProof(index: index, size: size, path: path)
        #expect(!inclusion.verify(leaf: hash, root: hash))
        let consistency = ConsistencyProof(oldSize: index, newSize: size, path: path)
        #expect(!consistency.verify(oldRoot: hash, newRoot: hash))
        #expect(Subtree.inclusionRanges(index: size - 1, size: size)?.isEmpty == false)
    }

    @Test("A proof can be made from kept subtree roots, and their failure is passed on")
    func subtreeProvider() throws {
        struct Missing: Error {}
        let tree = leaves(11)
        var asked: [Range<UInt64>] = []
        let proof = InclusionProof(index: 6, size: 11) { range in
            asked.append(range)
            return definedRoot(tree[Int(range.lowerBound)..<Int(range.upperBound)])
        }
        #expect(asked == [7..<8, 4..<6, 0..<4, 8..<11])
        #expect(proof == InclusionProof(index: 6, in: tree))
        #expect(throws: Missing.self) {
            try ConsistencyProof(oldSize: 6, newSize: 11) { _ throws(Missing) in
                throw Missing()
            }
        }
        let ranges = Subtree.consistencyRanges(oldSize: 6, newSize: 11)
        #expect(ranges == [4..<6, 6..<8, 0..<4, 8..<11])
    }
}
