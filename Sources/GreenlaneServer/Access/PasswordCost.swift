import Crypto
import CryptoExtras
import Foundation

/// What one try of a password costs (scrypt, RFC 7914).
public struct PasswordCost: Hashable, Sendable {
    /// Binary logarithm of N.
    public var logRounds: Int
    public var blockSize: Int
    public var parallelism: Int

    /// 128 MiB and a third of a second or so.
    public static let standard = PasswordCost(logRounds: 17, blockSize: 8, parallelism: 1)

    public init(logRounds: Int, blockSize: Int, parallelism: Int) {
        self.logRounds = logRounds
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// Costs that we are ready to pay: a damaged hash must not eat the machine.
    var isBearable: Bool {
        (1...20).contains(logRounds) && (1...16).contains(blockSize)
            && (1...8).contains(parallelism)
            && (blockSize << logRounds) * 128 <= 256 << 20
    }
}

/// A password's hash in PHC form: `$scrypt$ln=17,r=8,p=1$<salt>$<hash>`.
struct PasswordHash: Hashable, Sendable {
    static let saltBytes = 16
    static let hashBytes = 32

    let cost: PasswordCost
    let salt: [UInt8]
    let hash: [UInt8]

    struct CannotDerive: Error {}

    /// Reads the PHC form; nil where it is none, or nothing that we would work out.
    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let cost = Self.cost(parts[2]), cost.isBearable,
            let salt = Self.bytes(parts[3]), (8...64).contains(salt.count),
            let hash = Self.bytes(parts[4]), (16...64).contains(hash.count)
        else { return nil }
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    init(cost: PasswordCost, salt: [UInt8], hash: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    /// The hash of a new password, with a salt of the system's randomness.
    static func make(_ password: String, cost: PasswordCost) throws -> PasswordHash {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }
        let hash = try derive(password, salt, cost, count: hashBytes)
        return PasswordHash(cost: cost, salt: salt, hash: hash)
    }

    /// Whether it is the hash of this password; compares in constant time.
    func matches(_ password: String) throws -> Bool {
        let found = try Self.derive(password, salt, cost, count: hash.count)
        var difference: UInt8 = 0
        for index in hash.indices { difference |= found[index] ^ hash[index] }
        return difference == 0
    }

    var text: String {
        "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)"
            + "$\(Self.text(salt))$\(Self.text(hash))"
    }

    /// The bytes that are hashed: the same character typed in two ways counts as the same.
    static func bytes(of password: String) -> [UInt8] {
        Array(password.precomposedStringWithCanonicalMapping.utf8)
    }

    static func derive(
        _ password: String, _ salt: [UInt8], _ cost: PasswordCost, count: Int
    ) throws -> [UInt8] {
        guard cost.isBearable else { throw CannotDerive() }
        return try KDF.Scrypt.deriveKey(
            from: bytes(of: password), salt: salt, outputByteCount: count,
            rounds: 1 << cost.logRounds, blockSize: cost.blockSize,
            parallelism: cost.parallelism
        ).withUnsafeBytes { Array($0) }
    }

    private static func cost(_ text: Substring) -> PasswordCost? {
        let pairs = text.split(separator: ",", omittingEmptySubsequences: false)
        guard pairs.count == 3 else { return nil }
        var numbers: [Int] = []
        for (pair, name) in zip(pairs, ["ln=", "r=", "p="]) {
            let digits = pair.dropFirst(name.count)
            guard pair.hasPrefix(name), (1...3).contains(digits.utf8.count),
                digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits)
            else { return nil }
            numbers.append(number)
        }
        return PasswordCost(
            logRounds: numbers[0], blockSize: numbers[1], parallelism: numbers[2])
    }

    /// Base64 without padding.
    private static func text(_ bytes: [UInt8]) -> String {
        let text = Data(bytes).base64EncodedString()
        return String(text.prefix { $0 != "=" })
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: String(text) + padding).map { Array($0) }
    }
}
