public import Logging

/// Everything that can be set on the service. The values here are the defaults.
public struct ServiceConfiguration: Sendable {
    /// How the log is written.
    public enum LogForm: String, Sendable, CaseIterable {
        /// One JSON object a line.
        case json
        /// For people at a terminal.
        case text
    }

    /// The certificate and key of the service, as paths of PEM files.
    public struct TLSFiles: Hashable, Sendable {
        /// The chain, the service's own certificate first.
        public var certificate: String
        /// Readable by its owner only.
        public var key: String
    }

    /// An issuer of bearer tokens that is trusted.
    public struct TokenIssuer: Hashable, Sendable {
        /// What `iss` must be.
        public var issuer: String
        /// What `aud` must hold.
        public var audience: String
        /// Where the public keys are.
        public var keysURL: String
    }

    /// Where the service listens.
    public var listen = ListenAddress(host: "127.0.0.1", port: 8080)
    /// The data directory.
    public var dataDirectory = "./greenlane-data"
    /// The least level that is logged.
    public var logLevel = Logger.Level.info
    /// JSON lines or text.
    public var logForm = LogForm.json
    /// Whether logs hold client addresses in full; otherwise only their network.
    public var logsAddresses = false
    /// Path of the certificate file; empty without TLS.
    public var tlsCertificate = ""
    /// Path of the key file; empty without TLS.
    public var tlsKey = ""
    /// Whether plain HTTP beyond loopback was explicitly allowed.
    public var allowsPlainHTTP = false
    /// Peers whose `Forwarded` and `X-Forwarded-*` lines count.
    public var trustedProxies: [AddressRange] = []
    /// How people reach the service, `https://host` or `https://host:port`; empty where not told.
    public var publicURL = ""
    /// Connections at a time.
    public var maximumConnections = 1024
    /// Bytes of a JSON body.
    public var maximumBodyBytes = 32 << 20
    /// Bytes of an attachment.
    public var maximumAttachmentBytes = 16 << 20
    /// Bytes of all header lines.
    public var maximumHeaderBytes = 16 << 10
    /// Bytes of the request target.
    public var maximumTargetBytes = 8 << 10
    /// Seconds in which a body must have come.
    public var bodySeconds = 30
    /// Seconds after which a silent connection is closed.
    public var idleSeconds = 60
    /// Commands that may wait for the writer.
    public var queueDepth = 1024
    /// Requests a minute of one client; 0 without limit.
    public var requestsPerMinute = 6000
    /// Sign-ins a minute of one client address; 0 without limit.
    public var signInsPerMinute = 20
    /// Issuer of bearer tokens; empty without.
    public var oidcIssuer = ""
    /// What tokens must be meant for.
    public var oidcAudience = ""
    /// Where the issuer's keys are.
    public var oidcKeysURL = ""
    /// Whether notices are delivered by this process.
    public var delivers = true
    /// Seconds that open requests get at a stop.
    public var shutdownSeconds = 20
    /// Minutes without a request after which a session ends.
    public var sessionIdleMinutes = 30
    /// Hours after which a session ends in any case.
    public var sessionHours = 12
    /// Free bytes of the data directory's disk below which the service is not ready.
    public var minimumFreeBytes = 256 << 20

    /// The defaults.
    public init() {}

    /// The TLS files, where both are set.
    public var tls: TLSFiles? {
        guard !tlsCertificate.isEmpty, !tlsKey.isEmpty else { return nil }
        return TLSFiles(certificate: tlsCertificate, key: tlsKey)
    }

    /// The token issuer, where it is set in full.
    public var tokenIssuer: TokenIssuer? {
        guard !oidcIssuer.isEmpty, !oidcAudience.isEmpty, !oidcKeysURL.isEmpty else { return nil }
        return TokenIssuer(issuer: oidcIssuer, audience: oidcAudience, keysURL: oidcKeysURL)
    }

    /// Whether people reach the service over https, so that cookies may be `Secure` and HSTS is
    /// due.
    public var isReachedOverTLS: Bool { tls != nil || publicURL.hasPrefix("https://") }
}
