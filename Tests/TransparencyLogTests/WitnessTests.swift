import Testing
import TransparencyLog

@Suite("A witness is asked to cosign")
struct WitnessTests {
    private let leaves = madeLeaves(20)

    private func request(
        from old: Int, to new: Int, seed: UInt8 = 1, path: [MerkleHash]? = nil
    ) throws -> WitnessRequest {
        let tree = Array(leaves.prefix(new))
        let checkpoint = try SignedCheckpoint(
            signing: MadeNotes.checkpoint(tree), by: [MadeNotes.signer(seed)])
        let proof = ConsistencyProof(oldSize: UInt64(old), in: tree)
        return try WitnessRequest(
            oldSize: UInt64(old), path: path ?? proof?.path ?? [], checkpoint: checkpoint)
    }

    private func known(_ size: Int) -> WitnessedTree {
        let range = CompactRange(leaves: leaves.prefix(size))
        return WitnessedTree(size: range.size, root: range.root)
    }

    private func decide(
        _ request: WitnessRequest, known: WitnessedTree?
    ) throws -> WitnessDecision {
        .decide(request, known: known, keys: [try MadeNotes.signer().verifierKey])
    }

    @Test("Whatever continues the known tree is cosigned")
    func cosigns() throws {
        #expect(try decide(request(from: 0, to: 5), known: nil) == .cosign(known(5)))
        #expect(try decide(request(from: 0, to: 0), known: nil) == .cosign(known(0)))
        for old in 1...20 {
            for new in old...20 {
                let decision = try decide(request(from: old, to: new), known: known(old))
                #expect(decision == .cosign(known(new)))
            }
        }
    }

    @Test("Each refusal has the status of the standard")
    func refusals() throws {
        let key = try MadeNotes.signer().verifierKey
        let stranger = try MadeNotes.signer(name: "other").verifierKey
        let fork = WitnessedTree(size: 7, root: .emptyRoot)
        let good = try request(from: 5, to: 7)
        let cases: [(WitnessDecision, WitnessDecision, Int)] = [
            (.decide(good, known: known(5), keys: [stranger]), .unknownLog, 404),
            (.decide(good, known: known(5), keys: []), .unknownLog, 404),
            (try decide(request(from: 5, to: 7, seed: 2), known: known(5)), .badSignature, 403),
            (try decide(request(from: 8, to: 7), known: known(8)), .staleOld, 400),
            (try decide(good, known: known(6)), .conflict(size: 6), 409),
            (try decide(good, known: nil), .conflict(size: 0), 409),
            (try decide(request(from: 0, to: 7), known: known(5)), .conflict(size: 5), 409),
            (try decide(request(from: 7, to: 7), known: fork), .conflict(size: 7), 409),
            (try decide(request(from: 5, to: 7, path: []), known: known(5)), .badProof, 422),
            (
                try decide(request(from: 0, to: 7, path: [.emptyRoot]), known: nil),
                .badProof, 422
            ),
            (
                try decide(request(from: 7, to: 7, path: [.emptyRoot]), known: known(7)),
                .badProof, 422
            ),
            (
                .decide(
                    good, known: WitnessedTree(size: 5, root: .emptyRoot), keys: [key]),
                .badProof, 422
            ),
        ]
        for (decision, expected, status) in cases {
            #expect(decision == expected)
            #expect(decision.status == status)
        }
        #expect(WitnessDecision.conflict(size: 6).body == "6\n")
        #expect(WitnessDecision.badProof.body.isEmpty)
    }

    @Test("A request is read back byte for byte")
    func roundTrip() throws {
        for (old, new) in [(0, 0), (0, 5), (5, 20), (20, 20)] {
            let request = try request(from: old, to: new)
            #expect(try WitnessRequest(parsing: request.bytes) == request)
        }
    }

    @Test("Every changed byte and every truncation is refused or not cosigned as another tree")
    func damaged() throws {
        let request = try request(from: 5, to: 20)
        for damaged in Damage.all(of: request.bytes) {
            guard let read = try? WitnessRequest(parsing: damaged) else { continue }
            #expect(read.bytes == damaged)
            if case .cosign = try decide(read, known: known(5)) {
                Issue.record("cosigned a damaged request")
            }
        }
    }

    @Test("Bad requests are named")
    func faults() throws {
        let text = try request(from: 5, to: 20).string
        for bad in [
            "", "old 5", "old 05\n", "old  5\n", "old -5\n", "new 5\n", "old \u{308}5\n",
            text.replacing("old 5", with: "old 18446744073709551616"),
        ] {
            #expect(throws: WitnessFault.malformed) {
                try WitnessRequest(parsing: Array(bad.utf8))
            }
        }
        let line = MerkleHash.emptyRoot.base64 + "\n"
        let many = "old 5\n" + String(repeating: line, count: 64) + text.drop { $0 != "\n" }
        #expect(throws: WitnessFault.malformed) {
            try WitnessRequest(parsing: Array(many.utf8))
        }
        #expect(throws: WitnessFault.note(.truncated)) {
            try WitnessRequest(parsing: Array("old 0\n\n".utf8))
        }
        #expect(throws: WitnessFault.tooLarge) {
            try WitnessRequest(parsing: [UInt8](repeating: 10, count: 1_000_000))
        }
    }
}
