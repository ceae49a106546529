internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneServer

/// How people sign in, from the configuration of the service.
enum ServiceAccess {
    static func configuration(
        _ settings: ServiceConfiguration
    ) throws(Refusal) -> AccessConfiguration {
        AccessConfiguration(
            publicURL: settings.publicURL.isEmpty ? nil : settings.publicURL,
            hasSecureCookies: settings.isReachedOverTLS,
            idleMinutes: settings.sessionIdleMinutes, absoluteHours: settings.sessionHours,
            issuer: settings.tokenIssuer.map { issuer in
                TokenIssuing(issuer: issuer.issuer, audience: issuer.audience) {
                    try await KeySetFetch.read(issuer.keysURL)
                }
            })
    }
}
