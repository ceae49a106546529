internal import ArgumentParser
internal import Glibc
internal import GreenlaneCore

/// The entry: parses, runs, and turns every failure into an exit code and words.
@main
enum Main {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let failures = ErrorOutput(Console(Invocation.current))
        do {
            try Greenlane.checkCommand(arguments)
            try await run(arguments)
        } catch {
            exit(failures.report(error))
        }
        if let lost = Console.lostOutput { exit(failures.reportLoss(lost)) }
        exit(EXIT_SUCCESS)
    }

    private static func run(_ arguments: [String]) async throws {
        var command = try Greenlane.parseAsRoot(arguments)
        if var asynchronous = command as? any AsyncParsableCommand {
            try await asynchronous.run()
        } else {
            try command.run()
        }
    }
}

/// `greenlane`, the root of all commands.
struct Greenlane: ParsableCommand {
    /// The version of the product.
    static let version = "1.0.0"

    /// A command that nobody knows is told as such, with the one that was probably meant.
    static func checkCommand(_ arguments: [String]) throws {
        guard let name = arguments.first, !name.hasPrefix("-") else { return }
        let groups = configuration.groupedSubcommands.flatMap { $0.subcommands }
        let known = (configuration.subcommands + groups).compactMap { $0.configuration.commandName }
        guard !known.contains(name), name != "help" else { return }
        let shown = PlainText.printable(name)
        let near = Suggestion.nearest(to: name, in: known)
        throw Refusal(
            .input, "command-unknown",
            LocalizedText(zh: "没有“\(shown)”这个命令。", en: "There is no command \"\(shown)\"."),
            remedy: LocalizedText(
                zh: near.map { "是否想写 greenlane \($0)？" } ?? "运行 greenlane --help 查看全部命令。",
                en: near.map { "Did you mean greenlane \($0)?" }
                    ?? "See all commands with greenlane --help."))
    }

    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "greenlane",
            abstract: words("绿色通道：研发试剂进口通关工作流。", "Greenlane: customs clearance of bio-reagents."),
            discussion: words(
                "时间按北京时间显示。第一次使用请运行 greenlane demo。",
                "Times are shown in Asia/Shanghai. New here? Run greenlane demo."),
            version: version,
            groupedSubcommands: [
                CommandGroup(
                    name: words("从这里开始", "Begin here"),
                    subcommands: [DemoCommand.self, AssessCommand.self]),
                CommandGroup(
                    name: words("货物", "Shipments"),
                    subcommands: [
                        FileCommand.self, ShipmentsCommand.self, ShowCommand.self,
                        DoCommand.self, DocumentsCommand.self, HistoryCommand.self,
                    ]),
                CommandGroup(
                    name: words("许可、白名单、工作流、日历", "Permits, whitelists, workflows, calendar"),
                    subcommands: [
                        PermitCommand.self, WhitelistCommand.self, WorkflowCommand.self,
                        CalendarCommand.self, FeeCommand.self, TariffCommand.self,
                        RulesCommand.self,
                    ]),
                CommandGroup(
                    name: words("单位与账户", "Organisations and accounts"),
                    subcommands: [
                        OrganisationCommand.self, AccountCommand.self, EntrustCommand.self,
                        KeyCommand.self,
                    ]),
                CommandGroup(
                    name: words("核查", "Checks"),
                    subcommands: [
                        ReplayCommand.self, VerifyCommand.self, LogCommand.self,
                        AuditCommand.self, EraseCommand.self, WitnessCommand.self,
                        BenchCommand.self,
                    ]),
                CommandGroup(
                    name: words("服务", "Service"),
                    subcommands: [ServeCommand.self, ConfigCommand.self]),
                CommandGroup(
                    name: words("导出", "Export"), subcommands: [ExportCommand.self]),
                CommandGroup(
                    name: words("通知与定时", "Notices and timers"),
                    subcommands: [
                        SubscribeCommand.self, UnsubscribeCommand.self, TickCommand.self,
                        DeliverCommand.self,
                    ]),
            ])
    }
}
