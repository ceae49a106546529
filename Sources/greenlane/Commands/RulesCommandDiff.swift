internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine

/// `rules diff`: what one state of the rules says otherwise than another.
struct RulesDiff: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "diff",
            abstract: words("比较两套规则或两个日期的规则", "Compare two rule texts, or two days"),
            discussion: words(
                "A 和 B 各为日期、规则目录或文件、事件所引用的 sha256 摘要，或 shipped（随附规则）。"
                    + "一边是日期时，另一边按同一天计，--as-of 可另定。",
                "A and B are each a date, a rule folder or file, a sha256 digest that events cite, "
                    + "or shipped (the rules of the product). Where one side is a date, the other "
                    + "counts on the same day; --as-of sets another."))
    }

    @Argument(help: ArgumentHelp(words("旧", "The old one"), valueName: "a"))
    var old: String

    @Argument(help: ArgumentHelp(words("新", "The new one"), valueName: "b"))
    var new: String

    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp(
            words("文件或摘要按哪一天计（默认全部条文）", "Day for files and digests (default: all of the text)"),
            valueName: "date"))
    var asOf: String?

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let home = try Home.path()
        let (left, right) = try (
            RuleSide(old, argument: "a"), RuleSide(new, argument: "b")
        )
        let stated = try asOf.map { try StatedValue.date($0, option: "--as-of") }
        let before = try left.state(options, home: home, asOf: stated ?? right.day)
        let after = try right.state(options, home: home, asOf: stated ?? left.day)
        let difference = RuleDifference(from: before, to: after)
        if console.isJSON {
            let sides: [JSONObject.Member] = [
                .init("a", side(old, before)), .init("b", side(new, after)),
            ]
            console.json(.object(JSONObject(sides + difference.members)))
        } else {
            console.lines(
                RulesTextDiff(console, before.rules, after.rules).lines(
                    difference, old: named(old, before), new: named(new, after)))
        }
    }

    private func side(_ text: String, _ state: RuleState) -> JSONValue {
        [
            "name": .string(text), "day": state.day.map { .string($0.description) } ?? .null,
            "rules": .array(
                state.rules.sources.map {
                    ["id": .string($0.id), "digest": .string($0.digest)]
                }),
        ]
    }

    private func named(_ text: String, _ state: RuleState) -> String {
        guard let day = state.day, text != day.description else { return text }
        return "\(text) @ \(day)"
    }
}
