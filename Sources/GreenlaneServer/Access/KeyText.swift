import GreenlaneCore

/// The text of an API key: `glk_<environment>_<id>_<secret><check>`. Whoever looks for leaked
/// secrets finds the prefix, and a slip of the pen is known before anything is looked up.
public struct KeyText: Sendable {
    public static let prefix = "glk_"
    /// Digits of the checksum: CRC-32 of all that stands before, to the base 62.
    static let checkLength = 6
    static let length = 4 + 4 + 1 + AccessKey.idLength + 1 + SecretText.length + checkLength

    /// Eight letters and digits: names the key.
    public let id: String
    /// SHA-256 of the secret, 64 hexadecimal digits: all that is kept.
    public let digest: String
    /// The whole key, shown once.
    public let text: String

    /// Reads a key; nil where its form or its checksum is wrong.
    init?(_ text: String) {
        guard text.utf8.count == Self.length else { return nil }
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "glk", parts[1] == "live",
            parts[2].utf8.count == AccessKey.idLength, SecretText.isPlain(parts[2]),
            SecretText.isPlain(parts[3])
        else { return nil }
        let stated = text.suffix(Self.checkLength)
        guard Self.check(text.dropLast(Self.checkLength)) == stated else { return nil }
        id = String(parts[2])
        digest = SecretText.digest(parts[3].dropLast(Self.checkLength))
        self.text = text
    }

    private init(id: String, secret: String) {
        let start = "\(Self.prefix)live_\(id)_\(secret)"
        self.id = id
        digest = SecretText.digest(secret)
        text = start + Self.check(start)
    }

    /// A new key of the system's randomness.
    public static func make() -> KeyText {
        KeyText(id: SecretText.randomID(length: AccessKey.idLength), secret: SecretText.random())
    }

    static func check(_ text: some StringProtocol) -> String {
        let sum = CRC32.checksum(Array(text.utf8))
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: sum >> UInt32(24 - 8 * $0)) }
        return SecretText.base62(bytes, length: checkLength)
    }
}

/// The checksum of zip and PNG (reflected polynomial 0xEDB88320).
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        var value = UInt32(index)
        for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        return value
    }

    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes { sum = sum >> 8 ^ table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] }
        return ~sum
    }
}
