internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// `shipments`: the worklist.
struct ShipmentsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "shipments", abstract: words("货物清单", "List shipments"))
    }

    /// Rows that one call may list.
    static let limits = 1...10_000

    @Option(
        name: .long,
        help: ArgumentHelp(words("状态或里程碑", "A state or a milestone"), valueName: "state"))
    var state: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("进口单位的统一社会信用代码", "The importer's USCC"), valueName: "uscc"))
    var importer: String?

    @Flag(
        name: .long,
        help: ArgumentHelp(words("只列逾期的", "Only those with a deadline that has passed")))
    var overdue = false

    @Option(name: .long, help: ArgumentHelp(words("最多几行", "At most so many"), valueName: "n"))
    var limit = 100

    @Option(
        name: .long,
        help: ArgumentHelp(words("上一页给出的游标", "The cursor of the page before"), valueName: "cursor"))
    var after: String?

    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: GlobalOptions

    /// Members of a row.
    static let columns = [
        "shipment", "version", "milestone", "state", "importer", "reference", "due", "overdue",
        "final", "updated",
    ]

    func run() throws {
        let console = options.console
        let isCSV = try listing.isCSV(options)
        let limit = try StatedValue.count(limit, in: Self.limits, option: "--limit")
        let filter = ShipmentFilter(
            state: state, importer: try importer.map(Self.uscc), overdueOnly: overdue,
            limit: limit, after: after)
        var rows = try Workplace.read(options) { try $0.shipments(filter) }
        let next = rows.count > limit ? rows[limit - 1].id : nil
        rows = Array(rows.prefix(limit))
        if rows.isEmpty, let state { try Self.check(state) }
        if isCSV {
            console.csv(rows.map(Self.json), columns: Self.columns)
            if let next {
                console.note(console.text("还有更多：--after \(next)", "There is more: --after \(next)"))
            }
        } else if console.isJSON {
            var lines = rows.map { Self.json($0).text }
            if let next { lines.append((["next": .string(next)] as JSONValue).text) }
            console.lines(lines)
        } else {
            console.lines(try ShipmentListText(console, Self.titles()).lines(rows, next: next))
        }
    }

    /// The normal form of a stated USCC.
    static func uscc(_ text: String) throws -> String {
        do throws(IdentifierProblem) {
            return try UnifiedSocialCreditCode.check(text)
        } catch {
            throw Refusal(
                .input, error.code, error.message,
                details: [
                    Refusal.Detail(
                        pointer: "--importer", code: error.code, message: error.message)
                ])
        }
    }

    /// A slip of the pen must not look like an empty list.
    private static func check(_ state: String) throws {
        let milestones = Milestone.allCases.map(\.rawValue)
        if milestones.contains(state) { return }
        let names = try titles().map(\.name) + milestones
        if names.contains(state) { return }
        let near = Suggestion.nearest(to: state, in: names)
        let shown = PlainText.printable(state)
        throw StatedValue.invalid(
            "--state", "state-unknown",
            zh: "没有“\(shown)”这个状态或里程碑。",
            en: "There is no state or milestone \"\(shown)\".",
            remedy: near.map {
                LocalizedText(zh: "是否想写 \($0)？", en: "Did you mean \($0)?")
            })
    }

    /// State names of the shipped workflows with their titles.
    private static func titles() throws -> [(name: String, title: LocalizedText)] {
        try DefinitionSet.load(home: try Home.path()).shipped.flatMap { flow in
            flow.chart.states.dropFirst().compactMap { state in
                state.definition.title.map { (state.name, $0) }
            }
        }
    }

    private static func json(_ row: ShipmentRow) -> JSONValue {
        var object = JSONObject([
            .init("shipment", .string(row.id)), .init("version", .integer(row.version)),
            .init("milestone", .string(row.milestone)), .init("state", .string(row.state)),
            .init("importer", .string(row.importer)), .init("reference", .string(row.reference)),
        ])
        let due = row.due.map { Timestamp(milliseconds: $0).description }
        object.append("due", due.map { .string($0) } ?? .null)
        object.append("overdue", .bool(row.overdue))
        object.append("final", .bool(row.final))
        object.append("updated", .string(Timestamp(milliseconds: row.updated).description))
        return .object(object)
    }
}
