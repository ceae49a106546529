import GreenlaneCore
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// The HTTP side of a running service: listens, answers, and stops without losing anything.
public struct HTTPService: Sendable {
    /// Where to listen.
    public struct Listening: Sendable {
        public var host: String
        /// 0 takes any free one.
        public var port: Int

        public init(host: String = "127.0.0.1", port: Int = 8080) {
            self.host = host
            self.port = port
        }
    }

    private let service: ClearanceService
    private let listening: Listening
    private let logger: Logger
    private let doorkeeper: any Doorkeeper
    private let undocumented: (@Sendable (Operation, Refusal) -> Void)?

    /// Seconds without a byte after which a connection is closed.
    static let idleSeconds: Int64 = 75
    /// Bytes of all header fields of a request.
    static let maximumHeaderBytes = 16_384
    /// Header fields of a request.
    static let maximumHeaderCount = 100

    init(
        service: ClearanceService, listening: Listening, logger: Logger,
        doorkeeper: any Doorkeeper,
        undocumented: (@Sendable (Operation, Refusal) -> Void)? = nil
    ) {
        self.service = service
        self.listening = listening
        self.logger = logger
        self.doorkeeper = doorkeeper
        self.undocumented = undocumented
    }

    /// Serves until its task is cancelled or the process is told to end; `running` is told the
    /// port. Closes the service.
    public func run(running: @escaping @Sendable (Int) -> Void) async throws {
        let application = Application(
            responder: router().buildResponder(),
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    idleTimeout: .seconds(Self.idleSeconds),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: Self.maximumHeaderBytes,
                        maxHeaderListSize: Self.maximumHeaderBytes,
                        maxHeaderFieldCount: Self.maximumHeaderCount))),
            configuration: ApplicationConfiguration(
                address: .hostname(listening.host, port: listening.port),
                serverName: "greenlane"),
            services: [FeedCloser(feed: service.feed)],
            onServerRunning: { channel in running(channel.localAddress?.port ?? 0) },
            logger: logger)
        do {
            try await application.runService()
        } catch {
            try? await service.close()
            throw error
        }
        try await service.close()
    }

    private func router() -> Router<APIContext> {
        let router = Router(context: APIContext.self)
        router.add(middleware: NotFoundMiddleware())
        APIResponder(
            gate: Gate(service: service, doorkeeper: doorkeeper), undocumented: undocumented
        ).mount(Operations.all, on: router)
        return router
    }
}

/// All that the API does.
enum Operations {
    static let all: [Operation] =
        ShipmentOperations.all + PermitOperations.all + WhitelistOperations.all
        + DefinitionOperations.all + LogOperations.all + EvidenceOperations.all
        + AuditOperations.all + AccessOperations.all
}

/// Ends event streams when the service is told to stop: they would hold their connections open.
private struct FeedCloser: Service {
    let feed: EventFeed

    func run() async throws {
        try? await gracefulShutdown()
        feed.close()
    }
}

/// Answers what no route fits in the same form as everything else.
private struct NotFoundMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: APIContext,
        next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            return APIResponder.problem(APIRefusal.noRoute, request)
        }
    }
}
