public import Hummingbird

/// What travels with one HTTP request through middlewares and routes.
public struct APIContext: ExchangeContext {
    public var coreContext: CoreRequestContextStorage
    public var exchange: Exchange

    public init(source: Source) {
        coreContext = .init(source: source)
        exchange = Exchange(channel: source.channel)
    }

    /// Address of whoever sent the request, as guesses at passwords are counted by it.
    var clientAddress: String { exchange.client?.text ?? "local" }
}
