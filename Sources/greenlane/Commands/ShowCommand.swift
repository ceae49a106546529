internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine

/// `show`: where is it, whose move is it, by when, and what blocks it.
struct ShowCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show",
            abstract: words(
                "到哪一步了、轮到谁、最晚何时、卡在哪里", "Where it is, whose move, by when, what blocks it"))
    }

    @Argument(help: ArgumentHelp(words("货物编号", "The shipment"), valueName: "id"))
    var shipment: String

    @Option(
        name: .customLong("at"),
        help: ArgumentHelp(
            words("某一时间或日志位置所知的情形", "As it was known at a time or position of the log"),
            valueName: "time|position"))
    var moment: String?

    @OptionGroup var options: GlobalOptions

    func run() throws {
        try SystemClock.check()
        let console = options.console
        let limit = try moment.map { try StatedValue.moment($0, option: "--at") }
        let definitions = try DefinitionSet.load(home: try Home.path())
        try Workplace.read(options) { store in
            let views = ShipmentViews(store: store, definitions: definitions)
            let view = try views.show(id: shipment, at: limit, now: SystemClock.now())
            if console.isJSON {
                console.json(view.json)
            } else {
                console.lines(ShipmentText(console, view, definitions.rules).lines())
            }
        }
    }
}
