import Foundation
import GreenlaneCore
import JWTKit

/// The issuer's public keys, fetched when they are first needed and again when a token names one
/// that is not there, but not for every made-up name.
actor KeySetSource {
    /// Milliseconds between two fetches at least.
    static let floor: Int64 = 300_000
    /// Milliseconds after which keys are fetched again in any case: the issuer may have withdrawn
    /// one.
    static let longest: Int64 = 3_600_000
    /// Milliseconds between two fetches while no keys are there at all.
    static let floorWithout: Int64 = 5_000

    private let issuing: TokenIssuing
    private var keys: PublishedKeys?
    private var tried: Timestamp?
    private var fetched: Timestamp?
    private var task: Task<PublishedKeys?, Never>?

    init(_ issuing: TokenIssuing) {
        self.issuing = issuing
    }

    /// The key that a token names, for the algorithm that it names; nil where there is none.
    func key(
        _ id: String?, _ algorithm: TokenIssuing.Algorithm, at now: Timestamp
    ) async throws -> IssuerKey? {
        if let keys, let found = keys.key(id, algorithm), !isOld(now) { return found }
        await refresh(at: now)
        guard let keys else { throw Self.unavailable }
        return keys.key(id, algorithm)
    }

    private func isOld(_ now: Timestamp) -> Bool {
        fetched.map { now.milliseconds - $0.milliseconds > Self.longest } ?? true
    }

    /// Fetches, or waits for whoever fetches now; nothing where the last try was just made.
    private func refresh(at now: Timestamp) async {
        if let task {
            _ = await task.value
            return
        }
        let pause = keys == nil ? Self.floorWithout : Self.floor
        if let tried, now.milliseconds - tried.milliseconds < pause { return }
        tried = now
        let issuing = issuing
        let task = Task { () -> PublishedKeys? in
            guard let bytes = try? await issuing.keySet() else { return nil }
            return await PublishedKeys.read(bytes, issuing.algorithms)
        }
        self.task = task
        let found = await task.value
        self.task = nil
        if let found {
            keys = found
            fetched = now
        }
    }

    static let unavailable = Refusal(
        .fault, "issuer-unavailable",
        LocalizedText(
            zh: "暂时取不到令牌签发者的公钥。", en: "The keys of the token's issuer cannot be had now."),
        remedy: LocalizedText(zh: "稍后重试，或用密钥。", en: "Try again later, or use a key."))
}

/// One public key of the issuer, for one algorithm.
struct IssuerKey: Sendable {
    fileprivate let algorithm: any JWTAlgorithm

    /// Whether the holder of the key signed these bytes.
    func hasSigned(_ bytes: [UInt8], _ signature: [UInt8]) -> Bool {
        (try? algorithm.verify(signature, signs: bytes)) ?? false
    }
}

/// A key set (JWKS, RFC 7517) as far as we can use it: public keys that sign, each for the
/// algorithms that both sides know.
struct PublishedKeys: Sendable {
    /// Bytes of a key set.
    static let maximumBytes = 262_144
    /// Keys of a set; those behind are not looked at.
    static let maximumCount = 100

    private struct Entry: Sendable {
        var id: String?
        var algorithm: TokenIssuing.Algorithm
        var key: IssuerKey
    }

    private var entries: [Entry] = []

    /// Nil where it is no key set.
    static func read(
        _ bytes: [UInt8], _ algorithms: [TokenIssuing.Algorithm]
    ) async -> PublishedKeys? {
        guard bytes.count <= maximumBytes else { return nil }
        let set: JSONValue
        do throws(JSONSyntaxError) { set = try JSONParser.parse(bytes) } catch { return nil }
        guard let keys = set["keys"]?.arrayValue else { return nil }
        var published = PublishedKeys()
        for key in keys.prefix(maximumCount) {
            guard key["use"] == nil || key["use"] == "sig" else { continue }
            for algorithm in algorithms where isFor(algorithm, key) {
                guard let usable = await usable(key, algorithm) else { continue }
                published.entries.append(
                    Entry(id: key["kid"]?.stringValue, algorithm: algorithm, key: usable))
            }
        }
        return published
    }

    /// By its name; a token that names none is taken where only one key can be meant.
    func key(_ id: String?, _ algorithm: TokenIssuing.Algorithm) -> IssuerKey? {
        let fitting = entries.filter {
            $0.algorithm == algorithm && (id == nil || $0.id == id)
        }
        return fitting.count == 1 ? fitting[0].key : nil
    }

    private static func isFor(_ algorithm: TokenIssuing.Algorithm, _ key: JSONValue) -> Bool {
        if let stated = key["alg"], stated != .string(algorithm.rawValue) { return false }
        return switch algorithm {
        case .rs256, .ps256: key["kty"] == "RSA"
        case .es256: key["kty"] == "EC" && key["crv"] == "P-256"
        case .edDSA: key["kty"] == "OKP" && key["crv"] == "Ed25519"
        }
    }

    private static func usable(
        _ key: JSONValue, _ algorithm: TokenIssuing.Algorithm
    ) async -> IssuerKey? {
        let id = JWKIdentifier(string: "key")
        let jwk: JWK
        switch algorithm {
        case .rs256, .ps256:
            jwk = .rsa(
                algorithm == .rs256 ? .rs256 : .ps256, identifier: id,
                modulus: key["n"]?.stringValue, exponent: key["e"]?.stringValue)
        case .es256:
            jwk = .ecdsa(
                .es256, identifier: id, x: key["x"]?.stringValue, y: key["y"]?.stringValue,
                curve: .p256)
        case .edDSA:
            jwk = .octetKeyPair(
                .eddsa, identifier: id, x: key["x"]?.stringValue, y: nil, curve: .ed25519)
        }
        let collection = JWTKeyCollection()
        let found = try? await collection.add(jwk: jwk).getKey(for: id)
        return found.map { IssuerKey(algorithm: $0) }
    }
}
