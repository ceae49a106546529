/// Stands in the log for a value that names a person: SHA-256 over a random salt and the value.
/// Value and salt lie beside the log; once they are erased, the commitment says nothing, and the
/// log still verifies.
public struct SaltedCommitment: Hashable, Sendable, CustomStringConvertible {
    /// Bytes of salt. One length for all, so that salt and value cannot trade bytes.
    public static let saltByteCount = 16

    /// What the log shows.
    public let digest: ContentDigest

    /// A commitment read back from the log.
    public init(digest: ContentDigest) {
        self.digest = digest
    }

    /// Nil where the salt is not `saltByteCount` long. The caller draws the salt at random.
    public init?(value: String, salt: [UInt8]) {
        guard salt.count == Self.saltByteCount else { return nil }
        digest = .sha256(salt + Array(value.utf8))
    }

    /// Reads `sha256:` and 64 lower-case hexadecimal digits.
    public init?(_ text: some StringProtocol) {
        guard let digest = ContentDigest(text) else { return nil }
        self.digest = digest
    }

    /// Whether this value with this salt is what was committed to. Compares bytes: two spellings
    /// of one accented letter are two values.
    public func verify(value: String, salt: [UInt8]) -> Bool {
        SaltedCommitment(value: value, salt: salt) == self
    }

    /// `sha256:` and the digits.
    public var text: String { digest.text }

    /// The same as `text`.
    public var description: String { text }
}
