internal import Glibc
internal import GreenlaneCore

/// What the command line asks of the output, known before it is parsed: help and parse errors need
/// it too.
struct Invocation: Sendable {
    let language: Language
    let isJSON: Bool

    /// `--lang` and `--json` wherever they stand; the last `--lang` counts, and what follows `--`
    /// are no options.
    init(arguments: [String], environment: (String) -> String?) {
        let options = arguments.prefix { $0 != "--" }
        isJSON = options.contains("--json")
        var stated: Language?
        for (index, argument) in options.enumerated() {
            if argument == "--lang", index + 1 < options.count {
                stated = Language(rawValue: options[index + 1]) ?? stated
            } else if argument.hasPrefix("--lang=") {
                stated = Language(rawValue: String(argument.dropFirst("--lang=".count))) ?? stated
            }
        }
        let fromLocale: Language = (environment("LANG") ?? "").hasPrefix("en") ? .en : .zh
        language = stated ?? fromLocale
    }

    /// Of this process.
    static let current = Invocation(
        arguments: Array(CommandLine.arguments.dropFirst()), environment: ProcessVariables.value)
}

/// The text in the language of this process, for help that the parser prints.
func words(_ zh: String, _ en: String) -> String {
    LocalizedText(zh: zh, en: en).text(Invocation.current.language)
}

/// Environment variables of this process.
enum ProcessVariables {
    static func value(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// Those that decide how a terminal is written on.
    static var terminal: [String: String] {
        var values: [String: String] = [:]
        for name in ["COLUMNS", "NO_COLOR", "TERM"] { values[name] = value(name) }
        return values
    }
}
