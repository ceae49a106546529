internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine

/// `bench assess`: one item against all shipped rules and lists, inside the process.
struct BenchAssessCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "assess",
            abstract: words("测量单项判定的速度", "Measure the assessment of one item"))
    }

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let home = try Home.path()
        let data = try AssessmentData.load(home: home, whitelists: [])
        let folder = "\(home)/Samples"
        let samples = try CatalogFiles.list(folder, ending: "").filter { !$0.hasSuffix(".md") }
            .flatMap { try CatalogFiles.list($0, ending: "request.json") }
            .map { try ImportRequestReader.read(CatalogFiles.read($0).bytes, file: $0) }
        let bench = AssessBench(
            Assessor(
                rules: data.rules, codes: RememberedLines(data.codes), schemes: data.schemes,
                entries: data.entries, calendar: data.calendar),
            samples: samples, on: SystemClock.now().date,
            nanoseconds: SystemClock.elapsedNanoseconds)
        var bar = ProgressBar(console.text("判定", "Assessing"), total: 4, on: console.errors)
        let report = try bench.run { done, _ in bar.advance(to: done) }
        bar.finish()
        if !console.isJSON { console.lines(shown(report, console)) }
        console.json(report)
    }

    private func shown(_ report: JSONValue, _ console: Console) -> [String] {
        func figures(_ name: String) -> String {
            func figure(_ kind: String) -> String {
                report["\(name)_\(kind)_us"]?.stringValue ?? ""
            }
            return console.text(
                "平均 \(figure("mean"))，中位 \(figure("p50"))，99% 在 \(figure("p99")) 微秒内",
                "mean \(figure("mean")), median \(figure("p50")), 99% within \(figure("p99")) µs")
        }
        var fields = FieldList(console, labelWidth: console.language == .zh ? 12 : 16)
        fields.add(console.text("判定一项", "One item"), figures("findings"))
        fields.add(console.text("连同说明", "With all texts"), figures("assess"))
        fields.add(console.text("读同一份JSON", "Reading its JSON"), figures("json_parse"))
        return fields.lines + [""]
    }
}
