/// Somebody who may sign in, or a system that may.
public struct Account: Hashable, Sendable {
    /// A disabled account cannot act.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case active, disabled
    }

    /// Characters of a sign-in name.
    public static let signInNameLength = 3...64
    /// Characters of a display name.
    public static let maximumDisplayNameLength = 64
    /// Bytes of a password in PHC form.
    public static let maximumPasswordLength = 512

    /// Ours: `ACC-0001` and on; empty in a wish to register one.
    public var id: String
    /// Id of its organisation.
    public var organisation: String
    /// In order of their raw values.
    public var roles: [Actor.Role]
    /// Normalised; personal, nil where it was erased.
    public var signInName: String?
    /// Personal, nil where it was erased.
    public var displayName: String?
    public var language: Language
    public var status: Status
    /// What an auditor was asked to look at; nil is nothing.
    public var scope: AuditScope?
    /// Issuer of the tokens that name it; nil where it does not sign in by them.
    public var issuer: String?
    /// The issuer's name for it; personal, nil where it was erased.
    public var subject: String?
    /// PHC string of the password's hash; personal, nil where there is none or it was erased.
    public var password: String?
    /// When the password was set last.
    public var passwordChanged: Timestamp?
    /// Events in its stream.
    public var version: Int

    public init(
        id: String = "", organisation: String, roles: [Actor.Role], signInName: String?,
        displayName: String?, language: Language = .zh, scope: AuditScope? = nil,
        issuer: String? = nil, subject: String? = nil
    ) {
        self.id = id
        self.organisation = organisation
        self.roles = Self.sorted(roles)
        self.signInName = signInName.map(Self.normalised)
        self.displayName = displayName
        self.language = language
        self.scope = scope
        self.issuer = issuer
        self.subject = subject
        status = .active
        version = 0
    }

    /// Each role once, in the order in which they are written.
    public static func sorted(_ roles: [Actor.Role]) -> [Actor.Role] {
        Actor.Role.allCases.filter { roles.contains($0) }.sorted { $0.rawValue < $1.rawValue }
    }

    /// How a sign-in name is compared: without blanks around it, half-width, in lower case.
    public static func normalised(_ name: String) -> String {
        let text = IdentifierText.halfWidth(name)
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r\n" }
        let inner = text.drop(while: isBlank)
        let end = inner.lastIndex { !isBlank($0) }
        return end.map { inner[...$0].lowercased() } ?? ""
    }

    /// Small letters, digits, dot, underscore, hyphen and at sign.
    public static func isSignInName(_ name: String) -> Bool {
        signInNameLength.contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
                    || ".@_-".utf8.contains(byte)
            }
    }

    /// Holds anything that names a person.
    public var hasPersonalValues: Bool {
        signInName != nil || displayName != nil || subject != nil || password != nil
    }
}

/// What an auditor was asked to look at.
public struct AuditScope: Hashable, Sendable {
    /// USCCs of importers, sorted; nil is all of them.
    public var importers: [String]?
    /// First day on which the auditor may look; nil is at once.
    public var from: CalendarDate?
    /// Last day, inclusive; nil is without end.
    public var until: CalendarDate?

    public init(
        importers: [String]?, from: CalendarDate? = nil, until: CalendarDate? = nil
    ) {
        self.importers = importers?.sorted()
        self.from = from
        self.until = until
    }

    /// Whether the auditor may look on this day (Asia/Shanghai).
    public func isOpen(on day: CalendarDate) -> Bool {
        (from ?? day) <= day && day <= (until ?? day)
    }

    /// Whose goods the auditor sees on this day.
    public func reach(on day: CalendarDate) -> Reach {
        guard isOpen(on: day) else { return .nothing }
        return importers.map { .importers($0) } ?? .everything
    }
}

/// A value that names a person: what the log keeps of it is a commitment.
public struct PersonalText: Hashable, Sendable {
    /// Nil where it was erased.
    public var value: String?

    public init(_ value: String?) {
        self.value = value
    }
}

/// What a change of an account sets; nil leaves it as it is.
public struct AccountChange: Hashable, Sendable {
    public var roles: [Actor.Role]?
    public var displayName: PersonalText?
    public var language: Language?
    public var status: Account.Status?
    public var scope: AuditScope?

    public init(
        roles: [Actor.Role]? = nil, displayName: PersonalText? = nil, language: Language? = nil,
        status: Account.Status? = nil, scope: AuditScope? = nil
    ) {
        self.roles = roles.map(Account.sorted)
        self.displayName = displayName
        self.language = language
        self.status = status
        self.scope = scope
    }

    /// Sets nothing.
    public var isEmpty: Bool {
        roles == nil && displayName == nil && language == nil && status == nil && scope == nil
    }
}
