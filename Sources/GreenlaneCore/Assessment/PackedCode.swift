/// A short code (HS code, country, customs office) packed so that a comparison of its first
/// characters is one shift: rules are asked in a hot loop.
public struct PackedCode: Hashable, Sendable {
    /// UTF-8 bytes, the first one uppermost.
    let bits: UInt128
    public let length: Int

    public static let maximumLength = 16

    /// Nil where the text has more than 16 bytes, or none.
    public init?(_ text: some StringProtocol) {
        var bits: UInt128 = 0
        var length = 0
        for byte in text.utf8 {
            guard length < Self.maximumLength else { return nil }
            bits |= UInt128(byte) << UInt128(120 - 8 * length)
            length += 1
        }
        guard length > 0 else { return nil }
        self.bits = bits
        self.length = length
    }

    /// Whether this code starts with the other one.
    public func starts(with prefix: PackedCode) -> Bool {
        guard length >= prefix.length else { return false }
        return (bits ^ prefix.bits) >> UInt128(128 - 8 * prefix.length) == 0
    }

    /// The code as it was written.
    public var text: String {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: bits >> UInt128(120 - 8 * $0)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
