internal import GreenlaneCore
internal import GreenlaneServer
internal import GreenlaneStore
internal import GreenlaneWebhooks

/// What the service keeps of subscriptions that are made over HTTP. Whoever signs in is not
/// whoever runs the machine: this machine and private networks are no address of theirs.
struct SubscriptionPlace: SubscriptionKeeper {
    let directory: DataDirectory

    let formats = SubscribeCommand.Format.allCases.map(\.rawValue)

    func label(of url: String, format: String) throws -> String {
        if let refusal = EndpointPolicy().refusal(of: url) { throw refusal }
        return SubscriptionSecrets.label(url, isBot: Self.isBot(format))
    }

    func keep(
        _ name: String, url: String, format: String, botSecret: String?
    ) throws -> String? {
        let secret = WebhookSecret.generate()
        let secrets = SubscriptionSecrets(signing: secret, url: url, bot: botSecret)
        try directory.secrets.write(secrets.text, name: name)
        return Self.isBot(format) ? nil : secret.text
    }

    func forget(_ name: String) throws { try directory.secrets.delete(name) }

    func test(
        _ name: String, format: String, at now: Timestamp
    ) async throws -> SubscriptionTrial {
        guard let secrets = SubscriptionSecrets(try directory.secrets.read(name)),
            let request = TestMessage.request(format: format, to: secrets.target, at: now)
        else {
            return SubscriptionTrial(
                isTaken: false,
                words: LocalizedText(
                    zh: "签名密钥不可用，未发送。", en: "Its secret cannot be used; nothing was sent."))
        }
        // What a person may reach over HTTP is what was checked when they subscribed.
        let transport = try CurlTransport(policy: EndpointPolicy())
        defer { transport.stop() }
        let result = await transport.send(request)
        let (isTaken, words) = TestMessage.judge(result, format: format)
        return SubscriptionTrial(isTaken: isTaken, words: words)
    }

    func words(ofType type: String) -> LocalizedText? { EventWords.of(type) }

    private static func isBot(_ format: String) -> Bool {
        SubscribeCommand.Format(rawValue: format)?.isBot ?? false
    }
}
