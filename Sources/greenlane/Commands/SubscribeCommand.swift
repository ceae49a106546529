internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore
internal import GreenlaneWebhooks

/// `subscribe`: who is told of events.
struct SubscribeCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "subscribe",
            abstract: words("订阅通知；签名密钥只显示一次", "Subscribe to events; the secret is shown once"))
    }

    @Argument(help: ArgumentHelp(words("接收地址（https）", "Where to send (https)")))
    var url: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            words(
                "消息格式；checkpoint 只发已签检查点",
                "Form of the message; checkpoint sends signed checkpoints only"),
            valueName: "cloudevents|wecom|dingtalk|feishu|checkpoint"))
    var format: Format = .cloudevents

    @Flag(
        name: .customLong("allow-loopback"),
        help: ArgumentHelp(
            words("本机地址一向允许；保留此选项以兼容", "This machine is always allowed; kept for scripts")))
    var allowLoopback = false

    @Option(
        name: .customLong("bot-secret-file"),
        help: ArgumentHelp(
            words("群机器人加签密钥所在文件", "File with the signing secret of a group bot"),
            valueName: "file"))
    var botSecretFile: String?

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case cloudevents, wecom, dingtalk, feishu, checkpoint

        /// A group chat, which knows nothing of our signatures.
        var isBot: Bool { self != .cloudevents && self != .checkpoint }
    }

    func run() throws {
        let console = options.console
        let actor = try acting.actor
        // Whoever may run this command may do anything on this machine already, so its own
        // addresses are no secret from them; private networks and metadata services stay barred.
        if let refusal = EndpointPolicy(allowLoopback: true).refusal(of: url) {
            throw refusal
        }
        let secret = WebhookSecret.generate()
        let isBot = format.isBot
        let secrets = SubscriptionSecrets(signing: secret, url: url, bot: try botSecret())
        let label = SubscriptionSecrets.label(url, isBot: isBot)
        let name =
            try Workplace.use(options) { place in
                try place.door.perform(
                    .subscribe(
                        NewSubscription(
                            secrets: secrets.text, label: label, format: format.rawValue,
                            actor: actor)))
            }["name"]?.stringValue ?? ""
        if console.isJSON {
            var answer = JSONObject()
            answer.append("subscription", .string(name))
            answer.append("url", .string(label))
            answer.append("format", .string(format.rawValue))
            // A group bot knows nothing of our signatures.
            if !isBot { answer.append("secret", .string(secret.text)) }
            console.json(.object(answer))
        } else if isBot {
            console.line(
                console.style.green("✓ ")
                    + console.text("已订阅 \(name)：\(label)", "Subscribed \(name): \(label)"))
        } else {
            console.lines(shown(name, label, secret, console))
        }
    }

    private func botSecret() throws -> String? {
        guard let botSecretFile else { return nil }
        let bytes = try InputFile.read(botSecretFile).bytes
        let text = String(decoding: bytes, as: UTF8.self)
        let secret = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        guard !secret.isEmpty, secret.count <= SubscriptionSecrets.maximumBotSecretLength else {
            throw StatedValue.invalid(
                "--bot-secret-file", "bot-secret-invalid", zh: "文件第一行应为加签密钥。",
                en: "The first line of the file must be the secret.")
        }
        return secret
    }

    private func shown(
        _ name: String, _ label: String, _ secret: WebhookSecret, _ console: Console
    ) -> [String] {
        [
            console.style.green("✓ ")
                + console.text("已订阅 \(name)：\(label)", "Subscribed \(name): \(label)"), "",
            "  " + console.text("签名密钥", "Signing secret") + "  " + console.style.bold(secret.text),
        ]
            + console.prose(
                console.text(
                    "请现在交给接收方：它只显示这一次，保存在数据目录中只有您能读的文件里，不进日志。",
                    "Hand it to the receiver now: it is shown this once, and kept in a file of the "
                        + "data directory that only you can read, never in the log."),
                indent: "  ")
    }
}

/// `unsubscribe`: no more notices.
struct UnsubscribeCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "unsubscribe", abstract: words("退订", "End a subscription"))
    }

    @Argument(help: ArgumentHelp(words("订阅编号", "The subscription"), valueName: "id"))
    var name: String

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            words("谁在操作（默认 administrator:operator）", "Who acts (default administrator:operator)"),
            valueName: "role:name"))
    var text = "administrator:operator"

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let actor = try StatedValue.actor(text)
        _ = try Workplace.useExisting(options) { place in
            try place.door.perform(.unsubscribe(name: name, by: actor))
        }
        if console.isJSON {
            console.json(["subscription": .string(name), "active": false])
        } else {
            console.line(
                console.style.green("✓ ")
                    + console.text("已退订 \(name)，密钥已删除。", "Ended \(name); its secret is gone."))
        }
    }
}
