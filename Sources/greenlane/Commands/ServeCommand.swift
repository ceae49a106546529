internal import ArgumentParser
internal import Foundation
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneServer
internal import GreenlaneStore
internal import Logging

/// `serve`: the HTTP API, timers and notices, until told to stop.
struct ServeCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "serve",
            abstract: words("运行服务：HTTP 接口、时限、通知", "Run the service: HTTP API, timers, notices"),
            discussion: words(
                "默认只在本机监听。全部配置及其来源：greenlane config。",
                "Listens on this machine only unless told otherwise. All settings and where they "
                    + "come from: greenlane config."))
    }

    @OptionGroup var service: ServiceOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let reading = try service.reading(data: options.data)
        let configuration = try reading.checked()
        var options = options
        options.data = configuration.dataDirectory
        let console = options.console
        let sink = LogSink.standardError(now: SystemClock.now)
        let logger = Logger(label: "greenlane") { label in
            LineLogHandler(
                label: label, level: configuration.logLevel, form: configuration.logForm,
                sink: sink)
        }
        let own = try Workplace.openOwn(options)
        let directory = own.place.directory
        nonisolated(unsafe) let engine = own.engine
        nonisolated(unsafe) let keeper = own.keeper
        let clearance = try ClearanceService(
            engine: engine, keeper: keeper, directory: directory,
            subscriptions: SubscriptionPlace(directory: directory),
            queueDepth: configuration.queueDepth, clock: SystemClock.now)
        let delivery = DeliveryLoop(
            store: own.place.store, directory: directory, service: clearance,
            logger: logger)
        // Commands that wait for the lock get through as soon as there is somebody to ask.
        let door = DoorService(desk: clearance.desk, directory: directory)
        let socket = try DoorSocket.start(in: directory) { await door.answer($0) }
        defer { socket.stop() }
        let link = try await FirstAdministrator.offer(clearance)
        let http = HTTPService(
            service: clearance, configuration: configuration,
            access: try ServiceAccess.configuration(configuration), logger: logger,
            accessLog: AccessLog(configuration, sink: sink), pages: try ConsoleFiles.shipped(),
            settings: reading.settings)
        if configuration.delivers { delivery.start() }
        try await http.run(
            running: { port in
                let text = ServeText(console, configuration, port: port)
                text.lines(link: link).forEach(console.line)
            }, closing: delivery.stop)
        withExtendedLifetime(own) {}
    }
}

/// What a person reads when the service is up.
struct ServeText {
    private let console: Console
    private let configuration: ServiceConfiguration
    private let port: Int

    init(_ console: Console, _ configuration: ServiceConfiguration, port: Int) {
        self.console = console
        self.configuration = configuration
        self.port = port
    }

    /// Where people reach it.
    private var url: String {
        if !configuration.publicURL.isEmpty { return configuration.publicURL }
        let host = configuration.listen.host
        let shown = host.contains(":") ? "[\(host)]" : host
        return (configuration.tls == nil ? "http" : "https") + "://\(shown):\(port)"
    }

    func lines(link: String?) -> [String] {
        if console.isJSON {
            var object = JSONObject([
                .init("url", .string(url)), .init("port", .integer(Int64(port))),
            ])
            if let link { object.append("firstAdministratorToken", .string(link)) }
            return [JSONValue.object(object).text]
        }
        var lines = [
            console.style.green("✓ ") + console.text("服务已启动：\(url)", "Serving at \(url)"),
            "  " + console.text("接口说明", "API") + "  \(url)/api/v1/openapi.json",
        ]
        if let link {
            lines.append("")
            lines += console.prose(
                console.text(
                    "还没有管理员。用下面的一次性口令建立第一个（只显示这一次；再次启动会换新）：",
                    "There is no administrator yet. Make the first with this one-time token (shown "
                        + "this once; another start makes a new one):"))
            lines.append("  " + console.style.bold(link))
            lines.append(
                """
                  curl -X POST \(url)/api/v1/link-uses -H 'Content-Type: application/json' \\
                    -d '{"token":"\(link)","name":"admin","password":"…"}'
                """)
        }
        return lines
    }
}
