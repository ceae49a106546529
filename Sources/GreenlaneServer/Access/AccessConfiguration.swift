/// How people and systems sign in to this service.
public struct AccessConfiguration: Sendable {
    /// Scheme and host under which people reach the service, such as `https://gl.example.org`; nil
    /// where the `Host` of a request tells.
    public var publicURL: String?
    /// Cookies only over TLS, under the name that browsers protect.
    public var hasSecureCookies: Bool
    /// Minutes without a request after which a session ends.
    public var idleMinutes: Int
    /// Hours after which a session ends in any case; 12 at most.
    public var absoluteHours: Int
    /// Whose tokens are taken; nil where nobody's are.
    public var issuer: TokenIssuing?
    /// What it costs to try a password.
    public var passwordCost: PasswordCost

    public init(
        publicURL: String? = nil, hasSecureCookies: Bool, idleMinutes: Int = 30,
        absoluteHours: Int = 12, issuer: TokenIssuing? = nil,
        passwordCost: PasswordCost = .standard
    ) {
        self.publicURL = publicURL
        self.hasSecureCookies = hasSecureCookies
        self.idleMinutes = idleMinutes
        self.absoluteHours = absoluteHours
        self.issuer = issuer
        self.passwordCost = passwordCost
    }
}

/// An issuer of bearer tokens (OpenID Connect) that is trusted to say who somebody is.
public struct TokenIssuing: Sendable {
    /// How a token may be signed. Neither unsigned tokens nor shared secrets are in the list.
    public enum Algorithm: String, Hashable, Sendable, CaseIterable {
        case rs256 = "RS256"
        case ps256 = "PS256"
        case es256 = "ES256"
        case edDSA = "EdDSA"
    }

    /// What a token must say as `iss`.
    public var issuer: String
    /// What its `aud` must hold.
    public var audience: String
    public var algorithms: [Algorithm]
    /// The issuer marks its access tokens `at+jwt` (RFC 9068): others are refused.
    public var typesTokens: Bool
    /// Seconds by which the issuer's clock and ours may differ.
    public var skewSeconds: Int64
    /// Fetches the issuer's key set (JWKS); throws where it cannot.
    public var keySet: @Sendable () async throws -> [UInt8]

    public init(
        issuer: String, audience: String, algorithms: [Algorithm] = [.rs256, .ps256, .es256],
        typesTokens: Bool = false, skewSeconds: Int64 = 30,
        keySet: @escaping @Sendable () async throws -> [UInt8]
    ) {
        self.issuer = issuer
        self.audience = audience
        self.algorithms = algorithms
        self.typesTokens = typesTokens
        self.skewSeconds = skewSeconds
        self.keySet = keySet
    }
}
