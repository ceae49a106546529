internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneServer

/// `bench serve`: what the web framework does alone, beside which `scripts/bench_serve.py` measures
/// the service in the same run.
struct BenchServe: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "serve",
            abstract: words(
                "只运行空接口，供 scripts/bench_serve.py 与服务对比",
                "Run empty handlers, which scripts/bench_serve.py compares the service with"))
    }

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("本机端口；0 表示任选", "Port on this machine; 0 takes any"), valueName: "n"))
    var port = 0

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let console = options.console
        let port = try StatedValue.count(port, in: 0...65_535, option: "--port")
        try await EmptyService(port: port).run { port in
            guard !console.isJSON else {
                return console.json(["port": .integer(Int64(port))])
            }
            console.line(
                console.text("空接口：", "Empty handlers at ") + "http://127.0.0.1:\(port)")
        }
    }
}
