import Crypto
import Foundation

/// The key that a sender and a receiver of webhooks share, as Standard Webhooks writes it:
/// `whsec_` and base64. It does not show itself in logs.
public struct WebhookSecret: Hashable, Sendable, CustomStringConvertible {
    /// What stands before the base64.
    public static let prefix = "whsec_"
    /// Bytes of key that the standard allows.
    public static let keyByteCounts = 24...64
    /// Bytes of a key that is made here.
    public static let newKeyByteCount = 32

    let key: [UInt8]

    /// Nil where the key is too short or too long.
    public init?(key: [UInt8]) {
        guard Self.keyByteCounts.contains(key.count) else { return nil }
        self.key = key
    }

    /// Reads the form with the prefix.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.prefix),
            let data = Data(base64Encoded: String(text.dropFirst(Self.prefix.count)))
        else { return nil }
        self.init(key: [UInt8](data))
    }

    private init(random count: Int) {
        var generator = SystemRandomNumberGenerator()
        key = (0..<count).map { _ in generator.next() }
    }

    /// A new secret from the system's random numbers.
    public static func generate() -> WebhookSecret {
        WebhookSecret(random: newKeyByteCount)
    }

    /// The form to hand to the receiver, once, and to keep.
    public var text: String { Self.prefix + Data(key).base64EncodedString() }

    /// Not the secret.
    public var description: String { Self.prefix + "…" }

    var symmetricKey: SymmetricKey { SymmetricKey(data: key) }

    /// Compares without telling by its time where the keys differ.
    public static func == (left: WebhookSecret, right: WebhookSecret) -> Bool {
        left.symmetricKey == right.symmetricKey
    }
}

extension WebhookSecret: CustomDebugStringConvertible, CustomReflectable {
    /// Not the secret.
    public var debugDescription: String { description }

    /// Without the key, which `dump` would show.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
