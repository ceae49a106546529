internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine

/// `rules`: what the law says as data, what changes, and whom a change meets.
struct RulesCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rules",
            abstract: words("规则：查看、检查、比较、影响", "Rules: look, check, compare, impact"),
            subcommands: [
                RulesList.self, RulesShow.self, RulesCheck.self, RulesDiff.self, RulesImpact.self,
            ])
    }
}

struct RulesList: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list", abstract: words("某一天有效的规则", "The rules in force on a day"))
    }

    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp(
            words("哪一天有效的规则（默认今天）", "In force on which day (default today)"),
            valueName: "date"))
    var asOf: String?

    @Option(
        name: .long,
        help: ArgumentHelp(words("只列这种单证的", "Only of this permit"), valueName: "code"))
    var permit: String?

    @Flag(
        name: .long,
        help: ArgumentHelp(words("不论何时有效，全部列出", "All, whenever they are in force")))
    var all = false

    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try SystemClock.check()
        let console = options.console
        let isCSV = try listing.isCSV(options)
        let stated = try asOf.map { try StatedValue.date($0, option: "--as-of") }
        let day = all ? nil : stated ?? SystemClock.now().date
        let loaded = try RuleSide.shipped(home: try Home.path())
        try checkPermit(loaded.rules)
        let state = RuleState(rules: loaded.rules, schemes: loaded.schemes, day: day)
        let rules = state.rulesThatCount.filter { permit == nil || $0.permit == permit }
        if isCSV {
            console.csv(
                rules.map { $0.json(on: day) }, columns: ["id", "permit", "outcome", "riskLevel"])
        } else if console.isJSON {
            console.json([
                "asOf": day.map { .string($0.description) } ?? .null,
                "rules": .array(rules.map { $0.json(on: day) }),
                "count": .integer(Int64(rules.count)),
            ])
        } else {
            console.lines(RulesText(console, loaded.rules).table(rules, day: day))
        }
    }

    private func checkPermit(_ rules: RuleBook) throws(Refusal) {
        guard let permit, rules.permit(permit) == nil else { return }
        let near = Suggestion.nearest(to: permit, in: rules.permits.map(\.code))
        throw StatedValue.invalid(
            "--permit", "permit-code-unknown",
            zh: "没有“\(PlainText.printable(permit))”这种单证。",
            en: "There is no permit \"\(PlainText.printable(permit))\".",
            remedy: near.map {
                LocalizedText(zh: "是否想写 \($0)？", en: "Did you mean \($0)?")
            })
    }
}

struct RulesShow: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show", abstract: words("一条规则", "One rule"))
    }

    @Argument(help: ArgumentHelp(words("规则编号", "The rule"), valueName: "id"))
    var id: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let rules = try RuleSide.shipped(home: try Home.path()).rules
        guard let rule = rules.rule(id) else { throw unknown(rules) }
        if console.isJSON {
            guard case .object(var object) = rule.json() else { return }
            let transitions = RulesText.transitions(of: rule, rules)
            object.append("transitions", .array(transitions.map(\.json)))
            console.json(.object(object))
        } else {
            console.lines(RulesText(console, rules).card(rule))
        }
    }

    private func unknown(_ rules: RuleBook) -> Refusal {
        let shown = PlainText.printable(id)
        let near = Suggestion.nearest(to: id, in: rules.rules.map(\.id))
        return Refusal(
            .notFound, "rule-unknown",
            LocalizedText(zh: "没有规则 \(shown)。", en: "There is no rule \(shown)."),
            remedy: LocalizedText(
                zh: near.map { "是否想写 \($0)？" } ?? "用 greenlane rules list 查看全部。",
                en: near.map { "Did you mean \($0)?" } ?? "List them with greenlane rules list."))
    }
}
