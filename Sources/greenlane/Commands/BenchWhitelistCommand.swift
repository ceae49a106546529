internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine

/// `bench whitelist`: how long large lists take to load and to ask.
struct BenchWhitelist: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "whitelist",
            abstract: words("测量白名单的载入与查找", "Measure loading and asking whitelists"))
    }

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("最大名单的条目数（虚构数据）", "Entries of the largest list (synthetic)"),
            valueName: "n"))
    var entries = 1_000_000

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let count = try StatedValue.count(
            entries, in: 1_000...WhitelistBenchRun.maximumEntries, option: "--entries")
        let run = WhitelistBenchRun(
            entries: count, schemes: try WhitelistCommand.schemes(),
            gauges: BenchGauges(
                nanoseconds: SystemClock.elapsedNanoseconds, peakMemory: BenchCommand.peakMemory))
        let report = try run.run()
        if !console.isJSON { console.lines(shown(report, console)) }
        console.json(report)
    }

    private func shown(_ report: JSONValue, _ console: Console) -> [String] {
        func figure(_ name: String, of value: JSONValue) -> String {
            switch value[name] {
            case .number(let text)?: text
            case .integer(let number)?: String(number)
            default: ""
            }
        }
        var fields = FieldList(console, labelWidth: console.language == .zh ? 12 : 16)
        fields.add(
            console.text("载入", "Loading"),
            console.text(
                "\(figure("entries", of: report)) 个条目，\(figure("load_s", of: report)) 秒，"
                    + "每秒 \(figure("load_mb_per_s", of: report)) MB",
                "\(figure("entries", of: report)) entries in \(figure("load_s", of: report)) s, "
                    + "\(figure("load_mb_per_s", of: report)) MB a second"))
        for size in report["lookups"]?.arrayValue ?? [] {
            fields.add(
                console.text("查找", "Look-up"),
                console.text(
                    "\(figure("entries", of: size)) 个条目：中位 \(figure("p50_us", of: size)) 微秒，"
                        + "99% 在 \(figure("p99_us", of: size)) 微秒内",
                    "\(figure("entries", of: size)) entries: median \(figure("p50_us", of: size)) "
                        + "µs, 99% within \(figure("p99_us", of: size)) µs"))
        }
        fields.add(
            console.text("增长", "Growth"),
            console.text(
                "\(figure("ratio", of: report)) 倍（字典 \(figure("dictionary_ratio", of: report)) 倍）",
                "\(figure("ratio", of: report)) times (a dictionary: "
                    + "\(figure("dictionary_ratio", of: report)) times)"))
        fields.add(console.text("内存峰值", "Peak memory"), "\(figure("rss_mb", of: report)) MB")
        return fields.lines + [""]
    }
}
