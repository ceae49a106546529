internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// `permit`: permits granted, which shipments then draw on.
struct PermitCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "permit", abstract: words("登记与查看许可", "Register and look at permits"),
            subcommands: [PermitAdd.self, PermitList.self, PermitShow.self])
    }

    /// Permits as the ledger table keeps them.
    static func permits(_ rows: [LedgerRow]) throws -> [Permit] {
        try rows.compactMap { row in Permit(account: try JSONParser.parse(row.body)) }
    }
}

struct PermitAdd: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "add", abstract: words("登记一份许可", "Register a permit that was granted"))
    }

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("许可种类，如 special-goods-approval", "Kind, such as special-goods-approval")))
    var code: String

    @Option(name: .long, help: ArgumentHelp(words("证件号", "The number printed on it")))
    var number: String

    @Option(
        name: .long,
        help: ArgumentHelp(words("持有单位的统一社会信用代码", "The holder's USCC"), valueName: "uscc"))
    var holder: String

    @Option(
        name: .long,
        help: ArgumentHelp(words("有效期起", "First day of validity"), valueName: "date"))
    var from: String

    @Option(
        name: .long,
        help: ArgumentHelp(words("有效期止（含当日）", "Last day of validity"), valueName: "date"))
    var to: String

    @Option(name: .long, help: ArgumentHelp(words("批准数量（不限则不填）", "Quantity granted, if limited")))
    var quantity: String?

    @Option(name: .long, help: ArgumentHelp(words("数量单位，如 mL", "Unit of the quantity, such as mL")))
    var unit: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("single 一批一证，multiple 多次使用", "single shipment, or multiple"),
            valueName: "single|multiple"))
    var uses: Uses = .single

    @Option(name: .long, help: ArgumentHelp(words("证上所列货物", "The goods that it names")))
    var goods: String?

    @Option(name: .long, help: ArgumentHelp(words("自定编号（默认自动编号）", "Our id for it (default: next)")))
    var id: String?

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    enum Uses: String, ExpressibleByArgument, CaseIterable {
        case single, multiple
    }

    func run() throws {
        let actor = try acting.actor
        let permit = Permit(
            id: id ?? "", code: code, number: number, holder: ItemName.code(holder), goods: goods,
            validFrom: try StatedValue.date(from, option: "--from"),
            validTo: try StatedValue.date(to, option: "--to"), quantity: try granted(),
            singleUse: uses == .single)
        let console = options.console
        try Workplace.use(options) { place in
            let outcome = try place.door.handle(
                Envelope(.addPermit(permit), by: actor)
            ).get()
            let row = try place.store.ledger(
                kind: LedgerEvent.Ledger.permit.rawValue, id: outcome.id)
            let added = try PermitCommand.permits(row.map { [$0] } ?? []).first ?? permit
            if console.isJSON {
                console.json(added.account)
            } else {
                console.line(
                    console.style.green("✓ ")
                        + console.text("已登记许可 \(added.id)", "Registered permit \(added.id)"))
                console.lines(PermitText(console, place.definitions.rules).card(added))
            }
        }
    }

    private func granted() throws -> Quantity? {
        switch (quantity, unit) {
        case (nil, nil): return nil
        case (let amount?, let unit?):
            guard let value = Decimal(amount) else {
                throw StatedValue.invalid(
                    "--quantity", "invalid-decimal", zh: "数量应为十进制数。",
                    en: "The quantity must be a decimal number.")
            }
            guard let known = Unit(rawValue: unit) else {
                let names = Unit.allCases.map(\.rawValue).joined(separator: ", ")
                throw StatedValue.invalid(
                    "--unit", "unit-unknown", zh: "未知单位。可用：\(names)。",
                    en: "There is no such unit. Units: \(names).")
            }
            return Quantity(value, known)
        default:
            throw StatedValue.invalid(
                "--quantity", "quantity-incomplete", zh: "--quantity 与 --unit 须同时给出。",
                en: "--quantity and --unit go together.")
        }
    }
}

struct PermitList: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list", abstract: words("许可及其余量", "Permits and what is left of them"))
    }

    @Option(
        name: .long,
        help: ArgumentHelp(words("只列这个单位的", "Only of this holder"), valueName: "uscc"))
    var holder: String?

    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: GlobalOptions

    /// Members that every permit has.
    static let columns = [
        "id", "code", "number", "holder", "validFrom", "validTo", "uses", "status", "version",
    ]

    func run() throws {
        let console = options.console
        let isCSV = try listing.isCSV(options)
        let wanted = holder.map { ItemName.code($0) }
        let permits = try Workplace.read(options) {
            try PermitCommand.permits(
                $0.ledgers(kind: LedgerEvent.Ledger.permit.rawValue, holder: wanted))
        }
        if isCSV {
            console.csv(permits.map(\.account), columns: Self.columns)
            return
        }
        if console.isJSON {
            console.json(["permits": .array(permits.map(\.account))])
            return
        }
        let rules = try DefinitionSet.load(home: try Home.path()).rules
        console.lines(PermitText(console, rules).table(permits))
    }
}

struct PermitShow: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show", abstract: words("一份许可", "One permit"))
    }

    @Argument(help: ArgumentHelp(words("许可编号", "The permit")))
    var id: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let row = try Workplace.read(options) {
            try $0.ledger(kind: LedgerEvent.Ledger.permit.rawValue, id: id)
        }
        guard let permit = try PermitCommand.permits(row.map { [$0] } ?? []).first else {
            throw Refusal(
                .notFound, "permit-unknown",
                LocalizedText(
                    zh: "没有登记过许可 \(PlainText.printable(id))。",
                    en: "No permit \(PlainText.printable(id)) is registered."),
                remedy: LocalizedText(
                    zh: "用 greenlane permit list 查看全部。",
                    en: "List them with greenlane permit list."))
        }
        if console.isJSON {
            console.json(permit.account)
            return
        }
        let rules = try DefinitionSet.load(home: try Home.path()).rules
        console.lines(PermitText(console, rules).card(permit))
    }
}
