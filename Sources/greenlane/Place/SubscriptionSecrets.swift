internal import GreenlaneCore
internal import GreenlaneStore
internal import GreenlaneWebhooks

/// What is secret of a subscription: the signing secret, the whole address (the key of a group bot
/// stands in it), and the bot's own secret. One file that only its owner can read, never the log.
struct SubscriptionSecrets {
    var signing: WebhookSecret
    var url: String
    var bot: String?

    /// Characters of a bot's secret.
    static let maximumBotSecretLength = 200

    init(signing: WebhookSecret, url: String, bot: String? = nil) {
        self.signing = signing
        self.url = url
        self.bot = bot
    }

    /// Reads what `text` writes; nil where it is no such file.
    init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 2, let signing = WebhookSecret(lines[0]), !lines[1].isEmpty else {
            return nil
        }
        self.init(
            signing: signing, url: lines[1],
            bot: lines.count > 2 && !lines[2].isEmpty ? lines[2] : nil)
    }

    var text: String {
        ([signing.text, url] + (bot.map { [$0] } ?? [])).joined(separator: "\n") + "\n"
    }

    var target: DeliveryTarget { DeliveryTarget(url: url, secrets: [signing], botSecret: bot) }

    /// The address as the log may show it: without its query, and of a bot without the token at its
    /// end.
    static func label(_ url: String, isBot: Bool) -> String {
        let open = url.split(separator: "?", maxSplits: 1).first.map(String.init) ?? url
        guard isBot, let slash = open.lastIndex(of: "/"), !open[..<slash].hasSuffix("/") else {
            return open
        }
        return String(open[...slash]) + "…"
    }
}
