/// Who signed in, and what that lets them reach at this moment.
public struct Principal: Hashable, Sendable {
    /// How they proved who they are.
    public enum Credential: Hashable, Sendable {
        /// Digest of a session's token.
        case session(String)
        /// Id of an API key.
        case key(String)
        /// A bearer token of a trusted issuer.
        case token
        /// Whoever may read the data directory itself.
        case `operator`
    }

    /// What a key may be used for.
    public enum Scope: String, Hashable, Sendable, CaseIterable {
        case read, write
    }

    /// Id of the account.
    public var account: String
    /// The name they sign in with: the log keeps a commitment to it.
    public var name: String
    /// In order of their raw values.
    public var roles: [Actor.Role]
    /// Id of their organisation.
    public var organisation: String
    /// USCC of their organisation; nil where it has none.
    public var uscc: String?
    /// USCCs of importers who entrusted their organisation today, sorted.
    public var entrusted: [String]
    /// What an auditor was asked to look at.
    public var auditScope: Reach
    /// In order of their raw values.
    public var scopes: [Scope]
    public var credential: Credential
    public var language: Language?

    public init(
        account: String, name: String, roles: [Actor.Role], organisation: String,
        uscc: String? = nil, entrusted: [String] = [], auditScope: Reach = .nothing,
        scopes: [Scope] = [.read, .write], credential: Credential, language: Language? = nil
    ) {
        self.account = account
        self.name = name
        self.roles = roles
        self.organisation = organisation
        self.uscc = uscc
        self.entrusted = entrusted
        self.auditScope = auditScope
        self.scopes = scopes
        self.credential = credential
        self.language = language
    }

    /// Whose goods an action of theirs may concern: what any of their roles gives.
    public func reach(of action: AccessAction) -> Reach {
        roles.reduce(.nothing) { $0.union(reach(of: AccessRules.span(of: $1, action))) }
    }

    /// Whether any of their roles may do it at all.
    public func may(_ action: AccessAction) -> Bool {
        roles.contains { AccessRules.span(of: $0, action) != .none }
    }

    private func reach(of span: AccessRules.Span) -> Reach {
        switch span {
        case .none: .nothing
        case .own: .importers(uscc.map { [$0] } ?? [])
        case .entrusted: .importers(entrusted)
        case .scope: auditScope
        case .all: .everything
        }
    }

    /// As whom they act where only some roles may: the first of theirs that may, else their first.
    public func actor(among allowed: [Actor.Role] = []) -> Actor {
        let role = roles.first { allowed.contains($0) } ?? roles.first ?? .labManager
        return Actor(
            role: role, name: name, organisation: organisation,
            account: credential == .operator ? nil : account)
    }
}
