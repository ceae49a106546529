import Crypto
import CryptoExtras
import Foundation
import GreenlaneCore
import Synchronization

@testable import GreenlaneServer

/// An issuer of tokens, as honest or as crooked as a test wants it.
final class TokenMint: Sendable {
    static let issuer = "https://id.example.org"
    static let audience = "greenlane"

    let es256 = P256.Signing.PrivateKey()
    let edDSA = Curve25519.Signing.PrivateKey()
    let rsa: _RSA.Signing.PrivateKey
    private let published = Mutex<[String]>(["ec", "ed", "rsa"])
    private let state = Mutex((fetches: 0, isDown: false))

    init() throws { rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    /// Which keys the issuer shows.
    func publish(_ names: [String]) { published.withLock { $0 = names } }

    /// Whether the issuer can be reached.
    func set(isDown: Bool) { state.withLock { $0.isDown = isDown } }

    /// How often its keys were asked for.
    var fetches: Int { state.withLock { $0.fetches } }

    struct Down: Error {}

    func keySet() throws -> [UInt8] {
        let isDown = state.withLock { state in
            state.fetches += 1
            return state.isDown
        }
        if isDown { throw Down() }
        let primitives = try rsa.publicKey.getKeyPrimitives()
        let point = es256.publicKey.rawRepresentation
        let keys: [(name: String, key: JSONValue)] = [
            (
                "ec",
                [
                    "kty": "EC", "crv": "P-256", "kid": "ec", "use": "sig",
                    "x": .string(Self.text(point.prefix(32))),
                    "y": .string(Self.text(point.suffix(32))),
                ]
            ),
            (
                "ed",
                [
                    "kty": "OKP", "crv": "Ed25519", "kid": "ed", "alg": "EdDSA",
                    "x": .string(Self.text(edDSA.publicKey.rawRepresentation)),
                ]
            ),
            (
                "rsa",
                [
                    "kty": "RSA", "kid": "rsa", "n": .string(Self.text(primitives.modulus)),
                    "e": .string(Self.text(primitives.publicExponent)),
                ]
            ),
            ("shared", ["kty": "oct", "kid": "shared", "k": "c2VjcmV0c2VjcmV0"]),
        ]
        let shown = published.withLock { $0 }
        let set = JSONObject([
            .init("keys", .array(keys.filter { shown.contains($0.name) }.map(\.key)))
        ])
        return Array(JSONValue.object(set).text.utf8)
    }

    func issuing(
        _ algorithms: [TokenIssuing.Algorithm] = TokenIssuing.Algorithm.allCases,
        typesTokens: Bool = false
    ) -> TokenIssuing {
        TokenIssuing(
            issuer: Self.issuer, audience: Self.audience, algorithms: algorithms,
            typesTokens: typesTokens, keySet: { try self.keySet() })
    }

    /// A token whose header and claims are as stated, signed as its header says.
    func token(
        _ algorithm: String = "ES256", kid: JSONValue? = nil, typ: JSONValue? = nil,
        header more: [JSONObject.Member] = [], at now: Timestamp,
        _ changes: [JSONObject.Member] = []
    ) throws -> String {
        let usual = ["ES256": "ec", "EdDSA": "ed", "RS256": "rsa", "PS256": "rsa"]
        var header = JSONObject([.init("alg", .string(algorithm))])
        if let kid = kid ?? usual[algorithm].map({ .string($0) }), kid != .null {
            header.append("kid", kid)
        }
        if let typ { header.append("typ", typ) }
        header.members += more
        let seconds = now.milliseconds / 1_000
        var claims = JSONObject([
            .init("iss", .string(Self.issuer)), .init("aud", .string(Self.audience)),
            .init("sub", "user-1"), .init("iat", .integer(seconds)),
            .init("exp", .integer(seconds + 600)),
        ])
        for change in changes { claims[change.name] = change.value == .null ? nil : change.value }
        let signed =
            Self.text(JSONValue.object(header).text.utf8) + "."
            + Self.text(JSONValue.object(claims).text.utf8)
        return signed + "." + Self.text(try sign(Array(signed.utf8), algorithm))
    }

    private func sign(_ bytes: [UInt8], _ algorithm: String) throws -> [UInt8] {
        switch algorithm {
        case "ES256":
            return Array(try es256.signature(for: Data(bytes)).rawRepresentation)
        case "EdDSA": return Array(try edDSA.signature(for: Data(bytes)))
        case "RS256", "PS256":
            let padding: _RSA.Signing.Padding = algorithm == "RS256" ? .insecurePKCS1v1_5 : .PSS
            return Array(try rsa.signature(for: Data(bytes), padding: padding).rawRepresentation)
        case "HS256":
            // The public key taken as a shared secret: the old trick.
            let secret = SymmetricKey(data: Data(rsa.publicKey.pemRepresentation.utf8))
            return Array(HMAC<SHA256>.authenticationCode(for: Data(bytes), using: secret))
        default: return []
        }
    }

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
