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
                WhitelistSchemes.self,
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

    /// A list of any size; all its problems at once.
    static func open(_ file: String, _ schemes: WhitelistSchemeBook) throws -> LoadedWhitelist {
        try WhitelistReader.open(
            try InputFile.read(file, maximumBytes: CatalogFiles.maximumListBytes),
            schemes: schemes)
    }

    /// What a list leaves out, for JSON readers.
    static func json(_ warnings: [Diagnostic]) -> JSONValue {
        .array(
            warnings.map {
                [
                    "pointer": .string($0.place), "code": .string($0.code),
                    "message": $0.message.json,
                ]
            })
    }
}

struct WhitelistCheck: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check", abstract: words("检查白名单文件", "Check a whitelist file"))
    }

    @Argument(help: ArgumentHelp(words("白名单文件（CSV、YAML）", "A whitelist file (CSV, YAML)")))
    var file: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let loaded = try WhitelistCommand.open(file, WhitelistCommand.schemes())
        let entries = loaded.entries
        if console.isJSON {
            console.json([
                "file": .string(file), "ok": true, "entries": .integer(Int64(entries.count)),
                "synthetic": .integer(Int64(entries.count { $0.isSynthetic })),
                "warnings": WhitelistCommand.json(loaded.warnings),
            ])
        } else {
            console.line(
                console.style.green("✓ ")
                    + console.text(
                        "\(file)：\(entries.count) 个条目，没有问题。",
                        "\(file): \(entries.count) entries, no problems."))
            console.lines(WhitelistText(console).warnings(loaded.warnings))
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

    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: GlobalOptions

    /// What people look for first.
    static let columns = [
        "entry", "scheme", "batch", "unit.name", "unit.uscc", "name.zh", "name.en", "status",
        "validFrom", "validTo",
    ]

    func run() throws {
        let console = options.console
        let isCSV = try listing.isCSV(options)
        let wanted = unit.map { ItemName.code($0) }
        let accounts = try accounts().filter {
            (wanted == nil || $0.entry.unitUscc == wanted)
                && (scheme == nil || $0.entry.scheme == scheme)
        }
        if isCSV {
            console.csv(accounts.map(\.account), columns: Self.columns)
        } else if console.isJSON {
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
            from: try WhitelistCommand.open(old, schemes).entries,
            to: try WhitelistCommand.open(new, schemes).entries)
        if console.isJSON {
            console.json(.object(JSONObject(changes.members)))
        } else {
            console.lines(WhitelistText(console).changes(changes))
        }
    }
}
