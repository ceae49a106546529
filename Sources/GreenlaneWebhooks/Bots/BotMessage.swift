public import GreenlaneCore
public import GreenlaneStore

/// What a group chat reads of one step of a shipment: which shipment, what happened, how far it
/// is, when. It names nobody.
public struct BotMessage: Hashable, Sendable {
    /// First in every text, so that a bot with a keyword rule can be set to this word.
    public static let prefix = "【Greenlane】"

    /// Chinese first, one line of English last.
    public let text: String

    private static let streamPrefix = "shipment/"

    init(text: String) {
        self.text = text
    }

    /// Whether a group is told of it. Lists and balances move by the dozen, which nobody there
    /// wants to read and no bot would take.
    public static func isWanted(_ delivery: DueDelivery) -> Bool {
        delivery.streamName.hasPrefix(streamPrefix)
    }

    /// Nil for what is no step of a shipment, and for an entry that cannot be read.
    public init?(_ delivery: DueDelivery) {
        guard Self.isWanted(delivery) else { return nil }
        let entry: JSONValue
        do throws(JSONSyntaxError) { entry = try JSONParser.parse(delivery.entry) } catch {
            return nil
        }
        let shipment = String(delivery.streamName.dropFirst(Self.streamPrefix.count))
        text = Self.text(shipment: Self.harmless(shipment), delivery.type, entry)
    }

    private static func text(shipment: String, _ type: String, _ entry: JSONValue) -> String {
        let milestone = entry["data"]?["milestone"]?.stringValue.flatMap {
            Milestone(rawValue: $0)
        }
        let happened = BotEventText.of(type)
        let time = entry["occurred"]?.stringValue.flatMap { Timestamp($0) }
        let isLate = entry["late"] == true
        var lines = ["\(prefix)\(shipment)"]
        if let happened { lines.append(happened.zh + (isLate ? "（补记）" : "")) }
        if let milestone { lines.append("当前阶段：\(milestone.title.zh)") }
        if let time { lines.append("时间：\(DateText.moment(time, .zh))（北京时间）") }
        var english: [String] = []
        if let happened { english.append(happened.en + (isLate ? " (recorded late)" : "")) }
        if let milestone { english.append("stage: \(milestone.title.en)") }
        if let time { english.append("\(DateText.moment(time, .en)), Beijing time") }
        if !english.isEmpty { lines.append(english.joined(separator: "; ")) }
        return lines.joined(separator: "\n")
    }

    /// Text that steers nothing: Feishu reads tags such as `<at>` in it, and would call everybody.
    private static func harmless(_ text: String) -> String {
        String(
            PlainText.printable(text).map { character in
                switch character {
                case "<": "＜"
                case ">": "＞"
                case "@": "＠"
                default: character
                }
            })
    }

    /// The text in at most `byteCount` bytes of UTF-8, with `…` where something was cut off.
    static func cut(_ text: String, to byteCount: Int) -> String {
        guard text.utf8.count > byteCount else { return text }
        let mark = "…"
        var room = byteCount - mark.utf8.count
        var kept = ""
        for character in text {
            room -= character.utf8.count
            guard room >= 0 else { break }
            kept.append(character)
        }
        return kept + mark
    }

    /// The request that carries the text. An empty secret counts as none.
    public func request(
        _ format: BotFormat, url: String, secret: String?, at now: Timestamp
    ) -> OutboundRequest {
        let secret = secret.flatMap { $0.isEmpty ? nil : $0 }
        var url = url
        if format == .dingtalk, let secret {
            url = Self.adding(
                BotSignature.dingTalkQuery(secret: secret, timestamp: now.milliseconds), to: url)
        }
        return OutboundRequest(
            url: url, headers: [HTTPHeader("content-type", BotFormat.contentType)],
            body: Array(body(format, secret: secret, at: now).text.utf8))
    }

    private func body(_ format: BotFormat, secret: String?, at now: Timestamp) -> JSONValue {
        let text = JSONValue.string(Self.cut(text, to: format.maximumTextByteCount))
        switch format {
        case .wecom, .dingtalk:
            return ["msgtype": "text", "text": ["content": text]]
        case .feishu:
            var object = JSONObject()
            if let secret {
                let seconds = now.milliseconds / 1000
                object.append("timestamp", .string(String(seconds)))
                object.append(
                    "sign",
                    .string(BotSignature.feishuSign(secret: secret, timestamp: seconds)))
            }
            object.append("msg_type", "text")
            object.append("content", ["text": text])
            return .object(object)
        }
    }

    private static func adding(_ query: String, to url: String) -> String {
        // Behind a fragment the parameters would never be sent.
        let address = String(url.prefix { $0 != "#" })
        return address + (address.contains("?") ? "&" : "?") + query
    }
}
