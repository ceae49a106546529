import GreenlaneCore
import HTTPTypes
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import UnixSignals

/// The HTTP side of a running service: listens, answers, and stops without losing anything.
public struct HTTPService: Sendable {
    private let service: ClearanceService
    private let configuration: ServiceConfiguration
    private let logger: Logger
    private let accessLog: AccessLog?
    private let doorkeeper: any Doorkeeper
    private let metrics = MetricsRegistry()
    private let undocumented: (@Sendable (Operation, Refusal) -> Void)?
    private let pages: ConsoleFiles?
    private let demonstration: Demonstration?
    private let settings: [ConfigurationSetting]

    /// The service as people use it: whoever signs in is looked up in its own book of accounts.
    /// `pages` are those of the console; nil serves the API alone. `settings` say where each value
    /// of the configuration came from, for whoever administers the service.
    public init(
        service: ClearanceService, configuration: ServiceConfiguration,
        access: AccessConfiguration, logger: Logger, accessLog: AccessLog?,
        pages: ConsoleFiles? = nil, demonstration: Demonstration? = nil,
        settings: [ConfigurationSetting] = []
    ) {
        self.init(
            service: service, configuration: configuration,
            doorkeeper: AccountDoorkeeper(service: service, configuration: access),
            logger: logger, accessLog: accessLog, pages: pages, demonstration: demonstration,
            settings: settings)
    }

    /// `undocumented` is told of every refusal, so that tests can hold it against the OpenAPI
    /// document.
    init(
        service: ClearanceService, configuration: ServiceConfiguration,
        doorkeeper: any Doorkeeper, logger: Logger, accessLog: AccessLog? = nil,
        pages: ConsoleFiles? = nil, demonstration: Demonstration? = nil,
        settings: [ConfigurationSetting] = [],
        undocumented: (@Sendable (Operation, Refusal) -> Void)? = nil
    ) {
        self.service = service
        self.configuration = configuration
        self.doorkeeper = doorkeeper
        self.logger = logger
        self.accessLog = accessLog
        self.undocumented = undocumented
        self.pages = pages
        self.demonstration = demonstration
        self.settings = settings
    }

    /// Serves until its task is cancelled or the process is told to end; `running` is told the
    /// port. Requests under way are answered; then `closing` is told, and the service closed.
    public func run(
        running: @escaping @Sendable (Int) -> Void, closing: () -> Void = {}
    ) async throws {
        let hasStarted = Atomic(false)
        do {
            let application = Application(
                responder: router().buildResponder(),
                server: try ServiceServer.builder(configuration),
                configuration: ServiceServer.application(configuration),
                onServerRunning: { channel in
                    hasStarted.store(true, ordering: .relaxed)
                    running(channel.localAddress?.port ?? 0)
                },
                logger: logger)
            var settings = ServiceGroupConfiguration(
                services: [
                    .init(service: application), .init(service: FeedCloser(feed: service.feed)),
                ], gracefulShutdownSignals: [.sigterm, .sigint, .sighup], logger: logger)
            settings.maximumGracefulShutdownDuration = .seconds(configuration.shutdownSeconds)
            try await ServiceGroup(configuration: settings).run()
        } catch {
            closing()
            try? await service.close()
            guard hasStarted.load(ordering: .relaxed) || error is Refusal else {
                throw Self.cannotListen(configuration.listen, error)
            }
            throw error
        }
        closing()
        try await service.close()
    }

    /// The address is taken, is none of this machine, or needs rights that the process has not.
    private static func cannotListen(_ address: ListenAddress, _ error: any Error) -> Refusal {
        let reason = PlainText.printable(String(String(describing: error).prefix(200)))
        return Refusal(
            .input, "cannot-listen",
            LocalizedText(
                zh: "不能在 \(address.text) 上提供服务：\(reason)",
                en: "The service cannot listen on \(address.text): \(reason)"),
            remedy: LocalizedText(
                zh: "用 --listen 换一个本机地址或端口，或停止占用它的程序。",
                en: "Name another address or port of this machine with --listen, or stop what "
                    + "holds it."))
    }

    private func router() -> Router<APIContext> {
        let router = Router(context: APIContext.self)
        let gate = Gate(
            service: service, doorkeeper: doorkeeper,
            limiter: RateLimiter(perMinute: configuration.requestsPerMinute),
            configuration: configuration)
        let console = pages.map {
            Console(
                service: service, gate: gate, files: $0, demonstration: demonstration,
                configuration: configuration, settings: settings)
        }
        let guesses = GuessLimit(
            RateLimiter(
                perMinute: configuration.signInsPerMinute, burst: configuration.signInsPerMinute),
            showsCredential: { CredentialPlaces.isJudged($0) })
        router.add(
            middleware: FrontMiddleware(
                configuration: configuration, metrics: RequestMetrics(metrics),
                accessLog: accessLog, guesses: guesses,
                written: { refusal, request, context in
                    await console?.page(for: refusal, request, context)
                        ?? Problem.response(refusal, RequestLanguage.of(request))
                }))
        APIResponder(gate: gate, undocumented: undocumented).mount(Operations.all, on: router)
        if let console { ConsoleResponder(console: console).mount(on: router) }
        StandingRoutes(
            service: service, configuration: configuration, metrics: metrics,
            gauges: ServiceGauges(metrics)
        ).mount(on: router)
        return router
    }
}

/// Where a key, a session's token, a password or a one-time link is judged. On other open routes
/// credentials are not looked at. Passwords have delays of their own, by name and address: wrong
/// keys from an address must not keep its people from signing in.
private enum CredentialPlaces {
    private static let open: Set<String> = Set(
        Operations.all.compactMap {
            guard case .open = $0.access else { return nil }
            return plain(APIRoot.path + $0.path)
        })

    private static let signIns: Set<String> = [
        plain(APIRoot.path + "/sessions"), plain(APIRoot.path + "/link-uses"), "sign-in", "welcome",
    ]

    static func isJudged(_ request: Request) -> Bool {
        let headers = request.headers
        guard headers[.authorization] != nil || headers[.cookie] != nil else {
            return request.method == .post && signIns.contains(plain(request.uri.path))
        }
        guard request.method != .get, request.method != .head else { return true }
        return !open.contains(plain(request.uri.path))
    }

    /// As the router sees a path: empty parts do not count. Most paths have none.
    private static func plain(_ path: String) -> String {
        var last: UInt8 = 0
        let hasEmptyPart = path.utf8.contains { byte in
            defer { last = byte }
            return byte == UInt8(ascii: "/") && last == byte
        }
        guard hasEmptyPart || path.utf8.last == UInt8(ascii: "/") || !path.hasPrefix("/") else {
            return String(path.dropFirst())
        }
        return path.split(separator: "/").joined(separator: "/")
    }
}

/// All that the API does.
enum Operations {
    static let all: [Operation] =
        ShipmentOperations.all + AttachmentOperations.all + PermitOperations.all
        + WhitelistOperations.all + DefinitionOperations.all + LogOperations.all
        + EvidenceOperations.all + AuditOperations.all + SubscriptionOperations.all
        + AccessOperations.all + ServiceOperations.all
}

/// Ends event streams when the service is told to stop: they would hold their connections open.
private struct FeedCloser: Service {
    let feed: EventFeed

    func run() async throws {
        try? await gracefulShutdown()
        feed.close()
    }
}
