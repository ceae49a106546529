import GreenlaneCatalog
import GreenlaneCore
import Testing

@Suite("A rule file has faults")
struct RuleFileTests {
    static let permits = """
        permits:
          - {code: p, name: {zh: 证, en: P}, issuer: {zh: 关, en: C}}
        bases:
          b: {title: 法, confidence: confirmed}

        """

    static func rule(
        _ id: String, outcome: String = "required", level: String = "", when: String,
        overrides: String = "", dates: String = ""
    ) -> String {
        """
          - id: \(id)
            permit: p
            outcome: \(outcome)
        \(level.isEmpty ? "" : "    riskLevel: \(level)\n")\
        \(dates.isEmpty ? "" : "    inForce: {\(dates)}\n")\
        \(overrides.isEmpty ? "" : "    overrides: [\(overrides)]\n")\
            when: {\(when)}
            basis: [b]
            explanation: {zh: 说明, en: Text}
            confidence: confirmed

        """
    }

    static func load(_ text: String) throws -> LoadedRules {
        try RuleBookLoader.load([CatalogFile(name: "r.yaml", bytes: Array(text.utf8))])
    }

    static func problems(_ text: String) throws -> [Diagnostic] {
        do {
            _ = try load(text)
            return []
        } catch let list as DiagnosticList {
            return list.diagnostics
        }
    }

    static let faults: [(when: String, code: String)] = [
        ("item.fom: serum", "fact-unknown"), ("item.form: serun", "value-unknown"),
        ("is: nothing", "definition-unknown"), ("item.form: {near: serum}", "comparison-unknown"),
        ("item.quantity: 5", "fact-not-comparable"), ("known: item.colour", "fact-unknown"),
    ]

    @Test("A condition that means nothing is told with its place", arguments: faults)
    func condition(_ fault: (when: String, code: String)) throws {
        let text = Self.permits + "rules:\n" + Self.rule("r", when: fault.when)
        let problems = try Self.problems(text)
        #expect(problems.map(\.code) == [fault.code])
        #expect(problems.first?.line == 9)
        #expect((problems.first?.column ?? 0) > 11)
    }

    @Test("Two rules that can meet and disagree must say which goes first")
    func disagree() throws {
        let first = Self.rule("one", level: "A", when: "item.form: [serum, cells]")
        let second = Self.rule("two", level: "B", when: "item.form: [cells, tissue]")
        let problems = try Self.problems(Self.permits + "rules:\n" + first + second)
        #expect(problems.map(\.code) == ["rules-disagree"])
    }

    static let peaceful: [(name: String, first: String, second: String)] = [
        (
            "the forms exclude each other", rule("one", level: "A", when: "item.form: serum"),
            rule("two", level: "B", when: "item.form: cells")
        ),
        (
            "one overrides the other", rule("one", level: "A", when: "item.form: serum"),
            rule("two", level: "B", when: "item.form: serum", overrides: "one")
        ),
        (
            "they follow each other in time",
            rule("one", level: "A", when: "item.form: serum", dates: "to: 2026-01-01"),
            rule("two", level: "B", when: "item.form: serum", dates: "from: 2026-01-02")
        ),
        (
            "they say the same", rule("one", level: "A", when: "item.form: serum"),
            rule("two", level: "A", when: "item.form: serum")
        ),
        (
            "one holds where the other is denied",
            rule("one", level: "A", when: "item.form: serum, item.firstImport: true"),
            rule("two", level: "B", when: "not: {item.firstImport: true}")
        ),
    ]

    @Test("Rules that cannot meet, agree, or are ranked, are accepted", arguments: peaceful)
    func agree(_ pair: (name: String, first: String, second: String)) throws {
        let text = Self.permits + "rules:\n" + pair.first + pair.second
        #expect(try Self.problems(text).isEmpty)
    }

    @Test("Overriding in a circle and overriding nothing are faults")
    func overrides() throws {
        let first = Self.rule("one", level: "A", when: "item.form: serum", overrides: "two")
        let second = Self.rule(
            "two", level: "B", when: "item.form: serum", overrides: "one, three")
        let problems = try Self.problems(Self.permits + "rules:\n" + first + second)
        #expect(
            Set(problems.map(\.code)) == ["rule-overrides-circular", "override-unknown"])
    }

    @Test("Broken YAML is told with its place")
    func syntax() throws {
        let problems = try Self.problems("rules:\n  - {id: a\n  b: [\n")
        #expect(problems.map(\.code) == ["yaml-syntax"])
        #expect((problems.first?.line ?? 0) > 1)
    }
}
