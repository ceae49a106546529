import GreenlaneCore
import Testing

@Suite("Somebody is late, and it costs by the day")
struct DailyFeeTests {
    private static func fee(_ rounding: DailyFee.Rounding) throws -> DailyFee {
        DailyFee(
            id: "late", name: LocalizedText(zh: "滞报金", en: "fee"), clock: "T",
            ratePerDay: try #require(Decimal("0.0005")), threshold: Decimal(50),
            rounding: rounding)
    }

    @Test(
        "Whole yuan, the fraction dropped, nothing below the threshold",
        arguments: [
            ("1000000", 4, "2000", "2000"), ("20000", 4, "40", "0"),
            ("25000", 4, "50", "50"), ("24999.99", 4, "49.99998", "0"),
            ("101999.99", 1, "50.999995", "50"), ("1000000", 0, "0", "0"),
            ("1000000", -1, "0", "0"), ("-1000000", 4, "0", "0"), ("0", 4, "0", "0"),
            ("999999999999999.999999", 1_000, "499999999999999.999999", "499999999999999"),
        ])
    func wholeYuan(base: String, days: Int, raw: String, amount: String) throws {
        let owed = try Self.fee(.wholeYuanDown).amount(
            on: try #require(Decimal(base)), days: days)
        #expect(owed.raw.description == raw)
        #expect(owed.amount.description == amount)
    }

    @Test(
        "To the nearest fen, half a fen up",
        arguments: [
            ("80000", 3, "120.00"), ("123456.78", 3, "185.19"), ("100010", 1, "50.01"),
            ("100009.99", 1, "50.00"), ("99000", 1, "0.00"), ("200010.20", 1, "100.01"),
        ])
    func fen(base: String, days: Int, text: String) throws {
        let fee = try Self.fee(.nearestFen)
        let owed = fee.amount(on: try #require(Decimal(base)), days: days)
        #expect(fee.text(owed.amount) == text)
    }

    @Test(
        "The first late day and the last one both count",
        arguments: [
            ("2026-11-20", 4, "2000"), ("2026-11-17", 1, "500"), ("2026-11-16", 0, "0"),
            ("2026-11-03", 0, "0"),
        ])
    func days(until: String, days: Int, amount: String) throws {
        let free = try #require(CalendarDate("2026-11-16"))
        let charge = try Self.fee(.wholeYuanDown).charge(
            on: Decimal(1_000_000), lastFreeDay: (free, false),
            until: try #require(CalendarDate(until)))
        #expect(charge.days == days)
        #expect(charge.amount.description == amount)
        #expect(!charge.isBelowThreshold)
    }

    @Test("What stays below the threshold is said to have accrued")
    func below() throws {
        let free = try #require(CalendarDate("2026-11-16"))
        let charge = try Self.fee(.wholeYuanDown).charge(
            on: Decimal(20_000), lastFreeDay: (free, true),
            until: try #require(CalendarDate("2026-11-20")))
        #expect(charge.isBelowThreshold && charge.isProvisional)
        #expect(charge.amount == .zero && charge.raw == Decimal(40))
    }
}
