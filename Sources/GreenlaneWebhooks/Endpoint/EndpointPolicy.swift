public import GreenlaneCore

/// Where webhooks may go. A URL is checked when it is registered, and the address that its name
/// leads to is checked again whenever a connection is opened: between the two, a name may have been
/// pointed at the inside of our network.
public struct EndpointPolicy: Hashable, Sendable {
    /// Lets this machine be a target, also without TLS: for demonstrations and tests.
    public var allowLoopback: Bool

    /// Bytes of a URL.
    public static let maximumURLByteCount = 2048

    /// By default, only https to addresses of the internet.
    public init(allowLoopback: Bool = false) {
        self.allowLoopback = allowLoopback
    }

    /// The refusal that a URL meets, before any name is resolved; nil where there is none.
    public func refusal(of url: String) -> Refusal? {
        switch check(url) {
        case .success: nil
        case .failure(let refusal): refusal
        }
    }

    /// The parts of an allowed URL.
    func check(_ url: String) -> Result<EndpointURL, Refusal> {
        guard url.utf8.count <= Self.maximumURLByteCount else { return .failure(.urlTooLong) }
        guard let parts = EndpointURL(url) else { return .failure(.urlMalformed) }
        guard !parts.hasCredentials else { return .failure(.urlWithCredentials) }
        switch parts.scheme {
        case "https": break
        case "http":
            guard allowLoopback, parts.namesLoopback else { return .failure(.urlNotSecure) }
        default: return .failure(.urlNotSecure)
        }
        guard !parts.namesLoopback || allowLoopback else { return .failure(.addressNotAllowed) }
        if let address = parts.literalAddress, !allows(address, scheme: parts.scheme) {
            return .failure(.addressNotAllowed)
        }
        return .success(parts)
    }

    /// Whether a connection to this address may be opened.
    func allows(_ address: IPAddress, scheme: String) -> Bool {
        switch address.reach {
        case .global: scheme == "https"
        case .loopback: allowLoopback
        case .other: false
        }
    }
}

extension Refusal {
    fileprivate static var urlTooLong: Refusal {
        Refusal(
            .input, "webhook-url-too-long",
            LocalizedText(
                zh: "Webhook 地址过长，最多 \(EndpointPolicy.maximumURLByteCount) 字节。",
                en: "The webhook URL is longer than \(EndpointPolicy.maximumURLByteCount) bytes."))
    }

    fileprivate static var urlMalformed: Refusal {
        Refusal(
            .input, "webhook-url-malformed",
            LocalizedText(zh: "Webhook 地址不是有效的 URL。", en: "The webhook URL cannot be read."),
            remedy: LocalizedText(
                zh: "请填写完整地址，例如 https://erp.example.com/webhooks。",
                en: "Give a complete address, such as https://erp.example.com/webhooks."))
    }

    fileprivate static var urlWithCredentials: Refusal {
        Refusal(
            .input, "webhook-url-credentials",
            LocalizedText(
                zh: "Webhook 地址中不得包含用户名或密码。",
                en: "The webhook URL must not hold a user name or a password."),
            remedy: LocalizedText(
                zh: "请去掉地址中的账号信息；接收方应通过签名核验来源。",
                en: "Leave them out; the receiver checks the signature instead."))
    }

    fileprivate static var urlNotSecure: Refusal {
        Refusal(
            .input, "webhook-url-not-https",
            LocalizedText(
                zh: "Webhook 地址必须使用 https。", en: "The webhook URL must use https."),
            remedy: LocalizedText(
                zh: "请改用 https 地址；仅在本机演示或测试时，可用 --allow-loopback 接收 http。",
                en: """
                    Use an https address. Plain http is only for this machine, with \
                    --allow-loopback.
                    """))
    }

    fileprivate static var addressNotAllowed: Refusal {
        Refusal(
            .input, "webhook-address-not-allowed",
            LocalizedText(
                zh: "Webhook 地址指向本机、内网或保留网段，不能作为接收地址。",
                en: "The webhook URL leads to this machine, a private or a reserved network."),
            remedy: LocalizedText(
                zh: "请填写可从互联网访问的地址。", en: "Give an address on the internet."))
    }
}
