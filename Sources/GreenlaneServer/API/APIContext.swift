public import Hummingbird
import Logging
public import NIOCore

/// What travels with one HTTP request through middlewares and routes.
public struct APIContext: RemoteAddressRequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Of the peer that opened the connection: a proxy's, where one stands before us.
    public let remoteAddress: SocketAddress?

    public init(source: Source) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
    }

    /// Address of whoever sent the request.
    var clientAddress: String { remoteAddress?.ipAddress ?? "local" }
}
