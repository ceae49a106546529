import GreenlaneCore
import GreenlaneStore
public import TransparencyLog

/// Asks a witness for its cosignature: the pure part, as a row of requests and answers.
public struct Cosigning {
    /// What comes next.
    public enum Step {
        /// This body is to be posted to `/add-checkpoint`.
        case ask([UInt8])
        /// The head with the witness's line.
        case done(SignedCheckpoint)
    }

    /// Requests of one cosigning: a first guess at what the witness knows, and one correction.
    public static let maximumRequests = 2

    private let head: SignedCheckpoint
    private let witness: NoteVerifierKey
    private let proofs: LogProofs

    public init(
        _ head: SignedCheckpoint, witness: NoteVerifierKey, proofs: LogProofs
    ) {
        self.head = head
        self.witness = witness
        self.proofs = proofs
    }

    /// The first request; `known` is the size that the witness cosigned last, as far as we know.
    public func first(known: UInt64) throws -> Step { .ask(try request(from: known)) }

    /// What follows from an answer. Refusals: `witness-refused` with its status, and
    /// `witness-signature-wrong`.
    public func next(status: Int, body: [UInt8]) throws -> Step {
        switch status {
        case 200: return .done(try cosigned(body))
        case 409:
            let text = String(decoding: body.prefix(24), as: UTF8.self)
            guard let size = UInt64(text.prefix { $0.isNumber }), size <= head.checkpoint.size
            else { throw Self.refused(status, "conflict") }
            return .ask(try request(from: size))
        default:
            let word = String(decoding: body.prefix(64), as: UTF8.self)
            throw Self.refused(
                status, PlainText.printable(String(word.prefix { !$0.isNewline })))
        }
    }

    private func request(from old: UInt64) throws -> [UInt8] {
        let path =
            old == 0
            ? []
            : try proofs.consistency(oldSize: old, newSize: head.checkpoint.size).path
        return try WitnessRequest(oldSize: old, path: path, checkpoint: head).bytes
    }

    private func cosigned(_ body: [UInt8]) throws -> SignedCheckpoint {
        let text = String(decoding: body.prefix(SignedNote.maximumLineBytes), as: UTF8.self)
        for line in text.split(separator: "\n") {
            guard let signature = NoteSignature(line: line), witness.isNamed(by: signature)
            else { continue }
            guard witness.verifies(signature, over: head.note.text) else { break }
            return try head.adding(signature)
        }
        throw Refusal(
            .unproven, "witness-signature-wrong",
            LocalizedText(
                zh: "见证人的回答里没有它对这个检查点的有效签名。",
                en: "The witness's answer holds no valid signature of its over this checkpoint."))
    }

    private static func refused(_ status: Int, _ word: String) -> Refusal {
        Refusal(
            .unproven, "witness-refused",
            LocalizedText(
                zh: "见证人拒绝签名（\(status) \(word)）。",
                en: "The witness refused (\(status) \(word))."),
            remedy: LocalizedText(
                zh: "404：见证人还不认识本日志的公钥；409 或 422：它见过另一段历史，请立即运行 greenlane verify。",
                en: """
                    404: the witness does not know this log's key yet; 409 or 422: it saw another \
                    history, so run greenlane verify at once.
                    """))
    }
}
