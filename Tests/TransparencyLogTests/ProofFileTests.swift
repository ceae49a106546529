import Testing
import TransparencyLog

@Suite("A proof file")
struct ProofFileTests {
    private func made(
        index: Int = 2, extra: [UInt8]? = nil
    ) throws -> (proof: TlogProof, leaf: MerkleHash, key: NoteVerifierKey) {
        let leaves = madeLeaves(11)
        let signer = try MadeNotes.signer()
        let checkpoint = try SignedCheckpoint(
            signing: MadeNotes.checkpoint(leaves), by: [signer])
        let inclusion = try #require(InclusionProof(index: UInt64(index), in: leaves))
        let proof = try TlogProof(
            index: UInt64(index), path: inclusion.path, checkpoint: checkpoint, extra: extra)
        return (proof, leaves[index], signer.verifierKey)
    }

    @Test("It is read back byte for byte, and proves its leaf", arguments: [nil, [], [1, 2]])
    func roundTrip(extra: [UInt8]?) throws {
        let (proof, leaf, key) = try made(extra: extra)
        let read = try TlogProof(parsing: proof.bytes)
        #expect(read == proof && read.bytes == proof.bytes && read.extra == extra)
        #expect(read.verify(leaf: leaf, keys: [key]) == .verified)
        #expect(read.verify(leaf: .leafHash([9]), keys: [key]) == .notIncluded)
        #expect(read.verify(leaf: leaf, keys: []) == .checkpointNotVerified(.noKnownKey))
    }

    @Test("Every changed byte and every truncation is refused or does not verify")
    func damaged() throws {
        let (proof, leaf, key) = try made()
        for damaged in Damage.all(of: proof.bytes) {
            guard let read = try? TlogProof(parsing: damaged) else { continue }
            #expect(read.bytes == damaged)
            #expect(!read.verify(leaf: leaf, keys: [key]).isVerified)
        }
    }

    @Test("Bad bytes are named")
    func faults() throws {
        let text = try made().proof.string
        let bad: [(String, TlogProofFault)] = [
            ("", .otherFormat), ("c2sp.org/tlog-proof@v2\n", .otherFormat),
            (text.replacing("index 2", with: "index 02"), .malformed),
            (text.replacing("index 2", with: "index +2"), .malformed),
            (text.replacing("index 2", with: "index \u{308}2"), .malformed),
            (text.replacing("index 2", with: "extra A\nindex 2"), .malformed),
            (text.replacing("index 2", with: "index 2\nindex 2"), .malformed),
            (text.replacing("index 2", with: "index 11"), .outside),
            (text.replacing("index 2", with: "index 18446744073709551615"), .outside),
            (text + "x", .note(.truncated)),
        ]
        for (text, fault) in bad {
            #expect(throws: fault, "\(text)") { try TlogProof(parsing: Array(text.utf8)) }
        }
        let line = MerkleHash.emptyRoot.base64 + "\n"
        let many = text.replacing(
            "index 2\n", with: "index 2\n" + String(repeating: line, count: 64))
        #expect(throws: TlogProofFault.malformed) { try TlogProof(parsing: Array(many.utf8)) }
        #expect(throws: TlogProofFault.tooLarge) {
            try TlogProof(parsing: [UInt8](repeating: 10, count: 1_000_000))
        }
    }
}

@Suite("Names of served tiles")
struct TilePathTests {
    @Test(
        "They are written and read as the standard says",
        arguments: [
            (TilePath.checkpoint, "checkpoint"),
            (.hashes(level: 0, index: 0, width: nil), "tile/0/000"),
            (.hashes(level: 0, index: 1_234_067, width: 8), "tile/0/x001/x234/067.p/8"),
            (.hashes(level: 63, index: 999, width: 255), "tile/63/999.p/255"),
            (.hashes(level: 1, index: 1_000, width: nil), "tile/1/x001/000"),
            (.entries(index: 273, width: 112), "tile/entries/273.p/112"),
            (
                .entries(index: .max, width: nil),
                "tile/entries/x018/x446/x744/x073/x709/x551/615"
            ),
        ])
    func texts(path: TilePath, text: String) {
        #expect(path.text == text)
        #expect(TilePath(text) == path)
    }

    @Test(
        "Other spellings name no tile",
        arguments: [
            "", "/checkpoint", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/0000",
            "tile/00/000", "tile/64/000", "tile/0/x000/001", "tile/0/001/000", "tile/0/x001",
            "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256",
            "tile/0/000.p/01", "tile/0/000.p/8/", "tile/-1/000", "tile/0/+01", "tile/0/000/",
            "tile//000", "tile/0/../../000", "tile/entries/x018/x446/x744/x073/x709/x551/616",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/999", "tile/.p/8", "tile/0/.p/8",
        ])
    func refused(text: String) {
        #expect(TilePath(text) == nil)
    }

    @Test("A tile knows its name")
    func tiles() {
        var tree = TileTree()
        for leaf in madeLeaves(256) { tree.append(leaf) }
        #expect(tree.drain().map { TilePath($0).text } == ["tile/0/000", "tile/1/000.p/1"])
    }
}

@Suite("Bundles of entries")
struct EntryBundleTests {
    @Test("They are read back, and truncated ones are told")
    func roundTrip() throws {
        let entries: [[UInt8]] = [[], [1], Array(repeating: 7, count: 65_535), [2, 3]]
        let bundle = try EntryBundle(entries: entries)
        #expect(bundle.bytes.prefix(7) == [0, 0, 0, 1, 1, 0xFF, 0xFF])
        #expect(try EntryBundle(parsing: bundle.bytes) == bundle)
        #expect(try EntryBundle(parsing: []).entries.isEmpty)
        #expect(throws: EntryBundleFault.truncated(index: 3)) {
            try EntryBundle(parsing: bundle.bytes.dropLast())
        }
        #expect(throws: EntryBundleFault.truncated(index: 0)) { try EntryBundle(parsing: [0]) }
    }

    @Test("An entry of 65,536 bytes and a 257th entry are refused")
    func limits() {
        let long = [UInt8](repeating: 0, count: 65_536)
        #expect(throws: EntryBundleFault.entryTooLong(index: 1, byteCount: 65_536)) {
            try EntryBundle(entries: [[], long])
        }
        let many = [[UInt8]](repeating: [], count: 257)
        #expect(throws: EntryBundleFault.tooManyEntries) { try EntryBundle(entries: many) }
        #expect(throws: EntryBundleFault.tooManyEntries) {
            try EntryBundle(parsing: [UInt8](repeating: 0, count: 514))
        }
    }
}
