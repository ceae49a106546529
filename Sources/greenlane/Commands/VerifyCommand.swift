internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// `verify`: recomputes everything from the stored bytes.
struct VerifyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify",
            abstract: words("从存储的字节核对整本日志", "Check the whole log from the stored bytes"))
    }

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("与早先取走的检查点比对", "Hold it against a checkpoint taken earlier"),
            valueName: "file"))
    var checkpoint: String?

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let head = try checkpoint.map { name in
            try CheckpointCheck.read(try InputFile.read(name).bytes, file: name)
        }
        let report = try Workplace.read(options) { store in
            var bar = ProgressBar(
                console.text("核对", "Verifying"), total: Int(try store.tree().size),
                on: console.errors)
            var report = try Verifier(store: store).run { bar.advance(to: Int($0)) }
            if let head { try CheckpointCheck.run(head, against: store, &report) }
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
