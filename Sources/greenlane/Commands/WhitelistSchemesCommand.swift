internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore

/// `whitelist schemes`: what each scheme asks, waives and leaves open.
struct WhitelistSchemes: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "schemes",
            abstract: words("各地白名单制度一览", "The schemes, place by place"))
    }

    @Argument(
        help: ArgumentHelp(words("只看这个制度，如 nansha", "Only this scheme, such as nansha")))
    var id: String?

    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp(
            words("哪一天有效的版本（默认今天）", "The versions in force on this day (default today)"),
            valueName: "date"))
    var asOf: String?

    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try SystemClock.check()
        let console = options.console
        let isCSV = try listing.isCSV(options)
        let day =
            try asOf.map { try StatedValue.date($0, option: "--as-of") } ?? SystemClock.now().date
        let book = try WhitelistCommand.schemes()
        if let id, !book.knows(id) { throw Self.unknown(id, book) }
        let shown = book.schemes.filter {
            $0.inForce.contains(day) && (id == nil || $0.id == id)
        }
        guard id == nil || !shown.isEmpty else { throw Self.notInForce(id ?? "", day) }
        let path = "\(try Home.path())/Workflows/schemes/scheme-statements.csv"
        let statements = try SchemeStatementReader.read(
            try CatalogFiles.read(path), schemes: book)
        let pages = shown.map { scheme in
            SchemePage(
                scheme: scheme,
                statements: statements.filter {
                    $0.scheme == scheme.id && $0.version == scheme.inForce.from
                })
        }
        if isCSV {
            console.csv(pages.map(\.json), columns: ["scheme", "kind", "name.zh", "name.en"])
        } else if console.isJSON {
            console.json([
                "asOf": .string(day.description), "schemes": .array(pages.map(\.json)),
            ])
        } else if id == nil {
            console.lines(SchemeText(console).table(pages, day))
        } else {
            console.lines(pages.flatMap { SchemeText(console).page($0) })
        }
    }

    private static func unknown(_ id: String, _ book: WhitelistSchemeBook) -> Refusal {
        let shown = PlainText.printable(id)
        let near = Suggestion.nearest(to: id, in: book.schemes.map(\.id))
        return Refusal(
            .notFound, "whitelist-scheme-unknown",
            LocalizedText(zh: "没有白名单制度“\(shown)”。", en: "There is no scheme \"\(shown)\"."),
            remedy: LocalizedText(
                zh: near.map { "是否想写 \($0)？" } ?? "运行 greenlane whitelist schemes 查看全部。",
                en: near.map { "Did you mean \($0)?" }
                    ?? "See all of them with greenlane whitelist schemes."))
    }

    private static func notInForce(_ id: String, _ day: CalendarDate) -> Refusal {
        Refusal(
            .notFound, "whitelist-scheme-not-in-force",
            LocalizedText(
                zh: "\(day)没有施行中的“\(id)”制度。", en: "No version of \(id) is in force on \(day)."),
            remedy: LocalizedText(
                zh: "用 --as-of 指定另一天。", en: "Name another day with --as-of."))
    }
}

/// One version of a scheme with what its notice says.
struct SchemePage {
    let scheme: WhitelistScheme
    let statements: [SchemeStatement]

    func statements(_ topic: SchemeStatement.Topic) -> [SchemeStatement] {
        statements.filter { $0.topic == topic }
    }

    /// What decides, then the statements; a point that nobody found is an empty list.
    var json: JSONValue {
        var object = JSONObject([
            .init("scheme", .string(scheme.id)), .init("kind", .string(scheme.kind.rawValue)),
            .init("name", scheme.name.json),
            .init("from", scheme.inForce.from.map { .string($0.description) } ?? .null),
            .init("to", scheme.inForce.to.map { .string($0.description) } ?? .null),
            .init("districts", .array(scheme.districts.map { .string($0) })),
            .init("purposes", .array(scheme.purposes.map { .string($0.rawValue) })),
            .init("waives", .array(scheme.waives.map { .string($0.permit) })),
            .init("waivesDrugForm", .bool(scheme.waives.contains { $0.permit == Self.drugForm })),
            .init("eases", .array(scheme.eases.map { .string($0) })),
            .init(
                "excludes",
                .array(
                    scheme.excludes.map {
                        [
                            "text": $0.text.json, "confidence": .string($0.confidence.rawValue),
                        ]
                    })),
        ])
        object.append(
            "validityMonths", Self.setting(scheme.validityMonths) { .integer(Int64($0)) })
        object.append("remark", Self.setting(scheme.remark) { .string($0) })
        object.append("acceptedOffices", .array(scheme.acceptedOffices.map { .string($0) }))
        object.append("allowsAgent", Self.setting(scheme.allowsAgent) { .bool($0) })
        object.append("balanceComesBack", Self.setting(scheme.balanceComesBack) { .bool($0) })
        if let caution = scheme.caution { object.append("caution", caution.json) }
        for topic in SchemeStatement.Topic.allCases {
            object.append(topic.rawValue, .array(statements(topic).map(Self.statement)))
        }
        return .object(object)
    }

    private static let drugForm = "drug-clearance-form"

    private static func setting<Value>(
        _ setting: WhitelistScheme.Setting<Value>?, _ value: (Value) -> JSONValue
    ) -> JSONValue {
        guard let setting else { return .null }
        return [
            "value": value(setting.value), "confidence": .string(setting.confidence.rawValue),
            "source": .string(setting.source),
        ]
    }

    private static func statement(_ statement: SchemeStatement) -> JSONValue {
        [
            "zh": .string(statement.text.zh), "en": .string(statement.text.en),
            "confidence": .string(statement.confidence.rawValue),
            "source": .string(statement.source),
        ]
    }
}
