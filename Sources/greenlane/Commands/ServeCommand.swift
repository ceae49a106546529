internal import ArgumentParser
internal import Foundation
internal import GreenlaneCatalog
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

    @Flag(
        name: .long,
        help: ArgumentHelp(
            words(
                "演示：先写入一个月的虚构业务（SYNTHETIC），数据用后即删，除非用 --data 指定空目录",
                "Demonstration: fills a scratch store with a month of made-up work (SYNTHETIC); "
                    + "kept only where --data names an empty directory")))
    var demo = false

    @OptionGroup var service: ServiceOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let scratch = demo && options.data == nil ? try TemporaryFolder() : nil
        if demo, scratch == nil, try Workplace.hasData(options) {
            throw DemoRun.inUse(options.directory)
        }
        var options = options
        if let scratch { options.data = scratch.path }
        let reading = try service.reading(data: options.data)
        let configuration = try reading.checked()
        options.data = configuration.dataDirectory
        let console = options.console
        let sink = LogSink.standardError(now: SystemClock.now)
        let logger = Logger(label: "greenlane") { label in
            LineLogHandler(
                label: label, level: configuration.logLevel, form: configuration.logForm,
                sink: sink)
        }
        let clock = DemoFilling.Clock()
        if demo { clock.past = DemoFilling.start(before: SystemClock.now()) }
        let own = try Workplace.openOwn(options, clock: { clock.now })
        let directory = own.place.directory
        nonisolated(unsafe) let engine = own.engine
        nonisolated(unsafe) let keeper = own.keeper
        if demo { try fill(own, clock) }
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
            demonstration: demo ? Demonstration(accounts: DemoPeople.accounts) : nil,
            settings: reading.settings)
        if configuration.delivers { delivery.start() }
        try await http.run(
            running: { port in
                let text = ServeText(console, configuration, port: port)
                text.lines(link: link).forEach(console.line)
                if demo { text.demonstration().forEach(console.line) }
            }, closing: delivery.stop)
        withExtendedLifetime(own) {}
        withExtendedLifetime(scratch) {}
    }

    private func fill(_ own: Workplace.Own, _ clock: DemoFilling.Clock) throws {
        let end = SystemClock.now()
        let filling = try DemoFilling(
            own.engine, clock, from: DemoFilling.start(before: end), to: end)
        try filling.run(try StoryLoader.all(home: own.place.home))
        try own.keeper.sign()
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

    /// Who can sign in where all is made up.
    func demonstration() -> [String] {
        guard !console.isJSON else { return [] }
        var table = TextTable([
            .init(console.text("登录名", "Name")), .init(console.text("密码", "Password")),
            .init(console.text("角色", "Role")),
        ])
        for account in DemoPeople.accounts {
            table.append([account.name, account.password, console.text(account.role)])
        }
        return [
            "",
            console.text(
                "以下单位、货物和单号均为虚构（SYNTHETIC）。用浏览器打开 \(url)，任选一人登录：",
                "All firms, goods and numbers are made up (SYNTHETIC). Open \(url) and sign in "
                    + "as any of these:"), "",
        ] + TableStyle.lines(table, console)
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
            "  " + console.text("页面", "Pages") + "  \(url)/",
            "  " + console.text("接口", "API  ") + "  \(url)/api/v1/openapi.json",
        ]
        if let link {
            lines.append("")
            lines += console.prose(
                console.text(
                    "还没有管理员。用下面的一次性口令建立第一个（只显示这一次；再次启动会换新）：",
                    "There is no administrator yet. Make the first with this one-time token (shown "
                        + "this once; another start makes a new one):"))
            lines.append("  " + console.style.bold(link))
            lines.append("  " + console.text("在浏览器打开：", "Open in a browser: ") + "\(url)/welcome")
        }
        return lines
    }
}
