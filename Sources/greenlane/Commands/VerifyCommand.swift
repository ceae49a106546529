internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine
internal import TransparencyLog

/// `verify`: recomputes everything from the stored bytes.
struct VerifyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify",
            abstract: words("从存储的字节核对整本日志", "Check the whole log from the stored bytes"))
    }

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let report = try Workplace.read(options) { store in
            var bar = ProgressBar(
                console.text("核对", "Verifying"), total: Int(try store.tree().size),
                on: console.errors)
            let report = try Verifier(store: store).run { bar.advance(to: Int($0)) }
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
