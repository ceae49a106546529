public import GreenlaneCatalog
public import GreenlaneCore

/// Where a value came from, the strongest first.
public enum ConfigurationOrigin: Hashable, Sendable {
    /// The flag, such as `--listen`.
    case flag(String)
    /// The variable, such as `GREENLANE_LISTEN`.
    case environment(String)
    /// `file:line:column`.
    case file(String)
    /// Nobody set it.
    case normal

    /// Such as `flag --listen` or `file greenlane.yaml:3:9`.
    public var text: String {
        switch self {
        case .flag(let name): "flag \(name)"
        case .environment(let name): "environment \(name)"
        case .file(let place): "file \(place)"
        case .normal: "default"
        }
    }
}

/// A key with the value that holds, and where it came from.
public struct ConfigurationSetting: Sendable {
    /// What is set.
    public let key: ConfigurationKey
    /// The value: in its normal form where it is right, as it was written where it is not.
    public let value: String
    /// Where it came from.
    public let origin: ConfigurationOrigin
}

/// The outcome of reading a configuration: every value with its origin, and every problem at once.
public struct ConfigurationReading: Sendable {
    /// What the flags and variables said that set a value.
    public struct Sources: Sendable {
        /// Key names and values, in the order of the command line; the last counts.
        public var flags: [(name: String, value: String)] = []
        /// All variables of the process.
        public var environment: [String: String] = [:]
        /// The file, where one was named.
        public var file: ConfigurationFile?

        /// Sources, all of which may be missing.
        public init(
            flags: [(name: String, value: String)] = [], environment: [String: String] = [:],
            file: ConfigurationFile? = nil
        ) {
            self.flags = flags
            self.environment = environment
            self.file = file
        }
    }

    /// The values; those with problems stand at their defaults.
    public private(set) var configuration = ServiceConfiguration()
    /// In the order of the table of keys.
    public private(set) var settings: [ConfigurationSetting] = []
    /// Everything that is wrong; `pointer` is the origin.
    public private(set) var problems: [Refusal.Detail] = []
    /// What is probably a mistake, but does not stop the service.
    public private(set) var remarks: [Refusal.Detail] = []
    /// Keys whose values could not be read, and stand at their defaults instead.
    private var unread: [String] = []

    /// Reads flags over environment over file over defaults.
    public init(_ sources: Sources) {
        readFile(sources.file)
        for key in ConfigurationKey.all { set(key, from: sources) }
        remark(environment: sources.environment)
        problems += ConfigurationCheck(self, unread: unread).problems
    }

    /// The configuration, where nothing is wrong with it.
    public func checked() throws(Refusal) -> ServiceConfiguration {
        guard problems.isEmpty else {
            throw Refusal(
                .input, "configuration-invalid",
                LocalizedText(
                    zh: "配置有 \(problems.count) 处问题。",
                    en: problems.count == 1
                        ? "The configuration has a problem."
                        : "The configuration has \(problems.count) problems."),
                remedy: LocalizedText(
                    zh: "运行 greenlane config 查看每个值及其来源。",
                    en: "See every value and its origin with greenlane config."),
                details: problems)
        }
        return configuration
    }

    /// Where the value of that key came from.
    public func origin(of name: String) -> ConfigurationOrigin {
        settings.first { $0.key.name == name }?.origin ?? .normal
    }

    private mutating func readFile(_ file: ConfigurationFile?) {
        guard let file else { return }
        for diagnostic in file.diagnostics {
            problems.append(
                Refusal.Detail(
                    pointer: "file \(diagnostic.place)", code: diagnostic.code,
                    message: diagnostic.message))
        }
        let names = ConfigurationKey.all.map(\.name)
        for entry in file.entries where !names.contains(entry.key) {
            let shown = PlainText.printable(entry.key)
            let near = Suggestion.nearest(to: entry.key, in: names)
            problems.append(
                Refusal.Detail(
                    pointer: "file \(entry.keyPlace)", code: "unknown-setting",
                    message: LocalizedText(
                        zh: "没有“\(shown)”这一项。" + (near.map { "是否想写 \($0)？" } ?? ""),
                        en: "There is no setting \"\(shown)\"."
                            + (near.map { " Did you mean \($0)?" } ?? ""))))
        }
    }

    private mutating func set(_ key: ConfigurationKey, from sources: Sources) {
        let origin: ConfigurationOrigin
        let text: String
        if let flag = sources.flags.last(where: { $0.name == key.name }) {
            (origin, text) = (.flag(key.flag), flag.value)
        } else if let value = sources.environment[key.environmentName], !value.isEmpty {
            (origin, text) = (.environment(key.environmentName), value)
        } else if let entry = sources.file?.entries.last(where: { $0.key == key.name }) {
            (origin, text) = (.file(entry.valuePlace), entry.value)
        } else {
            settings.append(
                ConfigurationSetting(key: key, value: key.normal, origin: .normal))
            return
        }
        var shown = PlainText.printable(text)
        do throws(ConfigurationFault) {
            guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
                throw ConfigurationFault(
                    "control-character", zh: "值中有控制字符。", en: "The value has control characters.")
            }
            try key.read(text, &configuration)
            shown = key.show(configuration)
        } catch {
            // An address may hold a password that somebody should not have put there.
            if error.code == "url-has-secret" { shown = "***" }
            unread.append(key.name)
            problems.append(
                Refusal.Detail(
                    pointer: origin.text, code: error.code,
                    message: LocalizedText(
                        zh: "\(key.name)（\(shown)）：\(error.message.zh)",
                        en: "\(key.name) (\(shown)): \(error.message.en)")))
        }
        settings.append(ConfigurationSetting(key: key, value: shown, origin: origin))
    }

    /// Other programs' variables are none of our business; a near miss of one of ours is.
    private mutating func remark(environment: [String: String]) {
        let names = ConfigurationKey.all.map(\.environmentName)
        for name in environment.keys.sorted()
        where name.hasPrefix("GREENLANE_") && !names.contains(name) {
            let rest = String(name.dropFirst("GREENLANE_".count))
            let known = names.map { String($0.dropFirst("GREENLANE_".count)) }
            guard let near = Suggestion.nearest(to: rest, in: known) else { continue }
            remarks.append(
                Refusal.Detail(
                    pointer: "environment \(PlainText.printable(name))", code: "unknown-variable",
                    message: LocalizedText(
                        zh: "没有这个变量，是否想写 GREENLANE_\(near)？",
                        en: "There is no such variable. Did you mean GREENLANE_\(near)?")))
        }
    }
}
