internal import GreenlaneCore
internal import TransparencyLog

/// Secrets that are shown once: made from the system's randomness, and kept nowhere.
enum AccessSecret {
    /// Bytes of randomness in a token or in the secret part of a key.
    private static let byteCount = 32
    /// Digits in base 62 of so many bytes.
    private static let digitCount = 43
    private static let checkCount = 6
    private static let alphabet = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// A key as its owner keeps it: `glk_<env>_<id>_<secret><check>`.
    struct Key {
        var id: String
        /// All of it, shown once.
        var text: String
        /// SHA-256 of the secret, without its check, in hexadecimal.
        var digest: String
    }

    /// A new key; its check is over all that stands before it, as the service reads it.
    static func key() -> Key {
        var generator = SystemRandomNumberGenerator()
        let id = String(
            decoding: (0..<AccessKey.idLength).map { _ in
                alphabet[Int.random(in: alphabet.indices, using: &generator)]
            }, as: UTF8.self)
        let secret = base62(random(), digits: digitCount)
        let start = "glk_live_\(id)_\(secret)"
        let check = base62(bigEndian(crc32(start)), digits: checkCount)
        return Key(id: id, text: start + check, digest: digest(secret))
    }

    /// The token of a one-time link, and its digest.
    static func token() -> (text: String, digest: String) {
        let text = base62(random(), digits: digitCount)
        return (text, digest(text))
    }

    /// SHA-256 in hexadecimal, as the log keeps it.
    static func digest(_ text: String) -> String {
        String(ContentDigest.sha256(text).text.dropFirst(ContentDigest.prefix.utf8.count))
    }

    private static func random() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
    }

    /// The bytes as one number, in a fixed count of digits.
    static func base62(_ bytes: [UInt8], digits: Int) -> String {
        var number = bytes
        var text: [UInt8] = []
        for _ in 0..<digits {
            var rest = 0
            for index in number.indices {
                let value = rest << 8 | Int(number[index])
                number[index] = UInt8(value / 62)
                rest = value % 62
            }
            text.append(alphabet[rest])
        }
        return String(decoding: text.reversed(), as: UTF8.self)
    }

    /// CRC-32 as in zlib: lets a scanner tell a key from other text.
    static func crc32(_ text: String) -> UInt32 {
        var check: UInt32 = 0xFFFF_FFFF
        for byte in text.utf8 {
            check ^= UInt32(byte)
            for _ in 0..<8 { check = check >> 1 ^ (check & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~check
    }
}
