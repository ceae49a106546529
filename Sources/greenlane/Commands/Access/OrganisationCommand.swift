internal import ArgumentParser
internal import GreenlaneCore

/// `organisation`: firms and authorities whose people have accounts.
struct OrganisationCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "organisation",
            abstract: words("登记与查看单位", "Register and look at organisations"),
            subcommands: [OrganisationAdd.self, OrganisationList.self, OrganisationChanging.self])
    }
}

struct OrganisationAdd: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "add", abstract: words("登记一个单位", "Register one"))
    }

    @Option(name: .long, help: ArgumentHelp(words("类别", "What it does in clearance")))
    var kind: StatedWord<Organisation.Kind>

    @Option(name: .long, help: ArgumentHelp(words("中文名称", "Its name in Chinese")))
    var name: String

    @Option(name: .long, help: ArgumentHelp(words("英文名称", "Its name in English")))
    var nameEn: String?

    @Option(name: .long, help: ArgumentHelp(words("统一社会信用代码（进口单位必填）", "USCC; importers need one")))
    var uscc: String?

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let wish = Organisation(
            kind: kind.word, name: LocalizedText(zh: name, en: nameEn ?? ""), uscc: uscc)
        let (id, book) = try AccessPlace.handle(
            .registerOrganisation(wish), by: try acting.actor, options)
        AccessOutput.tell(
            .organisation, id, book, options.console,
            LocalizedText(zh: "已登记单位 \(id)", en: "Registered organisation \(id)"))
    }
}

struct OrganisationList: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: words("全部单位", "All of them"))
    }

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let book = try AccessPlace.read(options)
        let console = options.console
        guard console.isJSON else {
            console.lines(AccessOutput.organisations(book, console))
            return
        }
        let all = book.allOrganisations.map { AccessOutput.json(.organisation, $0.id, book) }
        console.json(["organisations": .array(all)])
    }
}

struct OrganisationChanging: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "change", abstract: words("改名、暂停或恢复", "Rename, suspend or resume one"))
    }

    @Argument(help: ArgumentHelp(words("单位编号", "The organisation")))
    var id: String

    @Option(name: .long, help: ArgumentHelp(words("中文名称", "Its name in Chinese")))
    var name: String?

    @Option(name: .long, help: ArgumentHelp(words("英文名称", "Its name in English")))
    var nameEn: String?

    @Option(name: .long, help: ArgumentHelp(words("状态", "Whether its people may act")))
    var status: StatedWord<Organisation.Status>?

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        var change = OrganisationChange(status: status?.word)
        if name != nil || nameEn != nil {
            let known = try AccessPlace.read(options).organisation(id)?.name
            change.name = LocalizedText(
                zh: name ?? known?.zh ?? "", en: nameEn ?? known?.en ?? "")
        }
        let (id, book) = try AccessPlace.handle(
            .changeOrganisation(id: id, change), by: try acting.actor, options)
        AccessOutput.tell(
            .organisation, id, book, options.console,
            LocalizedText(zh: "已更改单位 \(id)", en: "Changed organisation \(id)"))
    }
}
