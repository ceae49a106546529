internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

struct WhitelistImport: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "import", abstract: words("发布一份白名单", "Publish a list"))
    }

    @Argument(help: ArgumentHelp(words("白名单文件（CSV、YAML）", "A whitelist file (CSV, YAML)")))
    var file: String

    @Flag(
        name: .customLong("dry-run"),
        help: ArgumentHelp(words("只说会怎样，不写入", "Say what would happen; write nothing")))
    var dryRun = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("主管部门公布的日期（默认今天）", "The day the authority published it (default today)"),
            valueName: "date"))
    var published: String?

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try SystemClock.check()
        let console = options.console
        let actor = try acting.actor
        let day = try published.map { try StatedValue.date($0, option: "--published") }
        let input = try InputFile.read(file)
        let loaded = try WhitelistReader.open(input, schemes: WhitelistCommand.schemes())
        let entries = loaded.entries
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let changes = WhitelistChanges(publishing: entries, over: try knownEntries())
        var isRepeat = false
        if !dryRun {
            let publication = WhitelistPublication(
                name: name, text: input.bytes, entries: entries)
            let envelope = Envelope(
                .publishWhitelist(publication), by: actor,
                occurred: day.map { Timestamp(startOf: $0) })
            isRepeat = try Workplace.use(options) {
                try $0.door.handle(envelope).get()
            }.isRepeat
        }
        if console.isJSON {
            var object = JSONObject([
                .init("list", .string(name)), .init("entries", .integer(Int64(entries.count))),
            ])
            object.members += changes.members
            object.append("warnings", WhitelistCommand.json(loaded.warnings))
            object.append("dryRun", .bool(dryRun))
            object.append("repeated", .bool(isRepeat))
            console.json(.object(object))
        } else {
            console.lines(
                WhitelistText(console).imported(name, changes, dryRun: dryRun, isRepeat: isRepeat)
                    + WhitelistText(console).warnings(loaded.warnings))
        }
    }

    private func knownEntries() throws -> [WhitelistEntry] {
        do {
            return try Workplace.read(options) { store in
                try store.ledgers(kind: LedgerEvent.Ledger.entry.rawValue).compactMap {
                    EntryAccount(account: try JSONParser.parse($0.body))?.entry
                }
            }
        } catch let refusal as Refusal where refusal.kind == .notFound {
            // A new data directory begins with the shipped lists.
            return try ShippedWhitelists.read(
                home: try Home.path(), schemes: WhitelistCommand.schemes()
            ).flatMap(\.entries)
        }
    }
}
