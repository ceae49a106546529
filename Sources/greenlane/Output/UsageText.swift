internal import GreenlaneCore

/// What the argument parser says, in both languages.
enum UsageText {
    /// Code of all errors that the parser finds; the remedy is the usage line.
    static let code = "usage"

    /// The parser's headings in the reader's language; its shouting is toned down in both.
    static func help(_ text: String, _ language: Language) -> String {
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var shown = String(line)
            if !line.hasPrefix(" "), line.hasSuffix(groupEnding), line != "SUBCOMMANDS:" {
                // A group's own title, which the parser writes in capitals.
                let title = shown.dropLast(groupEnding.count).lowercased()
                shown = title.prefix(1).uppercased() + title.dropFirst() + ":"
            }
            if language == .zh {
                for (english, chinese) in phrases {
                    shown = shown.replacing(english, with: chinese)
                }
                if shown.contains("（可用：") || shown.contains("（默认：") {
                    shown = shown.replacing(")", with: "）").replacing("） （", with: "；")
                }
            }
            lines.append(shown)
        }
        return lines.joined(separator: "\n")
    }

    private static let groupEnding = " SUBCOMMANDS:"
    private static let phrases = [
        ("OVERVIEW: ", ""), ("USAGE: ", "用法："), ("ARGUMENTS:", "参数："),
        ("OPTIONS:", "选项："), ("SUBCOMMANDS:", "子命令："), ("See '", "详见 "),
        ("' for detailed help.", ""), ("' for more information.", ""),
        ("Show help information.", "显示帮助"), ("Show the version.", "显示版本"),
        ("(values: ", "（可用："), ("; default: ", "；默认："), ("(default: ", "（默认："),
    ]

    /// An error of the parser as a refusal; the usage line goes with it.
    static func refusal(_ message: String, usage: String) -> Refusal {
        let line =
            usage.split(separator: "\n").first { $0.hasPrefix("Usage: ") }
            .map { String($0.dropFirst("Usage: ".count)) } ?? "greenlane --help"
        let english = message.hasSuffix(".") || message.hasSuffix("?") ? message : message + "."
        return Refusal(
            .input, code, LocalizedText(zh: chinese(message), en: english),
            remedy: LocalizedText(zh: line, en: line))
    }

    /// The parser knows a dozen sentences; what it quotes is kept.
    private static func chinese(_ message: String) -> String {
        let quoted = message.split(separator: "'", omittingEmptySubsequences: false)
        func part(_ index: Int) -> String { index < quoted.count ? String(quoted[index]) : "" }
        let near = message.contains("Did you mean") ? "是否想写 \(part(3))？" : ""
        switch true {
        case message.hasPrefix("Unknown option"): return "没有选项 \(part(1))。" + near
        case message.hasPrefix("Missing value for"): return "\(part(1)) 后面缺少值。"
        case message.hasPrefix("Missing expected argument"): return "缺少 \(part(1))。"
        case message.hasPrefix("Missing one of"): return "须给出其一：\(part(1))。"
        case message.hasPrefix("Missing required subcommand"): return "缺少子命令。"
        case message.hasPrefix("Unexpected argument"): return "多出了“\(part(1))”。" + near
        case message.contains("unexpected arguments"): return "多出了参数：\(part(1))。"
        case message.hasPrefix("The value"): return "\(part(3)) 的值“\(part(1))”无效。"
        default: return "命令行有误：\(message)"
        }
    }
}
