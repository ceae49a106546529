import GreenlaneCore
import HTTPTypes
import Hummingbird
import HummingbirdCore

/// A refusal as RFC 9457 has it: what a program needs (code, status, pointers) and what a person
/// reads (both languages), with the remedy and the legal basis.
enum Problem {
    static let mediaType = "application/problem+json"

    /// HTTP status of a refusal; the contract's table, with the finer ones of HTTP.
    static func status(of refusal: Refusal) -> Int {
        if let own = ownStatus[refusal.code] { return own }
        switch refusal.kind {
        case .rule: return 422
        case .role: return 403
        case .input: return 400
        case .notFound: return 404
        case .conflict: return 409
        case .unproven: return 409
        case .fault: return refusal.code == APIRefusal.fault.code ? 500 : 503
        }
    }

    /// Codes whose status says more than their kind does.
    private static let ownStatus = [
        "not-signed-in": 401, "credential-invalid": 401, "stale-version": 412,
        "version-needed": 428, "body-too-large": 413, "body-too-slow": 408,
        "media-type-unknown": 415, "method-not-allowed": 405,
        "rate-limited": 429, "sign-in-refused": 401, "sign-in-delayed": 429,
    ]

    /// Where the request has no name yet.
    static let anyInstance = "urn:greenlane:request"

    /// A refusal of the layers in front, which know their status themselves.
    static func response(_ refusal: HTTPRefusal, _ language: Language) -> Response {
        var reply = reply(
            refusal.refusal, instance: anyInstance, language,
            status: Int(refusal.status.code))
        for field in refusal.headers { reply.headers[field.name] = field.value }
        return reply.response
    }

    static func reply(
        _ refusal: Refusal, instance: String, _ language: Language, status stated: Int? = nil
    ) -> Reply {
        let status = stated ?? status(of: refusal)
        var object = JSONObject()
        object.append("type", .string("\(APIRoot.path)/problems/\(refusal.code)"))
        object.append("title", .string(title(of: status).text(language)))
        object.append("status", .integer(Int64(status)))
        object.append("detail", .string(refusal.message.text(language)))
        object.append("instance", .string(instance))
        object.members += refusal.json.objectValue?.members.filter { $0.name != "details" } ?? []
        if !refusal.details.isEmpty {
            object.append(
                "errors",
                .array(
                    refusal.details.map { detail in
                        [
                            "pointer": .string(
                                (detail.pointer.hasPrefix("/") ? "#" : "") + detail.pointer),
                            "code": .string(detail.code),
                            "detail": .string(detail.message.text(language)),
                            "message": detail.message.json,
                        ]
                    }))
        }
        var reply = Reply.bytes(
            Array(JSONValue.object(object).text.utf8), type: mediaType, status: status)
        reply.headers[.contentLanguage] = language.tag
        if status == 401 { reply.headers[.wwwAuthenticate] = "Bearer" }
        if status == 503 || status == 429 {
            // The keys of an issuer are fetched again after five seconds at the earliest.
            reply.headers[.retryAfter] = refusal.code == "issuer-unavailable" ? "5" : "1"
        }
        return reply
    }

    static func title(of status: Int) -> LocalizedText {
        switch status {
        case 400: LocalizedText(zh: "请求有误", en: "Bad request")
        case 401: LocalizedText(zh: "需要登录", en: "Sign in first")
        case 403: LocalizedText(zh: "无权办理", en: "Not allowed")
        case 404: LocalizedText(zh: "没有找到", en: "Not found")
        case 405: LocalizedText(zh: "方法不支持", en: "Method not allowed")
        case 408: LocalizedText(zh: "请求超时", en: "Too slow")
        case 409: LocalizedText(zh: "冲突", en: "Conflict")
        case 412: LocalizedText(zh: "版本已变", en: "It has changed meanwhile")
        case 413: LocalizedText(zh: "内容过大", en: "Too large")
        case 414: LocalizedText(zh: "网址过长", en: "Target too long")
        case 415: LocalizedText(zh: "内容类型不支持", en: "Content type not taken")
        case 422: LocalizedText(zh: "按规定不能办理", en: "Refused by the rules")
        case 428: LocalizedText(zh: "需要写明版本", en: "State the version that you saw")
        case 429: LocalizedText(zh: "请求过于频繁", en: "Too many requests")
        case 431: LocalizedText(zh: "请求头过大", en: "Head too large")
        case 503: LocalizedText(zh: "暂时不能办理", en: "Not available now")
        default: LocalizedText(zh: "服务出错", en: "A fault of ours")
        }
    }
}
