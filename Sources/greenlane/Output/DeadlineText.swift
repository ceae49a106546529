internal import GreenlaneCore

/// By when, and how near that is.
enum DeadlineText {
    /// Days before the end from which a deadline is amber.
    static let soonDays = 2

    /// `2026-11-28 周六（还剩 7 天）`.
    static func text(_ due: Timestamp, now: Timestamp, _ language: Language) -> String {
        let day =
            isEndOfDay(due) ? DateText.day(due.date, language) : DateText.moment(due, language)
        return LocalizedText(
            zh: "\(day)（\(left(due, now).zh)）", en: "\(day) (\(left(due, now).en))"
        ).text(language)
    }

    /// Red where it has passed, amber where it is near.
    static func styled(_ text: String, due: Timestamp, now: Timestamp, _ style: Style) -> String {
        if due < now { return style.red(text) }
        return days(due, now) <= soonDays ? style.amber(text) : text
    }

    private static func left(_ due: Timestamp, _ now: Timestamp) -> LocalizedText {
        let days = days(due, now)
        if due < now {
            return days == 0
                ? LocalizedText(zh: "今天已逾期", en: "passed today")
                : LocalizedText(zh: "已逾期 \(-days) 天", en: "\(plural(-days)) late")
        }
        return days == 0
            ? LocalizedText(zh: "今天", en: "today")
            : LocalizedText(zh: "还剩 \(days) 天", en: "\(plural(days)) left")
    }

    private static func plural(_ days: Int) -> String { days == 1 ? "1 day" : "\(days) days" }

    private static func days(_ due: Timestamp, _ now: Timestamp) -> Int {
        due.date.dayNumber - now.date.dayNumber
    }

    private static func isEndOfDay(_ time: Timestamp) -> Bool {
        Timestamp(endOf: time.date) == time
    }
}
