import Crypto
import Foundation

/// Signs what is sent (Standard Webhooks 1.0.0, HMAC-SHA256, tag `v1`).
public struct WebhookSigner: Sendable {
    /// Names of the three headers.
    public enum HeaderName {
        /// The receiver's idempotency key: the same for every attempt.
        public static let id = "webhook-id"
        /// Seconds since 1970 at which this attempt was signed.
        public static let timestamp = "webhook-timestamp"
        /// Signatures, separated by a space.
        public static let signature = "webhook-signature"
    }

    static let tag = "v1"

    private let secrets: [WebhookSecret]

    /// The secrets to sign with: one, or old and new while a receiver changes over.
    public init(_ secrets: [WebhookSecret]) {
        self.secrets = secrets
    }

    /// The value of the signature header. Nil without a secret, and for an id that is empty or
    /// that holds what a header cannot carry or a full stop, which separates the signed parts.
    public func signature(id: String, timestamp: Int64, body: [UInt8]) -> String? {
        guard !secrets.isEmpty, Self.isSignable(id) else { return nil }
        let content = Self.content(id: id, timestamp: String(timestamp), body: body)
        return secrets.map { secret in
            let code = HMAC<SHA256>.authenticationCode(
                for: content, using: secret.symmetricKey)
            return "\(Self.tag),\(Data(code).base64EncodedString())"
        }.joined(separator: " ")
    }

    /// The three headers of one attempt at `timestamp` seconds since 1970.
    public func headers(id: String, timestamp: Int64, body: [UInt8]) -> [HTTPHeader]? {
        guard let signature = signature(id: id, timestamp: timestamp, body: body)
        else { return nil }
        return [
            HTTPHeader(HeaderName.id, id), HTTPHeader(HeaderName.timestamp, String(timestamp)),
            HTTPHeader(HeaderName.signature, signature),
        ]
    }

    static func content(id: String, timestamp: String, body: [UInt8]) -> Data {
        Data(id.utf8) + Data(".".utf8) + Data(timestamp.utf8) + Data(".".utf8) + Data(body)
    }

    static func isSignable(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x2E }
    }
}
