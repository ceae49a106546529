import Crypto
import Foundation

/// Judges what is received, over the raw bytes of the body and before anything is parsed.
public struct WebhookVerifier: Sendable {
    /// Seconds that the clocks of sender and receiver may differ, both ways.
    public static let tolerance: Int64 = 300

    /// Why a request is not to be trusted.
    public enum Failure: String, Error, Hashable, Sendable {
        case malformedID = "malformed-id"
        case malformedTimestamp = "malformed-timestamp"
        case tooOld = "too-old"
        case tooNew = "too-new"
        case noMatchingSignature = "no-matching-signature"
    }

    private let secrets: [WebhookSecret]

    /// Any one of the secrets is enough.
    public init(_ secrets: [WebhookSecret]) {
        self.secrets = secrets
    }

    /// Throws unless one of the signatures is right and the time is near `now`, in seconds since
    /// 1970. Unknown tags are passed over. The comparison takes constant time.
    public func verify(
        id: String, timestamp: String, signatures: String, body: [UInt8], now: Int64
    ) throws(Failure) {
        guard WebhookSigner.isSignable(id) else { throw .malformedID }
        guard let seconds = Int64(timestamp), seconds >= 0, String(seconds) == timestamp
        else { throw .malformedTimestamp }
        let (age, overflow) = now.subtractingReportingOverflow(seconds)
        guard !overflow, age <= Self.tolerance else { throw .tooOld }
        guard age >= -Self.tolerance else { throw .tooNew }
        let content = WebhookSigner.content(id: id, timestamp: timestamp, body: body)
        for candidate in signatures.split(separator: " ") {
            guard let code = Self.code(candidate) else { continue }
            for secret in secrets
            where HMAC<SHA256>.isValidAuthenticationCode(
                code, authenticating: content, using: secret.symmetricKey)
            {
                return
            }
        }
        throw .noMatchingSignature
    }

    private static func code(_ candidate: Substring) -> Data? {
        let parts = candidate.split(
            separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == WebhookSigner.tag else { return nil }
        return Data(base64Encoded: String(parts[1]))
    }
}
