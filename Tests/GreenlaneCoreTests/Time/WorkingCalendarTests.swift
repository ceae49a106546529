import GreenlaneCore
import Testing

@Suite("The working calendar")
struct WorkingCalendarTests {
    private let calendar = WorkingCalendar(
        exceptions: [
            ("2026-10-10", true), ("2026-10-01", false), ("2026-10-02", false),
            ("2026-10-05", false), ("2026-10-06", false), ("2026-10-07", false),
        ].compactMap { text, working in
            CalendarDate(text).map {
                WorkingCalendar.Exception(date: $0, working: working, why: "国庆节")
            }
        },
        knownYears: 2026..<2027)

    @Test(
        "knows weekends, holidays and make-up days of the known years only",
        arguments: [
            ("2026-09-30", true), ("2026-10-01", false), ("2026-10-03", false),
            ("2026-10-10", true),
            ("2026-10-11", false), ("2027-01-04", nil), ("2025-12-31", nil),
        ] as [(String, Bool?)])
    func isWorking(day: String, working: Bool?) throws {
        #expect(calendar.isWorking(try #require(CalendarDate(day))) == working)
    }

    @Test(
        "counts working days from the day after",
        arguments: [
            ("2026-09-30", 0, "2026-09-30", false), ("2026-09-30", 1, "2026-10-08", false),
            ("2026-10-09", 1, "2026-10-10", false), ("2026-10-03", 0, "2026-10-03", false),
            ("2026-12-31", 1, "2027-01-01", true), ("2026-12-30", 1, "2026-12-31", false),
        ])
    func adding(start: String, count: Int, end: String, provisional: Bool) throws {
        let result = calendar.adding(workingDays: count, to: try #require(CalendarDate(start)))
        #expect(result.date.description == end)
        #expect(result.provisional == provisional)
    }

    @Test(
        "rolls forward only from days that are not worked",
        arguments: [
            ("2026-10-01", "2026-10-08"), ("2026-10-10", "2026-10-10"),
            ("2026-10-11", "2026-10-12"),
        ])
    func rolls(day: String, to end: String) throws {
        let result = calendar.rollForward(try #require(CalendarDate(day)))
        #expect(result.date.description == end)
    }
}
