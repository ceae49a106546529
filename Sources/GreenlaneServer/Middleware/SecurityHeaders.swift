public import HTTPTypes

/// The lines that keep browsers from doing with answers what they are not for.
public struct SecurityHeaders: Sendable {
    /// For answers that are data: nothing may be loaded, framed or run from them.
    static let policy = "default-src 'none'; frame-ancestors 'none'"
    /// Two years, as browsers' own lists ask.
    static let strictTransport = "max-age=63072000"

    private static let always = [
        HTTPField(name: .xContentTypeOptions, value: "nosniff"),
        HTTPField(name: .referrerPolicy, value: "no-referrer"),
        HTTPField(name: .openerPolicy, value: "same-origin"),
        HTTPField(name: .contentSecurityPolicy, value: policy),
        HTTPField(name: .cacheControl, value: "no-store"),
    ]
    private static let overTLS = HTTPField(name: .strictTransportSecurity, value: strictTransport)

    private let isReachedOverTLS: Bool

    /// Whether people reach the service over https, so that browsers may be told to stay there.
    public init(isReachedOverTLS: Bool) {
        self.isReachedOverTLS = isReachedOverTLS
    }

    /// Adds what is not there: a page of the console says its own policy, a file its own caching.
    public func apply(to headers: inout HTTPFields, isSecure: Bool) {
        headers.reserveCapacity(headers.count + Self.always.count + 2)
        for field in Self.always where !headers.contains(field.name) { headers.append(field) }
        if isReachedOverTLS || isSecure, !headers.contains(Self.overTLS.name) {
            headers.append(Self.overTLS)
        }
    }
}
