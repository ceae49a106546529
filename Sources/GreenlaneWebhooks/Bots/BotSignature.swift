import Crypto
import Foundation

/// How DingTalk and Feishu prove that a message comes from who set the bot up. WeCom signs nothing:
/// there, the key in the address is the secret.
enum BotSignature {
    /// The query parameters of DingTalk; `timestamp` in milliseconds since 1970.
    static func dingTalkQuery(secret: String, timestamp: Int64) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(timestamp)\n\(secret)".utf8),
            using: SymmetricKey(data: Data(secret.utf8)))
        return "timestamp=\(timestamp)&sign=" + percentEncoded(Data(code).base64EncodedString())
    }

    /// The `sign` member of Feishu; `timestamp` in seconds since 1970. What is signed is empty: the
    /// time and the secret are the key.
    static func feishuSign(secret: String, timestamp: Int64) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(), using: SymmetricKey(data: Data("\(timestamp)\n\(secret)".utf8)))
        return Data(code).base64EncodedString()
    }

    /// Base64 for a query, where a plus sign would be read as a space.
    private static func percentEncoded(_ base64: String) -> String {
        base64.reduce(into: "") { text, character in
            switch character {
            case "+": text += "%2B"
            case "/": text += "%2F"
            case "=": text += "%3D"
            default: text.append(character)
            }
        }
    }
}
