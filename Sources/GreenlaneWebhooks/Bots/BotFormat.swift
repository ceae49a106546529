/// A group chat whose bot takes our messages. The raw value is a subscription's `format`.
public enum BotFormat: String, Hashable, Sendable, CaseIterable {
    case wecom, dingtalk, feishu

    /// What such a bot reads: JSON as plain UTF-8, for WeCom refuses `\u` escapes.
    public static let contentType = "application/json; charset=utf-8"

    /// Bytes of UTF-8 that a text may have. WeCom states 2048; Feishu allows 20 KB for the whole
    /// body, and for DingTalk no limit was found (unverified), so both stay well below that even
    /// where every character needs an escape.
    public var maximumTextByteCount: Int {
        switch self {
        case .wecom: 2048
        case .dingtalk, .feishu: 8192
        }
    }
}
