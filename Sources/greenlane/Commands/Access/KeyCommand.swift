internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneServer

/// `key`: with what systems act for an account.
struct KeyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "key", abstract: words("发放、查看与撤销密钥", "Issue, list and revoke API keys"),
            subcommands: [KeyIssue.self, KeyList.self, KeyRevoke.self])
    }
}

struct KeyIssue: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "issue",
            abstract: words("发一个密钥；只显示这一次", "Issue a key; it is shown this once"))
    }

    /// Days that a key lasts where nothing else is said.
    static let defaultDays = 90

    @Argument(help: ArgumentHelp(words("账户编号", "The account it acts for")))
    var account: String

    @Option(name: .long, help: ArgumentHelp(words("用途，如系统名", "What it is for, such as a system")))
    var label: String

    @Option(
        name: .long,
        help: ArgumentHelp(words("权限范围，可重复", "Scope, may be repeated"), valueName: "read|write"))
    var scope: [StatedWord<AccessKey.Scope>] = [StatedWord(.read)]

    @Option(name: .long, help: ArgumentHelp(words("有效天数，最长 366", "Days it lasts, 366 at most")))
    var days: Int = Self.defaultDays

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let days = try StatedValue.count(
            self.days, in: 1...Int(AccessKey.maximumDays), option: "--days")
        let secret = KeyText.make()
        let expires = SystemClock.now().adding(milliseconds: Int64(days) * 86_400_000)
        let wish = AccessKey(
            id: secret.id, account: account, digest: secret.digest, label: label,
            scopes: scope.map(\.word),
            expires: expires)
        let (_, book) = try AccessPlace.handle(.issueKey(wish), by: try acting.actor, options)
        let console = options.console
        if console.isJSON {
            guard case .object(var object) = AccessOutput.json(.key, secret.id, book) else {
                return
            }
            object.append("key", .string(secret.text))
            console.json(.object(object))
        } else {
            console.line(
                console.style.green("✓ ")
                    + console.text(
                        "密钥 \(secret.id)（只显示这一次）：", "Key \(secret.id) (shown this once):"))
            console.line(secret.text)
        }
    }
}

struct KeyList: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: words("全部密钥", "All of them"))
    }

    @Option(
        name: .long,
        help: ArgumentHelp(words("只列这个账户的", "Only of this account"), valueName: "id"))
    var account: String?

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let book = try AccessPlace.read(options)
        let keys = account.map { book.keys(of: $0) } ?? book.allKeys
        let console = options.console
        guard console.isJSON else {
            console.lines(AccessOutput.keys(keys, at: SystemClock.now(), console))
            return
        }
        console.json(["keys": .array(keys.map { AccessOutput.json(.key, $0.id, book) })])
    }
}

struct KeyRevoke: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "revoke", abstract: words("撤销密钥", "Revoke one"))
    }

    @Argument(help: ArgumentHelp(words("密钥编号", "The key")))
    var id: String

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let (id, book) = try AccessPlace.handle(
            .revokeKey(id: id), by: try acting.actor, options)
        AccessOutput.tell(
            .key, id, book, options.console,
            LocalizedText(zh: "已撤销密钥 \(id)", en: "Revoked key \(id)"))
    }
}
