/// The name of a text by its content: `sha256:` and 64 lower-case hexadecimal digits.
public struct ContentDigest: Hashable, Sendable, CustomStringConvertible {
    /// What stands before the digits and names the hash function.
    public static let prefix = "sha256:"

    private let value: Bytes32

    init(_ value: Bytes32) {
        self.value = value
    }

    /// Reads exactly what `text` writes.
    public init?(_ text: some StringProtocol) {
        guard text.hasPrefix(Self.prefix),
            let bytes = HexText.decode(text.dropFirst(Self.prefix.count)),
            let value = Bytes32(bytes)
        else { return nil }
        self.init(value)
    }

    /// The digest of these bytes.
    public static func sha256(_ bytes: [UInt8]) -> ContentDigest {
        bytes.withUnsafeBytes { sha256($0) }
    }

    /// The digest of bytes that lie in memory, without copying them.
    public static func sha256(_ buffer: UnsafeRawBufferPointer) -> ContentDigest {
        ContentDigest(SHA256Hashing.hash(buffer))
    }

    /// The digest of the UTF-8 of a text.
    public static func sha256(_ text: String) -> ContentDigest {
        sha256(Array(text.utf8))
    }

    /// `sha256:` and the digits.
    public var text: String { Self.prefix + value.hex }

    /// The 32 bytes, without the prefix.
    public var bytes: [UInt8] { value.bytes }

    /// The same as `text`.
    public var description: String { text }
}
