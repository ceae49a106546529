import GreenlaneCore
import GreenlaneEngine
import HTTPTypes
import Hummingbird
import HummingbirdCore

/// Knows who sends a request by what it presents: an API key, a session's cookie, or a bearer
/// token of the trusted issuer.
public final class AccountDoorkeeper: Doorkeeper {
    private let service: ClearanceService
    private let configuration: AccessConfiguration
    private let credentials = VerifiedCredentials()
    private let desk: SignInDesk

    /// Looks accounts up in the service's own book.
    public init(service: ClearanceService, configuration: AccessConfiguration) {
        self.service = service
        self.configuration = configuration
        desk = SignInDesk(
            service: service, configuration: configuration, credentials: credentials)
    }

    var signIn: SignInDesk? { desk }

    func principal(
        of request: Request, _ context: APIContext, at now: Timestamp
    ) async throws -> Principal? {
        do {
            return try await holder(of: request, at: now)
        } catch let refusal as Refusal
            where refusal == APIRefusal.credentialInvalid || refusal == APIRefusal.foreignOrigin
        {
            await service.turnAway(
                TurnedAway(
                    operation: Self.presenting, target: knownKey(request) ?? "", refusal: refusal),
                by: SignInDesk.actor)
            throw refusal
        }
    }

    /// What the record calls it when a credential is refused.
    static let presenting = "present-credential"

    /// The key that somebody presented, where there is such a key: expired, revoked, or with a
    /// wrong secret.
    private func knownKey(_ request: Request) -> String? {
        guard let text = request.headers[.authorization]?.split(separator: " ").last,
            let key = KeyText(String(text)), service.access.book.key(key.id) != nil
        else { return nil }
        return key.id
    }

    private func holder(of request: Request, at now: Timestamp) async throws -> Principal? {
        switch try PresentedCredential.read(request.headers, cookie: desk.cookie) {
        case .none: return nil
        case .key(let text): return try key(text, at: now)
        case .token(let text): return try await token(text, at: now)
        case .session(let text):
            let isOurs = RequestOrigin.isOurs(
                request.headers, host: request.head.authority,
                publicURL: configuration.publicURL, needsProof: true)
            guard RequestOrigin.isSafe(request.method) || isOurs else {
                throw APIRefusal.foreignOrigin
            }
            return try session(text, at: now)
        }
    }

    private func key(_ text: String, at now: Timestamp) throws(Refusal) -> Principal {
        let digest = SecretDigest(of: text)
        let generation = service.access.generation
        if let known = credentials.principal(digest, generation: generation, at: now) {
            return known
        }
        guard let parts = KeyText(text) else { throw APIRefusal.credentialInvalid }
        guard let key = service.access.book.key(parts.id),
            SecretDigest.isEqual(key.digest, parts.digest), key.isActive(at: now),
            let principal = service.access.principal(
                of: key.account, .key(key.id), scopes: key.scopes, at: now)
        else { throw APIRefusal.credentialInvalid }
        credentials.keep(
            principal, digest, generation: generation, until: key.expires, at: now)
        return principal
    }

    private func session(_ text: String, at now: Timestamp) throws(Refusal) -> Principal {
        guard text.utf8.count == SecretText.length, SecretText.isPlain(text) else {
            throw APIRefusal.credentialInvalid
        }
        let digest = SecretDigest(of: text)
        let hex = digest.hex
        // The table of sessions is asked every time: it knows when each was used last.
        guard let session = service.access.book.session(digest: hex),
            session.isOpen(at: now), now < desk.end(of: session),
            desk.times.use(digest, opened: session.opened, at: now)
        else { throw APIRefusal.credentialInvalid }
        let generation = service.access.generation
        if let known = credentials.principal(digest, generation: generation, at: now) {
            return known
        }
        guard
            let principal = service.access.principal(
                of: session.account, .session(hex), at: now)
        else { throw APIRefusal.credentialInvalid }
        credentials.keep(
            principal, digest, generation: generation, until: desk.end(of: session), at: now)
        return principal
    }

    private func token(_ text: String, at now: Timestamp) async throws -> Principal {
        let digest = SecretDigest(of: text)
        let generation = service.access.generation
        if let known = credentials.principal(digest, generation: generation, at: now) {
            return known
        }
        let (account, expires) = try await desk.account(ofToken: text, at: now)
        guard let principal = service.access.principal(of: account, .token, at: now) else {
            throw APIRefusal.credentialInvalid
        }
        credentials.keep(principal, digest, generation: generation, until: expires, at: now)
        return principal
    }
}
