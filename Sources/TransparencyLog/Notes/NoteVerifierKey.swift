import Crypto

/// The types of signature that are known here, by their byte in C2SP signed-note.
public enum NoteAlgorithm: UInt8, Hashable, Sendable, CaseIterable {
    /// Ed25519 over the text of the note.
    case ed25519 = 0x01
    /// Ed25519 over the text and the time of signing (C2SP tlog-cosignature).
    case cosignatureV1 = 0x04
}

/// A public key with the name of its holder: what an auditor must have to check a note. Written
/// `<name>+<hex id>+<base64 of type and key>` (the vkey of C2SP signed-note).
public struct NoteVerifierKey: Hashable, Sendable {
    /// The longest name in bytes; the standard sets no limit.
    public static let maximumNameBytes = 255
    /// Bytes of an Ed25519 public key.
    public static let keyByteCount = 32

    /// Who signs with this key, such as the origin of a log.
    public let name: String
    /// How it signs.
    public let algorithm: NoteAlgorithm
    /// The 32 bytes of the public key.
    public let key: [UInt8]
    /// The first four bytes, most significant first, of the hash of name, type and key.
    public let keyID: UInt32

    /// Throws `invalidName` or `invalidKey`.
    public init(
        name: String, algorithm: NoteAlgorithm = .ed25519, key: [UInt8]
    ) throws(NoteKeyFault) {
        guard Self.isName(name) else { throw .invalidName }
        guard key.count == Self.keyByteCount,
            (try? Curve25519.Signing.PublicKey(rawRepresentation: key)) != nil
        else { throw .invalidKey }
        self.name = name
        self.algorithm = algorithm
        self.key = key
        let named = Array(name.utf8) + [UInt8(ascii: "\n"), algorithm.rawValue] + key
        keyID = named.withUnsafeBytes { bytes in
            let digest = SHA256Hashing.hash(bytes)
            return digest.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        }
    }

    /// Reads exactly what `text` writes. Throws for any other spelling, for a type of signature
    /// that is not known, and where ID and key do not fit.
    public init(_ text: some StringProtocol) throws(NoteKeyFault) {
        let parts = try NoteKeyText.parse(text)
        try self.init(name: parts.name, algorithm: parts.algorithm, key: parts.key)
        guard keyID == parts.keyID else { throw .wrongKeyID }
    }

    /// The line to hand out.
    public var text: String {
        "\(name)+\(keyIDText)+\(Base64Text.encode([algorithm.rawValue] + key))"
    }

    /// The key ID as eight hexadecimal digits.
    public var keyIDText: String { HexText.encode(NoteSignature.bytes(of: keyID)) }

    /// Whether a signature says that it was made with this key.
    public func isNamed(by signature: NoteSignature) -> Bool {
        // Bytes, because Swift takes two spellings of an accented letter for equal.
        keyID == signature.keyID && name.utf8.elementsEqual(signature.name.utf8)
    }

    /// Whether the signature is by this key and over this text.
    public func verifies(_ signature: NoteSignature, over text: String) -> Bool {
        guard isNamed(by: signature) else { return false }
        switch algorithm {
        case .ed25519: return isSignature(signature.bytes, of: Array(text.utf8))
        case .cosignatureV1:
            guard let parts = CosignatureV1(signature.bytes) else { return false }
            return isSignature(parts.signature, of: CosignatureV1.message(text, time: parts.time))
        }
    }

    /// Whether a text may be the name of a key.
    public static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= maximumNameBytes
            && text.unicodeScalars.allSatisfy {
                !$0.properties.isWhitespace && $0 != "+"
                    && $0.properties.generalCategory != .control
            }
    }

    private func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key)
        else { return false }
        return key.isValidSignature(signature, for: message)
    }
}

/// The parts that the text of a public key and of a private key share.
enum NoteKeyText {
    static let maximumBytes = 512

    struct Parts {
        var name: String
        var keyID: UInt32
        var algorithm: NoteAlgorithm
        var key: [UInt8]
    }

    static func parse(_ text: some StringProtocol) throws(NoteKeyFault) -> Parts {
        guard text.utf8.count <= maximumBytes else { throw .malformed }
        // Base64 may have a plus sign too: only the first two separate.
        let parts = text.utf8.split(
            separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let name = String(validating: parts[0], as: UTF8.self),
            let idText = String(validating: parts[1], as: UTF8.self),
            let id = HexText.decode(idText), id.count == 4,
            let keyText = String(validating: parts[2], as: UTF8.self),
            let bytes = Base64Text.decode(keyText), let type = bytes.first
        else { throw .malformed }
        guard NoteVerifierKey.isName(name) else { throw .invalidName }
        guard let algorithm = NoteAlgorithm(rawValue: type) else { throw .unknownAlgorithm(type) }
        return Parts(
            name: name, keyID: id.reduce(0) { $0 << 8 | UInt32($1) }, algorithm: algorithm,
            key: Array(bytes.dropFirst()))
    }
}
