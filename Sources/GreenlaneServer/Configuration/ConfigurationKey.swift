public import GreenlaneCore

/// One thing that can be set: its name, what it means, and how its value is read and shown. The
/// table of all keys drives reading, checking, help and `greenlane config`.
public struct ConfigurationKey: Sendable {
    /// Kebab-case: the flag without its dashes, and the name in the file.
    public let name: String
    /// What a value looks like, for help texts.
    public let form: String
    /// What it does, with its unit.
    public let summary: LocalizedText

    let read: @Sendable (String, inout ServiceConfiguration) throws(ConfigurationFault) -> Void
    let show: @Sendable (ServiceConfiguration) -> String

    /// The environment variable, such as `GREENLANE_LOG_LEVEL`.
    public var environmentName: String {
        "GREENLANE_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
    }

    /// The flag, such as `--log-level`.
    public var flag: String { "--\(name)" }

    /// The default as it is written in a file; empty where nothing is set.
    public var normal: String { show(ServiceConfiguration()) }

    /// The key of that name.
    public static func named(_ name: String) -> ConfigurationKey? {
        all.first { $0.name == name }
    }

    init(
        _ name: String, _ form: String, zh: String, en: String,
        read:
            @escaping @Sendable (String, inout ServiceConfiguration) throws(ConfigurationFault) ->
            Void,
        show: @escaping @Sendable (ServiceConfiguration) -> String
    ) {
        self.name = name
        self.form = form
        summary = LocalizedText(zh: zh, en: en)
        self.read = read
        self.show = show
    }

    typealias Path<Value> = WritableKeyPath<ServiceConfiguration, Value> & Sendable

    static func number(
        _ name: String, _ path: any Path<Int>, _ range: ClosedRange<Int>, zh: String, en: String
    ) -> ConfigurationKey {
        ConfigurationKey(
            name, "n", zh: zh, en: en,
            read: { text, into throws(ConfigurationFault) in
                into[keyPath: path] = try ConfigurationForm.number(text, in: range)
            }, show: { String($0[keyPath: path]) })
    }

    static func bytes(
        _ name: String, _ path: any Path<Int>, _ range: ClosedRange<Int>, zh: String, en: String
    ) -> ConfigurationKey {
        ConfigurationKey(
            name, "size", zh: zh, en: en,
            read: { text, into throws(ConfigurationFault) in
                into[keyPath: path] = try ConfigurationForm.bytes(text, in: range)
            }, show: { ConfigurationForm.size($0[keyPath: path]) })
    }

    static func flag(
        _ name: String, _ path: any Path<Bool>, zh: String, en: String
    ) -> ConfigurationKey {
        ConfigurationKey(
            name, "yes|no", zh: zh, en: en,
            read: { text, into throws(ConfigurationFault) in
                into[keyPath: path] = try ConfigurationForm.flag(text)
            }, show: { $0[keyPath: path] ? "yes" : "no" })
    }

    static func text(
        _ name: String, _ form: String, _ path: any Path<String>, zh: String, en: String,
        check: @escaping @Sendable (String) throws(ConfigurationFault) -> String = { $0 }
    ) -> ConfigurationKey {
        ConfigurationKey(
            name, form, zh: zh, en: en,
            read: { text, into throws(ConfigurationFault) in
                into[keyPath: path] = text.isEmpty ? "" : try check(text)
            }, show: { $0[keyPath: path] })
    }
}
