internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore

/// `hs`: a tariff line in words, or the lines that a code or a word leads to.
struct TariffCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "hs",
            abstract: words("查商品编号：监管条件、检验检疫类别、附加码", "Look up a tariff line and its letters"))
    }

    /// More lines than anybody reads.
    static let maximumLines = 50

    @Argument(
        help: ArgumentHelp(
            words("十位编号、编号开头或中文品名", "A ten-digit code, the first digits, or Chinese words"),
            valueName: "code"))
    var text: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let data = try AssessmentData.load(home: try Home.path(), whitelists: [])
        guard text.utf8.count >= 2 else {
            throw Refusal(
                .input, "hs-too-short",
                LocalizedText(
                    zh: "请至少写两位编号或两个字母。", en: "Give two digits or letters at least."))
        }
        let isCode = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let wanted = String(text.prefix(10))
        let found =
            isCode
            ? data.codes.lines(startingWith: wanted)
            : data.codes.lines(startingWith: "", having: 1, of: [text])
        guard !found.isEmpty else {
            throw Refusal(
                .notFound, "hs-unknown",
                LocalizedText(
                    zh: "现有税则数据中没有“\(PlainText.printable(text))”。",
                    en: "The tariff data at hand has no \"\(PlainText.printable(text))\"."),
                remedy: LocalizedText(
                    zh: "数据只含一部分税目；没有列出不等于不存在，也不等于不需要证件，请查当年税则。",
                    en: "The data has a part of the tariff only: a line that is missing may exist, "
                        + "and may need licences. Look into the tariff of the year."))
        }
        let shown = found.prefix(Self.maximumLines)
        for line in shown {
            let extensions = data.rules.extensions(of: line.code)
            if console.isJSON {
                console.json(Self.json(line, extensions))
            } else {
                console.lines(Self.lines(line, extensions, console, data.rules))
            }
        }
        if found.count > shown.count {
            console.note(
                console.text(
                    "另有 \(found.count - shown.count) 条未列出。",
                    "\(found.count - shown.count) more are not shown."))
        }
    }

    private static func json(_ line: HSLine, _ extensions: [CIQExtension]) -> JSONValue {
        guard var object = line.json.objectValue else { return .null }
        object.append(
            "extensions",
            .array(
                extensions.map { one -> JSONValue in
                    ["ciq": .string(one.code), "name": .string(one.name)]
                }))
        return .object(object)
    }

    private static func lines(
        _ line: HSLine, _ extensions: [CIQExtension], _ console: Console, _ rules: RuleBook
    ) -> [String] {
        let text = TariffText(console, rules)
        let isChinese = console.language == .zh || line.description.en.isEmpty
        var parts = text.letters(line, nil)
        if !extensions.isEmpty { parts.append(text.extensions(extensions)) }
        let isOld = line.supervision?.confidence != .confirmed
        let source =
            console.text("来源 ", "source ") + line.source
            + (line.year.isEmpty ? "" : console.text("，", ", ") + line.year)
            + (isOld ? console.text("〔未经确认〕", " [unverified]") : "")
        return [
            console.style.bold(line.code) + "  "
                + PlainText.printable(isChinese ? line.description.zh : line.description.en)
        ] + parts.flatMap { console.prose($0, indent: "     ", first: "   ") }
            + console.prose(source, indent: "     ", first: "   ").map(console.style.dim)
    }
}
