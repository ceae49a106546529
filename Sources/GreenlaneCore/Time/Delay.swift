/// How long something may take: calendar months and days, a span of the clock, or working days.
/// Months and days are counted on the calendar, so that `P1M` from 31 January ends in February.
public struct Delay: Hashable, Sendable, CustomStringConvertible {
    /// A year is 12 months.
    public var months: Int
    /// A week is 7 days.
    public var days: Int
    public var milliseconds: Int64
    /// Never beside another part.
    public var workingDays: Int

    /// A century: longer spans are slips of the pen, and would leave the years a date can show.
    public static let maximumDays = 36_525

    public init(months: Int = 0, days: Int = 0, milliseconds: Int64 = 0) {
        self.months = months
        self.days = days
        self.milliseconds = milliseconds
        workingDays = 0
    }

    public init(workingDays: Int) {
        months = 0
        days = 0
        milliseconds = 0
        self.workingDays = workingDays
    }

    /// Nothing to wait for.
    public var isZero: Bool {
        months == 0 && days == 0 && milliseconds == 0 && workingDays == 0
    }

    /// Whether it is counted in days, so that it ends with its last day and not at a clock time.
    public var endsWithDay: Bool { milliseconds == 0 && !isZero }

    /// ISO 8601 (`P14D`, `PT4H`), or `20 working days`.
    public var description: String {
        if workingDays != 0 {
            return workingDays == 1 ? "1 working day" : "\(workingDays) working days"
        }
        if isZero { return "PT0S" }
        var text = "P"
        if months >= 12 { text += "\(months / 12)Y" }
        if months % 12 != 0 { text += "\(months % 12)M" }
        if days != 0 { text += "\(days)D" }
        guard milliseconds != 0 else { return text }
        text += "T"
        let seconds = milliseconds / 1000
        if seconds >= 3600 { text += "\(seconds / 3600)H" }
        if seconds / 60 % 60 != 0 { text += "\(seconds / 60 % 60)M" }
        let fraction = Int(milliseconds % 1000)
        if seconds % 60 != 0 || fraction != 0 {
            text += "\(seconds % 60)"
            if fraction != 0 { text += "." + Self.thousandths(fraction) }
            text += "S"
        }
        return text
    }

    private static func thousandths(_ value: Int) -> String {
        var digits = String(value + 1000).dropFirst()
        while digits.last == "0" { digits = digits.dropLast() }
        return String(digits)
    }
}

extension Delay {
    /// The moment exactly this long after `start`: days keep the clock time.
    public func elapsed(from start: Timestamp, calendar: WorkingCalendar) -> Timestamp {
        let day = start.date
        let end = lastDay(from: day, calendar: calendar).date
        let shift = Int64(end.dayNumber - day.dayNumber) * Timestamp.millisecondsPerDay
        return start.adding(milliseconds: shift + milliseconds)
    }

    /// When a deadline of this length runs out: at the end of its last day in Asia/Shanghai where
    /// it is counted in days, else at a clock time. The day of `start` is day 0.
    public func due(from start: Timestamp, calendar: WorkingCalendar) -> Timestamp {
        guard endsWithDay else { return elapsed(from: start, calendar: calendar) }
        return Timestamp(endOf: lastDay(from: start.date, calendar: calendar).date)
    }

    /// The last day; provisional where the working calendar is not yet known so far ahead.
    public func lastDay(
        from day: CalendarDate, calendar: WorkingCalendar
    ) -> (date: CalendarDate, provisional: Bool) {
        if workingDays > 0 { return calendar.adding(workingDays: workingDays, to: day) }
        return (day.adding(months: months).adding(days: days), false)
    }
}
