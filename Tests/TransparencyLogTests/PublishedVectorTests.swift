import Foundation
import Testing
import TransparencyLog

@Suite(
    "Published RFC 6962 vectors",
    .enabled(if: PublishedVectors.arePresent, "the shared test vectors are not at hand"))
struct PublishedVectorTests {
    @Test("Every inclusion probe is judged as published")
    func inclusionProbes() throws {
        let probes = try PublishedVectors.load("rfc6962-probes.json", as: Probes.self).inclusion
        #expect(probes.count == 98)
        for probe in probes {
            var isAccepted = false
            if let root = MerkleHash(base64: probe.root),
                let leaf = MerkleHash(base64: probe.leafHash),
                let path = PublishedVectors.hashes(probe.proof)
            {
                let proof = InclusionProof(
                    index: probe.leafIdx, size: probe.treeSize, path: path)
                isAccepted = proof.verify(leaf: leaf, root: root)
            }
            #expect(isAccepted != probe.wantErr, "\(probe.file)")
        }
    }

    @Test("Every consistency probe is judged as published")
    func consistencyProbes() throws {
        let probes = try PublishedVectors.load("rfc6962-probes.json", as: Probes.self).consistency
        #expect(probes.count == 98)
        for probe in probes {
            var isAccepted = false
            if let path = PublishedVectors.hashes(probe.proof) {
                let proof = ConsistencyProof(
                    oldSize: probe.size1, newSize: probe.size2, path: path)
                isAccepted = proof.verify(
                    oldRoot: PublishedVectors.root(probe.root1),
                    newRoot: PublishedVectors.root(probe.root2))
            }
            #expect(isAccepted != probe.wantErr, "\(probe.file)")
        }
    }

    @Test("The tree of eight leaves has the published hashes and roots")
    func smallTreeRoots() throws {
        let tree = try PublishedVectors.load("rfc6962-tree.json", as: SmallTree.self)
        var range = CompactRange()
        #expect(range.root.hex == tree.rootsHex[0])
        for (index, leafHex) in tree.leavesHex.enumerated() {
            let leaf = MerkleHash.leafHash(try PublishedVectors.bytes(hex: leafHex))
            #expect(leaf.hex == tree.leafHashesHex[index])
            range.append(leaf)
            #expect(range.root.hex == tree.rootsHex[index + 1])
        }
    }

    @Test("Generated inclusion proofs are the published ones")
    func smallTreeInclusion() throws {
        let tree = try PublishedVectors.load("rfc6962-tree.json", as: SmallTree.self)
        let leaves = try tree.leafHashesHex.map { try #require(MerkleHash(hex: $0)) }
        #expect(tree.inclusion.count == 36)
        for entry in tree.inclusion {
            let proof = try #require(
                InclusionProof(index: entry.index, in: Array(leaves.prefix(entry.size))))
            #expect(proof.path.map(\.hex) == entry.proof, "\(entry.index) of \(entry.size)")
            let root = try #require(MerkleHash(hex: tree.rootsHex[entry.size]))
            #expect(proof.verify(leaf: leaves[Int(entry.index)], root: root))
        }
    }

    @Test("Generated consistency proofs are the published ones")
    func smallTreeConsistency() throws {
        let tree = try PublishedVectors.load("rfc6962-tree.json", as: SmallTree.self)
        let leaves = try tree.leafHashesHex.map { try #require(MerkleHash(hex: $0)) }
        #expect(tree.consistency.count == 36)
        for entry in tree.consistency {
            let proof = try #require(
                ConsistencyProof(oldSize: entry.first, in: Array(leaves.prefix(entry.second))))
            #expect(proof.path.map(\.hex) == entry.proof, "\(entry.first) to \(entry.second)")
            let old = try #require(MerkleHash(hex: tree.rootsHex[Int(entry.first)]))
            let new = try #require(MerkleHash(hex: tree.rootsHex[entry.second]))
            #expect(proof.verify(oldRoot: old, newRoot: new))
        }
    }

    @Test("The bodies of the published checkpoints are read and written byte for byte")
    func checkpointBodies() throws {
        let notes = try PublishedVectors.load("notes.json", as: Notes.self)
        #expect(notes.checkpoint.checkpoints.count == 4)
        for entry in notes.checkpoint.checkpoints {
            let end = try #require(entry.text.range(of: "\n\n"))
            let body = String(entry.text[..<end.lowerBound]) + "\n"
            let checkpoint = try #require(Checkpoint(body))
            #expect(checkpoint.origin == "greenlane.example/log")
            #expect(checkpoint.size == entry.size)
            #expect(checkpoint.text == body)
            // With its signature it is a note, not a checkpoint body.
            #expect(Checkpoint(entry.text) == nil)
        }
    }
}
