import GreenlaneCore
import Testing

@Suite("A time limit that the law sets runs from a day")
struct StatutoryClockTests {
    /// The holidays of October 2026 and New Year's Eve as a day off; 2027 is not published.
    private let calendar = WorkingCalendar(
        exceptions: [
            ("2026-10-01", false), ("2026-10-02", false), ("2026-10-05", false),
            ("2026-10-06", false), ("2026-10-07", false), ("2026-10-10", true),
        ].compactMap { text, working in
            CalendarDate(text).map {
                WorkingCalendar.Exception(date: $0, working: working, why: "国庆节")
            }
        },
        knownYears: 2026..<2027)

    private static func clock(
        _ value: Int, _ unit: StatutoryClock.Unit,
        _ firstDay: StatutoryClock.FirstDay = .notCounted, extension more: Int = 0,
        rolls: Bool = false
    ) -> StatutoryClock {
        StatutoryClock(
            id: "T", what: LocalizedText(zh: "时限", en: "limit"), value: value, unit: unit,
            firstDay: firstDay, extensionValue: more, rollsToWorkingDay: rolls)
    }

    static let lengths: [(clock: StatutoryClock, start: String, end: String)] = [
        (clock(14, .days), "2026-11-02", "2026-11-16"),
        (clock(14, .days, .counted), "2026-11-02", "2026-11-15"),
        (clock(3, .months), "2026-11-30", "2027-02-28"),
        (clock(3, .months, .counted), "2026-11-01", "2027-01-31"),
        (clock(1, .years), "2024-02-29", "2025-02-28"),
        (clock(3, .workingDays), "2026-09-29", "2026-10-09"),
        (clock(3, .workingDays, .counted), "2026-09-29", "2026-10-08"),
        (clock(2, .hours), "2026-11-02", "2026-11-02"),
        (clock(0, .workingDays), "2026-10-03", "2026-10-03"),
        (clock(0, .days, .counted), "2026-11-02", "2026-11-02"),
    ]

    @Test("in its unit, with or without its first day", arguments: lengths)
    func length(_ given: (clock: StatutoryClock, start: String, end: String)) throws {
        let start = try #require(CalendarDate(given.start))
        let last = given.clock.lastDay(from: start, calendar: calendar)
        #expect(last.day.description == given.end)
    }

    @Test(
        "and its last day gives way to a working day where the law says so",
        arguments: [("2026-09-17", "2026-10-08"), ("2026-11-07", "2026-11-23")])
    func rolls(start: String, end: String) throws {
        let day = try #require(CalendarDate(start))
        let rolled = Self.clock(14, .days, rolls: true).lastDay(from: day, calendar: calendar)
        #expect(rolled.day.description == end)
        #expect(Self.clock(14, .days).lastDay(from: day, calendar: calendar).day < rolled.day)
    }

    @Test("longer where it was lengthened, and where days did not count")
    func extendedAndPaused() throws {
        let start = try #require(CalendarDate("2026-11-02"))
        let clock = Self.clock(20, .workingDays, extension: 10)
        let ends = [
            clock.lastDay(from: start, calendar: calendar),
            clock.lastDay(from: start, calendar: calendar, extended: true),
            clock.lastDay(from: start, calendar: calendar, pausedDays: 5),
            clock.lastDay(from: start, calendar: calendar, pausedDays: -5),
        ].map(\.day.description)
        #expect(ends == ["2026-11-30", "2026-12-14", "2026-12-07", "2026-11-30"])
    }

    static let leaning: [(clock: StatutoryClock, start: String, isProvisional: Bool)] = [
        (clock(5, .workingDays), "2026-12-24", false),
        (clock(6, .workingDays), "2026-12-24", true),
        (clock(30, .days), "2026-12-24", false),
        (clock(14, .days, rolls: true), "2026-12-17", false),
        (clock(14, .days, rolls: true), "2026-12-19", true),
    ]

    @Test("provisionally where it leans on holidays that are not published", arguments: leaning)
    func provisional(
        _ given: (clock: StatutoryClock, start: String, isProvisional: Bool)
    ) throws {
        let start = try #require(CalendarDate(given.start))
        let last = given.clock.lastDay(from: start, calendar: calendar)
        #expect(last.provisional == given.isProvisional)
    }

    @Test("in the version that is in force on the day")
    func versions() throws {
        var old = Self.clock(7, .workingDays)
        old.inForce = DateRange(to: CalendarDate("2025-12-29"))
        var new = Self.clock(3, .workingDays)
        new.inForce = DateRange(from: CalendarDate("2025-12-30"), to: CalendarDate("2026-12-31"))
        let book = ClockBook([old, new])
        let values = ["2025-12-29", "2025-12-30", "2027-01-01"].map { text in
            CalendarDate(text).flatMap { book.clock("T", on: $0)?.value }
        }
        #expect(values == [7, 3, nil])
        #expect(book.clock("U", on: try #require(CalendarDate("2026-01-01"))) == nil)
    }
}
