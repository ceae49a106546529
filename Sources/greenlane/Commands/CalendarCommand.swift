internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore

/// `calendar`: is a day worked, which day is so much later, and the time limits that the law sets.
struct CalendarCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "calendar",
            abstract: words("工作日历和法定时限", "Working days in mainland China, and time limits"),
            subcommands: [CalendarDayCommand.self, CalendarClocksCommand.self],
            defaultSubcommand: CalendarDayCommand.self)
    }
}

/// `calendar DATE`: a day, and the one that is so much later.
struct CalendarDayCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "day", abstract: words("某一天，及若干天之后", "A day, and one later"))
    }

    @Argument(help: ArgumentHelp(words("日期，如 2026-10-01", "A day, such as 2026-10-01")))
    var date: String

    @Option(
        name: .long,
        help: ArgumentHelp(words("加几个工作日", "So many working days later"), valueName: "n"))
    var plus: Int?

    @Option(
        name: .long,
        help: ArgumentHelp(words("加几个自然日", "So many calendar days later"), valueName: "n"))
    var days: Int?

    @Option(
        name: .long, help: ArgumentHelp(words("加几个月", "So many months later"), valueName: "n"))
    var months: Int?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words(
                "从该日起算的法定时限（见 calendar clocks）",
                "A time limit that starts on the day (see calendar clocks)"), valueName: "id"))
    var clock: String?

    @OptionGroup var options: GlobalOptions

    /// What was counted.
    private struct Answer {
        var count = 0
        var clock: StatutoryClock?
        var length: LocalizedText?
        var result: CalendarDate
        var isProvisional: Bool
    }

    func run() throws {
        let console = options.console
        let day = try StatedValue.date(date, option: "DATE")
        let folder = "\(try Home.path())/Workflows"
        let calendar = try AssessmentData.calendar(folder)
        let answer = try count(day, calendar, folder)
        guard answer.result.year <= 9_999 else {
            throw StatedValue.invalid(
                "DATE", "out-of-range", zh: "结果超出 9999 年。", en: "The result is past the year 9999.")
        }
        let working = calendar.isWorking(day)
        if console.isJSON {
            console.json(json(day, answer, calendar))
            return
        }
        let language = console.language
        let word: LocalizedText =
            switch working {
            case true?: LocalizedText(zh: "工作日", en: "worked")
            case false?: LocalizedText(zh: "不上班", en: "not worked")
            case nil: LocalizedText(zh: "尚不可知", en: "not yet known")
            }
        let why = Self.why(day, calendar)
        var text = "\(DateText.day(day, language))  \(console.style.bold(console.text(word)))"
        if console.text(why) != console.text(word) {
            text += console.text("（\(why.zh)）", " (\(why.en))")
        }
        console.line(text)
        if let length = answer.length { show(answer, length, console) }
        let isUnknown = answer.isProvisional || working == nil
        if isUnknown, let last = calendar.knownThrough {
            console.lines(
                console.prose(
                    console.text(
                        "国务院只公布到 \(last) 年的放假安排，之后按周末推算。",
                        "Holidays are published through \(last); beyond that only weekends count."))
            )
        }
    }

    /// At most one of the options says what is counted.
    private func count(
        _ day: CalendarDate, _ calendar: WorkingCalendar, _ folder: String
    ) throws -> Answer {
        let stated = [plus != nil, days != nil, months != nil, clock != nil].filter { $0 }.count
        guard stated <= 1 else {
            throw StatedValue.invalid(
                "--plus", "options-exclude", zh: "--plus、--days、--months、--clock 只能给一个。",
                en: "Give one of --plus, --days, --months and --clock.")
        }
        let most = Delay.maximumDays
        if let days {
            let count = try StatedValue.count(days, in: 0...most, option: "--days")
            return Answer(
                length: StatutoryClock.length(count, .days), result: day.adding(days: count),
                isProvisional: false)
        }
        if let months {
            let count = try StatedValue.count(months, in: 0...most / 31, option: "--months")
            return Answer(
                length: StatutoryClock.length(count, .months),
                result: day.adding(months: count), isProvisional: false)
        }
        if let clock {
            let found = try CalendarClocksCommand.clock(clock, on: day, folder)
            let last = found.lastDay(from: day, calendar: calendar)
            return Answer(
                clock: found, length: found.length, result: last.day,
                isProvisional: last.provisional)
        }
        let count = try StatedValue.count(plus ?? 0, in: 0...most / 2, option: "--plus")
        let (result, provisional) = calendar.adding(workingDays: count, to: day)
        return Answer(
            count: count, length: count > 0 ? StatutoryClock.length(count, .workingDays) : nil,
            result: result, isProvisional: provisional)
    }

    private func show(_ answer: Answer, _ length: LocalizedText, _ console: Console) {
        let end = DateText.day(answer.result, console.language)
        let mark = answer.isProvisional ? console.text("〔暂定〕", " [provisional]") : ""
        guard let clock = answer.clock else {
            console.line(
                console.text("加 \(length.zh)：\(end)", "\(length.en) later: \(end)") + mark)
            return
        }
        console.line(
            console.text(
                "\(clock.what.zh)，\(length.zh)：最后一天 \(end)",
                "\(clock.what.en), \(length.en): last day \(end)") + mark
                + ClockText.mark(clock, console.language))
        for basis in clock.basis where basis.inForce.contains(answer.result) {
            console.lines(console.prose(basis.basis.text(console.language)).map(console.style.dim))
        }
    }

    private func json(
        _ day: CalendarDate, _ answer: Answer, _ calendar: WorkingCalendar
    ) -> JSONValue {
        let working = calendar.isWorking(day)
        var object = JSONObject([
            .init("date", .string(day.description)),
            .init("working", working.map { .bool($0) } ?? .null),
            .init("why", .string(Self.why(day, calendar).zh)),
            .init("plus", .integer(Int64(answer.count))),
        ])
        if let days { object.append("days", .integer(Int64(days))) }
        if let months { object.append("months", .integer(Int64(months))) }
        if let clock = answer.clock { object.append("clock", ClockText.json(clock)) }
        object.append("result", .string(answer.result.description))
        object.append("provisional", .bool(answer.isProvisional || working == nil))
        return .object(object)
    }

    private static func why(_ day: CalendarDate, _ calendar: WorkingCalendar) -> LocalizedText {
        if let exception = calendar.exception(on: day) {
            return LocalizedText(zh: exception.why, en: exception.why)
        }
        if calendar.isWorking(day) == nil {
            return LocalizedText(zh: "放假安排尚未公布", en: "holidays not yet published")
        }
        return day.weekday <= 5
            ? LocalizedText(zh: "工作日", en: "worked") : LocalizedText(zh: "周末", en: "weekend")
    }
}

/// `calendar clocks`: the time limits in force on a day.
struct CalendarClocksCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "clocks", abstract: words("法定时限一览", "The time limits that the law sets"))
    }

    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp(
            words("哪一天有效的（默认今天）", "In force on which day (default today)"),
            valueName: "date"))
    var asOf: String?

    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let isCSV = try listing.isCSV(options)
        let stated = try asOf.map { try StatedValue.date($0, option: "--as-of") }
        if stated == nil { try SystemClock.check() }
        let day = stated ?? SystemClock.now().date
        let rules = try AssessmentData.rules("\(try Home.path())/Workflows")
        let clocks = rules.clocks.clocks(on: day)
        if isCSV {
            console.csv(clocks.map(ClockText.json), columns: ["id", "what.zh", "what.en"])
            return
        }
        for clock in clocks {
            if console.isJSON {
                console.json(ClockText.json(clock))
            } else {
                console.line(ClockText.line(clock, console))
            }
        }
    }

    /// The clock of that name on that day, or which one was probably meant.
    static func clock(
        _ id: String, on day: CalendarDate, _ folder: String
    ) throws -> StatutoryClock {
        let book = try AssessmentData.rules(folder).clocks
        if let clock = book.clock(id, on: day) { return clock }
        let shown = PlainText.printable(id)
        if book.clocks.contains(where: { $0.id == id }) {
            throw Refusal(
                .notFound, "clock-not-in-force",
                LocalizedText(
                    zh: "时限“\(shown)”在 \(day) 不适用。",
                    en: "Clock \"\(shown)\" is not in force on \(day)."),
                remedy: seeAll)
        }
        let near = Suggestion.nearest(to: id, in: book.clocks.map(\.id))
        throw Refusal(
            .notFound, "clock-unknown",
            LocalizedText(zh: "没有时限“\(shown)”。", en: "There is no clock \"\(shown)\"."),
            remedy: near.map {
                LocalizedText(zh: "是否想写 \($0)？", en: "Did you mean \($0)?")
            } ?? seeAll)
    }

    private static var seeAll: LocalizedText {
        LocalizedText(
            zh: "运行 greenlane calendar clocks 查看全部时限。",
            en: "See them all with greenlane calendar clocks.")
    }
}
