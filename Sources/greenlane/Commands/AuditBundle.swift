internal import ArgumentParser
internal import Glibc
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// `audit bundle`: the evidence of one shipment in one file.
struct AuditBundle: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "bundle",
            abstract: words("出具一票货的证据（一个文件）", "The evidence of one shipment in one file"))
    }

    @Argument(help: ArgumentHelp(words("货物编号", "The shipment"), valueName: "id"))
    var shipment: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            words(
                "写到哪里：.html 为可阅读的网页，.json 只有证据，- 为标准输出（默认 ./<编号>.evidence.html）",
                "Where to: .html is a page to read, .json the evidence alone, - standard output "
                    + "(default ./<id>.evidence.html)"),
            valueName: "file"))
    var out: String?

    @Flag(name: .long, help: ArgumentHelp(words("覆盖已有的文件", "Replace a file that is there")))
    var force = false

    @Flag(
        name: .customLong("with-names"),
        help: ArgumentHelp(
            words("披露经手人姓名（默认只有承诺）", "Disclose names of persons (default: commitments only)")))
    var withNames = false

    @Flag(
        name: [.customLong("with-documents"), .customLong("with-papers")],
        help: ArgumentHelp(words("附上单证内容（默认只有摘要）", "Enclose papers (default: digests only)")))
    var withPapers = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("见证方的公钥，可重复", "A witness's key; may be repeated"), valueName: "vkey"))
    var witness: [String] = []

    @OptionGroup var options: GlobalOptions

    func run() throws {
        try SystemClock.check()
        let console = options.console
        let name = out ?? "./\(shipment).evidence.html"
        guard name == "-" || force || access(name, F_OK) != 0 else { throw OutputFile.exists(name) }
        let made = try Workplace.read(options) { store in
            var head = try EvidenceMaker.head(of: store)
            head.cosigners = witness
            return try EvidenceMaker(store: store, head: head).make(
                shipment, at: SystemClock.now(),
                contents: EvidenceMaker.Contents(names: withNames, papers: withPapers))
        }
        let isAlone = name.hasSuffix(".json") || (name == "-" && console.isJSON)
        let bytes =
            isAlone
            ? Array((made.bundle.json.text + "\n").utf8) : EvidencePage.render(made.bundle)
        if name == "-" {
            Console.writeBytes(bytes)
        } else {
            try OutputFile.write(bytes, to: name)
            tell(made.report, made.bundle, name, bytes.count, console)
        }
        // The file is of use to whoever looks into it, but it is no clean bill.
        if !made.report.isClean {
            if name == "-" || console.isJSON {
                let first = made.report.findings.first?.code.rawValue ?? ""
                console.note(
                    console.text(
                        "这份证据自身核对不过（\(first)）。", "The evidence fails its own check (\(first))."))
            }
            throw ExitCode(CheckText.failed)
        }
    }

    private func tell(
        _ report: EvidenceReport, _ bundle: EvidenceBundle, _ name: String, _ size: Int,
        _ console: Console
    ) {
        if console.isJSON {
            console.json([
                "shipment": .string(bundle.shipment), "file": .string(name),
                "bytes": .integer(Int64(size)), "events": .integer(Int64(bundle.events.count)),
                "definitions": .integer(Int64(bundle.definitions.count)),
                "ok": .bool(report.isClean), "findings": .array(report.findings.map(\.json)),
                "keys": .array(bundle.keys.map { .string($0) }),
            ])
        } else {
            console.lines(EvidenceText(console).made(report, bundle, file: name, bytes: size))
        }
    }
}
