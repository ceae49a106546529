internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneServer

/// `account`: who may sign in.
struct AccountCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "account", abstract: words("登记与管理账户", "Register and manage accounts"),
            subcommands: [
                AccountAdd.self, AccountList.self, AccountDisable.self, AccountEnable.self,
                AccountRoles.self, AccountLink.self,
            ])
    }

    /// Changes an account and tells of it.
    static func change(
        _ id: String, _ change: AccountChange, by actor: Actor, _ options: GlobalOptions
    ) throws {
        let (id, book) = try AccessPlace.handle(
            .changeAccount(id: id, change), by: actor, options)
        AccessOutput.tell(
            .account, id, book, options.console,
            LocalizedText(zh: "已更改账户 \(id)", en: "Changed account \(id)"))
    }
}

struct AccountAdd: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "add", abstract: words("登记一个账户", "Register one"),
            discussion: words(
                "账户没有密码，直到本人用 greenlane account link 发出的链接设置。",
                "It has no password until its owner sets one with a link of account link."))
    }

    @Option(
        name: .long, help: ArgumentHelp(words("所属单位", "Its organisation"), valueName: "id"))
    var organisation: String

    @Option(
        name: .long,
        help: ArgumentHelp(words("角色，可重复", "Role, may be repeated"), valueName: "role"))
    var role: [StatedWord<Actor.Role>]

    @Option(name: .long, help: ArgumentHelp(words("登录名", "The name to sign in with")))
    var signInName: String

    @Option(name: .long, help: ArgumentHelp(words("显示的姓名", "The name that is shown")))
    var displayName: String

    @Option(name: .long, help: ArgumentHelp(words("界面语言", "Language of the account")))
    var language: StatedLanguage = .zh

    @Option(
        name: .long,
        help: ArgumentHelp(
            words(
                "审计员可看的进口单位，可重复；all 为全部",
                "Importers that an auditor may look at, may be repeated; all for all"),
            valueName: "uscc"))
    var scope: [String] = []

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        var wish = Account(
            organisation: organisation, roles: role.map(\.word), signInName: signInName,
            displayName: displayName, language: Language(rawValue: language.rawValue) ?? .zh)
        if !scope.isEmpty { wish.scope = AuditScope(importers: scope == ["all"] ? nil : scope) }
        let (id, book) = try AccessPlace.handle(
            .registerAccount(wish), by: try acting.actor, options)
        AccessOutput.tell(
            .account, id, book, options.console,
            LocalizedText(
                zh: "已登记账户 \(id)。用 greenlane account link \(id) 发出设置密码的链接。",
                en: "Registered account \(id). Give its owner a link to set a password: "
                    + "greenlane account link \(id)"))
    }
}

struct AccountList: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: words("全部账户", "All of them"))
    }

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let book = try AccessPlace.read(options)
        let console = options.console
        guard console.isJSON else {
            console.lines(AccessOutput.accounts(book, console))
            return
        }
        let all = book.allAccounts.map { AccessOutput.json(.account, $0.id, book) }
        console.json(["accounts": .array(all)])
    }
}

struct AccountDisable: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "disable",
            abstract: words("停用账户，结束其所有登录", "Disable one and end its sessions"))
    }

    @Argument(help: ArgumentHelp(words("账户编号", "The account")))
    var id: String

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try AccountCommand.change(
            id, AccountChange(status: .disabled), by: try acting.actor, options)
    }
}

struct AccountEnable: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "enable", abstract: words("重新启用账户", "Enable one again"))
    }

    @Argument(help: ArgumentHelp(words("账户编号", "The account")))
    var id: String

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try AccountCommand.change(
            id, AccountChange(status: .active), by: try acting.actor, options)
    }
}

struct AccountRoles: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "roles", abstract: words("更改账户的角色", "Set its roles"))
    }

    @Argument(help: ArgumentHelp(words("账户编号", "The account")))
    var id: String

    @Option(
        name: .long,
        help: ArgumentHelp(words("角色，可重复", "Role, may be repeated"), valueName: "role"))
    var role: [StatedWord<Actor.Role>]

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try AccountCommand.change(
            id, AccountChange(roles: role.map(\.word)), by: try acting.actor, options)
    }
}

struct AccountLink: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "link",
            abstract: words("发一个设置密码的一次性链接", "Make a link that sets a password once"),
            discussion: words(
                "只显示这一次，24 小时内有效；新的链接取代旧的。",
                "It is shown this once and lasts 24 hours; a new link replaces the one before."))
    }

    @Argument(help: ArgumentHelp(words("账户编号", "The account")))
    var id: String

    @Flag(name: .long, help: ArgumentHelp(words("用于忘记密码", "For a forgotten password")))
    var reset = false

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let token = LinkToken.make()
        let purpose: AccessLink.Purpose = reset ? .passwordReset : .invitation
        let command = AccessCommand.offerLink(
            digest: token.digest, purpose: purpose, account: id)
        let (_, book) = try AccessPlace.handle(command, by: try acting.actor, options)
        let expires = book.link(digest: token.digest)?.expires
        let console = options.console
        if console.isJSON {
            var object = JSONObject([
                .init("account", .string(id)), .init("purpose", .string(purpose.rawValue)),
                .init("token", .string(token.text)),
            ])
            if let expires { object.append("expires", .string(expires.description)) }
            console.json(.object(object))
        } else {
            console.line(
                console.style.green("✓ ")
                    + console.text(
                        "一次性口令（只显示这一次，24 小时内有效）：",
                        "One-time token (shown this once, good for 24 hours):"))
            console.line(token.text)
        }
    }
}
