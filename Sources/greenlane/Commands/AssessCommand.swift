internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore

/// `assess`: what a request would need. Reads no database, so that it answers at once.
struct AssessCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "assess",
            abstract: words("这票货需要哪些手续（不写入任何数据）", "What a request would need; writes nothing"))
    }

    @Argument(
        help: ArgumentHelp(
            words("进口申请（JSON 或 CSV），- 为标准输入", "Import request (JSON or CSV), - for standard input"))
    )
    var file: String

    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp(
            words("按哪一天的规定（默认今天）", "By the rules of which day (default today)"), valueName: "date"))
    var asOf: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("另加或替换的白名单文件，可重复", "A whitelist file that adds or replaces; may be repeated"),
            valueName: "file"))
    var whitelist: [String] = []

    @OptionGroup var options: GlobalOptions

    func run() throws {
        try SystemClock.check()
        let console = options.console
        let day = try asOf.map { try StatedValue.date($0, option: "--as-of") }
        let input = try InputFile.read(file)
        let request = try ImportRequestReader.read(input.bytes, file: file)
        let data = try AssessmentData.load(home: try Home.path(), whitelists: whitelist)
        let assessor = Assessor(
            rules: data.rules, codes: data.codes, schemes: data.schemes, entries: data.entries,
            calendar: data.calendar)
        let answer = assessor.assess(
            request, asOf: day ?? SystemClock.now().date, route: data.route(request.direction))
        if console.isJSON {
            console.json(answer.json)
        } else {
            console.lines(AssessmentPage(console, request, answer, data.rules).lines())
        }
    }
}
