internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine
internal import TransparencyLog

/// `audit check`: says of a bundle whether it holds. Needs no data directory and no network.
struct AuditCheck: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check",
            abstract: words("核对一份证据（不需要数据库）", "Check evidence (needs no database)"))
    }

    @Argument(
        help: ArgumentHelp(
            words(
                "证据文件（.html 或 .json；- 为标准输入）", "The evidence (.html or .json; - is stdin)"),
            valueName: "file"))
    var file: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("日志的公钥，取自可靠渠道", "The log's public key, from a source that you trust"),
            valueName: "vkey"))
    var key: String?

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        if let key { try Self.check(key: key) }
        let read = try EvidenceReader.read(
            try InputFile.read(file, maximumBytes: EvidenceLimits.bundleBytes).bytes, name: file)
        let report = EvidenceCheck.run(read, key: key)
        if console.isJSON {
            console.json(report.json)
        } else {
            console.lines(EvidenceText(console).checked(report))
        }
        if !report.isClean { throw ExitCode(CheckText.failed) }
    }

    /// A key that is mistyped must not look like a bundle that is wrong.
    private static func check(key: String) throws(Refusal) {
        do throws(NoteKeyFault) {
            _ = try NoteVerifierKey(key)
        } catch {
            throw StatedValue.invalid(
                "--key", error.code, zh: "--key 不是可用的验证公钥（\(error.code)）。",
                en: "--key is no verifier key that can be used (\(error.code)).")
        }
    }
}
