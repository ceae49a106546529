import GreenlaneCore
import Testing

@Suite("A transitional provision")
struct TransitionalProvisionTests {
    static func provision(
        _ keeps: TransitionalProvision.Keeps, id: String = "t", from: String = "2026-08-01"
    ) -> TransitionalProvision {
        TransitionalProvision(
            id: id, from: CalendarDate(from) ?? CalendarDate(dayNumber: 0), permits: ["p"],
            keeps: keeps, explanation: LocalizedText(zh: "", en: ""), confidence: .confirmed)
    }

    static let lasts: [(keeps: String, last: String?)] = [
        ("until_expiry", "2026-12-31"), ("until:2026-10-31", "2026-10-31"),
        ("until:2027-10-31", "2026-12-31"), ("days:1", "2026-08-01"), ("days:30", "2026-08-30"),
        ("days:10000", "2026-12-31"), ("unknown", nil),
    ]

    @Test("says how long a permit goes on, never beyond what is printed", arguments: lasts)
    func last(_ row: (keeps: String, last: String?)) throws {
        let keeps = try #require(TransitionalProvision.Keeps(row.keeps))
        let printed = try #require(CalendarDate("2026-12-31"))
        #expect(Self.provision(keeps).lastDay(printed: printed)?.description == row.last)
        #expect(keeps.text == row.keeps)
    }

    @Test(
        "of no known form is none",
        arguments: ["", "for ever", "until", "until:", "until:2026-02-30", "days:0", "days:x"])
    func malformed(_ text: String) {
        #expect(TransitionalProvision.Keeps(text) == nil)
    }

    @Test("concerns permits valid from a day before the change, once the day has come")
    func concerned() throws {
        var book = ConditionTests.book([])
        book.transitions = [
            Self.provision(.unknown, id: "b"), Self.provision(.unknown, id: "a"),
            Self.provision(.unknown, id: "early", from: "2025-07-01"),
        ]
        func ids(_ permit: String, _ granted: String, _ day: String) throws -> [String] {
            book.transitions(
                for: permit, granted: try #require(CalendarDate(granted)),
                asOf: try #require(CalendarDate(day))
            ).map(\.id)
        }
        #expect(try ids("p", "2026-07-31", "2026-08-01") == ["a", "b"])
        #expect(try ids("p", "2026-08-01", "2026-08-01") == [])
        #expect(try ids("p", "2026-07-31", "2026-07-31") == [])
        #expect(try ids("p", "2025-06-30", "2026-12-31") == ["early", "a", "b"])
        #expect(try ids("q", "2026-07-31", "2026-12-31") == [])
    }
}
