internal import ArgumentParser
internal import GreenlaneCore

/// `entrust`: an importer lets a broker, a warehouse or a carrier handle its goods, for a time.
struct EntrustCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "entrust",
            abstract: words("委托、撤销与查看委托", "Entrust goods to a broker, revoke, or list"),
            discussion: words(
                """
                greenlane entrust ORG-0003 --importer 统一社会信用代码 --from 日期 --until 日期
                greenlane entrust --revoke ENT-0001
                greenlane entrust --list
                """,
                """
                greenlane entrust ORG-0003 --importer USCC --from DAY --until DAY
                greenlane entrust --revoke ENT-0001
                greenlane entrust --list
                """))
    }

    @Argument(help: ArgumentHelp(words("受托单位的编号", "The organisation that is entrusted")))
    var broker: String?

    @Option(
        name: .long, help: ArgumentHelp(words("委托方的统一社会信用代码", "The importer"), valueName: "uscc"))
    var importer: String?

    @Option(name: .long, help: ArgumentHelp(words("起始日", "First day"), valueName: "date"))
    var from: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("截止日（含），最长 366 天", "Last day, 366 days at most"), valueName: "date"))
    var until: String?

    @Option(name: .long, help: ArgumentHelp(words("撤销这项委托", "Revoke this one"), valueName: "id"))
    var revoke: String?

    @Flag(name: .long, help: ArgumentHelp(words("列出全部委托", "List all of them")))
    var list = false

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            words("谁在操作，如 lab_manager:li.na", "Who acts, such as lab_manager:li.na"),
            valueName: "role:name"))
    var acting: String?

    @OptionGroup var options: GlobalOptions

    func run() throws {
        if list { return try tell() }
        guard let acting else { throw missing("--as") }
        let actor = try StatedValue.actor(acting)
        if let revoke { return try end(revoke, by: actor) }
        guard let broker else { throw missing("BROKER") }
        guard let importer else { throw missing("--importer") }
        guard let from else { throw missing("--from") }
        guard let until else { throw missing("--until") }
        let known = try AccessPlace.read(options).organisation(uscc: ItemName.code(importer))
        let wish = Entrustment(
            importer: known?.id ?? importer, broker: broker,
            from: try StatedValue.date(from, option: "--from"),
            until: try StatedValue.date(until, option: "--until"))
        let (id, book) = try AccessPlace.handle(.grantEntrustment(wish), by: actor, options)
        AccessOutput.tell(
            .entrustment, id, book, options.console,
            LocalizedText(
                zh: "已委托 \(broker)：\(id)", en: "Entrusted \(broker): \(id)"))
    }

    private func end(_ id: String, by actor: Actor) throws {
        let (id, book) = try AccessPlace.handle(
            .revokeEntrustment(id: id), by: actor, options)
        AccessOutput.tell(
            .entrustment, id, book, options.console,
            LocalizedText(zh: "已撤销 \(id)", en: "Revoked \(id)"))
    }

    private func tell() throws {
        let book = try AccessPlace.read(options)
        let console = options.console
        guard console.isJSON else {
            console.lines(AccessOutput.entrustments(book, on: AccessPlace.today, console))
            return
        }
        let all = book.allEntrustments.map { AccessOutput.json(.entrustment, $0.id, book) }
        console.json(["entrustments": .array(all)])
    }

    private func missing(_ name: String) -> Refusal {
        StatedValue.invalid(
            name, "option-missing", zh: "缺少 \(name)。", en: "\(name) is missing.",
            remedy: LocalizedText(
                zh: "用 greenlane entrust --help 查看用法。", en: "See greenlane entrust --help."))
    }
}
