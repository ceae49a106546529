internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine

/// `export`: the log in the words of others.
struct ExportCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "export", abstract: words("导出为通行格式", "Export in formats of others"),
            subcommands: [ExportEPCIS.self])
    }
}

/// `export epcis`: the life of shipments as GS1 EPCIS 2.0 events.
struct ExportEPCIS: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "epcis",
            abstract: words("GS1 EPCIS 2.0 事件文档（JSON-LD）", "A GS1 EPCIS 2.0 document (JSON-LD)"),
            discussion: words(
                """
                不写货物编号即全部货物；--from、--to 限定时段。更正过的事件会连同错误声明再次给出。\
                文档中没有人名。
                """,
                """
                All shipments where none is named; --from and --to limit the period. An event that \
                was corrected is given once more with an error declaration. No document names a \
                person.
                """))
    }

    @Argument(help: ArgumentHelp(words("货物编号，可多个", "Shipments, any number"), valueName: "id"))
    var shipments: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(words("从何时起（含）", "From when on"), valueName: "time"))
    var from: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("到何时止（含；日期含当日）", "Until when, a day to its end"), valueName: "time"))
    var to: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words(
                "时段按发生时间（event，默认）还是记录时间（record）计",
                "Count the period by when it happened (event, the default) or was recorded"),
            valueName: "event|record"))
    var by: StatedClock = .event

    @Option(
        name: .long,
        help: ArgumentHelp(words("写入文件（默认标准输出）", "Write to a file (default: stdout)")))
    var out: String?

    @OptionGroup var options: GlobalOptions

    /// The values of `--by`.
    enum StatedClock: String, ExpressibleByArgument, CaseIterable {
        case event, record
    }

    func run() throws {
        try SystemClock.check()
        let console = options.console
        let selection = try selection()
        let definitions = try DefinitionSet.load(home: try Home.path())
        let summary = try Workplace.read(options) { store in
            let exporter = EPCISExporter(store: store, definitions: definitions)
            let now = SystemClock.now()
            guard let out else {
                return try exporter.export(selection, created: now) {
                    console.raw(String(decoding: $0, as: UTF8.self))
                }
            }
            return try OutputFile.write(out) { file in
                try exporter.export(selection, created: now) { try file.append($0) }
            }
        }
        if summary.events == 0 {
            console.note(
                console.text("没有符合条件的事件；文档为空。", "No event fits; the document is empty."))
        }
        if let out { tell(summary, out, console) }
    }

    private func selection() throws(Refusal) -> EPCISSelection {
        let first: Timestamp?
        if let from { first = try StatedValue.time(from, option: "--from") } else { first = nil }
        let last: Timestamp?
        switch to {
        case let to? where CalendarDate(to) != nil:
            last = Timestamp(endOf: try StatedValue.date(to, option: "--to"))
        case let to?: last = try StatedValue.time(to, option: "--to")
        case nil: last = nil
        }
        if let first, let last, last < first {
            throw StatedValue.invalid(
                "--to", "period-backwards", zh: "--to 早于 --from。", en: "--to is before --from.")
        }
        var named: [String] = []
        for id in shipments where !named.contains(id) { named.append(id) }
        return EPCISSelection(
            shipments: named, from: first, to: last, clock: by == .event ? .event : .record)
    }

    private func tell(_ summary: EPCISExporter.Summary, _ out: String, _ console: Console) {
        if console.isJSON {
            console.json([
                "file": .string(out), "shipments": .integer(Int64(summary.shipments)),
                "events": .integer(Int64(summary.events)),
            ])
        } else {
            console.line(
                console.style.green("✓ ")
                    + console.text(
                        "已写入 \(out)：\(summary.shipments) 票货，\(summary.events) 个事件。",
                        "Wrote \(out): \(summary.shipments) shipments, \(summary.events) events."))
        }
    }
}
