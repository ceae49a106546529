/// What the known keys say about a note.
public enum NoteVerdict: Hashable, Sendable {
    /// At least one known key signed, and none of them wrongly. Signatures by others are listed and
    /// say nothing: a rotated key or a witness that the reader does not know.
    case verified(by: [NoteVerifierKey], unknown: [NoteSignature])
    /// A signature names a known key and is not by it: the text or the signature was altered.
    case wrongSignature(name: String)
    /// None of the signatures names a known key: nothing can be said.
    case noKnownKey

    /// Whether the text may be believed.
    public var isVerified: Bool {
        if case .verified = self { true } else { false }
    }

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .verified: "verified"
        case .wrongSignature: "wrong-signature"
        case .noKnownKey: "unknown-key"
        }
    }
}

extension SignedNote {
    /// Checks every signature that names one of these keys.
    public func verify(against keys: [NoteVerifierKey]) -> NoteVerdict {
        var verified: [NoteVerifierKey] = []
        var unknown: [NoteSignature] = []
        for signature in signatures {
            let named = keys.filter { $0.isNamed(by: signature) }
            guard !named.isEmpty else {
                unknown.append(signature)
                continue
            }
            guard let key = named.first(where: { $0.verifies(signature, over: text) })
            else { return .wrongSignature(name: signature.name) }
            if !verified.contains(key) { verified.append(key) }
        }
        return verified.isEmpty ? .noKnownKey : .verified(by: verified, unknown: unknown)
    }
}
