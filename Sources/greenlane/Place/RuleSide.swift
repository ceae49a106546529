internal import Glibc
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine
internal import TransparencyLog

/// Rules as somebody names them on the command line: a day, a folder or file, or a digest that the
/// log cites.
enum RuleSide {
    case day(CalendarDate)
    case texts(String)
    case digest(String)
    /// What the product ships, whenever it is in force.
    case shipped

    /// The word for what the product ships.
    static let shippedName = "shipped"
    static let digestPrefix = "sha256:"

    /// Reads a day, a digest, a path or `shipped`.
    init(_ text: String, argument: String) throws(Refusal) {
        if let day = CalendarDate(text) {
            self = .day(day)
        } else if text.hasPrefix(Self.digestPrefix) {
            self = .digest(text)
        } else if access(text, F_OK) == 0 {
            self = .texts(text)
        } else if text == Self.shippedName {
            self = .shipped
        } else {
            throw StatedValue.invalid(
                argument, "rules-unknown",
                zh: "“\(PlainText.printable(text))”不是日期、文件、目录或 sha256 摘要。",
                en: "\"\(PlainText.printable(text))\" is no date, file, folder or sha256 digest.",
                remedy: LocalizedText(
                    zh: "写成 2026-08-01、规则目录或文件的路径、事件中 under 的摘要，或 shipped。",
                    en: "Write 2026-08-01, the path of a rule folder or file, a digest as events "
                        + "state it under `under`, or shipped."))
        }
    }

    var day: CalendarDate? {
        if case .day(let day) = self { day } else { nil }
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Rule texts of paths; a folder without any is an error.
    static func texts(_ paths: [String]) throws -> RuleTexts {
        for path in paths where access(path, F_OK) != 0 { _ = try InputFile.read(path) }
        let texts = try RuleTexts.read(paths, isFolder: isFolder)
        guard texts.files.isEmpty, let path = paths.first else { return texts }
        let shown = PlainText.printable(path)
        throw Refusal(
            .input, "no-rule-files",
            LocalizedText(
                zh: "\(shown) 里没有规则文件（.yaml）。", en: "\(shown) holds no rule files (.yaml)."))
    }

    /// The rules and schemes that the product ships.
    static func shipped(home: String) throws -> LoadedRules {
        try RuleTexts([]).load(home: home)
    }

    /// The rules as this side has them, on a day where one counts.
    func state(
        _ options: GlobalOptions, home: String, asOf: CalendarDate?
    ) throws -> RuleState {
        let loaded: LoadedRules
        switch self {
        case .day, .shipped: loaded = try Self.shipped(home: home)
        case .texts(let path): loaded = try Self.texts([path]).load(home: home)
        case .digest(let digest):
            loaded = try Workplace.read(options) { try DefinitionSet.keptRules(digest, $0) }
        }
        return RuleState(rules: loaded.rules, schemes: loaded.schemes, day: day ?? asOf)
    }
}
