import GreenlaneCatalog
import GreenlaneCore
import Testing

@Suite("Time limits and fees are written in a rule file")
struct ClockFileTests {
    private static func clock(_ changes: String) -> String {
        "clocks:\n  - {id: C, what: {zh: 时限, en: limit}, \(changes)}\n"
    }

    private static func fee(_ changes: String) -> String {
        clock("value: 14, unit: days, firstDay: not_counted")
            + "fees:\n  - {id: f, name: {zh: 费, en: fee}, clock: C, \(changes)}\n"
    }

    private static func permit(_ changes: String) -> String {
        clock("value: 14, unit: days, firstDay: not_counted") + """
            permits:
              - {code: p, name: {zh: 证, en: P}, issuer: {zh: 关, en: C}, when: before_dispatch}
              - {code: q, name: {zh: 单, en: Q}, issuer: {zh: 关, en: C}, \(changes)}

            """
    }

    static let good = "value: 14, unit: days, firstDay: not_counted"
    static let goodFee = "ratePerDay: \"0.0005\", threshold: \"50\", rounding: whole_yuan_down"

    static let faults: [(text: String, code: String, line: Int, column: Int)] = [
        (clock("unit: days, firstDay: counted"), "missing-member", 2, 5),
        (clock("value: 14, firstDay: counted"), "missing-member", 2, 5),
        (clock("value: 14, unit: days, firstDay: maybe"), "value-unknown", 2, 73),
        (clock("value: x, unit: days, firstDay: counted"), "expected-number", 2, 47),
        (clock("value: 14, unit: weeks, firstDay: counted"), "value-unknown", 2, 57),
        (clock("value: 101, unit: years, firstDay: counted"), "clock-too-long", 2, 47),
        (clock("\(good), extention: 10"), "unknown-member", 2, 86),
        (clock("\(good), basis: b"), "basis-unknown", 2, 93),
        (clock("\(good), pausesWhile: [lunch]"), "value-unknown", 2, 100),
        (clock("\(good), inForce: {form: 2026-01-01}"), "unknown-member", 2, 96),
        (clock(good) + "  - {id: C, what: {zh: 时, en: t}, \(good)}\n", "clock-twice", 3, 10),
        (
            fee("ratePerDay: \"5\", threshold: \"5\", rounding: nearest_fen"),
            "expected-decimal", 4, 59
        ),
        (fee("threshold: \"50\", ratePerDay: \"0.1\""), "missing-member", 4, 5),
        (permit("clock: D"), "clock-unknown", 5, 68),
        (permit("clock: C, workingDays: 3"), "time-twice", 5, 84),
        (permit("after: r"), "permit-unknown", 5, 68),
        (permit("after: q"), "permit-order-circular", 5, 68),
        (permit("after: p, when: before_contract"), "permit-order", 5, 68),
        (permit("when: someday"), "value-unknown", 5, 67),
        (permit("presupposes: {txt: x}"), "unknown-member", 5, 75),
    ]

    @Test("A fault is told with file, line and column", arguments: faults)
    func fault(_ fault: (text: String, code: String, line: Int, column: Int)) throws {
        let problems = try RuleFileTests.problems(fault.text)
        let first = try #require(problems.first)
        #expect(first.code == fault.code)
        #expect((first.line, first.column) == (fault.line, fault.column))
        #expect(first.file == "r.yaml")
    }

    @Test("Versions that follow each other in time are one clock")
    func versions() throws {
        let text =
            Self.clock("\(Self.good), inForce: {to: 2025-12-29}")
            + "  - {id: C, what: {zh: 时, en: t}, value: 3, unit: working_days, firstDay: counted, "
            + "inForce: {from: 2025-12-30}}\n"
        let book = try RuleFileTests.load(text).rules.clocks
        #expect(book.clocks.count == 2)
        let day = try #require(CalendarDate("2026-01-01"))
        #expect(book.clock("C", on: day)?.unit == .workingDays)
        #expect(book.clock("C", on: day)?.firstDay == .counted)
    }

    @Test("A fee keeps its rate exactly")
    func rate() throws {
        let book = try RuleFileTests.load(Self.fee(Self.goodFee)).rules.fees
        let day = try #require(CalendarDate("2026-01-01"))
        #expect(book.fee("f", on: day)?.ratePerDay == Decimal(millionths: 500))
        #expect(book.fee("f", on: day)?.confidence == .unverified)
        #expect(book.fee("g", on: day) == nil)
    }

    static let charges: [(id: String, start: String, until: String, base: Int, text: String)] = [
        ("late-declaration", "2026-11-02", "2026-11-20", 1_000_000, "2000"),
        ("late-declaration", "2026-11-02", "2026-11-20", 20_000, "0"),
        // 21 November is a Saturday: the last free day is Monday the 23rd.
        ("late-declaration", "2026-11-07", "2026-11-24", 1_000_000, "500"),
        ("late-payment", "2026-11-02", "2026-11-20", 80_000, "120.00"),
    ]

    @Test("The shipped fees follow their clocks", arguments: charges)
    func shipped(
        _ given: (id: String, start: String, until: String, base: Int, text: String)
    ) throws {
        let rules = try ShippedRules.load().rules
        let until = try #require(CalendarDate(given.until))
        let fee = try #require(rules.fees.fee(given.id, on: until))
        let clock = try #require(rules.clocks.clock(fee.clock, on: until))
        let free = clock.lastDay(
            from: try #require(CalendarDate(given.start)), calendar: try ShippedRules.calendar())
        let charge = fee.charge(on: Decimal(given.base), lastFreeDay: free, until: until)
        #expect(fee.text(charge.amount) == given.text)
    }

    @Test("The shipped calendar knows 2018 to 2026, and nothing later")
    func years() throws {
        #expect(try ShippedRules.calendar().knownYears == 2018..<2027)
    }

    @Test("Every shipped clock names what it rests on")
    func bases() throws {
        for clock in try ShippedRules.load().rules.clocks.clocks {
            #expect(!clock.basis.isEmpty, "\(clock.id)")
            let isRead = clock.basis.contains { $0.basis.confidence == .confirmed }
            #expect(clock.confidence == .unverified || isRead, "\(clock.id)")
        }
    }
}
