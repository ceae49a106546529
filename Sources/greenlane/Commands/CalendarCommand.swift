internal import ArgumentParser
internal import GreenlaneCore

/// `calendar`: is a day worked, and which day is so many working days later.
struct CalendarCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "calendar",
            abstract: words("工作日历", "Working days in mainland China"))
    }

    @Argument(help: ArgumentHelp(words("日期，如 2026-10-01", "A day, such as 2026-10-01")))
    var date: String

    @Option(
        name: .long,
        help: ArgumentHelp(words("加几个工作日", "So many working days later"), valueName: "n"))
    var plus = 0

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let day = try StatedValue.date(date, option: "DATE")
        let count = try StatedValue.count(plus, in: 0...Delay.maximumDays / 2, option: "--plus")
        let calendar = try AssessmentData.calendar("\(try Home.path())/Workflows")
        let working = calendar.isWorking(day)
        let (result, counted) = calendar.adding(workingDays: count, to: day)
        let isProvisional = counted || working == nil
        let why = Self.why(day, calendar)
        if console.isJSON {
            console.json([
                "date": .string(day.description),
                "working": working.map { .bool($0) } ?? .null, "why": .string(why.zh),
                "plus": .integer(Int64(count)), "result": .string(result.description),
                "provisional": .bool(isProvisional),
            ])
            return
        }
        let language = console.language
        let answer: LocalizedText =
            switch working {
            case true?: LocalizedText(zh: "工作日", en: "worked")
            case false?: LocalizedText(zh: "不上班", en: "not worked")
            case nil: LocalizedText(zh: "尚不可知", en: "not yet known")
            }
        var text = "\(DateText.day(day, language))  \(console.style.bold(console.text(answer)))"
        if console.text(why) != console.text(answer) {
            text += console.text("（\(why.zh)）", " (\(why.en))")
        }
        console.line(text)
        if count > 0 {
            let mark = isProvisional ? console.text("〔暂定〕", " [provisional]") : ""
            console.line(
                console.text(
                    "加 \(count) 个工作日：\(DateText.day(result, language))",
                    "\(count) working days later: \(DateText.day(result, language))") + mark)
        }
        if isProvisional, let last = calendar.knownThrough {
            console.lines(
                console.prose(
                    console.text(
                        "国务院只公布到 \(last) 年的放假安排，之后按周末推算。",
                        "Holidays are published through \(last); beyond that only weekends count."))
            )
        }
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
