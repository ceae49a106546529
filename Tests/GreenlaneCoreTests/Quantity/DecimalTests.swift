import GreenlaneCore
import Testing

@Suite("Amounts")
struct DecimalTests {
    @Test(
        "reads and writes exactly",
        arguments: [
            ("500", "500"), ("0.25", "0.25"), ("1.500000", "1.5"), ("-20.25", "-20.25"),
            ("999999999999999.999999", "999999999999999.999999"), ("007", "7"), ("0", "0"),
            ("-0", "0"), ("0.000001", "0.000001"), ("-0.5", "-0.5"),
        ])
    func readsAndWrites(text: String, expected: String) {
        #expect(Decimal(text)?.description == expected)
    }

    @Test(
        "refuses what is no decimal of the contract",
        arguments: [
            "", "-", ".", ".5", "5.", "1.2.3", "1e3", "+1", " 1", "1 ", "1,000", "１",
            "1234567890123456", "0.1234567", "NaN", "--1",
        ])
    func refuses(text: String) {
        #expect(Decimal(text) == nil)
    }

    @Test("adds without rounding, where binary floats round")
    func adds() throws {
        let sum = try #require(Decimal("0.1")) + #require(Decimal("0.2"))
        #expect(sum.description == "0.3")
        #expect(try #require(Decimal("0.1")) < #require(Decimal("0.11")))
    }

    @Test(
        "converts within a dimension, and only where nothing is rounded away",
        arguments: [
            ("500", Unit.g, Unit.kg, "0.5 kg"), ("0.000001", .kg, .ug, "1000 ug"),
            ("1", .L, .uL, "1000000 uL"), ("1", .ug, .kg, nil), ("1", .g, .mL, nil),
            ("1", .vial, .tube, nil), ("3", .vial, .vial, "3 vial"), ("1", .IU, .U, nil),
        ] as [(String, Unit, Unit, String?)])
    func converts(amount: String, from: Unit, to: Unit, expected: String?) throws {
        let quantity = Quantity(try #require(Decimal(amount)), from)
        #expect(quantity.converted(to: to)?.description == expected)
    }
}
