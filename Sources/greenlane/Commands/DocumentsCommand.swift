internal import ArgumentParser
internal import Glibc
internal import GreenlaneCore
internal import GreenlaneEngine

/// `documents`: the documents of a shipment, or the contents of one.
struct DocumentsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "documents",
            abstract: words("单证：列出，或取出一份", "Documents of a shipment: list them, or get one"))
    }

    @Argument(help: ArgumentHelp(words("货物编号", "The shipment"), valueName: "id"))
    var shipment: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("取出这份单证（sha256:…）", "Get this document (sha256:…)"), valueName: "digest"))
    var digest: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("写到哪里，- 为标准输出", "Where to, - for standard output"), valueName: "file"))
    var out: String?

    @Flag(name: .long, help: ArgumentHelp(words("覆盖已有的文件", "Replace a file that is there")))
    var force = false

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let definitions = try DefinitionSet.load(home: try Home.path())
        guard digest != nil || out != nil else {
            let documents = try Workplace.read(options) { store in
                try Attachments(store: store, definitions: definitions).list(shipment)
            }
            list(documents, console)
            return
        }
        guard let digest, let out else { throw Self.pairNeeded }
        guard out == "-" || force || access(out, F_OK) != 0 else {
            throw OutputFile.exists(out)
        }
        let opened = try Workplace.read(options) { store in
            try Attachments(store: store, definitions: definitions).open(digest, of: shipment)
        }
        if out == "-" {
            Console.writeBytes(opened.bytes)
            return
        }
        try OutputFile.write(opened.bytes, to: out)
        if console.isJSON {
            console.json([
                "shipment": .string(shipment), "digest": .string(digest), "file": .string(out),
                "name": .string(opened.name), "mediaType": .string(opened.type.rawValue),
                "size": .integer(Int64(opened.bytes.count)),
            ])
        } else {
            let shown = PlainText.printable(out)
            let name = PlainText.printable(opened.name)
            console.line(
                console.text(
                    "已写入 \(shown)：\(name)，\(opened.bytes.count) 字节，与摘要相符的原件。",
                    "Wrote \(shown): \(name), \(opened.bytes.count) bytes."))
        }
    }

    private func list(_ documents: [Attachments.Document], _ console: Console) {
        if console.isJSON {
            console.json([
                "shipment": .string(shipment), "documents": .array(documents.map(\.json)),
            ])
        } else if documents.isEmpty {
            console.line(
                console.text(
                    "还没有单证。用 greenlane do \(shipment) attach_document --attach 文件 上传。",
                    "No documents yet. Attach one with greenlane do \(shipment) "
                        + "attach_document --attach FILE."))
        } else {
            console.lines(DocumentsText(console).table(documents))
        }
    }

    private static let pairNeeded = Refusal(
        .input, "option-missing",
        LocalizedText(
            zh: "取出单证须同时给出 --digest 与 --out。",
            en: "To get a document give both --digest and --out."))
}
