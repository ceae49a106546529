import GreenlaneCatalog
import GreenlaneCore
import Testing

@Suite("The transitions of a rule file")
struct TransitionFileTests {
    private static func file(_ row: String) -> String {
        RuleFileTests.permits + "transitions:\n  - " + row + "\n"
    }

    static let whole =
        "{id: t, from: 2026-08-01, permits: [p], keeps: days:90, basis: [b 第3条], "
        + "explanation: {zh: 说明, en: Text}, confidence: confirmed}"

    @Test("are read with their basis")
    func read() throws {
        let rules = try RuleFileTests.load(Self.file(Self.whole)).rules
        let found = try #require(rules.transitions.first)
        #expect(rules.transitions.count == 1)
        #expect(found.id == "t" && found.keeps == .days(90) && found.permits == ["p"])
        #expect(found.from == CalendarDate("2026-08-01"))
        #expect(found.basis.map(\.basis.article) == ["第3条"])
        #expect(found.confidence == .confirmed)
    }

    static let faults: [(old: String, new: String, code: String)] = [
        ("days:90", "for a while", "value-unknown"), ("[p]", "[x]", "permit-unknown"),
        ("[p]", "[]", "missing-member"), ("2026-08-01", "2026-13-01", "date-invalid"),
        ("from: 2026-08-01, ", "", "missing-member"), ("keeps: days:90, ", "", "missing-member"),
        ("days:90", "until:2026-07-31", "dates-reversed"),
        ("days:90", "unknown", "unknown-confirmed"), ("b 第3条", "c", "basis-unknown"),
        ("keeps:", "keep: 1, keeps:", "unknown-member"),
    ]

    @Test("that cannot be are told with their place", arguments: faults)
    func fault(_ fault: (old: String, new: String, code: String)) throws {
        let row = Self.whole.split(separator: fault.old, maxSplits: 1).joined(separator: fault.new)
        let problems = try RuleFileTests.problems(Self.file(row))
        #expect(problems.map(\.code) == [fault.code])
        #expect(problems.allSatisfy { $0.line == 6 && $0.column >= 5 })
    }

    @Test("with one id twice are told")
    func twice() throws {
        let text = Self.file(Self.whole) + "  - " + Self.whole + "\n"
        #expect(try RuleFileTests.problems(text).map(\.code) == ["transition-twice"])
    }

    @Test("that ship are marked unverified where nobody has read the clause")
    func shipped() throws {
        let rules = try ShippedRules.load().rules
        #expect(rules.transitions.contains { $0.id == "special-goods-order-281" })
        for provision in rules.transitions where provision.keeps == .unknown {
            #expect(provision.confidence == .unverified, "\(provision.id)")
            #expect(!provision.basis.isEmpty, "\(provision.id)")
        }
        let days = rules.transitions.map(\.from)
        #expect(days == days.sorted())
    }
}
