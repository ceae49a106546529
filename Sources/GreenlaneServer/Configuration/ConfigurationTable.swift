import GreenlaneCore
import Logging

extension ConfigurationKey {
    /// Every key, in the order in which they are shown.
    public static let all: [ConfigurationKey] =
        place + logging + security + limits + identity + running

    private static let place: [ConfigurationKey] = [
        ConfigurationKey(
            "listen", "host:port",
            zh: "监听地址；端口 0 表示任选；IPv6 写成 [::1]:8080",
            en: "Where to listen; port 0 takes any; IPv6 as [::1]:8080",
            read: { text, into throws(ConfigurationFault) in
                guard let address = ListenAddress(text) else {
                    throw ConfigurationFault(
                        "address-invalid", zh: "应写成“主机:端口”，例如 127.0.0.1:8080 或 [::1]:8080。",
                        en: "Write host:port, such as 127.0.0.1:8080 or [::1]:8080.")
                }
                into.listen = address
            }, show: { $0.listen.text }),
        .text(
            "data", "dir", \.dataDirectory, zh: "数据目录", en: "The data directory",
            check: { text throws(ConfigurationFault) in text }),
        .text(
            "public-url", "url", \.publicURL,
            zh: "用户访问本服务的网址，用于链接、Cookie 与来源检查",
            en: "How people reach the service: for links, cookies and origin checks",
            check: { text throws(ConfigurationFault) in try ConfigurationForm.origin(text) }),
    ]

    private static let logging: [ConfigurationKey] = [
        ConfigurationKey(
            "log-level", "level", zh: "日志级别：\(levels.joined(separator: "、"))",
            en: "The least level logged: \(levels.joined(separator: ", "))",
            read: { text, into throws(ConfigurationFault) in
                let word = try ConfigurationForm.choice(text, of: levels)
                into.logLevel = Logger.Level(rawValue: word) ?? .info
            }, show: { $0.logLevel.rawValue }),
        ConfigurationKey(
            "log-form", "json|text", zh: "日志形式：json 每行一个对象，text 便于阅读",
            en: "How the log is written: json, one object a line, or text for people",
            read: { text, into throws(ConfigurationFault) in
                let words = ServiceConfiguration.LogForm.allCases.map(\.rawValue)
                let word = try ConfigurationForm.choice(text, of: words)
                into.logForm = ServiceConfiguration.LogForm(rawValue: word) ?? .json
            }, show: { $0.logForm.rawValue }),
        .flag(
            "log-addresses", \.logsAddresses,
            zh: "日志是否记录完整的客户端地址（否则只记网段）",
            en: "Whether logs hold client addresses in full (else their network only)"),
    ]

    private static let levels = Logger.Level.allCases.map(\.rawValue)

    private static let security: [ConfigurationKey] = [
        .text(
            "tls-certificate", "file", \.tlsCertificate, zh: "TLS 证书链（PEM）",
            en: "The TLS certificate chain (PEM)"),
        .text(
            "tls-key", "file", \.tlsKey, zh: "TLS 私钥（PEM），仅所有者可读",
            en: "The TLS key (PEM), readable by its owner only"),
        ConfigurationKey(
            "trusted-proxies", "list",
            zh: "可信反向代理的地址或网段，逗号分隔；只有它们的转发头有效",
            en: "Addresses or ranges of trusted proxies, with commas; only theirs is believed",
            read: { text, into throws(ConfigurationFault) in
                into.trustedProxies = try ranges(text)
            }, show: { $0.trustedProxies.map(\.text).joined(separator: ",") }),
        .flag(
            "insecure-plain-http", \.allowsPlainHTTP,
            zh: "允许在本机之外以明文 HTTP 提供服务（不建议）",
            en: "Allow plain HTTP beyond this machine (not advised)"),
    ]

    private static func ranges(_ text: String) throws(ConfigurationFault) -> [AddressRange] {
        var ranges: [AddressRange] = []
        for part in text.split(separator: ",") {
            let word = part.filter { $0 != " " }
            guard let range = AddressRange(String(word)) else {
                throw ConfigurationFault(
                    "range-invalid",
                    zh: "“\(PlainText.printable(word))”不是地址或网段，例如 10.0.0.1 或 10.0.0.0/8。",
                    en: "\"\(PlainText.printable(word))\" is no address or range, such as "
                        + "10.0.0.1 or 10.0.0.0/8.")
            }
            ranges.append(range)
        }
        return ranges
    }

    private static let limits: [ConfigurationKey] = [
        .number(
            "max-connections", \.maximumConnections, 1...65_536, zh: "同时连接数上限",
            en: "Connections at a time"),
        .bytes(
            "max-body", \.maximumBodyBytes, 1024...(32 << 20),
            zh: "请求正文上限（各接口另有更小的上限）",
            en: "The largest body of a request; most routes take less"),
        .bytes(
            "max-attachment", \.maximumAttachmentBytes, 1024...(16 << 20), zh: "单个附件上限",
            en: "The largest attachment"),
        .bytes(
            "max-headers", \.maximumHeaderBytes, 1024...(32 << 10), zh: "请求头总长上限",
            en: "The largest head of a request"),
        .bytes(
            "max-target", \.maximumTargetBytes, 256...(64 << 10), zh: "请求网址长度上限",
            en: "The longest target of a request"),
        .number(
            "body-seconds", \.bodySeconds, 1...3600, zh: "接收正文的时限（秒）",
            en: "Seconds in which a body must have come"),
        .number(
            "idle-seconds", \.idleSeconds, 1...3600, zh: "空闲连接关闭前的秒数",
            en: "Seconds after which a silent connection is closed"),
        .number(
            "queue-depth", \.queueDepth, 1...1_000_000, zh: "等待写入的命令数上限",
            en: "Commands that may wait for the writer"),
        .number(
            "requests-per-minute", \.requestsPerMinute, 0...10_000_000,
            zh: "每个客户端每分钟请求数；0 为不限",
            en: "Requests a minute of one client; 0 without limit"),
        .number(
            "sign-ins-per-minute", \.signInsPerMinute, 0...10_000,
            zh: "每个地址每分钟登录次数；0 为不限",
            en: "Sign-ins a minute of one address; 0 without limit"),
    ]

    private static let identity: [ConfigurationKey] = [
        .text(
            "oidc-issuer", "url", \.oidcIssuer, zh: "可信令牌签发者（iss）",
            en: "The trusted issuer of bearer tokens (iss)", check: issuerAddress),
        .text(
            "oidc-audience", "text", \.oidcAudience, zh: "令牌须面向的受众（aud）",
            en: "What tokens must be meant for (aud)"),
        .text(
            "oidc-keys", "url", \.oidcKeysURL, zh: "签发者公钥集（JWKS）网址",
            en: "Where the issuer's public keys are (JWKS)", check: issuerAddress),
        .number(
            "session-idle-minutes", \.sessionIdleMinutes, 1...1440, zh: "会话无操作失效（分钟）",
            en: "Minutes without a request after which a session ends"),
        .number(
            "session-hours", \.sessionHours, 1...12, zh: "会话最长时限（小时）",
            en: "Hours after which a session ends in any case"),
    ]

    private static let issuerAddress: @Sendable (String) throws(ConfigurationFault) -> String = {
        text throws(ConfigurationFault) in try ConfigurationForm.issuerAddress(text)
    }

    private static let running: [ConfigurationKey] = [
        .flag(
            "deliver", \.delivers, zh: "由本进程投递通知", en: "Whether this process delivers notices"),
        .number(
            "shutdown-seconds", \.shutdownSeconds, 1...600, zh: "停止时留给未完成请求的秒数",
            en: "Seconds that open requests get at a stop"),
        .bytes(
            "min-free", \.minimumFreeBytes, 0...(1 << 40), zh: "磁盘可用空间低于此值即未就绪",
            en: "Free disk space below which the service is not ready"),
    ]
}
