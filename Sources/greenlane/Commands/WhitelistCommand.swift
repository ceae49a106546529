internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// `whitelist`: the lists, and what is left of their entries.
struct WhitelistCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "whitelist", abstract: words("白名单", "Whitelists"),
            subcommands: [
                WhitelistCheck.self, WhitelistList.self, WhitelistImport.self, WhitelistDiff.self,
            ])
    }

    /// The shipped schemes: what an entry may waive at all.
    static func schemes() throws -> WhitelistSchemeBook {
        let folder = "\(try Home.path())/Workflows"
        let texts = try ["rules", "schemes"].flatMap {
            try CatalogFiles.list("\(folder)/\($0)", ending: ".yaml").map {
                try CatalogFiles.read($0)
            }
        }
        return try RuleBookLoader.load(texts).schemes
    }

    /// The entries of a file; all its problems at once.
    static func entries(_ file: String, _ schemes: WhitelistSchemeBook) throws -> [WhitelistEntry] {
        try WhitelistReader.read(try InputFile.read(file), schemes: schemes)
    }
}

struct WhitelistCheck: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check", abstract: words("检查白名单文件", "Check a whitelist file"))
    }

    @Argument(help: ArgumentHelp(words("白名单文件（CSV）", "A whitelist file (CSV)")))
    var file: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let entries = try WhitelistCommand.entries(file, WhitelistCommand.schemes())
        if console.isJSON {
            console.json([
                "file": .string(file), "ok": true, "entries": .integer(Int64(entries.count)),
                "synthetic": .integer(Int64(entries.count { $0.isSynthetic })),
            ])
        } else {
            console.line(
                console.style.green("✓ ")
                    + console.text(
                        "\(file)：\(entries.count) 个条目，没有问题。",
                        "\(file): \(entries.count) entries, no problems."))
        }
    }
}

struct WhitelistList: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list", abstract: words("条目及其余量", "Entries and what is left of them"))
    }

    @Option(
        name: .long,
        help: ArgumentHelp(words("只列这个单位的", "Only of this unit"), valueName: "uscc"))
    var unit: String?

    @Option(name: .long, help: ArgumentHelp(words("只列这个白名单制度的", "Only of this scheme")))
    var scheme: String?

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let wanted = unit.map { ItemName.code($0) }
        let accounts = try accounts().filter {
            (wanted == nil || $0.entry.unitUscc == wanted)
                && (scheme == nil || $0.entry.scheme == scheme)
        }
        if console.isJSON {
            console.json(["entries": .array(accounts.map(\.account))])
        } else {
            console.lines(WhitelistText(console).table(accounts))
        }
    }

    /// Of the data directory; where there is none yet, of the lists that it will begin with.
    private func accounts() throws -> [EntryAccount] {
        do {
            return try Workplace.read(options) { store in
                try store.ledgers(kind: LedgerEvent.Ledger.entry.rawValue).compactMap {
                    EntryAccount(account: try JSONParser.parse($0.body))
                }
            }
        } catch let refusal as Refusal where refusal.kind == .notFound {
            let lists = try ShippedWhitelists.read(
                home: try Home.path(), schemes: WhitelistCommand.schemes())
            return lists.flatMap(\.entries).map {
                EntryAccount(entry: $0, balance: Balance(granted: $0.approved))
            }
        }
    }
}

struct WhitelistImport: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "import", abstract: words("发布一份白名单", "Publish a list"))
    }

    @Argument(help: ArgumentHelp(words("白名单文件（CSV）", "A whitelist file (CSV)")))
    var file: String

    @Flag(
        name: .customLong("dry-run"),
        help: ArgumentHelp(words("只说会怎样，不写入", "Say what would happen; write nothing")))
    var dryRun = false

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let actor = try acting.actor
        let input = try InputFile.read(file)
        let entries = try WhitelistReader.read(input, schemes: WhitelistCommand.schemes())
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let known = try knownEntries()
        let changes = WhitelistChanges(from: known, to: entries, removals: false)
        var isRepeat = false
        if !dryRun {
            let publication = WhitelistPublication(
                name: name, text: input.bytes, entries: entries)
            isRepeat = try Workplace.use(options) {
                try $0.engine.handle(Envelope(.publishWhitelist(publication), by: actor)).get()
            }.isRepeat
        }
        if console.isJSON {
            var object = JSONObject([
                .init("list", .string(name)), .init("entries", .integer(Int64(entries.count))),
            ])
            object.members += changes.members
            object.append("dryRun", .bool(dryRun))
            object.append("repeated", .bool(isRepeat))
            console.json(.object(object))
        } else {
            console.lines(
                WhitelistText(console).imported(name, changes, dryRun: dryRun, isRepeat: isRepeat))
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
            return []
        }
    }
}

struct WhitelistDiff: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "diff", abstract: words("两份白名单的差别", "What differs between two lists"))
    }

    @Argument(help: ArgumentHelp(words("旧文件", "The old file")))
    var old: String

    @Argument(help: ArgumentHelp(words("新文件", "The new file")))
    var new: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let schemes = try WhitelistCommand.schemes()
        let changes = WhitelistChanges(
            from: try WhitelistCommand.entries(old, schemes),
            to: try WhitelistCommand.entries(new, schemes), removals: true)
        if console.isJSON {
            console.json(.object(JSONObject(changes.members)))
        } else {
            console.lines(WhitelistText(console).changes(changes))
        }
    }
}
