/// Why bytes are not a signed note, or a signed note cannot be made.
public enum NoteFault: Error, Hashable, Sendable {
    /// More bytes than `limit` allows, in the whole note, its text or one of its lines.
    case tooLarge(limit: Int)
    /// The end is missing: no newline at the end, or no blank line after the text.
    case truncated
    /// Nothing stands after the blank line.
    case noSignature
    /// More signatures than `SignedNote.maximumSignatures`.
    case tooManySignatures
    /// A line, counted from 1, that is no signature line though it stands among them.
    case malformed(line: Int)
    /// A line, counted from 1, with a control character other than the newline at its end.
    case controlCharacter(line: Int)
    /// The bytes are not UTF-8.
    case notUTF8
    /// A text that a note cannot hold: it does not end with a newline.
    case unendedText
    /// The note is well-formed, and its text is no checkpoint.
    case notACheckpoint
    /// A signer of a checkpoint has another name than the log.
    case signerIsNotOrigin(String)

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .tooLarge: "note-too-large"
        case .truncated: "note-truncated"
        case .noSignature: "note-no-signature"
        case .tooManySignatures: "note-too-many-signatures"
        case .malformed: "note-malformed"
        case .controlCharacter: "note-control-character"
        case .notUTF8: "note-not-utf8"
        case .unendedText: "note-unended-text"
        case .notACheckpoint: "note-not-a-checkpoint"
        case .signerIsNotOrigin: "note-signer-is-not-origin"
        }
    }
}

extension NoteFault: CustomStringConvertible {
    /// One English sentence.
    public var description: String {
        switch self {
        case .tooLarge(let limit): "The note is longer than the \(limit) bytes allowed."
        case .truncated: "The note ends too early."
        case .noSignature: "The note has no signature."
        case .tooManySignatures:
            "The note has more than \(SignedNote.maximumSignatures) signatures."
        case .malformed(let line): "Line \(line) of the note is not a signature line."
        case .controlCharacter(let line): "Line \(line) of the note has a control character."
        case .notUTF8: "The note is not UTF-8."
        case .unendedText: "The text of a note must end with a newline."
        case .notACheckpoint: "The text of the note is not a checkpoint."
        case .signerIsNotOrigin(let name): "The signer \(name) is not named as the log is."
        }
    }
}

/// Why a text is no key, or a key cannot do what is asked.
public enum NoteKeyFault: Error, Hashable, Sendable {
    /// Not written as a key is.
    case malformed
    /// A name that is empty or too long, or has white space, a plus sign or control characters.
    case invalidName
    /// A signature type that is not known here.
    case unknownAlgorithm(UInt8)
    /// The key has another ID than the one written beside it.
    case wrongKeyID
    /// The key material has the wrong length or is no point of the curve.
    case invalidKey
    /// A key for plain signatures was asked for a cosignature, or the other way round.
    case otherAlgorithm
    /// A time after 2^63 - 1 seconds, which no cosignature may carry.
    case invalidTime

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .malformed: "key-malformed"
        case .invalidName: "key-invalid-name"
        case .unknownAlgorithm: "key-unknown-algorithm"
        case .wrongKeyID: "key-wrong-id"
        case .invalidKey: "key-invalid"
        case .otherAlgorithm: "key-other-algorithm"
        case .invalidTime: "key-invalid-time"
        }
    }
}

extension NoteKeyFault: CustomStringConvertible {
    /// One English sentence; never shows key material.
    public var description: String {
        switch self {
        case .malformed: "The key is not written as <name>+<id>+<base64>."
        case .invalidName: "The name of the key is not allowed."
        case .unknownAlgorithm(let byte): "The signature type \(byte) of the key is not known."
        case .wrongKeyID: "The ID of the key does not fit its name and its bytes."
        case .invalidKey: "The bytes of the key are not an Ed25519 key."
        case .otherAlgorithm: "The key is for another type of signature."
        case .invalidTime: "The time of the cosignature is out of range."
        }
    }
}
