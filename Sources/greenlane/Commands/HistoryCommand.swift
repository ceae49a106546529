internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine

/// `history`: what happened, line by line.
struct HistoryCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "history", abstract: words("经过：发生过什么", "What happened, line by line"))
    }

    @Argument(help: ArgumentHelp(words("货物编号", "The shipment"), valueName: "id"))
    var shipment: String

    @OptionGroup var listing: ListingOptions
    @Option(
        name: .customLong("at"),
        help: ArgumentHelp(
            words("只列到此时间或日志位置", "Up to this time or position of the log"),
            valueName: "time|position"))
    var moment: String?

    @OptionGroup var options: GlobalOptions

    /// Members that every line has.
    static let columns = [
        "position", "version", "type", "occurred", "recorded", "actor", "title.zh", "title.en",
        "milestone", "late",
    ]

    func run() throws {
        let console = options.console
        let isCSV = try listing.isCSV(options)
        let limit = try moment.map { try StatedValue.moment($0, option: "--at") }
        let definitions = try DefinitionSet.load(home: try Home.path())
        let lines = try Workplace.read(options) { store in
            try ShipmentViews(store: store, definitions: definitions).history(
                id: shipment, at: limit)
        }
        if isCSV {
            console.csv(lines, columns: Self.columns)
        } else if console.isJSON {
            console.lines(lines.map(\.text))
        } else {
            console.lines(HistoryText(console).table(lines))
        }
    }
}
