import Dispatch
public import Hummingbird
public import NIOCore

/// What the front of the service found out about a request, for everything behind it.
public struct Exchange: Sendable {
    /// The machine at the other end of the connection; nil where it is no IP connection.
    public var peer: NetworkAddress?
    /// The client: the peer, or whom a trusted proxy speaks for.
    public var client: NetworkAddress?
    /// Whether the client's side of the way is encrypted.
    public var isSecure = false
    /// Of the answer's `X-Request-ID`.
    public var requestID = ""
    /// Where this request belongs in a trace.
    public var trace: TraceParent?

    /// An exchange of which only the peer is known.
    public init(peer: NetworkAddress? = nil) {
        self.peer = peer
        client = peer
    }

    /// Of a connection.
    public init(channel: any Channel) {
        self.init(peer: channel.remoteAddress.flatMap(NetworkAddress.init))
    }
}

/// A request context that carries an exchange; it is made with `Exchange(channel: source.channel)`.
public protocol ExchangeContext: RequestContext {
    /// Filled by `FrontMiddleware`.
    var exchange: Exchange { get set }
}

/// Time as the service sees it; handed in, so that tests can turn it.
public struct ServiceClock: Sendable {
    /// Nanoseconds on a clock that never jumps.
    public var elapsed: @Sendable () -> UInt64

    /// A clock of one's own.
    public init(elapsed: @escaping @Sendable () -> UInt64) {
        self.elapsed = elapsed
    }

    /// The system's.
    public static let system = ServiceClock { DispatchTime.now().uptimeNanoseconds }
}
