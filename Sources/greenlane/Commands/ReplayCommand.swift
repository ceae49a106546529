internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// `replay`: decides everything again from the log alone.
struct ReplayCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "replay",
            abstract: words("仅凭日志重做每一个决定", "Decide everything again from the log alone"))
    }

    @Argument(help: ArgumentHelp(words("只重放这一票", "Only this shipment"), valueName: "id"))
    var shipment: String?

    @Option(
        name: .customLong("at"),
        help: ArgumentHelp(words("重放到此刻为止", "Up to this moment"), valueName: "time"))
    var moment: String?

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let limit = try moment.map { try StatedValue.time($0, option: "--at") }
        let report = try Workplace.read(options) { store in
            var bar = ProgressBar(
                console.text("重放", "Replaying"), total: Int(try store.tree().size),
                on: console.errors)
            let report = try Replayer(store: store).run(
                shipment: shipment, at: limit, progress: { bar.advance(to: Int($0)) },
                seconds: SystemClock.elapsedNanoseconds)
            bar.finish()
            return report
        }
        if console.isJSON {
            console.json(report.json)
        } else {
            console.lines(CheckText(console).lines(report))
        }
        if !report.isClean { throw ExitCode(CheckText.failed) }
    }
}
