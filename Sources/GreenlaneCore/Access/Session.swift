/// Somebody who signed in, until they sign out.
public struct Session: Hashable, Sendable {
    /// How they proved who they are.
    public enum Means: String, Hashable, Sendable, CaseIterable {
        case password, link, oidc
    }

    /// Why a session ended before its time.
    public enum Ending: String, Hashable, Sendable, CaseIterable {
        case signOut = "sign-out"
        case passwordChanged = "password-changed"
        case accountDisabled = "account-disabled"
        case organisationSuspended = "organisation-suspended"
    }

    /// A session ends 12 hours after it began, whatever happens in it.
    public static let lifetimeMilliseconds: Int64 = 12 * 3_600_000

    /// SHA-256 of the token, 64 hexadecimal digits.
    public var digest: String
    /// Id of the account.
    public var account: String
    public var means: Means
    public var opened: Timestamp
    public var expires: Timestamp
    /// Why it ended; nil while it is open.
    public var ending: Ending?
    /// Events in its stream.
    public var version: Int

    public init(
        digest: String, account: String, means: Means, opened: Timestamp, expires: Timestamp
    ) {
        self.digest = digest
        self.account = account
        self.means = means
        self.opened = opened
        self.expires = expires
        version = 0
    }

    /// The name of its stream: the first 16 digits of the digest.
    public var id: String { AccessDigest.id(digest) }

    /// Neither ended nor expired.
    public func isOpen(at now: Timestamp) -> Bool { ending == nil && now < expires }
}

/// A wish to sign in, with what the shell found out: the decider never sees a password.
public struct SessionOpening: Hashable, Sendable {
    /// Id of the account that the name belongs to; nil where nobody has that name. The name itself
    /// is not here, so that it is not kept.
    public var account: String?
    /// SHA-256 of the token that the shell made, 64 hexadecimal digits.
    public var digest: String
    public var means: Session.Means
    /// Whether the password, link or token was right.
    public var credentialAccepted: Bool

    public init(
        account: String?, digest: String, means: Session.Means, credentialAccepted: Bool
    ) {
        self.account = account
        self.digest = digest
        self.means = means
        self.credentialAccepted = credentialAccepted
    }
}

/// Digests of secrets: the log has them, and never the secrets.
public enum AccessDigest {
    /// The first 16 digits, which name a stream.
    public static func id(_ digest: String) -> String { String(digest.prefix(16)) }

    /// 64 hexadecimal digits in lower case.
    public static func isWellFormed(_ digest: String) -> Bool {
        digest.utf8.count == 64
            && digest.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
            }
    }
}
