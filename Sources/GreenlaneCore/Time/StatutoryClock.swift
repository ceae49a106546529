/// A time limit that a law, an order or a notice sets: how long somebody has, and how that is
/// counted. Written as data, in force on given days.
public struct StatutoryClock: Hashable, Sendable {
    public enum Unit: String, Hashable, Sendable, CaseIterable {
        case workingDays = "working_days"
        case days, months, years, hours
    }

    /// Whether the day on which the clock starts is the first that counts.
    public enum FirstDay: String, Hashable, Sendable, CaseIterable {
        case counted
        case notCounted = "not_counted"
    }

    /// What does not count towards the limit.
    public enum Pause: String, Hashable, Sendable, CaseIterable {
        /// The applicant completes the papers.
        case supplement
        /// Experts are heard, or samples tested.
        case expertReview = "expert_review"
        /// Somebody abroad is asked.
        case foreignInquiry = "foreign_inquiry"
        /// The place is visited.
        case siteVisit = "site_visit"
    }

    /// Stable, such as `SLA-PM-01`; versions of one clock that follow each other in time share it.
    public var id: String
    public var what: LocalizedText
    /// In units; 0 is at once.
    public var value: Int
    public var unit: Unit
    public var firstDay: FirstDay
    /// By how much the authority may lengthen it, in the same unit; 0 where it may not.
    public var extensionValue: Int
    public var pausesWhile: [Pause]
    /// Whether a last day that is not worked gives way to the next working day.
    public var rollsToWorkingDay: Bool
    public var inForce: DateRange
    public var basis: [DatedBasis]
    public var confidence: LegalBasis.Confidence

    public init(
        id: String, what: LocalizedText, value: Int, unit: Unit,
        firstDay: FirstDay = .notCounted, extensionValue: Int = 0, pausesWhile: [Pause] = [],
        rollsToWorkingDay: Bool = false, inForce: DateRange = DateRange(),
        basis: [DatedBasis] = [], confidence: LegalBasis.Confidence = .unverified
    ) {
        self.id = id
        self.what = what
        self.value = value
        self.unit = unit
        self.firstDay = firstDay
        self.extensionValue = extensionValue
        self.pausesWhile = pausesWhile
        self.rollsToWorkingDay = rollsToWorkingDay
        self.inForce = inForce
        self.basis = basis
        self.confidence = confidence
    }

    /// The last day on which what the clock limits is in time, when it starts on `day`.
    ///
    /// `pausedDays` are days that do not count, worked days for a clock in working days and
    /// calendar days for every other. Provisional where the answer leans on a year whose holidays
    /// are not published. Hours give the latest day that they can end on.
    public func lastDay(
        from day: CalendarDate, calendar: WorkingCalendar, pausedDays: Int = 0,
        extended: Bool = false
    ) -> (day: CalendarDate, provisional: Bool) {
        let length = value + (extended ? extensionValue : 0)
        let start = firstDay == .counted && length > 0 ? day.adding(days: -1) : day
        let paused = min(max(pausedDays, 0), Delay.maximumDays)
        var last: (date: CalendarDate, provisional: Bool)
        switch unit {
        case .workingDays: last = calendar.adding(workingDays: length + paused, to: start)
        case .days: last = (start.adding(days: length + paused), false)
        case .months: last = (start.adding(months: length).adding(days: paused), false)
        case .years: last = (start.adding(months: length * 12).adding(days: paused), false)
        // Hours run from the event itself: below a day they end on the day it happens, as far as
        // days can tell.
        case .hours: last = (day.adding(days: length / 24 + paused), false)
        }
        if rollsToWorkingDay {
            let rolled = calendar.rollForward(last.date)
            last = (rolled.date, rolled.provisional || last.provisional)
        }
        return (last.date, last.provisional)
    }

    /// The longest that a clock may run, in its unit: about a century, so that no day leaves the
    /// years that a date can show.
    public static func maximum(_ unit: Unit) -> Int {
        switch unit {
        case .workingDays, .days: 10_000
        case .months: 1_200
        case .years: 100
        case .hours: 10_000
        }
    }

    /// The length in words, such as `20 个工作日` or `20 working days`.
    public var length: LocalizedText {
        value == 0 ? LocalizedText(zh: "当日", en: "the same day") : Self.length(value, unit)
    }

    /// Any length in words.
    public static func length(_ value: Int, _ unit: Unit) -> LocalizedText {
        let plural = value == 1 ? "" : "s"
        return switch unit {
        case .workingDays:
            LocalizedText(zh: "\(value) 个工作日", en: "\(value) working day\(plural)")
        case .days: LocalizedText(zh: "\(value) 日", en: "\(value) day\(plural)")
        case .months: LocalizedText(zh: "\(value) 个月", en: "\(value) month\(plural)")
        case .years: LocalizedText(zh: "\(value) 年", en: "\(value) year\(plural)")
        case .hours: LocalizedText(zh: "\(value) 小时", en: "\(value) hour\(plural)")
        }
    }
}

/// All clocks, each in the versions that followed one another.
public struct ClockBook: Hashable, Sendable {
    /// In the order of the files.
    public let clocks: [StatutoryClock]

    public init(_ clocks: [StatutoryClock]) {
        self.clocks = clocks
    }

    public static let empty = ClockBook([])

    /// The version in force on that day; nil where there is none.
    public func clock(_ id: String, on day: CalendarDate) -> StatutoryClock? {
        clocks.first { $0.id == id && $0.inForce.contains(day) }
    }

    /// The clocks in force on that day.
    public func clocks(on day: CalendarDate) -> [StatutoryClock] {
        clocks.filter { $0.inForce.contains(day) }
    }
}
