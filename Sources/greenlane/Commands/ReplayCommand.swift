internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// `replay`: decides everything again from the log alone, or under other texts.
struct ReplayCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "replay",
            abstract: words("仅凭日志重做每一个决定", "Decide everything again from the log alone"),
            discussion: words(
                "只读取，不改动任何数据。给出货物编号和 --at 时，同时给出它当时的状态。--with 用另一份规则、"
                    + "工作流、日历或白名单制度代替日志中同名的文本，回答“若当时按这份文本，会有哪些不同”；"
                    + "这时有不同也以 0 退出。",
                "Only reads. With a shipment and --at it also gives the shipment's state then. "
                    + "--with puts other rules, another workflow, calendar or scheme in the place "
                    + "of the log's text of the same name, and tells what would have come out "
                    + "otherwise; differences then exit with 0."))
    }

    @Argument(help: ArgumentHelp(words("只重放这一票", "Only this shipment"), valueName: "id"))
    var shipment: String?

    @Option(
        name: .customLong("at"),
        help: ArgumentHelp(
            words("重放到此时间或日志位置为止", "Up to this time or position of the log"),
            valueName: "time|position"))
    var moment: String?

    @Option(
        name: .customLong("with"), parsing: .upToNextOption,
        help: ArgumentHelp(
            words("用这些文件代替日志中同名的文本", "Texts in the place of the log's of the same names"),
            valueName: "file"))
    var replacements: [String] = []

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let limit = try moment.map { try StatedValue.moment($0, option: "--at") }
        let files = try replacements.map { try InputFile.read($0) }
        let (report, state) = try Workplace.read(options) { store in
            let whatIf = files.isEmpty ? nil : try WhatIfTexts(files, over: store)
            var bar = ProgressBar(
                console.text("重放", "Replaying"), total: Int(try store.tree().size),
                on: console.errors)
            let replayer = Replayer(store: store, whatIf: whatIf)
            let report = try replayer.run(
                shipment: shipment, at: limit, progress: { bar.advance(to: Int($0)) },
                seconds: SystemClock.elapsedNanoseconds)
            bar.finish()
            return (report, replayer.state)
        }
        if console.isJSON {
            console.json(report.json)
        } else {
            console.lines(ReplayText(console, report, state: state).lines())
        }
        // What other texts would have decided is an answer, not a failure.
        if !report.isClean, report.whatIf == nil { throw ExitCode(CheckText.failed) }
    }
}
