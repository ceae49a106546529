/// A link that works once: for the first administrator, an invitation, or a forgotten password.
public struct AccessLink: Hashable, Sendable {
    public enum Purpose: String, Hashable, Sendable, CaseIterable {
        case firstAdministrator = "first-administrator"
        case invitation
        case passwordReset = "password-reset"
    }

    public enum Status: String, Hashable, Sendable, CaseIterable {
        case offered, used
        /// A later one took its place.
        case withdrawn
    }

    /// A link ends 24 hours after it was offered; that of the first administrator does not.
    public static let lifetimeMilliseconds: Int64 = 24 * 3_600_000

    /// SHA-256 of the token, 64 hexadecimal digits.
    public var digest: String
    public var purpose: Purpose
    /// Id of the account; nil for the first administrator, who has none yet.
    public var account: String?
    /// Nil for the first administrator's.
    public var expires: Timestamp?
    public var status: Status
    /// Events in its stream.
    public var version: Int

    public init(
        digest: String, purpose: Purpose, account: String? = nil, expires: Timestamp? = nil
    ) {
        self.digest = digest
        self.purpose = purpose
        self.account = account
        self.expires = expires
        status = .offered
        version = 0
    }

    /// The name of its stream: the first 16 digits of the digest.
    public var id: String { AccessDigest.id(digest) }

    /// Neither used, nor withdrawn, nor expired.
    public func isOpen(at now: Timestamp) -> Bool {
        status == .offered && (expires.map { now < $0 } ?? true)
    }
}

/// What comes with the use of a link.
public struct LinkUse: Hashable, Sendable {
    /// Who becomes the first administrator.
    public struct Administrator: Hashable, Sendable {
        public var signInName: String
        public var displayName: String
        public var language: Language
        /// Name of the operator's organisation where none is registered yet.
        public var organisation: LocalizedText

        public init(
            signInName: String, displayName: String, language: Language = .zh,
            organisation: LocalizedText
        ) {
            self.signInName = Account.normalised(signInName)
            self.displayName = displayName
            self.language = language
            self.organisation = organisation
        }
    }

    /// SHA-256 of the link's token, 64 hexadecimal digits.
    public var digest: String
    /// PHC string of the new password.
    public var password: String
    /// With the first administrator's link, and only with it.
    public var administrator: Administrator?

    public init(digest: String, password: String, administrator: Administrator? = nil) {
        self.digest = digest
        self.password = password
        self.administrator = administrator
    }
}
