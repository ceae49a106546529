/// Which days are worked in mainland China: weekends, moved by the holidays and make-up working
/// days that the State Council publishes year by year.
public struct WorkingCalendar: Hashable, Sendable {
    /// A day that is not what its weekday says.
    public struct Exception: Hashable, Sendable {
        public var date: CalendarDate
        /// True for a weekend day that is worked, false for a holiday.
        public var working: Bool
        /// Such as 春节 or 国庆节调休.
        public var why: String

        public init(date: CalendarDate, working: Bool, why: String) {
            self.date = date
            self.working = working
            self.why = why
        }
    }

    /// In the order of days, each day once.
    public let exceptions: [Exception]
    /// The years for which the holidays have been published; empty where none are known.
    public let knownYears: Range<Int>
    private let days: [Int]

    /// Two equal days: the first counts.
    public init(exceptions: [Exception], knownYears: Range<Int>) {
        var sorted: [Exception] = []
        for exception in exceptions.sorted(by: { $0.date < $1.date })
        where sorted.last?.date != exception.date {
            sorted.append(exception)
        }
        self.exceptions = sorted
        self.knownYears = knownYears
        days = sorted.map(\.date.dayNumber)
    }

    /// Knows weekends only; every answer is provisional.
    public static let weekendsOnly = WorkingCalendar(exceptions: [], knownYears: 0..<0)

    /// The last year with published holidays; nil where none are known.
    public var knownThrough: Int? { knownYears.isEmpty ? nil : knownYears.upperBound - 1 }

    /// The published exception on that day, if it is one.
    public func exception(on date: CalendarDate) -> Exception? {
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if days[middle] < date.dayNumber { low = middle + 1 } else { high = middle }
        }
        return low < days.count && days[low] == date.dayNumber ? exceptions[low] : nil
    }

    /// Nil outside the years that are known.
    public func isWorking(_ date: CalendarDate) -> Bool? {
        knownYears.contains(date.year) ? counts(date) : nil
    }

    /// The day on which that many working days have passed; the start day is day 0. Provisional
    /// where a day outside the known years was counted. No days or fewer give the day itself.
    public func adding(
        workingDays: Int, to date: CalendarDate
    ) -> (date: CalendarDate, provisional: Bool) {
        var left = min(workingDays, Delay.maximumDays)
        var day = date
        var provisional = false
        while left > 0 {
            day = day.adding(days: 1)
            if !knownYears.contains(day.year) { provisional = true }
            if counts(day) { left -= 1 }
        }
        return (day, provisional)
    }

    /// The day itself where it is worked, else the next one that is.
    public func rollForward(
        _ date: CalendarDate
    ) -> (date: CalendarDate, provisional: Bool) {
        var day = date
        var provisional = !knownYears.contains(day.year)
        // A table that calls every day a holiday must not hold us for ever.
        for _ in 0...exceptions.count + 2 {
            if counts(day) { break }
            day = day.adding(days: 1)
            if !knownYears.contains(day.year) { provisional = true }
        }
        return (day, provisional)
    }

    /// Beyond the known years, weekends are off.
    private func counts(_ date: CalendarDate) -> Bool {
        exception(on: date)?.working ?? (date.weekday <= 5)
    }
}
