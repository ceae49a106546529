public import GreenlaneCore
public import GreenlaneStore
import Synchronization
public import TransparencyLog

/// Cosigns the heads of logs that it trusts, each only as a continuation of the one before (C2SP
/// tlog-witness): two readers of one log who both ask for its cosignature saw the same history.
public final class Witness: Sendable {
    /// What is answered over HTTP.
    public struct Answer: Sendable {
        public var status: Int
        public var contentType: String
        public var body: [UInt8]
    }

    private let signer: NoteSigner
    private let logs: [NoteVerifierKey]
    private let clock: @Sendable () -> Timestamp
    /// One request at a time: reading the state, deciding and storing must not be torn apart.
    private let folder: Mutex<HeadFolder>

    /// `signer` is a cosigner's key; `logs` are the keys of the logs that are trusted here.
    public init(
        signer: NoteSigner, logs: [NoteVerifierKey], folder: HeadFolder,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.signer = signer
        self.logs = logs
        self.clock = clock
        self.folder = Mutex(folder)
    }

    /// Answers the body of `POST /add-checkpoint`. Throws a refusal where the state cannot be
    /// kept: nothing is cosigned then.
    public func answer(_ body: [UInt8]) throws -> Answer {
        let request: WitnessRequest
        do throws(WitnessFault) {
            request = try WitnessRequest(parsing: body)
        } catch {
            return Answer(
                status: WitnessFault.status, contentType: Self.plain,
                body: Array("\(error.code)\n".utf8))
        }
        return try folder.withLock { folder in
            let name = Self.fileName(request.checkpoint.checkpoint.origin)
            let known = try Self.known(folder.read(name))
            let decision = WitnessDecision.decide(request, known: known, keys: logs)
            guard case .cosign = decision else {
                if case .conflict = decision {
                    return Answer(
                        status: decision.status, contentType: WitnessDecision.sizeContentType,
                        body: Array(decision.body.utf8))
                }
                return Answer(
                    status: decision.status, contentType: Self.plain,
                    body: Array("\(decision.code)\n".utf8))
            }
            // Stored before the cosignature leaves.
            try folder.save(request.checkpoint.bytes, name: name)
            let signature = try signer.cosign(
                request.checkpoint.note.text, at: UInt64(max(0, clock().milliseconds / 1000)))
            return Answer(
                status: decision.status, contentType: Self.plain,
                body: Array((signature.line + "\n").utf8))
        }
    }

    private static let plain = "text/plain; charset=utf-8"

    private static func fileName(_ origin: String) -> String {
        String(ContentDigest.sha256(origin).text.dropFirst(ContentDigest.prefix.count))
    }

    /// A state that cannot be read must stop the witness, not make it forget.
    private static func known(_ bytes: [UInt8]?) throws -> WitnessedTree? {
        guard let bytes else { return nil }
        do throws(NoteFault) {
            return WitnessedTree(try SignedCheckpoint(parsing: bytes).checkpoint)
        } catch {
            throw Refusal(
                .fault, "witness-state-damaged",
                LocalizedText(
                    zh: "见证人保存的检查点已损坏，不再签名。",
                    en: "The witness's stored checkpoint is damaged; nothing is cosigned."))
        }
    }
}
