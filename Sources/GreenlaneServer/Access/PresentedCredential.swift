import GreenlaneCore
import HTTPTypes

/// What a request says of who sends it, not yet looked at.
enum PresentedCredential: Hashable, Sendable {
    case none
    /// An API key.
    case key(String)
    /// A bearer token of an issuer.
    case token(String)
    /// The token of a session.
    case session(String)

    /// Bytes of a bearer token.
    static let maximumLength = 8_192

    /// Reads `Authorization` and the session's cookie. Two credentials at once are none: nobody
    /// can tell which was meant.
    static func read(_ headers: HTTPFields, cookie: SessionCookie) throws(Refusal) -> Self {
        let stated = headers[values: .authorization]
        let session = try cookie.read(headers)
        guard let text = stated.first else { return session.map { .session($0) } ?? .none }
        guard stated.count == 1, session == nil else { throw APIRefusal.credentialInvalid }
        return try bearer(text)
    }

    private static func bearer(_ text: String) throws(Refusal) -> Self {
        let scheme = "bearer ".utf8
        guard text.utf8.count <= maximumLength + scheme.count,
            // Every request comes this way, and bytes need no search for where characters end.
            text.utf8.prefix(scheme.count).elementsEqual(scheme, by: { $0 | 0x20 == $1 })
        else { throw APIRefusal.credentialInvalid }
        let token = String(Substring(text.utf8.dropFirst(scheme.count).drop { $0 == 0x20 }))
        let isPlain = token.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || "-._~+/=".utf8.contains($0)
        }
        guard !token.isEmpty, isPlain else { throw APIRefusal.credentialInvalid }
        return token.hasPrefix(KeyText.prefix) ? .key(token) : .token(token)
    }
}

/// The cookie that carries a session.
struct SessionCookie: Sendable {
    /// Over TLS: browsers keep its name to one host and to encrypted connections.
    static let secureName = "__Host-gl_session"
    /// Over plain HTTP on this machine: the other name needs `Secure`.
    static let plainName = "gl_session"

    let isSecure: Bool

    var name: String { isSecure ? Self.secureName : Self.plainName }

    /// The token in the request; nil where there is none. Twice the same name is refused: one of
    /// them was planted.
    func read(_ headers: HTTPFields) throws(Refusal) -> String? {
        var found: String?
        for field in headers[values: .cookie] {
            for part in field.split(separator: ";") {
                let pair = part.drop { $0 == " " }
                guard pair.hasPrefix(name), pair.dropFirst(name.count).first == "=" else {
                    continue
                }
                guard found == nil else { throw APIRefusal.credentialInvalid }
                found = String(pair.dropFirst(name.count + 1))
            }
        }
        return found.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `Set-Cookie` for a new session, without an end of its own: the server knows it.
    func setting(_ token: String) -> String { "\(name)=\(token); \(attributes)" }

    /// `Set-Cookie` that makes the browser forget it.
    var clearing: String { "\(name)=; \(attributes); Max-Age=0" }

    private var attributes: String {
        "Path=/; " + (isSecure ? "Secure; " : "") + "HttpOnly; SameSite=Lax"
    }
}

/// Whether a request that a browser sent with our cookie came from our own pages.
enum RequestOrigin {
    /// Methods that change nothing.
    static func isSafe(_ method: HTTPRequest.Method) -> Bool {
        method == .get || method == .head || method == .options
    }

    /// What the browser says of the page that sent the request. `needsProof` where a cookie counts;
    /// without it a request that says nothing of its origin passes, as programs send it.
    static func isOurs(
        _ headers: HTTPFields, host: String?, publicURL: String?, needsProof: Bool
    ) -> Bool {
        let sites = headers[values: .secFetchSite]
        if let site = sites.first {
            return sites.count == 1 && (site == "same-origin" || site == "none")
        }
        let origins = headers[values: .origin]
        guard let origin = origins.first else { return !needsProof }
        guard origins.count == 1 else { return false }
        if let publicURL { return trimmed(origin) == trimmed(publicURL) }
        guard let host, !host.isEmpty else { return false }
        let own = host.lowercased()
        return trimmed(origin) == "https://\(own)" || trimmed(origin) == "http://\(own)"
    }

    private static func trimmed(_ url: String) -> String {
        (url.hasSuffix("/") ? String(url.dropLast()) : url).lowercased()
    }
}

extension HTTPField.Name {
    /// Where the page that sent a request stands to us (Fetch Metadata).
    static let secFetchSite = named("Sec-Fetch-Site")
}
