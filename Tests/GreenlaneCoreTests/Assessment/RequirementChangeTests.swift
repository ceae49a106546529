import GreenlaneCore
import Testing

@Suite("A recorded answer is held against a new one")
struct RequirementChangeTests {
    static func need(
        _ status: PermitStatus, _ level: String? = nil, line: Int = 1, permit: String = "p",
        rule: String = "r", by entry: String? = nil
    ) -> Requirement {
        Requirement(
            line: line, permit: permit, status: status, riskLevel: level, rule: rule,
            waivedBy: entry)
    }

    static func changes(
        _ before: [Requirement], _ after: [Requirement], months: (old: Int?, new: Int?) = (6, 6),
        isMeant: (Int) -> Bool = { _ in true }
    ) -> [RequirementChange] {
        RequirementChange.all(
            from: before, to: after, permits: ["q", "p"], isMeant: isMeant,
            terms: { _, isNew in
                PermitTerms(
                    issuer: LocalizedText(zh: "关", en: "C"),
                    validityMonths: isNew ? months.new : months.old)
            })
    }

    typealias Row = (
        before: Requirement?, after: Requirement?, kind: RequirementChange.Kind?
    )
    static let rows: [Row] = [
        (nil, need(.required), .newlyRequired), (nil, need(.possible), .newlyOpen),
        (nil, need(.waived, by: "E"), .nowWaivable), (nil, need(.exempt), nil),
        (need(.exempt), nil, nil), (need(.exempt), need(.required), .newlyRequired),
        (need(.possible), need(.required), .newlyRequired),
        (need(.possible), nil, .noLongerRequired), (need(.possible), need(.possible), nil),
        (need(.required), nil, .noLongerRequired),
        (need(.required), need(.exempt), .noLongerRequired),
        (need(.required), need(.waived, by: "E"), .nowWaivable),
        (need(.waived, by: "E"), need(.required), .noLongerWaivable),
        (need(.waived, by: "E"), need(.possible), .noLongerWaivable),
        (need(.waived, by: "E"), need(.waived, by: "F"), nil),
        (need(.required, "C"), need(.required, "C1"), .otherLevel),
        (need(.required, "C"), need(.required, "C"), nil),
        (need(.required), need(.possible), .newlyOpen),
    ]

    @Test("each pair of answers is a change of its kind, or none", arguments: rows.indices)
    func pair(_ index: Int) {
        let row = Self.rows[index]
        let found = Self.changes(
            row.before.map { [$0] } ?? [], row.after.map { [$0] } ?? [])
        #expect(found.map(\.kind) == (row.kind.map { [$0] } ?? []))
    }

    @Test("another rule with the same answer is no change")
    func renamed() {
        let found = Self.changes([Self.need(.required)], [Self.need(.required, rule: "s")])
        #expect(found == [])
    }

    @Test("another validity is a change of a required permit, not of one that is waived")
    func validity() {
        let required = Self.changes(
            [Self.need(.required)], [Self.need(.required)], months: (3, 12))
        #expect(required.map(\.kind) == [.otherValidity])
        #expect(required.first?.before?.validityMonths == 3)
        #expect(required.first?.after?.validityMonths == 12)
        let waived = Self.changes(
            [Self.need(.waived, by: "E")], [Self.need(.waived, by: "E")], months: (3, 12))
        #expect(waived == [])
    }

    @Test("lines that are bound already are left alone; the rest stands by line, then by permit")
    func order() {
        let after = [
            Self.need(.required, line: 2), Self.need(.required, line: 2, permit: "q"),
            Self.need(.required, line: 1), Self.need(.required, line: 3),
        ]
        let found = Self.changes([], after, isMeant: { $0 != 3 })
        #expect(found.map { "\($0.line) \($0.permit)" } == ["1 p", "2 q", "2 p"])
    }

    @Test("the remedy tells what can be done before the day, and names who issues the permit")
    func remedy() throws {
        let from = try #require(CalendarDate("2027-01-01"))
        let today = try #require(CalendarDate("2026-11-21"))
        let change = try #require(Self.changes([], [Self.need(.required)]).first)
        func text(on day: CalendarDate, isHeld: Bool = false) -> LocalizedText {
            ChangeRemedy(
                from: from, today: day, name: LocalizedText(zh: "批文", en: "Approval"),
                terms: PermitTerms(
                    issuer: LocalizedText(zh: "直属海关", en: "district customs"),
                    workingDays: 20, when: .beforeDispatch), isHeld: isHeld
            ).text(change)
        }
        let ahead = text(on: today)
        #expect(ahead.zh.contains("2027-01-01") && ahead.zh.contains("直属海关，20 个工作日"))
        #expect(ahead.en.contains("before dispatch"))
        let late = text(on: from)
        #expect(!late.en.contains("2027-01-01"))
        #expect(text(on: from, isHeld: true).en.contains("linked already"))
    }
}
