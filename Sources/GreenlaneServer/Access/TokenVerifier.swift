import Foundation
import GreenlaneCore

/// Checks bearer tokens (JWT) of the one trusted issuer: how they are signed, for whom and until
/// when. Every failure is the same `credential-invalid`.
final class TokenVerifier: Sendable {
    /// What a valid token says.
    struct Claims: Hashable, Sendable {
        var issuer: String
        var subject: String
        /// The clocks' difference is allowed for.
        var expires: Timestamp
    }

    /// Characters of a subject.
    static let maximumSubjectLength = 255

    private let issuing: TokenIssuing
    private let keys: KeySetSource

    init(_ issuing: TokenIssuing) {
        self.issuing = issuing
        keys = KeySetSource(issuing)
    }

    /// Refusals: `credential-invalid`; `issuer-unavailable` where its keys cannot be had.
    func verify(_ text: String, at now: Timestamp) async throws -> Claims {
        guard text.utf8.count <= PresentedCredential.maximumLength,
            let parts = TokenParts(text), let algorithm = algorithm(of: parts.header)
        else { throw APIRefusal.credentialInvalid }
        let id = parts.header["kid"]?.stringValue
        guard parts.header["kid"] == nil || id != nil,
            let key = try await keys.key(id, algorithm, at: now)
        else { throw APIRefusal.credentialInvalid }
        guard key.hasSigned(parts.signed, parts.signature),
            let claims = claims(of: parts.payload, at: now)
        else {
            throw APIRefusal.credentialInvalid
        }
        return claims
    }

    /// The algorithm that the header names, where it is one that we take, and the header asks for
    /// nothing that we do not know.
    private func algorithm(of header: JSONObject) -> TokenIssuing.Algorithm? {
        guard let name = header["alg"]?.stringValue,
            let algorithm = TokenIssuing.Algorithm(rawValue: name),
            issuing.algorithms.contains(algorithm), header["crit"] == nil
        else { return nil }
        var type = header["typ"]?.stringValue?.lowercased()
        guard (header["typ"] == nil) == (type == nil) else { return nil }
        if let stated = type, stated.hasPrefix("application/") {
            type = String(stated.dropFirst("application/".count))
        }
        if issuing.typesTokens { return type == "at+jwt" ? algorithm : nil }
        return type == nil || type == "jwt" || type == "at+jwt" ? algorithm : nil
    }

    private func claims(of payload: JSONObject, at now: Timestamp) -> Claims? {
        let skew = issuing.skewSeconds * 1_000
        guard payload["iss"]?.stringValue == issuing.issuer, isForUs(payload["aud"]),
            let subject = payload["sub"]?.stringValue, !subject.isEmpty,
            subject.utf8.count <= Self.maximumSubjectLength,
            let expires = Self.moment(payload["exp"])
        else { return nil }
        let end = expires.adding(milliseconds: skew)
        guard now < end else { return nil }
        for name in ["nbf", "iat"] {
            guard let stated = payload[name] else { continue }
            guard let start = Self.moment(stated), start <= now.adding(milliseconds: skew) else {
                return nil
            }
        }
        return Claims(issuer: issuing.issuer, subject: subject, expires: end)
    }

    private func isForUs(_ audience: JSONValue?) -> Bool {
        switch audience {
        case .string(let one): one == issuing.audience
        case .array(let several): several.prefix(50).contains(.string(issuing.audience))
        default: false
        }
    }

    /// Seconds since 1970; a fraction is cut off. Nil where it is no such number, or beyond the
    /// year 9999.
    private static func moment(_ value: JSONValue?) -> Timestamp? {
        let seconds: Int64?
        switch value {
        case .integer(let whole): seconds = whole
        case .number(let text):
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            let isPlain =
                parts.count == 2 && parts[1].utf8.allSatisfy { (0x30...0x39).contains($0) }
            seconds = isPlain ? Int64(parts[0]) : nil
        default: seconds = nil
        }
        guard let seconds, (0...253_402_300_799).contains(seconds) else { return nil }
        return Timestamp(milliseconds: seconds * 1_000)
    }
}

/// The three parts of a token in compact form.
struct TokenParts {
    let header: JSONObject
    let payload: JSONObject
    let signature: [UInt8]
    /// What the signature is about.
    let signed: [UInt8]

    /// Nil where a part is missing, no base64url, or no JSON object with each member once.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0]),
            let payload = Self.object(parts[1]), let signature = Base64URL.decode(parts[2]),
            !signature.isEmpty
        else { return nil }
        self.header = header
        self.payload = payload
        self.signature = signature
        signed = Array(parts[0].utf8) + [UInt8(ascii: ".")] + Array(parts[1].utf8)
    }

    private static func object(_ part: Substring) -> JSONObject? {
        guard let bytes = Base64URL.decode(part) else { return nil }
        do throws(JSONSyntaxError) {
            return try JSONParser.parse(bytes).objectValue
        } catch {
            return nil
        }
    }
}

/// Base64 for addresses and tokens: no padding, nothing but its 64 characters.
enum Base64URL {
    static func decode(_ text: Substring) -> [UInt8]? {
        guard text.utf8.count % 4 != 1 else { return nil }
        var plain: [UInt8] = []
        plain.reserveCapacity(text.utf8.count + 3)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-"): plain.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): plain.append(UInt8(ascii: "/"))
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: plain.append(byte)
            default: return nil
            }
        }
        while plain.count % 4 != 0 { plain.append(UInt8(ascii: "=")) }
        return Data(base64Encoded: Data(plain)).map { Array($0) }
    }
}
