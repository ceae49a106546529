internal import ArgumentParser
internal import Glibc
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// `bench`: how fast the product is on this machine. Without a further word, the load run.
struct BenchCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "bench",
            abstract: words(
                "测量引擎、存储、判定与白名单的速度", "Measure engine, store, assessment and whitelists"),
            subcommands: [
                BenchLoadCommand.self, BenchAssessCommand.self, BenchWhitelist.self,
                BenchVerify.self, BenchServe.self,
            ],
            defaultSubcommand: BenchLoadCommand.self)
    }

    /// Megabytes; the system counts kilobytes.
    @Sendable static func peakMemory() -> Int64 {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Int64(usage.ru_maxrss) / 1024
    }
}

/// `bench load`: the real engine and store under load.
struct BenchLoadCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "load",
            abstract: words("测量引擎与存储", "Measure the engine and the store"))
    }

    /// Shipments to a commit at most.
    static let batches = 1...100_000

    @Option(name: .long, help: ArgumentHelp(words("多少票货", "How many shipments"), valueName: "n"))
    var shipments: Int

    @Option(
        name: .long,
        help: ArgumentHelp(
            words(
                "最后几票停在途中各步，其余办结", "The last so many stay under way, the others end"),
            valueName: "n"))
    var open = 0

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("每次提交含几票货的指令", "Commands of so many shipments to a commit"), valueName: "k"))
    var batch = 1

    @Option(
        name: .customLong("db"),
        help: ArgumentHelp(
            words(
                "数据库文件，须不存在（默认用后即删的临时文件）",
                "Database file, which must not exist (default: a temporary one)"),
            valueName: "path"))
    var path: String?

    @Flag(
        name: .long,
        help: ArgumentHelp(words("同时测裸写入，给出比率", "Also measure the bare insert loop, for the ratio"))
    )
    var compare = false

    @Flag(
        name: .long,
        help: ArgumentHelp(
            words("每次提交后写出位置，供崩溃测试核对", "Print the position after each commit, for crash tests"))
    )
    var acknowledge = false

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let count = try StatedValue.count(
            shipments, in: 1...BenchOptions.maximumShipments, option: "--shipments")
        let batch = try StatedValue.count(batch, in: Self.batches, option: "--batch")
        let open = try StatedValue.count(open, in: 0...count, option: "--open")
        let definitions = try DefinitionSet.load(home: try Home.path())
        let temporary = path == nil ? try TemporaryFolder() : nil
        let file = path ?? "\(temporary?.path ?? ".")/bench.sqlite"
        guard access(file, F_OK) != 0 else {
            throw StatedValue.invalid(
                "--db", "file-exists", zh: "\(file) 已存在；请换一个文件名。",
                en: "\(file) exists already; name another file.")
        }
        var bar = ProgressBar(
            console.text("办理", "Clearing"), total: count, on: console.errors)
        let run = BenchRun(
            BenchOptions(
                shipments: count, open: open, batch: batch, path: file,
                comparesWithBareLoop: compare),
            definitions: definitions,
            gauges: BenchGauges(
                nanoseconds: SystemClock.elapsedNanoseconds, peakMemory: BenchCommand.peakMemory))
        let isTold = acknowledge
        let report = try run.run(
            progress: { done, _ in bar.advance(to: done) },
            acknowledged: { if isTold { Self.tell($0) } })
        bar.finish()
        if !console.isJSON { console.lines(shown(report, console)) }
        console.json(report)
    }

    /// At once, without a buffer: the reader holds us to it.
    private static func tell(_ position: Int64) {
        let line = Array("{\"acknowledged\":\(position)}\n".utf8)
        line.withUnsafeBytes { _ = Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }

    private func shown(_ report: JSONValue, _ console: Console) -> [String] {
        func figure(_ name: String) -> String {
            let value = report[name]
            return value?.integerValue.map { CheckText(console).grouped(Int($0)) }
                ?? value?.stringValue ?? ""
        }
        var fields = FieldList(console, labelWidth: console.language == .zh ? 12 : 16)
        fields.add(console.text("每秒办理", "Steps a second"), figure("transitions_per_s"))
        fields.add(
            console.text("每秒重放", "Replayed a second"), figure("replay_events_per_s"))
        fields.add(
            console.text("每次提交", "One commit"),
            console.text(
                "中位 \(figure("p50_us")) 微秒，99% 在 \(figure("p99_us")) 微秒内",
                "median \(figure("p50_us")) µs, 99% within \(figure("p99_us")) µs"))
        fields.add(console.text("内存峰值", "Peak memory"), "\(figure("peak_rss_mb")) MB")
        fields.add(console.text("持久性", "Durability"), figure("durability"))
        fields.add(
            console.text("与裸写入之比", "To the bare loop"), figure("ratio_to_bare_loop"))
        return fields.lines + [""]
    }
}
