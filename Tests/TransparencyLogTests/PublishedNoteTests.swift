import Foundation
import Testing
import TransparencyLog

@Suite(
    "Published notes, tiles, proofs and time stamps",
    .enabled(if: PublishedVectors.arePresent, "the shared test vectors are not at hand"))
struct PublishedNoteTests {
    private func notes() throws -> Notes {
        try PublishedVectors.load("notes.json", as: Notes.self)
    }

    private func served() throws -> (log: ServedLog, files: [String: [UInt8]]) {
        let log = try PublishedVectors.load("tiles-8.json", as: ServedLog.self)
        let files = try log.files.mapValues { file in
            [UInt8](try #require(Data(base64Encoded: file.base64)))
        }
        return (log, files)
    }

    @Test("The published notes verify with their keys")
    func officialNotes() throws {
        let vectors = try notes().notes
        #expect(vectors.count == 2)
        for vector in vectors {
            let key = try NoteVerifierKey(vector.vkey)
            #expect(key.text == vector.vkey)
            let note = try SignedNote(parsing: vector.note)
            #expect(note.string == vector.note)
            #expect(note.verify(against: [key]).isVerified == vector.valid)
        }
        print("published notes verified: \(vectors.count)")
    }

    @Test("The published checkpoints are signed again, byte for byte")
    func checkpoints() throws {
        let vectors = try notes().checkpoint
        let signer = try NoteSigner(
            name: "greenlane.example/log", seed: PublishedVectors.bytes(hex: vectors.seedHex))
        #expect(signer.verifierKey.text == vectors.vkey)
        let tree = try PublishedVectors.load("rfc6962-tree.json", as: SmallTree.self)
        let leaves = try tree.leafHashesHex.map { try #require(MerkleHash(hex: $0)) }
        #expect(vectors.checkpoints.count == 4)
        for vector in vectors.checkpoints {
            let range = CompactRange(leaves: leaves.prefix(Int(vector.size)))
            let checkpoint = try #require(Checkpoint(origin: signer.name, range: range))
            let signed = try SignedCheckpoint(signing: checkpoint, by: [signer])
            #expect(signed.string == vector.text)
            let read = try SignedCheckpoint(parsing: vector.text)
            #expect(read.verify(keys: [try NoteVerifierKey(vectors.vkey)]).isVerified)
        }
        print("published checkpoints signed again: \(vectors.checkpoints.count)")
    }

    @Test("The published malformed notes are refused")
    func malformed() throws {
        let vectors = try notes().malformed
        #expect(vectors.count == 3)
        for vector in vectors {
            #expect(throws: NoteFault.self, "\(vector.why)") {
                try SignedNote(parsing: vector.text)
            }
        }
        print("published malformed notes refused: \(vectors.count)")
    }

    @Test("The published names of tiles are written and read")
    func tilePaths() throws {
        let vectors = try notes().tilePaths
        #expect(vectors.count == 6)
        for vector in vectors {
            let path = TilePath.hashes(
                level: vector.level, index: vector.index, width: vector.width)
            #expect(path.text == vector.path)
            #expect(TilePath(vector.path) == path)
        }
        print("published tile names: \(vectors.count)")
    }

    @Test("The published files of a log of eight entries are the ones made here")
    func tiles() throws {
        let (_, files) = try served()
        let tree = try PublishedVectors.load("rfc6962-tree.json", as: SmallTree.self)
        let entries = try tree.leavesHex.map { try PublishedVectors.bytes(hex: $0) }
        var tiles = TileTree()
        for entry in entries { tiles.append(.leafHash(entry)) }
        let names = [
            TilePath.checkpoint, .hashes(level: 0, index: 0, width: 8),
            .entries(index: 0, width: 8),
        ].map(\.text)
        #expect(files.keys.sorted() == names.sorted())
        #expect(files[names[1]] == tiles.partial(level: 0))
        let bundle = try EntryBundle(entries: entries)
        #expect(files[names[2]] == bundle.bytes)
        #expect(try EntryBundle(parsing: files[names[2]] ?? []) == bundle)
        let signed = try SignedCheckpoint(parsing: files[names[0]] ?? [])
        #expect(signed.checkpoint.root == tiles.root && signed.checkpoint.size == 8)
        print("published files of a served log: \(files.count)")
    }

    @Test("The published proof file is read, written and verified, and made again from tiles")
    func proofFile() throws {
        let bytes = try PublishedVectors.bytes("sample.tlog-proof")
        let proof = try TlogProof(parsing: bytes)
        #expect(proof.bytes == bytes)
        let key = try NoteVerifierKey(notes().checkpoint.vkey)
        let (log, _) = try served()
        let leaf = MerkleHash.leafHash(try PublishedVectors.bytes(hex: log.leafUnderProofHex))
        #expect(proof.verify(leaf: leaf, keys: [key]) == .verified)
        let tree = try PublishedVectors.load("rfc6962-tree.json", as: SmallTree.self)
        let leaves = try tree.leafHashesHex.map { try #require(MerkleHash(hex: $0)) }
        let made = try KeptTiles(leaves: leaves).reader.inclusionProof(
            index: proof.index, size: 8)
        #expect(made.path == proof.path)
        print("published proof files: 1")
    }

    @Test("The published requests for a time stamp are written byte for byte")
    func timestampRequests() throws {
        let imprint = ContentDigest.sha256(try PublishedVectors.bytes("../rfc3161/checkpoint.txt"))
        let nonce: [UInt8] = [0x63, 0xE5, 0x4B, 0x0A, 0x73, 0x70, 0x65, 0xE5]
        let full = try #require(TimestampRequest(imprint: imprint, nonce: nonce))
        #expect(try full.bytes == PublishedVectors.bytes("../rfc3161/req.tsq"))
        #expect(TimestampRequest(full.bytes) == full)
        let plain = try #require(
            TimestampRequest(imprint: imprint, nonce: nil, asksForCertificate: false))
        #expect(try plain.bytes == PublishedVectors.bytes("../rfc3161/req_nononce.tsq"))
        #expect(TimestampRequest(plain.bytes) == plain)
        // Another hash function than the one that is written here.
        let weak = try PublishedVectors.bytes("../rfc3161/req_sha1.tsq")
        #expect(TimestampRequest(weak) == nil)
        print("published time stamp requests: 3")
    }

    @Test("The published replies of a time-stamping authority are read")
    func timestampReplies() throws {
        let request = try #require(
            TimestampRequest(try PublishedVectors.bytes("../rfc3161/req.tsq")))
        let bytes = try PublishedVectors.bytes("../rfc3161/resp.tsr")
        let reply = try TimestampReply(bytes)
        #expect(reply.problem(answering: request) == nil)
        let token = try #require(reply.token)
        #expect(token.time == 1_795_290_097 && token.serial == "02")
        #expect(token.policy == "1.2.3.4.1" && token.nonce == request.nonce)
        for count in bytes.indices {
            #expect(throws: TimestampFault.malformed) {
                try TimestampReply(Array(bytes[..<count]))
            }
        }
        let rejected = try TimestampReply(PublishedVectors.bytes("../rfc3161/resp_rejected.tsr"))
        #expect(rejected.problem(answering: request) == .notGranted(status: 2))
        #expect(rejected.statusTexts == ["Message digest algorithm is not supported."])
        print("published time stamp replies: 2")
    }
}
