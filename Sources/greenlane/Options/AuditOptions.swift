internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// Which part of a long answer.
struct AuditPageOptions: ParsableArguments {
    /// Lines that one call may list.
    static let limits = 1...10_000

    @Option(name: .long, help: ArgumentHelp(words("最多几行", "At most so many"), valueName: "n"))
    var limit = 100

    @Option(
        name: .long,
        help: ArgumentHelp(words("上一页给出的游标", "The cursor of the page before"), valueName: "cursor"))
    var after: String?

    /// The cursor in the form that the question gives; a slip must not look like the end.
    func page(_ isCursor: (String) -> Bool) throws(Refusal) -> AuditPage {
        let limit = try StatedValue.count(limit, in: Self.limits, option: "--limit")
        if let after, !isCursor(after) {
            throw StatedValue.invalid(
                "--after", "invalid-cursor",
                zh: "“\(PlainText.printable(after))”不是上一页给出的游标。",
                en: "\"\(PlainText.printable(after))\" is no cursor of a page before.")
        }
        return AuditPage(limit: limit, after: after)
    }

    /// A position in the log.
    static func isPosition(_ text: String) -> Bool { (Int64(text) ?? 0) > 0 }

    /// A day and a position.
    static func isPlace(_ text: String) -> Bool { TraceCursor(text) != nil }
}

/// The days that a question is about.
struct AuditPeriodOptions: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp(words("起始日（含）", "First day"), valueName: "date"))
    var from: String?

    @Option(name: .long, help: ArgumentHelp(words("截止日（含）", "Last day"), valueName: "date"))
    var to: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("一个季度，如 2026Q3", "A quarter, such as 2026Q3"), valueName: "quarter"))
    var quarter: String?

    /// As stated; open where nothing is.
    var period: AuditPeriod {
        get throws(Refusal) {
            if let quarter {
                guard from == nil, to == nil else {
                    throw StatedValue.invalid(
                        "--quarter", "period-stated-twice",
                        zh: "--quarter 不与 --from、--to 同用。",
                        en: "--quarter does not go with --from and --to.")
                }
                guard let period = AuditPeriod(quarter: quarter) else {
                    throw StatedValue.invalid(
                        "--quarter", "invalid-quarter",
                        zh: "“\(PlainText.printable(quarter))”不是一个季度。",
                        en: "\"\(PlainText.printable(quarter))\" is no quarter.",
                        remedy: LocalizedText(zh: "写成 2026Q3。", en: "Write 2026Q3."))
                }
                return period
            }
            var period = AuditPeriod()
            if let from { period.from = try StatedValue.date(from, option: "--from") }
            if let to { period.to = try StatedValue.date(to, option: "--to") }
            if let first = period.from, let last = period.to, last < first {
                throw StatedValue.invalid(
                    "--to", "period-reversed", zh: "截止日早于起始日。",
                    en: "The last day is before the first.")
            }
            return period
        }
    }
}
