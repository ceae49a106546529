import Crypto
import GreenlaneCore

/// Secrets that we hand out, and what we keep of them.
enum SecretText {
    /// Letters and digits of 256 random bits.
    static let length = 43
    private static let alphabet = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// 256 bits of the system's randomness.
    static func random() -> String {
        base62(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }, length: length)
    }

    /// Letters and digits, each as likely as the others.
    static func randomID(length: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<length).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A number, most significant byte first, in `length` digits to the base 62.
    static func base62(_ bytes: [UInt8], length: Int) -> String {
        var number = bytes
        var digits = [UInt8](repeating: alphabet[0], count: length)
        for index in digits.indices.reversed() {
            var rest = 0
            for place in number.indices {
                let value = rest << 8 | Int(number[place])
                number[place] = UInt8(value / 62)
                rest = value % 62
            }
            digits[index] = alphabet[rest]
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// What the log has of a secret: its SHA-256, 64 hexadecimal digits.
    static func digest(_ secret: some StringProtocol) -> String {
        SecretDigest(of: secret).hex
    }

    /// Letters and digits only.
    static func isPlain(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        }
    }
}

/// The token of a one-time link: shown once, of which only the digest is kept.
public struct LinkToken: Sendable {
    public let text: String
    /// SHA-256, 64 hexadecimal digits.
    public let digest: String

    /// A new one of the system's randomness.
    public static func make() -> LinkToken {
        let text = SecretText.random()
        return LinkToken(text: text, digest: SecretText.digest(text))
    }
}

/// SHA-256 of something secret.
struct SecretDigest: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    init(of text: some StringProtocol) {
        var text = String(text)
        var hasher = SHA256()
        text.withUTF8 { hasher.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        let digest = hasher.finalize()
        words = digest.withUnsafeBytes { bytes in
            func word(_ index: Int) -> UInt64 {
                UInt64(
                    bigEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
            }
            return (word(0), word(1), word(2), word(3))
        }
    }

    /// 64 hexadecimal digits in lower case.
    var hex: String {
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        for word in [words.0, words.1, words.2, words.3] {
            for shift in stride(from: 60, through: 0, by: -4) {
                let nibble = UInt8(truncatingIfNeeded: word >> UInt64(shift)) & 15
                digits.append(nibble < 10 ? 0x30 + nibble : 0x57 + nibble)
            }
        }
        return String(decoding: digits, as: UTF8.self)
    }

    static func == (left: SecretDigest, right: SecretDigest) -> Bool {
        left.words == right.words
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }

    /// Compares in a time that does not depend on where two texts differ.
    static func isEqual(_ left: some StringProtocol, _ right: some StringProtocol) -> Bool {
        let one = Array(left.utf8)
        let two = Array(right.utf8)
        guard one.count == two.count else { return false }
        var difference: UInt8 = 0
        for index in one.indices { difference |= one[index] ^ two[index] }
        return difference == 0
    }
}
