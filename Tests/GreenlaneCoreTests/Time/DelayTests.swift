import GreenlaneCore
import Testing

@Suite("A length of time")
struct DelayTests {
    @Test(
        "is read from ISO 8601 or working days, and written the same way",
        arguments: [
            ("PT4H", "PT4H"), ("P14D", "P14D"), ("P3M", "P3M"), ("P1Y6M", "P1Y6M"), ("P2W", "P14D"),
            ("P18M", "P1Y6M"), ("PT90M", "PT1H30M"), ("PT0.5S", "PT0.5S"), ("PT0.010S", "PT0.01S"),
            ("PT1,25S", "PT1.25S"), ("P1DT12H", "P1DT12H"), ("PT0S", "PT0S"), ("P0D", "PT0S"),
            ("PT86400S", "PT24H"), ("20 working days", "20 working days"),
            ("1 working day", "1 working day"),
        ])
    func round(text: String, written: String) throws {
        #expect(try #require(Delay(text)).description == written)
    }

    @Test(
        "is not read from anything else",
        arguments: [
            "", "P", "PT", "P1", "4H", "PT4", "P4H", "PT4D", "P1D2M", "PT1S2M", "-P1D", "P-1D",
            "P1.5D",
            "PT1.5H", "P1DT", "P1D ", "p1d", "P9999999999D", "P101Y", "PT999999999H", "P1Y1Y",
            "working days", "0 working days", "-1 working days", "20 days", "1.5 working days",
            "99999 working days", "20 working days more",
        ])
    func refused(text: String) {
        #expect(Delay(text) == nil)
    }

    @Test(
        "ends with its last day where it counts days, else at a clock time",
        arguments: [
            ("P14D", "2026-11-02T02:00:00Z", "2026-11-16T15:59:59.999Z"),
            // Already the next day in Shanghai.
            ("P14D", "2026-11-02T16:00:00Z", "2026-11-17T15:59:59.999Z"),
            ("PT4H", "2026-11-02T02:00:00Z", "2026-11-02T06:00:00Z"),
            ("P1DT1H", "2026-11-02T02:00:00Z", "2026-11-03T03:00:00Z"),
            ("P3M", "2026-11-30T02:00:00Z", "2027-02-28T15:59:59.999Z"),
            ("3 working days", "2026-11-05T02:00:00Z", "2026-11-10T15:59:59.999Z"),
            ("PT0S", "2026-11-02T02:00:00Z", "2026-11-02T02:00:00Z"),
        ])
    func due(length: String, start: String, end: String) throws {
        let delay = try #require(Delay(length))
        let start = try #require(Timestamp(start))
        #expect(delay.due(from: start, calendar: .weekendsOnly).description == end)
    }

    @Test("passes exactly where time merely elapses")
    func elapsed() throws {
        let start = try #require(Timestamp("2026-11-02T02:00:00Z"))
        let delay = try #require(Delay("P14D"))
        #expect(
            delay.elapsed(from: start, calendar: .weekendsOnly).description
                == "2026-11-16T02:00:00Z")
    }
}

@Suite("A deadline")
struct DeadlineTests {
    @Test(
        "moves to the next working day where its last day is none",
        arguments: [
            ("2026-11-02", "2026-11-16"), ("2026-11-07", "2026-11-23"),
            ("2026-11-01", "2026-11-16"),
        ])
    func rolls(start: String, last: String) throws {
        let deadline = DeadlineDefinition(
            what: LocalizedText(zh: "申报期限", en: "Declaration"), within: Delay(days: 14),
            rollsToWorkingDay: true)
        let result = deadline.due(
            from: Timestamp(startOf: try #require(CalendarDate(start))),
            calendar: WorkingCalendar(exceptions: [], knownYears: 2026..<2027))
        #expect(result.due == Timestamp(endOf: try #require(CalendarDate(last))))
        #expect(!result.provisional)
    }

    @Test("is provisional beyond the last known year")
    func provisional() throws {
        let deadline = DeadlineDefinition(
            what: LocalizedText(zh: "申报期限", en: "Declaration"), within: Delay(days: 14),
            rollsToWorkingDay: true)
        let start = Timestamp(startOf: try #require(CalendarDate("2026-12-25")))
        let calendar = WorkingCalendar(exceptions: [], knownYears: 2026..<2027)
        #expect(deadline.due(from: start, calendar: calendar).provisional)
    }
}
