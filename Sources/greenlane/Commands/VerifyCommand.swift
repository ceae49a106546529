internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore
internal import TransparencyLog

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
            words("与早先取走的检查点比对（可多次）", "Hold it against a checkpoint taken earlier (repeatable)"),
            valueName: "file"))
    var checkpoint: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            words(
                "您另行取得的日志公钥：末次检查点须由它或它移交的密钥签名（可多次）",
                "Public key of the log from elsewhere: the last checkpoint must be signed by it or "
                    + "by one that it handed over to (repeatable)"),
            valueName: "vkey"))
    var key: [String] = []

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        var against = VerifyOptions(pins: try key.map(Self.pin))
        for name in checkpoint {
            let bytes = try InputFile.read(name).bytes
            _ = try CheckpointCheck.read(bytes, file: name)
            against.heads.append(KeptHead(name: name, bytes: bytes))
        }
        // The head that lies beside the database: an old copy cannot bring its own.
        let directory = DataDirectory(path: options.directory)
        if let head = directory.checkpoint() {
            against.heads.append(KeptHead(name: directory.checkpointPath, bytes: head))
        }
        let report = try Self.report(options, against, console)
        if console.isJSON {
            console.json(report.json)
        } else {
            console.lines(CheckText(console).lines(report))
        }
        if !report.isClean { throw ExitCode(CheckText.failed) }
    }

    private static func report(
        _ options: GlobalOptions, _ against: VerifyOptions, _ console: Console
    ) throws -> VerifyReport {
        do {
            return try Workplace.read(options) { store in
                var bar = ProgressBar(
                    console.text("核对", "Verifying"), total: Int(try store.tree().size),
                    on: console.errors)
                let report = try Verifier(store: store, options: against).run(
                    progress: { bar.advance(to: Int($0)) },
                    seconds: SystemClock.elapsedNanoseconds)
                bar.finish()
                return report
            }
        } catch let refusal as Refusal {
            // A file that SQLite cannot open is what verify is there to tell of.
            guard let report = Verifier.report(unreadable: refusal) else { throw refusal }
            return report
        }
    }

    private static func pin(_ text: String) throws -> NoteVerifierKey {
        do throws(NoteKeyFault) {
            return try NoteVerifierKey(text)
        } catch {
            throw StatedValue.invalid(
                "--key", error.code, zh: "这不是日志公钥（名称+编号+base64）。",
                en: "This is no public key of a log (name+id+base64).")
        }
    }
}
