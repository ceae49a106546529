import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing
import TransparencyLog

@Suite("A witness cosigns one history of a log")
struct WitnessTests {
    private let log: NoteSigner
    private let cosigner: NoteSigner
    private let folder = NSTemporaryDirectory() + "greenlane-witness-" + UUID().uuidString

    init() throws {
        log = try NoteSigner.generate(name: "lab.example/log")
        cosigner = try NoteSigner.generate(name: "wit.example/w", algorithm: .cosignatureV1)
    }

    private func witness() -> Witness {
        Witness(
            signer: cosigner, logs: [log.verifierKey], folder: HeadFolder(path: folder),
            clock: { Timestamp(milliseconds: 1_700_000_000_000) })
    }

    private func head(_ leaves: [MerkleHash]) throws -> SignedCheckpoint {
        let checkpoint = try #require(
            Checkpoint(origin: "lab.example/log", range: CompactRange(leaves: leaves)))
        return try SignedCheckpoint(signing: checkpoint, by: [log])
    }

    private func ask(
        _ witness: Witness, _ leaves: [MerkleHash], from old: Int
    ) throws -> Witness.Answer {
        let path = ConsistencyProof(oldSize: UInt64(old), in: leaves)?.path ?? []
        let request = try WitnessRequest(
            oldSize: UInt64(old), path: path, checkpoint: head(leaves))
        return try witness.answer(request.bytes)
    }

    @Test("what continues is cosigned; another history is not, also after a restart")
    func continues() throws {
        defer { do { try FileManager.default.removeItem(atPath: folder) } catch {} }
        let leaves = (0..<9).map { MerkleHash.leafHash([UInt8($0)]) }
        var fork = leaves
        fork[2] = .leafHash([99])
        let first = try ask(witness(), Array(leaves.prefix(5)), from: 0)
        #expect(first.status == 200)
        let line = String(decoding: first.body, as: UTF8.self).split(separator: "\n").first ?? ""
        let signature = try #require(NoteSignature(line: line))
        let text = try head(Array(leaves.prefix(5))).note.text
        #expect(cosigner.verifierKey.verifies(signature, over: text))

        // The state is on disk: a new process knows what the old one signed.
        let forgotten = try ask(witness(), leaves, from: 0)
        #expect(forgotten.status == 409)
        #expect(String(decoding: forgotten.body, as: UTF8.self) == "5\n")
        #expect(try ask(witness(), fork, from: 5).status == 422)
        #expect(try ask(witness(), Array(fork.prefix(5)), from: 5).status == 409)
        #expect(try ask(witness(), leaves, from: 5).status == 200)
        #expect(try ask(witness(), Array(leaves.prefix(5)), from: 5).status != 200)
    }

    @Test("a state that cannot be read stops it; it does not begin anew")
    func damaged() throws {
        defer { do { try FileManager.default.removeItem(atPath: folder) } catch {} }
        let leaves = (0..<3).map { MerkleHash.leafHash([UInt8($0)]) }
        _ = try ask(witness(), leaves, from: 0)
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        #expect(throws: Refusal.self) { try ask(witness(), leaves, from: 0) }
    }

    @Test("bodies that are no request are answered 400")
    func hostile() throws {
        for body in ["", "old", "old 1\n", "old -1\n\nx", String(repeating: "A", count: 900_000)] {
            #expect(try witness().answer(Array(body.utf8)).status == 400)
        }
    }
}
