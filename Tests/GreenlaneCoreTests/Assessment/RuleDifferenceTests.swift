import GreenlaneCore
import Testing

@Suite("Two states of the rules are compared")
struct RuleDifferenceTests {
    static func day(_ text: String) -> CalendarDate {
        CalendarDate(text) ?? CalendarDate(dayNumber: 0)
    }

    static func source(_ title: String, from: String?, to: String? = nil) -> DatedBasis {
        DatedBasis(
            basis: LegalBasis(title: title, confidence: .confirmed),
            inForce: DateRange(from: from.map(day), to: to.map(day)))
    }

    static func rule(
        _ id: String, from: String? = nil, to: String? = nil, level: String? = nil,
        basis: [DatedBasis] = [], terms: PermitTerms? = nil
    ) -> Rule {
        var rule = ConditionTests.rule(id, level: level, ConditionTests.test(.form, "serum"))
        rule.inForce = DateRange(from: from.map(day), to: to.map(day))
        rule.basis = basis
        rule.terms = terms
        return rule
    }

    static func state(_ rules: [Rule], on text: String? = nil) -> RuleState {
        RuleState(
            rules: ConditionTests.book(rules), schemes: .empty, day: text.map(day))
    }

    private let old = Self.source("old order", from: "2015-01-01", to: "2025-12-29")
    private let new = Self.source("new order", from: "2025-12-30")

    @Test("a rule that ends and one that begins are told with the source that did it")
    func succession() {
        let rules = [
            Self.rule("b-before", to: "2025-12-29", basis: [old]),
            Self.rule("a-after", from: "2025-12-30", basis: [new]),
        ]
        let difference = RuleDifference(
            from: Self.state(rules, on: "2025-12-29"), to: Self.state(rules, on: "2025-12-30"))
        #expect(difference.begin.map(\.rule.id) == ["a-after"])
        #expect(difference.end.map(\.rule.id) == ["b-before"])
        #expect(difference.begin.first?.basis == [new])
        #expect(difference.end.first?.basis == [new])
        #expect(difference.changed == [])
    }

    @Test("a rule that cites another source from a day on has changed its basis, and only that")
    func sources() {
        let rules = [Self.rule("r", basis: [old, new])]
        let difference = RuleDifference(
            from: Self.state(rules, on: "2025-12-29"), to: Self.state(rules, on: "2025-12-30"))
        #expect(difference.changed.map { $0.members.map(\.name) } == [["basis"]])
        #expect(difference.changed.first?.basis == [new])
    }

    @Test("two days between which nothing happens do not differ")
    func quiet() {
        let rules = [Self.rule("r", basis: [old, new]), Self.rule("s", from: "2026-01-01")]
        let difference = RuleDifference(
            from: Self.state(rules, on: "2026-02-01"), to: Self.state(rules, on: "2026-12-01"))
        #expect(difference.isEmpty)
    }

    static let edits: [(member: String, edit: @Sendable (inout Rule) -> Void)] = [
        ("outcome", { $0.outcome = .exempt }), ("riskLevel", { $0.riskLevel = "3" }),
        ("inForce", { $0.inForce.from = Self.day("2027-01-01") }),
        ("when", { $0.when = ConditionTests.test(.form, "cells") }),
        ("overrides", { $0.overrides = ["s"] }),
        ("basis", { $0.basis = [Self.source("decree", from: nil)] }),
        ("explanation", { $0.explanation.en = "Other" }),
        ("confidence", { $0.confidence = .unverified }),
        ("terms.validityMonths", { $0.terms?.validityMonths = 12 }),
        ("terms.uses", { $0.terms?.uses = .multiple }),
    ]

    @Test("of two texts each edited member is named", arguments: edits.indices)
    func edited(_ index: Int) {
        let terms = PermitTerms(
            issuer: LocalizedText(zh: "关", en: "C"), validityMonths: 3, uses: .single)
        let before = Self.rule("r", level: "2", basis: [new], terms: terms)
        var after = before
        Self.edits[index].edit(&after)
        let difference = RuleDifference(
            from: Self.state([before]), to: Self.state([after]))
        #expect(difference.changed.map { $0.members.map(\.name) } == [[Self.edits[index].member]])
        #expect(RuleDifference(from: Self.state([before]), to: Self.state([before])).isEmpty)
    }

    @Test("everything stands in order of id, however the files are ordered")
    func order() {
        let ids = ["c", "a", "d", "b"]
        let difference = RuleDifference(
            from: Self.state([]), to: Self.state(ids.map { Self.rule($0) }))
        #expect(difference.begin.map(\.rule.id) == ["a", "b", "c", "d"])
        let back = RuleDifference(
            from: Self.state(ids.map { Self.rule($0) }), to: Self.state([]))
        #expect(back.end.map(\.rule.id) == ["a", "b", "c", "d"])
    }

    @Test("permits and levels are compared too")
    func parts() {
        var after = Self.state([])
        after.rules = RuleBook(
            permits: [], rules: [],
            levels: [
                LevelTable(fact: .chosenSpecialGoodsLevel, inForce: DateRange(), values: 1)
            ], letters: ConditionTests.letters)
        let difference = RuleDifference(from: Self.state([]), to: after)
        #expect(difference.permits.removed == ["p"])
        #expect(difference.levels.added == [Fact.chosenSpecialGoodsLevel.path])
    }

    @Test("boundaries are the first days and the days after last days, each once, in the window")
    func boundaries() {
        let rules = [
            Self.rule("a", to: "2025-12-29"), Self.rule("b", from: "2025-12-30"),
            Self.rule("c", from: "2026-08-01", to: "2026-09-30"),
            Self.rule("d", from: "2024-01-01"),
        ]
        let days = Self.state(rules).boundaries(
            after: Self.day("2025-01-01"), through: Self.day("2026-10-01"))
        #expect(days.map(\.description) == ["2025-12-30", "2026-08-01", "2026-10-01"])
        #expect(Self.state(rules).lastFirstDay == Self.day("2026-08-01"))
    }

    @Test("a condition is written in the words of the rule files")
    func condition() {
        let when = Condition.all([
            ConditionTests.test(.form, "serum"),
            .any([.known(.hsCode), .not(.known(.cas))]),
            ConditionTests.test(.controls, "narcotic", presumesNo: true),
        ])
        #expect(
            when.lines == [
                "all:", "  - item.form: [serum]", "  - any:", "      - known: hs.code",
                "      - unknown: item.cas", "  - item.controls: {shows: [narcotic]}",
            ])
    }
}
