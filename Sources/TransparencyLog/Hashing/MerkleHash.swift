/// A hash of the tree: 32 bytes of SHA-256, for a leaf, a node or a root (RFC 9162 section 2.1.1).
public struct MerkleHash: Hashable, Sendable, CustomStringConvertible {
    /// Bytes in a hash.
    public static let byteCount = Bytes32.count

    let value: Bytes32

    init(_ value: Bytes32) {
        self.value = value
    }

    /// Nil where there are not exactly 32 bytes.
    public init?(_ bytes: [UInt8]) {
        guard let value = Bytes32(bytes) else { return nil }
        self.init(value)
    }

    /// Nil where the buffer does not hold exactly 32 bytes; the path for rows of a store.
    public init?(_ buffer: UnsafeRawBufferPointer) {
        guard let value = Bytes32(buffer) else { return nil }
        self.init(value)
    }

    /// Reads 64 lower-case hexadecimal digits.
    public init?(hex: some StringProtocol) {
        guard let bytes = HexText.decode(hex) else { return nil }
        self.init(bytes)
    }

    /// Reads standard base64 with its padding.
    public init?(base64: some StringProtocol) {
        guard let bytes = Base64Text.decode(base64) else { return nil }
        self.init(bytes)
    }

    /// The root of a tree without leaves: the hash of nothing.
    public static let emptyRoot = MerkleHash(
        SHA256Hashing.hash(UnsafeRawBufferPointer(start: nil, count: 0)))

    /// The hash of an entry. The leading zero byte keeps an entry from passing for a node.
    public static func leafHash(_ entry: [UInt8]) -> MerkleHash {
        entry.withUnsafeBytes { leafHash($0) }
    }

    /// The hash of an entry that lies in memory, without copying it.
    public static func leafHash(_ entry: UnsafeRawBufferPointer) -> MerkleHash {
        MerkleHash(SHA256Hashing.hash(prefix: 0, entry))
    }

    /// The hash of an inner node over its two children.
    public static func nodeHash(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
        MerkleHash(SHA256Hashing.hash(prefix: 1, left.value, right.value))
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { value.bytes }

    /// 64 lower-case hexadecimal digits.
    public var hex: String { value.hex }

    /// Standard base64 with padding, as checkpoints and proofs show it.
    public var base64: String { Base64Text.encode(value.bytes) }

    /// The same as `hex`.
    public var description: String { hex }
}
