/// What a cosigner puts under a checkpoint: the time it saw the tree, and an Ed25519 signature over
/// time and text (C2SP tlog-cosignature, type 0x04).
public struct CosignatureV1: Hashable, Sendable {
    /// The latest time that may be written, in seconds.
    public static let latestTime = UInt64(Int64.max)

    private static let timeByteCount = 8
    private static let signatureByteCount = 64

    /// Seconds since 1970.
    public let time: UInt64
    /// The 64 bytes of the Ed25519 signature.
    public let signature: [UInt8]

    init?(time: UInt64, signature: [UInt8]) {
        guard time <= Self.latestTime, signature.count == Self.signatureByteCount
        else { return nil }
        self.time = time
        self.signature = signature
    }

    /// Reads the bytes of a note signature; nil where they cannot be a cosignature.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.timeByteCount + Self.signatureByteCount else { return nil }
        self.init(
            time: bytes.prefix(Self.timeByteCount).reduce(0) { $0 << 8 | UInt64($1) },
            signature: Array(bytes.dropFirst(Self.timeByteCount)))
    }

    /// Eight bytes of time, most significant first, and the signature.
    public var bytes: [UInt8] {
        stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: time >> $0) }
            + signature
    }

    /// What is signed: two lines of heading and the text of the note.
    static func message(_ text: String, time: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n\(text)".utf8)
    }
}
