internal import ArgumentParser

/// The options that every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            words(
                "数据目录（默认取环境变量 GREENLANE_DATA，否则 ./greenlane-data）",
                "Data directory (default: GREENLANE_DATA, else ./greenlane-data)"),
            valueName: "dir"))
    var data: String?

    @Flag(
        name: .long,
        help: ArgumentHelp(
            words("输出 JSON；其余信息走标准错误", "Print JSON; everything else goes to standard error")))
    var json = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("语言（默认按 LANG，否则 zh）", "Language (default from LANG, else zh)"),
            valueName: "zh|en"))
    var lang: StatedLanguage?

    /// Where the log lies. Nothing between quotes is no answer: a variable that was never set must
    /// not put the log into the root of the file system.
    var directory: String {
        [data, ProcessVariables.value("GREENLANE_DATA")].compactMap { $0 }.first { !$0.isEmpty }
            ?? "./greenlane-data"
    }

    /// How to write.
    var console: Console { Console(Invocation.current) }
}

/// The values of `--lang`; `Invocation` has read them already, this refuses all others.
enum StatedLanguage: String, ExpressibleByArgument, CaseIterable {
    case zh, en
}
