import Foundation
import GreenlaneCore

/// What the values must be together, and what the files they name must be.
struct ConfigurationCheck {
    private(set) var problems: [Refusal.Detail] = []
    private let reading: ConfigurationReading
    /// What was said about these already; nothing is concluded from their defaults.
    private let unread: [String]

    init(_ reading: ConfigurationReading, unread: [String]) {
        self.reading = reading
        self.unread = unread
        let configuration = reading.configuration
        if configuration.dataDirectory.isEmpty {
            report("data", "data-missing", zh: "未指定数据目录。", en: "No data directory is named.")
        }
        checkTLS(configuration)
        checkExposure(configuration)
        checkIssuer(configuration)
        if isRead("session-idle-minutes", "session-hours"),
            configuration.sessionIdleMinutes > configuration.sessionHours * 60
        {
            report(
                "session-idle-minutes", "session-idle-too-long",
                zh: "空闲时限长于会话最长时限。",
                en: "The idle time is longer than the longest session.")
        }
        if isRead("max-target", "max-headers"),
            configuration.maximumTargetBytes > configuration.maximumHeaderBytes
        {
            report(
                "max-target", "target-over-headers", zh: "网址上限大于请求头上限（max-headers）。",
                en: "The longest target is longer than the largest head (max-headers).")
        }
    }

    private mutating func checkTLS(_ configuration: ServiceConfiguration) {
        let certificate = configuration.tlsCertificate
        let key = configuration.tlsKey
        if certificate.isEmpty != key.isEmpty {
            let missing = certificate.isEmpty ? "tls-certificate" : "tls-key"
            report(
                key.isEmpty ? "tls-certificate" : "tls-key", "tls-incomplete",
                zh: "还需设置 \(missing)。", en: "\(missing) is needed beside it.")
        }
        if !certificate.isEmpty, Self.mode(certificate) == nil {
            report(
                "tls-certificate", "file-missing", zh: "没有这个文件，或不是普通文件。",
                en: "There is no such regular file.")
        }
        guard !key.isEmpty else { return }
        guard let mode = Self.mode(key) else {
            report(
                "tls-key", "file-missing", zh: "没有这个文件，或不是普通文件。",
                en: "There is no such regular file.")
            return
        }
        if mode & 0o077 != 0 {
            report(
                "tls-key", "key-readable-by-others",
                zh: "私钥文件对其他用户开放，请执行 chmod 600。",
                en: "Others may use the key file; run chmod 600 on it.")
        }
    }

    private mutating func checkExposure(_ configuration: ServiceConfiguration) {
        guard isRead("listen", "trusted-proxies", "insecure-plain-http"),
            configuration.tlsCertificate.isEmpty, configuration.tlsKey.isEmpty,
            !configuration.listen.isLoopback,
            configuration.trustedProxies.isEmpty, !configuration.allowsPlainHTTP
        else { return }
        report(
            "listen", "plain-http-exposed",
            zh: "在本机之外以明文 HTTP 监听会泄露口令。请设置 tls-certificate 与 tls-key，"
                + "或在 trusted-proxies 中写明前置代理；确需如此时写 --insecure-plain-http yes。",
            en: "Plain HTTP beyond this machine gives passwords away. Set tls-certificate and "
                + "tls-key, or name the proxy in trusted-proxies; if you must, "
                + "--insecure-plain-http yes.")
    }

    private mutating func checkIssuer(_ configuration: ServiceConfiguration) {
        let parts = [
            ("oidc-issuer", configuration.oidcIssuer),
            ("oidc-audience", configuration.oidcAudience), ("oidc-keys", configuration.oidcKeysURL),
        ]
        guard isRead("oidc-issuer", "oidc-audience", "oidc-keys"),
            let stated = parts.first(where: { !$0.1.isEmpty })
        else { return }
        let missing = parts.filter(\.1.isEmpty).map(\.0)
        guard !missing.isEmpty else { return }
        report(
            stated.0, "oidc-incomplete", zh: "还需设置 \(missing.joined(separator: "、"))。",
            en: "\(missing.joined(separator: " and ")) must be set beside it.")
    }

    private func isRead(_ names: String...) -> Bool {
        !names.contains { unread.contains($0) }
    }

    private static func mode(_ path: String) -> Int? {
        // Through links: certificates of common tools are links to the newest.
        let real = URL(filePath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: real)
        guard attributes?[.type] as? FileAttributeType == .typeRegular else { return nil }
        return (attributes?[.posixPermissions] as? NSNumber)?.intValue
    }

    private mutating func report(_ name: String, _ code: String, zh: String, en: String) {
        problems.append(
            Refusal.Detail(
                pointer: reading.origin(of: name).text, code: code,
                message: LocalizedText(zh: "\(name)：\(zh)", en: "\(name): \(en)")))
    }
}
