public import HTTPTypes

/// The lines that keep browsers from doing with answers what they are not for.
public struct SecurityHeaders: Sendable {
    /// For answers that are data: nothing may be loaded, framed or run from them.
    static let policy = "default-src 'none'; frame-ancestors 'none'"
    /// Two years, as browsers' own lists ask.
    static let strictTransport = "max-age=63072000"

    private let isReachedOverTLS: Bool

    /// Whether people reach the service over https, so that browsers may be told to stay there.
    public init(isReachedOverTLS: Bool) {
        self.isReachedOverTLS = isReachedOverTLS
    }

    /// Adds what is not there: a page of the console says its own policy, a file its own caching.
    public func apply(to headers: inout HTTPFields, isSecure: Bool) {
        set(&headers, .xContentTypeOptions, "nosniff")
        set(&headers, .referrerPolicy, "no-referrer")
        set(&headers, .openerPolicy, "same-origin")
        set(&headers, .contentSecurityPolicy, Self.policy)
        set(&headers, .cacheControl, "no-store")
        if isReachedOverTLS || isSecure {
            set(&headers, .strictTransportSecurity, Self.strictTransport)
        }
    }

    private func set(_ headers: inout HTTPFields, _ name: HTTPField.Name, _ value: String) {
        if headers[name] == nil { headers[name] = value }
    }
}
