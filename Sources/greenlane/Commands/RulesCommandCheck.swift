internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine

/// `rules check`: all that is wrong in rule files, each problem with its place.
struct RulesCheck: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check",
            abstract: words("检查规则文件", "Check rule files"),
            discussion: words(
                "不写路径则检查随产品提供的规则。文件里没有 permits 的，作为对随附规则的修改来检查："
                    + "同名文件被替换，其余照旧。",
                "Without a path the shipped rules are checked. Files that define no permits are "
                    + "checked as a change to the shipped rules: each takes the place of the file "
                    + "of its name, the rest stays."))
    }

    @Argument(
        help: ArgumentHelp(
            words("规则目录或文件", "Rule folders or files"), valueName: "dir|file"))
    var paths: [String] = []

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let home = try Home.path()
        let texts = paths.isEmpty ? RuleTexts([]) : try RuleSide.texts(paths)
        let files = try texts.completed(home: home)
        let loaded = try RuleBookLoader.load(files)
        let own = paths.isEmpty ? files.map(\.name) : texts.files.map(\.name)
        if console.isJSON {
            console.json(answer(own, loaded, isChange: !paths.isEmpty && !texts.isWhole))
        } else {
            console.lines(
                RulesText(console, loaded.rules).checked(
                    own, loaded, isChange: !paths.isEmpty && !texts.isWhole))
        }
    }

    private func answer(
        _ files: [String], _ loaded: LoadedRules, isChange: Bool
    ) -> JSONValue {
        let rules = loaded.rules
        return [
            "ok": true, "files": .array(files.map { .string($0) }),
            "withShipped": .bool(isChange || paths.isEmpty),
            "rules": .integer(Int64(rules.rules.count)),
            "permits": .integer(Int64(rules.permits.count)),
            "schemes": .integer(Int64(loaded.schemes.schemes.count)),
            "transitions": .integer(Int64(rules.transitions.count)),
            "unverified": .integer(Int64(rules.rules.count { $0.confidence == .unverified })),
        ]
    }
}
