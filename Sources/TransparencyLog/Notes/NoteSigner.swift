import Crypto

/// A private key with the name of its holder. Its text is the one that Go's `sumdb/note` writes:
/// `PRIVATE+KEY+<name>+<hex id>+<base64 of type and seed>`. It never shows in a description.
public struct NoteSigner: Sendable {
    /// Bytes of the seed of an Ed25519 key.
    public static let seedByteCount = 32

    private static let prefix = "PRIVATE+KEY+"

    /// The public half.
    public let verifierKey: NoteVerifierKey
    private let key: Curve25519.Signing.PrivateKey

    /// Makes the key that a seed stands for. Throws `invalidName` or `invalidKey`.
    public init(
        name: String, algorithm: NoteAlgorithm = .ed25519, seed: [UInt8]
    ) throws(NoteKeyFault) {
        guard seed.count == Self.seedByteCount,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        else { throw .invalidKey }
        self.key = key
        verifierKey = try NoteVerifierKey(
            name: name, algorithm: algorithm, key: Array(key.publicKey.rawRepresentation))
    }

    /// Draws a new key from the system's random source. Throws `invalidName`.
    public static func generate(
        name: String, algorithm: NoteAlgorithm = .ed25519
    ) throws(NoteKeyFault) -> NoteSigner {
        let seed = Array(Curve25519.Signing.PrivateKey().rawRepresentation)
        return try NoteSigner(name: name, algorithm: algorithm, seed: seed)
    }

    /// Reads exactly what `privateText` writes.
    public init(_ text: some StringProtocol) throws(NoteKeyFault) {
        guard text.utf8.starts(with: Self.prefix.utf8),
            let rest = String(
                validating: text.utf8.dropFirst(Self.prefix.utf8.count), as: UTF8.self)
        else { throw .malformed }
        let parts = try NoteKeyText.parse(rest)
        try self.init(name: parts.name, algorithm: parts.algorithm, seed: parts.key)
        guard verifierKey.keyID == parts.keyID else { throw .wrongKeyID }
    }

    /// Who signs.
    public var name: String { verifierKey.name }

    /// The secret as one line. Whoever has it can sign as this log.
    public var privateText: String {
        let secret = Base64Text.encode(
            [verifierKey.algorithm.rawValue] + Array(key.rawRepresentation))
        return "\(Self.prefix)\(name)+\(verifierKey.keyIDText)+\(secret)"
    }

    /// A plain signature over a text. Throws `otherAlgorithm` for a cosigner's key.
    public func sign(_ text: String) throws(NoteKeyFault) -> NoteSignature {
        guard verifierKey.algorithm == .ed25519 else { throw .otherAlgorithm }
        return try signature(rawSignature(of: Array(text.utf8)))
    }

    /// A cosignature over the text of a checkpoint, at a time in seconds since 1970. Throws
    /// `otherAlgorithm` for a log's key, and `invalidTime`.
    public func cosign(_ text: String, at time: UInt64) throws(NoteKeyFault) -> NoteSignature {
        guard verifierKey.algorithm == .cosignatureV1 else { throw .otherAlgorithm }
        guard time <= CosignatureV1.latestTime else { throw .invalidTime }
        let raw = try rawSignature(of: CosignatureV1.message(text, time: time))
        guard let cosignature = CosignatureV1(time: time, signature: raw)
        else { throw .invalidKey }
        return try signature(cosignature.bytes)
    }

    private func rawSignature(of message: [UInt8]) throws(NoteKeyFault) -> [UInt8] {
        guard let signature = try? key.signature(for: message) else { throw .invalidKey }
        return Array(signature)
    }

    private func signature(_ bytes: [UInt8]) throws(NoteKeyFault) -> NoteSignature {
        guard let signature = NoteSignature(name: name, keyID: verifierKey.keyID, bytes: bytes)
        else { throw .invalidName }
        return signature
    }
}

extension NoteSigner: CustomStringConvertible, CustomReflectable {
    /// The public key only.
    public var description: String { "signer \(name)+\(verifierKey.keyIDText)" }

    /// Without the secret, which a dump of the value would show otherwise.
    public var customMirror: Mirror { Mirror(self, children: ["verifierKey": verifierKey]) }
}
