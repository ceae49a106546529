import GreenlaneCore
import GreenlaneEngine

/// Signs people in and out: works out what they present, and lets the one door decide and record.
final class SignInDesk: Sendable {
    let configuration: AccessConfiguration
    let cookie: SessionCookie
    let times: SessionTimes
    let credentials: VerifiedCredentials
    let hashing: PasswordHashing
    let delays = SignInDelays()
    private let tokens: TokenVerifier?
    private let service: ClearanceService

    /// As whom the service itself asks: it vouches for what was presented.
    static let actor = Actor(role: .system, name: "sign-in")
    /// Bytes of a name or a password that anybody may try.
    static let maximumTried = 1_024

    init(
        service: ClearanceService, configuration: AccessConfiguration,
        credentials: VerifiedCredentials
    ) {
        self.service = service
        self.configuration = configuration
        self.credentials = credentials
        cookie = SessionCookie(isSecure: configuration.hasSecureCookies)
        times = SessionTimes(
            idleMilliseconds: Int64(max(1, configuration.idleMinutes)) * 60_000,
            started: service.clock())
        hashing = PasswordHashing(cost: configuration.passwordCost)
        tokens = configuration.issuer.map { TokenVerifier($0) }
    }

    /// When a session ends whatever happens in it.
    func end(of session: Session) -> Timestamp {
        let hours = Int64(max(1, configuration.absoluteHours))
        return min(session.expires, session.opened.adding(milliseconds: hours * 3_600_000))
    }

    /// A session that was just opened.
    struct Opened: Sendable {
        /// Goes into the cookie; kept nowhere.
        var token: String
        var principal: Principal
    }

    // MARK: Signing in

    /// Signs in by name and password. Refusals: `sign-in-delayed`, `busy`, `sign-in-refused`.
    func signIn(
        name: String, password: String, from address: String, at now: Timestamp
    ) async throws -> Opened {
        let name = Account.normalised(String(name.prefix(Self.maximumTried)))
        let known = service.access.book.account(signInName: name)
        let verdict = try await tries(name, from: address, at: now) {
            try await self.hashing.check(password, against: known?.password)
        } isRight: {
            $0.isRight
        }
        if verdict.isRight, verdict.isOutdated, let known {
            let fresh = try await hashing.hash(password)
            let envelope = Envelope(
                .access(.setPassword(account: known.id, password: fresh)), by: Self.actor)
            _ = try await service.desk.handle(envelope)
        }
        return try await open(
            known?.id, .password, isAccepted: verdict.isRight, at: now)
    }

    /// Signs in by a token of the trusted issuer.
    func signIn(token: String, at now: Timestamp) async throws -> Opened {
        do {
            let (account, _) = try await account(ofToken: token, at: now)
            return try await open(account, .oidc, isAccepted: true, at: now)
        } catch let refusal as Refusal where refusal == APIRefusal.credentialInvalid {
            return try await open(nil, .oidc, isAccepted: false, at: now)
        }
    }

    /// Whose token it is, and until when it holds.
    func account(
        ofToken text: String, at now: Timestamp
    ) async throws -> (id: String, expires: Timestamp) {
        guard let tokens else { throw APIRefusal.credentialInvalid }
        let claims = try await tokens.verify(text, at: now)
        let known = service.access.book.account(issuer: claims.issuer, subject: claims.subject)
        guard let known else { throw APIRefusal.credentialInvalid }
        return (known.id, claims.expires)
    }

    /// One try of a password under the delays that guessing meets.
    private func tries<T: Sendable>(
        _ name: String, from address: String, at now: Timestamp,
        _ body: @Sendable () async throws -> T, isRight: (T) -> Bool
    ) async throws -> T {
        let begun = delays.begin(name: name, address: ClientPlace.of(address), at: now)
        guard let attempt = begun.attempt else {
            throw DelayedRefusal(Self.delayed, milliseconds: begun.wait)
        }
        do {
            let result = try await body()
            if isRight(result) { delays.succeeded(attempt) }
            return result
        } catch {
            delays.abandoned(attempt)
            throw error
        }
    }

    private func open(
        _ account: String?, _ means: Session.Means, isAccepted: Bool, at now: Timestamp
    ) async throws -> Opened {
        let token = SecretText.random()
        let digest = SecretText.digest(token)
        let opening = SessionOpening(
            account: account, digest: digest, means: means, credentialAccepted: isAccepted)
        _ = try await service.desk.handle(
            Envelope(.access(.openSession(opening)), by: Self.actor)
        ).get()
        guard let account,
            let principal = service.access.principal(of: account, .session(digest), at: now)
        else { throw AccessRefusal.signInRefused }
        return Opened(token: token, principal: principal)
    }

    // MARK: Afterwards

    /// Ends the session that the caller came with; nothing where it came with none.
    func signOut(_ principal: Principal) async throws {
        guard case .session(let digest) = principal.credential else { return }
        _ = try await service.desk.handle(
            Envelope(.access(.closeSession(digest: digest)), by: principal.actor())
        ).get()
    }

    /// Sets a new password for whoever knows the present one. All sessions end; the caller gets a
    /// new one.
    func changePassword(
        of principal: Principal, from current: String, to password: String,
        address: String, at now: Timestamp
    ) async throws -> Opened {
        let known = service.access.book.account(principal.account)
        if let refusal = PasswordPolicy.objection(to: password, signInName: known?.signInName) {
            throw refusal
        }
        let verdict = try await tries(known?.signInName ?? "", from: address, at: now) {
            try await self.hashing.check(current, against: known?.password)
        } isRight: {
            $0.isRight
        }
        guard verdict.isRight else {
            // A failed proof of who somebody is goes on the record as any other.
            _ = try? await open(principal.account, .password, isAccepted: false, at: now)
            throw Self.passwordWrong
        }
        let text = try await hashing.hash(password)
        _ = try await service.desk.handle(
            Envelope(
                .access(.setPassword(account: principal.account, password: text)),
                by: principal.actor())
        ).get()
        return try await open(principal.account, .password, isAccepted: true, at: now)
    }

    /// Uses a one-time link: sets the password, makes the first administrator where the link is
    /// for that, and signs in.
    func use(
        link token: String, password: String, administrator: LinkUse.Administrator?,
        from address: String, at now: Timestamp
    ) async throws -> Opened {
        let digest = SecretText.digest(token.prefix(Self.maximumTried))
        let book = service.access.book
        let link = book.link(digest: digest)
        let name = link?.account.flatMap { book.account($0)?.signInName }
        guard let link, link.isOpen(at: now) else {
            // The door says no, and keeps it on the record; nothing is hashed for it.
            let use = LinkUse(digest: digest, password: "$none$", administrator: administrator)
            let refused = try await service.desk.handle(
                Envelope(.access(.useLink(use)), by: Self.actor))
            _ = try refused.get()
            throw AccessRefusal.linkInvalid
        }
        if let refusal = PasswordPolicy.objection(
            to: password, signInName: administrator?.signInName ?? name)
        {
            throw refusal
        }
        let use = LinkUse(
            digest: link.digest, password: try await hashing.hash(password),
            administrator: administrator)
        let outcome = try await service.desk.handle(
            Envelope(.access(.useLink(use)), by: Self.actor)
        ).get()
        let place = ClientPlace.of(address)
        if let name = name ?? administrator?.signInName {
            delays.welcome(name: name, address: place)
        }
        return try await open(outcome.id, .link, isAccepted: true, at: now)
    }

    static let delayed = Refusal(
        .role, "sign-in-delayed",
        LocalizedText(zh: "失败次数较多，请稍后再试。", en: "Too many failures: wait before the next try."),
        remedy: LocalizedText(
            zh: "等待 Retry-After 所示的秒数；忘记密码请向管理员索取重置链接。",
            en: "Wait as Retry-After says; an administrator can give you a reset link."))

    static let passwordWrong = Refusal(
        .role, "password-wrong",
        LocalizedText(zh: "现用密码不对。", en: "The present password is not right."))
}

/// A refusal that says when to try again.
struct DelayedRefusal: Error {
    let refusal: Refusal
    /// Whole seconds, at least one.
    let seconds: Int64

    init(_ refusal: Refusal, milliseconds: Int64) {
        self.refusal = refusal
        seconds = max(1, (milliseconds + 999) / 1_000)
    }
}
