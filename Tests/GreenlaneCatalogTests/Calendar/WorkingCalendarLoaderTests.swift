import Foundation
import GreenlaneCatalog
import GreenlaneCore
import Testing

private let publishedTable = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "../shared/domain/working_calendar.csv")
    .standardized

@Suite("The table of holidays")
struct WorkingCalendarLoaderTests {
    @Test("is read with its reasons and years")
    func table() throws {
        let text =
            "date,kind,why\r\n2025-10-01,holiday,国庆节\r\n2026-02-14,working,\"春节,调休\"\n\n"
        let calendar = try WorkingCalendarLoader.load(text: text, file: "c.csv")
        #expect(calendar.knownYears == 2025..<2027)
        #expect(calendar.isWorking(try day("2025-10-01")) == false)
        #expect(calendar.isWorking(try day("2026-02-14")) == true)
        #expect(calendar.isWorking(try day("2026-02-15")) == false)
        #expect(calendar.isWorking(try day("2027-02-15")) == nil)
        #expect(calendar.exception(on: try day("2025-10-01"))?.why == "国庆节")
    }

    @Test("is refused with the places of all mistakes")
    func mistakes() throws {
        let text = """
            date,kind,why
            2024-01-01,holiday,元旦
            2024-13-01,holiday,x
            2024-01-02,free,x
            2024-01-01,working,x
            2024-01-03
            2026-01-01,holiday,元旦
            """
        let error = try #require(throws: DiagnosticList.self) {
            try WorkingCalendarLoader.load(text: text, file: "c.csv")
        }
        #expect(
            error.diagnostics.map { "\($0.place) \($0.code)" } == [
                "c.csv:3:1 invalid-date", "c.csv:4:12 unknown-value", "c.csv:5:1 duplicate-date",
                "c.csv:6:1 calendar-columns", "c.csv:7:1 missing-year",
            ])
        #expect(throws: DiagnosticList.self) {
            try WorkingCalendarLoader.load(text: "day,kind,why", file: "c.csv")
        }
    }

    @Test(
        "as published counts the domain's own examples",
        .enabled(
            if: FileManager.default.fileExists(atPath: publishedTable.path),
            "the domain's calendar is not at hand"))
    func published() throws {
        let text = try String(contentsOf: publishedTable, encoding: .utf8)
        let calendar = try WorkingCalendarLoader.load(text: text, file: "working_calendar.csv")
        #expect(calendar.knownYears == 2018..<2027)
        // National Day 2026: 1 to 7 October off, Saturday 10 October worked.
        let start = try day("2026-09-30")
        #expect(calendar.adding(workingDays: 1, to: start).date == (try day("2026-10-08")))
        #expect(calendar.adding(workingDays: 3, to: start).date == (try day("2026-10-10")))
        #expect(calendar.adding(workingDays: 4, to: start).date == (try day("2026-10-12")))
        #expect(calendar.adding(workingDays: 90, to: start).provisional)
        let entry = try #require(Timestamp("2026-11-02T10:00:00+08:00"))
        let fortnight = try #require(Delay("P14D"))
        #expect(
            fortnight.due(from: entry, calendar: calendar).description
                == "2026-11-16T15:59:59.999Z")
    }

    private func day(_ text: String) throws -> CalendarDate {
        try #require(CalendarDate(text))
    }
}
