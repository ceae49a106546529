internal import ArgumentParser
internal import Glibc
internal import GreenlaneCore
internal import GreenlaneEngine

/// `bench verify`: verifying, proving and what the tree costs.
struct BenchVerify: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify",
            abstract: words("测量核对、证明与日志树的开销", "Measure verifying, proving and the tree"))
    }

    @Option(name: .long, help: ArgumentHelp(words("多少票货", "How many shipments"), valueName: "n"))
    var shipments = 12_500

    @Option(
        name: .customLong("db"),
        help: ArgumentHelp(
            words(
                "数据库文件；已存在则直接核对它", "Database file; one that exists is verified as it is"),
            valueName: "path"))
    var path: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("合成树的叶数（可多次）", "Leaves of a synthetic tree (repeatable)"), valueName: "n"))
    var leaves: [Int] = [1_000_000]

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let count = try StatedValue.count(
            shipments, in: 1...BenchOptions.maximumShipments, option: "--shipments")
        let sizes = try leaves.map {
            try StatedValue.count($0, in: 1...100_000_000, option: "--leaves")
        }
        let temporary = try TemporaryFolder()
        let file = path ?? "\(temporary.path)/bench.sqlite"
        let gauges = BenchGauges(
            nanoseconds: SystemClock.elapsedNanoseconds, peakMemory: BenchCommand.peakMemory)
        if access(file, F_OK) != 0 {
            let definitions = try DefinitionSet.load(home: try Home.path())
            _ = try BenchRun(
                BenchOptions(
                    shipments: count, batch: 64, path: file, comparesWithBareLoop: false),
                definitions: definitions, gauges: gauges
            ).run()
        }
        let report = try VerifyBenchRun(
            path: file, scratch: temporary.path, gauges: gauges
        ).run(leaves: sizes.map { Int64($0) })
        if !console.isJSON { console.lines(shown(report, console)) }
        console.json(report)
    }

    private func shown(_ report: JSONValue, _ console: Console) -> [String] {
        func figure(_ name: String, of value: JSONValue) -> String {
            value[name]?.integerValue.map { CheckText(console).grouped(Int($0)) }
                ?? value[name]?.stringValue ?? ""
        }
        var fields = FieldList(console, labelWidth: console.language == .zh ? 12 : 16)
        fields.add(
            console.text("每秒核对", "Verified a second"),
            figure("verify_events_per_s", of: report))
        fields.add(
            console.text("与裸读之比", "To the bare loop"), figure("ratio_to_bare_loop", of: report))
        fields.add(
            console.text("带树写入", "Append with tree"),
            figure("append_ratio_with_tree", of: report))
        for proof in report["proofs"]?.arrayValue ?? [] {
            fields.add(
                console.text("一个证明", "One proof"),
                console.text(
                    "\(figure("leaves", of: proof)) 条：中位 \(figure("p50_us", of: proof)) 微秒，"
                        + "最长 \(figure("max_us", of: proof)) 微秒",
                    "of \(figure("leaves", of: proof)): median \(figure("p50_us", of: proof)) µs, "
                        + "longest \(figure("max_us", of: proof)) µs"))
        }
        fields.add(
            console.text("内存峰值", "Peak memory"), "\(figure("peak_rss_mb", of: report)) MB")
        return fields.lines + [""]
    }
}
