import GreenlaneCore

/// What a bot's answer means. Bots answer HTTP 200 also where they refuse: the code in the body
/// counts.
public enum BotAnswer: Hashable, Sendable {
    case delivered
    /// `after` is in seconds, where the bot's maker says how long; `code` is nil where the body
    /// could not be read.
    case retryLater(code: Int64?, after: Int64?)
    /// The same message would be refused again.
    case permanent(code: Int64)

    /// Tries that WeCom's guide allows while it says that it is busy.
    public static let maximumBusyTries = 3

    /// Judges the body of an answer with HTTP 200. `attempt` counts the tries from 1, this one
    /// included.
    public init(_ format: BotFormat, body: [UInt8], attempt: Int) {
        let answer: JSONValue?
        do throws(JSONSyntaxError) { answer = try JSONParser.parse(body) } catch { answer = nil }
        let member = format == .feishu ? "code" : "errcode"
        guard let code = answer?[member]?.integerValue else {
            self = .retryLater(code: nil, after: nil)
            return
        }
        guard code != 0 else {
            self = .delivered
            return
        }
        self =
            switch format {
            case .wecom: Self.wecom(code, attempt: attempt)
            case .dingtalk: Self.dingtalk(code)
            case .feishu: Self.feishu(code)
            }
    }

    /// 45009 too many messages, -1 busy; 93000 bad address, 40008 bad type, 40033 escapes.
    private static func wecom(_ code: Int64, attempt: Int) -> BotAnswer {
        switch code {
        case 45009: .retryLater(code: code, after: 60)
        case -1 where attempt >= maximumBusyTries: .permanent(code: code)
        case 93000, 40008, 40033: .permanent(code: code)
        default: .retryLater(code: code, after: nil)
        }
    }

    /// 130101 too many messages, which blocks the bot for ten minutes; 310000 wrong keyword, time,
    /// signature or network address.
    private static func dingtalk(_ code: Int64) -> BotAnswer {
        switch code {
        case 130101: .retryLater(code: code, after: 600)
        case 310000: .permanent(code: code)
        default: .retryLater(code: code, after: nil)
        }
    }

    /// 11232 too many messages; 9499 bad body, 19021 signature or time, 19022 network address,
    /// 19024 keyword, 19036 too large (reported, unverified).
    private static func feishu(_ code: Int64) -> BotAnswer {
        switch code {
        case 11232: .retryLater(code: code, after: 60)
        case 9499, 19021, 19022, 19024, 19036: .permanent(code: code)
        // A code nobody told us of: trying again is harmless, for the message was not shown.
        default: .retryLater(code: code, after: nil)
        }
    }

    /// The form that the delivery machine takes: the HTTP answer that would have said the same.
    public var deliveryOutcome: DeliveryMachine.Outcome {
        switch self {
        case .delivered: .response(status: 200)
        case .retryLater(_, let after): .response(status: 429, retryAfter: after)
        case .permanent: .response(status: 400, abort: true)
        }
    }

    /// Stable; kept with the attempt, such as `bot-45009`.
    public var name: String {
        switch self {
        case .delivered: "bot-ok"
        case .retryLater(let code?, _), .permanent(let code): "bot-\(code)"
        case .retryLater(nil, _): "bot-unreadable"
        }
    }
}
