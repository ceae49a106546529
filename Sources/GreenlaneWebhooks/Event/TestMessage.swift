public import GreenlaneCore

/// A message that somebody sends to see whether their receiver works. It says that it is a test,
/// and is about no shipment.
public enum TestMessage {
    /// The type of the event.
    public static let type = "greenlane.test"

    private static let words = LocalizedText(
        zh: "这是一条测试通知，不对应任何货物。", en: "This is a test. It is about no shipment.")

    /// The request that carries it in the form of a subscription; nil where it cannot be signed.
    public static func request(
        format: String, to target: DeliveryTarget, at now: Timestamp
    ) -> OutboundRequest? {
        if let format = BotFormat(rawValue: format) {
            let text = "\(BotMessage.prefix)\(words.zh)\n\(words.en)"
            return BotMessage(text: text).request(
                format, url: target.url, secret: target.botSecret, at: now)
        }
        let event: CloudEvent
        do throws(CloudEventError) {
            event = try CloudEvent(
                id: "gl-test-\(now.milliseconds)", source: Deliverer.source, type: type, time: now,
                data: ["message": ["zh": .string(words.zh), "en": .string(words.en)]])
        } catch {
            return nil
        }
        let body = event.bytes
        let headers = WebhookSigner(target.secrets).headers(
            id: event.id, timestamp: now.milliseconds / 1000, body: body)
        guard let headers else { return nil }
        return OutboundRequest(
            url: target.url,
            headers: [HTTPHeader("content-type", CloudEvent.contentType)] + headers, body: body)
    }

    /// Whether the receiver took it, and what it said: bots refuse with HTTP 200 too.
    public static func judge(_ result: OutboundResult, format: String) -> (Bool, LocalizedText) {
        guard case .response(let response) = result.outcome else {
            if case .fault(let fault) = result.outcome { return (false, fault.message) }
            return (false, words)
        }
        let status = response.status
        guard (200..<300).contains(status) else {
            return (
                false,
                LocalizedText(
                    zh: "接收方应答 HTTP \(status)。", en: "The endpoint answered HTTP \(status).")
            )
        }
        if let format = BotFormat(rawValue: format) {
            let answer = BotAnswer(format, body: response.body, attempt: 1)
            guard answer == .delivered else {
                return (
                    false,
                    LocalizedText(
                        zh: "机器人拒收（\(answer.name)）。", en: "The bot refused it (\(answer.name)).")
                )
            }
        }
        return (true, LocalizedText(zh: "HTTP \(status)", en: "HTTP \(status)"))
    }
}

/// What happened, in a few words, by the type of an event; nil for one that is not in the table.
public enum EventWords {
    public static func of(_ type: String) -> LocalizedText? { BotEventText.of(type) }
}
