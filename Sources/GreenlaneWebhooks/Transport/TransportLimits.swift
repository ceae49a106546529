/// How much and how long. The defaults are for production; tests shorten the times.
public struct TransportLimits: Hashable, Sendable {
    /// Milliseconds from the start of a request to the end of its answer.
    public var requestTimeout: Int = 15_000
    /// Milliseconds to resolve, connect and agree on TLS.
    public var connectTimeout: Int = 5000
    /// Requests under way at once.
    public var active: Int = 64
    /// Requests under way at once to one endpoint, so that a slow one leaves room for others.
    public var activePerEndpoint: Int = 16
    /// Requests that wait for their turn.
    public var queued: Int = 1024
    /// Bytes of an answer's body that are kept.
    public var responseBodyByteCount: Int = 8 * 1024
    /// Bytes of an answer's head that are read.
    public var responseHeadByteCount: Int = 64 * 1024
    /// Bytes of a body that is sent.
    public var requestBodyByteCount: Int = 1024 * 1024

    /// The defaults.
    public init() {}
}
