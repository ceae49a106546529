internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// `rules impact`: which work under way other rules would decide otherwise. Reads only.
struct RulesImpact: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "impact",
            abstract: words(
                "规则变化会影响哪些在办货物、证件和白名单条目",
                "Which shipments, permits and entries a change of rules meets"),
            discussion: words(
                "只读取，不改动任何数据；另一进程正在使用数据目录时也可运行。--from 为规则目录或文件时，"
                    + "默认按其全部条文都已生效的那一天计，--as-of 可另定。",
                "Only reads, also while another process holds the directory. Where --from is a "
                    + "rule folder or file, the day on which all of it is in force counts; --as-of "
                    + "sets another."))
    }

    /// Rows that people are shown.
    static let limits = 1...100_000

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("日期，或规则目录、文件", "A date, or a rule folder or file"),
            valueName: "date|dir|file"))
    var from: String

    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp(
            words("规则文件按哪一天计", "The day that counts for a rule file"), valueName: "date"))
    var asOf: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("最多列出几行（--json 不限）", "Rows to list (no limit with --json)"),
            valueName: "n"))
    var limit = 20

    @OptionGroup var options: GlobalOptions

    func run() throws {
        try SystemClock.check()
        let console = options.console
        let limit = try StatedValue.count(limit, in: Self.limits, option: "--limit")
        let present = try DefinitionSet.load(home: try Home.path())
        let question = try question(present)
        var answer = RulesTextImpact(console, question.definitions.rules, limit: limit)
        var shipments: [String] = []
        let start = SystemClock.elapsedNanoseconds()
        let report = try Workplace.read(options) { store in
            try ImpactRun(store: store, present: present, question: question).run { impact in
                if console.isJSON {
                    shipments.append(impact.json.text)
                } else {
                    answer.add(impact)
                }
            }
        }
        let elapsed = SystemClock.elapsedNanoseconds() - start
        if console.isJSON {
            console.line(document(question, shipments, report))
        } else {
            console.lines(answer.lines(report, question))
        }
        let rate = Int64(report.counts.open) * 1_000_000_000 / max(elapsed, 1)
        console.note(
            console.style.dim(
                console.text(
                    "读了 \(report.counts.open) 票在办货物，用时 \(elapsed / 1_000_000) 毫秒（每秒 \(rate) 票）。",
                    "Read \(report.counts.open) open shipments in \(elapsed / 1_000_000) ms "
                        + "(\(rate) a second).")))
    }

    private func question(_ present: DefinitionSet) throws -> ImpactRun.Question {
        let today = SystemClock.now().date
        let stated = try asOf.map { try StatedValue.date($0, option: "--as-of") }
        switch try RuleSide(from, argument: "--from") {
        case .day(let day):
            return ImpactRun.Question(
                definitions: present, day: day, today: today, isOtherText: false)
        case .shipped:
            return ImpactRun.Question(
                definitions: present, day: stated ?? today, today: today, isOtherText: false)
        case .texts(let path):
            let other = try DefinitionSet.load(
                home: try Home.path(), replacing: try RuleSide.texts([path]))
            let state = RuleState(rules: other.rules, schemes: other.schemes)
            let complete = max(state.lastFirstDay ?? today, today)
            return ImpactRun.Question(
                definitions: other, day: stated ?? complete, today: today, isOtherText: true)
        case .digest:
            throw StatedValue.invalid(
                "--from", "rules-unknown", zh: "--from 为日期、规则目录或文件。",
                en: "--from is a date, or a rule folder or file.")
        }
    }

    /// One document. The shipments are text already: there may be many.
    private func document(
        _ question: ImpactRun.Question, _ shipments: [String], _ report: ImpactReport
    ) -> String {
        let head = [
            "\"from\":" + JSONValue.string(from).text,
            "\"day\":" + JSONValue.string(question.day.description).text,
            "\"today\":" + JSONValue.string(question.today.description).text,
            "\"shipments\":[" + shipments.joined(separator: ",") + "]",
            "\"permits\":" + JSONValue.array(report.permits.map(\.json)).text,
            "\"entries\":" + JSONValue.array(report.entries.map(\.json)).text,
            "\"counts\":" + report.countsJSON.text,
        ]
        return "{" + head.joined(separator: ",") + "}"
    }
}
