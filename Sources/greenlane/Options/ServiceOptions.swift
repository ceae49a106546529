internal import ArgumentParser
internal import Foundation
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneServer

/// The flags that set the service, one for each key of the configuration but `--data`, which every
/// command has. Texts only: what they mean is read in one place, with those of file and
/// environment.
struct ServiceOptions: ParsableArguments {
    /// The variable that names the file where no flag does.
    static let fileVariable = "GREENLANE_CONFIG"

    @Option(
        name: .long,
        help: ArgumentHelp(
            words(
                "配置文件（YAML；默认取环境变量 GREENLANE_CONFIG）",
                "Configuration file (YAML; default: GREENLANE_CONFIG)"),
            valueName: "file"))
    var config: String?

    @Option(name: .long, help: settingHelp("listen"))
    var listen: String?

    @Option(name: .long, help: settingHelp("public-url"))
    var publicUrl: String?

    @Option(name: .long, help: settingHelp("log-level"))
    var logLevel: String?

    @Option(name: .long, help: settingHelp("log-form"))
    var logForm: String?

    @Option(name: .long, help: settingHelp("log-addresses"))
    var logAddresses: String?

    @Option(name: .long, help: settingHelp("tls-certificate"))
    var tlsCertificate: String?

    @Option(name: .long, help: settingHelp("tls-key"))
    var tlsKey: String?

    @Option(name: .long, help: settingHelp("trusted-proxies"))
    var trustedProxies: String?

    @Option(name: .long, help: settingHelp("insecure-plain-http"))
    var insecurePlainHttp: String?

    @Option(name: .long, help: settingHelp("max-connections"))
    var maxConnections: String?

    @Option(name: .long, help: settingHelp("max-body"))
    var maxBody: String?

    @Option(name: .long, help: settingHelp("max-attachment"))
    var maxAttachment: String?

    @Option(name: .long, help: settingHelp("max-headers"))
    var maxHeaders: String?

    @Option(name: .long, help: settingHelp("max-target"))
    var maxTarget: String?

    @Option(name: .long, help: settingHelp("body-seconds"))
    var bodySeconds: String?

    @Option(name: .long, help: settingHelp("idle-seconds"))
    var idleSeconds: String?

    @Option(name: .long, help: settingHelp("queue-depth"))
    var queueDepth: String?

    @Option(name: .long, help: settingHelp("requests-per-minute"))
    var requestsPerMinute: String?

    @Option(name: .long, help: settingHelp("sign-ins-per-minute"))
    var signInsPerMinute: String?

    @Option(name: .long, help: settingHelp("oidc-issuer"))
    var oidcIssuer: String?

    @Option(name: .long, help: settingHelp("oidc-audience"))
    var oidcAudience: String?

    @Option(name: .long, help: settingHelp("oidc-keys"))
    var oidcKeys: String?

    @Option(name: .long, help: settingHelp("session-idle-minutes"))
    var sessionIdleMinutes: String?

    @Option(name: .long, help: settingHelp("session-hours"))
    var sessionHours: String?

    @Option(name: .long, help: settingHelp("deliver"))
    var deliver: String?

    @Option(name: .long, help: settingHelp("shutdown-seconds"))
    var shutdownSeconds: String?

    @Option(name: .long, help: settingHelp("min-free"))
    var minFree: String?

    /// What was set by flags, by the names of the keys.
    private var flags: [(name: String, value: String)] {
        let all: [(String, String?)] = [
            ("listen", listen), ("public-url", publicUrl), ("log-level", logLevel),
            ("log-form", logForm), ("log-addresses", logAddresses),
            ("tls-certificate", tlsCertificate), ("tls-key", tlsKey),
            ("trusted-proxies", trustedProxies), ("insecure-plain-http", insecurePlainHttp),
            ("max-connections", maxConnections), ("max-body", maxBody),
            ("max-attachment", maxAttachment), ("max-headers", maxHeaders),
            ("max-target", maxTarget), ("body-seconds", bodySeconds),
            ("idle-seconds", idleSeconds), ("queue-depth", queueDepth),
            ("requests-per-minute", requestsPerMinute), ("sign-ins-per-minute", signInsPerMinute),
            ("oidc-issuer", oidcIssuer), ("oidc-audience", oidcAudience), ("oidc-keys", oidcKeys),
            ("session-idle-minutes", sessionIdleMinutes), ("session-hours", sessionHours),
            ("deliver", deliver), ("shutdown-seconds", shutdownSeconds), ("min-free", minFree),
        ]
        return all.compactMap { name, value in value.map { (name: name, value: $0) } }
    }

    /// Reads flags, environment and file, and tells every value with its origin and every problem.
    /// `data` is the flag of that name, where it was given.
    func reading(data: String?) throws -> ConfigurationReading {
        var sources = ConfigurationReading.Sources()
        sources.flags = flags
        if let data { sources.flags.append((name: "data", value: data)) }
        sources.environment = ProcessInfo.processInfo.environment
        let path =
            config ?? ProcessVariables.value(Self.fileVariable).flatMap { $0.isEmpty ? nil : $0 }
        sources.file = try path.map { try ConfigurationFile.load($0) }
        return ConfigurationReading(sources)
    }
}

/// The help of one setting: its meaning, its default, and what a value looks like.
private func settingHelp(_ name: String) -> ArgumentHelp {
    guard let key = ConfigurationKey.named(name) else { return "" }
    let normal =
        key.normal.isEmpty ? "" : words("（默认 \(key.normal)）", " (default: \(key.normal))")
    return ArgumentHelp(words(key.summary.zh, key.summary.en) + normal, valueName: key.form)
}
