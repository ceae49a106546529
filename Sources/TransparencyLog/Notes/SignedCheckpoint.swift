/// A signed note whose text is a checkpoint: what a log hands out, and what a proof ends at.
/// Checkpoints with extension lines are not read, because this log never writes them.
public struct SignedCheckpoint: Hashable, Sendable {
    /// The head of the tree.
    public let checkpoint: Checkpoint
    /// The note around it, with all its signatures.
    public let note: SignedNote

    /// Signs the head of a tree. Throws `NoteFault.signerIsNotOrigin` where a signer is not named
    /// as the log, and other `NoteFault` and `NoteKeyFault`.
    public init(signing checkpoint: Checkpoint, by signers: [NoteSigner]) throws {
        for signer in signers where !signer.name.utf8.elementsEqual(checkpoint.origin.utf8) {
            throw NoteFault.signerIsNotOrigin(signer.name)
        }
        self.checkpoint = checkpoint
        note = try SignedNote(signing: checkpoint.text, by: signers)
    }

    /// Takes a note for a checkpoint. Throws `notACheckpoint`.
    public init(_ note: SignedNote) throws(NoteFault) {
        guard let checkpoint = Checkpoint(note.text) else { throw .notACheckpoint }
        self.checkpoint = checkpoint
        self.note = note
    }

    /// Reads the note of a checkpoint; nothing is believed until `verify`.
    public init(parsing bytes: [UInt8]) throws(NoteFault) {
        try self.init(try SignedNote(parsing: bytes))
    }

    /// Reads the note of a checkpoint from a text.
    public init(parsing text: String) throws(NoteFault) {
        try self.init(parsing: Array(text.utf8))
    }

    /// The whole note.
    public var string: String { note.string }

    /// The whole note as UTF-8.
    public var bytes: [UInt8] { note.bytes }

    /// The checkpoint with one more signature, such as a witness's.
    public func adding(_ signature: NoteSignature) throws(NoteFault) -> SignedCheckpoint {
        try SignedCheckpoint(try note.adding(signature))
    }

    /// As `SignedNote.verify`, and one of the keys must be the log's own: named as the origin, for
    /// plain signatures. Witnesses alone do not make a checkpoint: that is `noKnownKey`.
    public func verify(keys: [NoteVerifierKey]) -> NoteVerdict {
        let verdict = note.verify(against: keys)
        guard case .verified(by: let verified, unknown: _) = verdict else { return verdict }
        return verified.contains(where: isLogKey) ? verdict : .noKnownKey
    }

    /// Whether a key is one that the log itself signs with.
    public func isLogKey(_ key: NoteVerifierKey) -> Bool {
        key.algorithm == .ed25519 && key.name.utf8.elementsEqual(checkpoint.origin.utf8)
    }

    /// The times, in seconds since 1970, at which these cosigners' keys signed, each with its key.
    /// Only cosignatures that verify are listed.
    public func cosignatures(
        by keys: [NoteVerifierKey]
    ) -> [(key: NoteVerifierKey, time: UInt64)] {
        note.signatures.compactMap { signature in
            guard
                let key = keys.first(where: {
                    $0.algorithm == .cosignatureV1 && $0.verifies(signature, over: note.text)
                }), let cosignature = CosignatureV1(signature.bytes)
            else { return nil }
            return (key, cosignature.time)
        }
    }
}
