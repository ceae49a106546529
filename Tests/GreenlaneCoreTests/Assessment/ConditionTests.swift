import GreenlaneCore
import Testing

@Suite("Rules are asked about facts that may be missing")
struct ConditionTests {
    static let letters = HSLetters(
        importSupervision: "2AQ", exportSupervision: "3BEV", importInspection: "PV",
        exportInspection: "QW")

    static func test(_ fact: Fact, _ values: String..., presumesNo: Bool = false) -> Condition {
        let mask = values.compactMap { fact.mask(of: $0) }.reduce(0, |)
        return .test(FactTest(fact, .anyOf(mask), presumesNo: presumesNo))
    }

    static func book(_ rules: [Rule]) -> RuleBook {
        let issuer = LocalizedText(zh: "关", en: "C")
        return RuleBook(
            permits: [
                PermitInfo(
                    code: "p", name: LocalizedText(zh: "证", en: "P"),
                    terms: PermitTerms(issuer: issuer))
            ], rules: rules, letters: letters)
    }

    static func rule(
        _ id: String, outcome: Rule.Outcome = .required, level: String? = nil,
        overrides: [String] = [], _ when: Condition
    ) -> Rule {
        Rule(
            id: id, permit: "p", outcome: outcome, riskLevel: level, when: when,
            overrides: overrides, explanation: LocalizedText(zh: "", en: ""),
            confidence: .confirmed)
    }

    static func finding(
        _ rules: [Rule], hs: HSLine? = nil, direction: ImportRequest.Direction = .import,
        _ change: (inout ImportItem) -> Void = { _ in }
    ) -> PermitFinding? {
        var item = ImportItem(line: 1, nameZh: "样品")
        item.hs = hs?.code
        change(&item)
        let request = ImportRequest(
            reference: "T", direction: direction, importer: Party(name: "甲"),
            purpose: .testing, items: [item])
        let facts = FactVector(
            request: request, item: item, hs: hs, letters: letters,
            on: CalendarDate(dayNumber: 20_000))
        return book(rules).findings(facts, asOf: CalendarDate(dayNumber: 20_000)).first
    }

    static func line(_ supervision: String?) -> HSLine {
        HSLine(
            code: "3001901000", description: LocalizedText(zh: "", en: ""),
            supervision: supervision.map { HSLine.Letters(text: $0, confidence: .confirmed) },
            inspection: nil, source: "", year: "", status: "")
    }

    private let serum = Self.test(.form, "serum")
    private let human = Self.test(.originPresent, "human")

    @Test("One no decides; what is missing beside it is not asked for")
    func noDecides() {
        let rules = [Self.rule("r", .all([serum, human]))]
        #expect(Self.finding(rules) { $0.form = .plasma } == nil)
        let open = Self.finding(rules) { $0.form = .serum }
        #expect(open?.status == .possible)
        #expect(open?.missing == FactSet([.originPresent]))
    }

    @Test("One yes decides an `any`, and is the reason")
    func yesDecides() {
        let found = Self.finding([Self.rule("r", .any([human, serum]))]) { $0.form = .serum }
        #expect(found?.status == .required)
        #expect(found?.support == FactSet([.form]))
        #expect(found?.missing.isEmpty == true)
    }

    @Test("Of two witnesses a no is enough where the other is silent, and a yes always")
    func witnesses() {
        let q = Self.test(.hsSupervision, "Q")
        let doping = Self.test(.controls, "doping")
        let rules = [Self.rule("r", .witnesses([q, doping]))]
        #expect(Self.finding(rules)?.status == .possible)
        #expect(Self.finding(rules, hs: Self.line("A")) == nil)
        #expect(Self.finding(rules) { $0.controls = [] } == nil)
        #expect(Self.finding(rules, hs: Self.line("A")) { $0.controls = [.doping] } != nil)
        #expect(Self.finding(rules, hs: Self.line("AQ")) { $0.controls = [] } != nil)
    }

    @Test("Letters of the other direction are not seen")
    func directions() {
        let e = [Self.rule("r", Self.test(.hsSupervision, "E"))]
        #expect(Self.finding(e, hs: Self.line("ABE")) == nil)
        #expect(Self.finding(e, hs: Self.line("ABE"), direction: .export)?.status == .required)
    }

    @Test("A line that is not shown is a question, one known to be empty is not")
    func emptyCells() {
        let rules = [Self.rule("r", Self.test(.hsSupervision, "Q"))]
        #expect(Self.finding(rules, hs: Self.line(nil))?.status == .possible)
        #expect(Self.finding(rules, hs: Self.line("")) == nil)
    }

    @Test("Six stated digits leave a ten-digit rule open")
    func prefixes() throws {
        let code = try #require(PackedCode("3001901000"))
        let rules = [Self.rule("r", .test(FactTest(.hsCode, .startsWith([code]))))]
        #expect(Self.finding(rules) { $0.hs = "300190" }?.status == .possible)
        #expect(Self.finding(rules) { $0.hs = "3001901000401" }?.status == .required)
        #expect(Self.finding(rules) { $0.hs = "300220" } == nil)
    }

    @Test("An exemption that may hold leaves the permit open; one that holds ends it")
    func exemptions() {
        let drug = Self.test(.managedAs, "drug")
        let rules = [
            Self.rule("need", level: "C", serum),
            Self.rule("free", outcome: .exempt, overrides: ["need"], drug),
        ]
        let open = Self.finding(rules) { $0.form = .serum }
        #expect(open?.status == .possible)
        #expect(open?.riskLevel == "C")
        #expect(open?.missing == FactSet([.managedAs]))
        let free = Self.finding(rules) {
            $0.form = .serum
            $0.managedAs = .drug
        }
        #expect(free?.status == .exempt)
        // Nothing to be exempt from is nothing to tell.
        #expect(
            Self.finding(rules) {
                $0.form = .buffer
                $0.managedAs = .drug
            } == nil)
    }

    @Test("A rule that may raise the level asks, and the permit stays required")
    func levels() {
        let rules = [
            Self.rule("low", level: "C", serum),
            Self.rule("high", level: "A", overrides: ["low"], Self.test(.pathogenClass, "1", "2")),
        ]
        let open = Self.finding(rules) { $0.form = .serum }
        #expect(open?.status == .required)
        #expect(open?.missing == FactSet([.pathogenClass]))
        let high = Self.finding(rules) {
            $0.form = .serum
            $0.pathogen.classNumber = 2
        }
        #expect(high?.riskLevel == "A")
        #expect(high?.missing.isEmpty == true)
    }

    @Test("Two rules that disagree without a rank are told as such")
    func disagreeing() {
        let rules = [Self.rule("one", level: "A", serum), Self.rule("two", level: "B", serum)]
        #expect(Self.finding(rules) { $0.form = .serum }?.disagreeing == 1)
        #expect(Self.book(rules).conflicts().map(\.kind) == [.disagree])
    }

    @Test("Mixed origin asks for the components")
    func mixedOrigin() {
        var item = ImportItem(line: 1)
        item.origin.material = .mixed
        let request = ImportRequest(
            reference: "T", importer: Party(name: "甲"), purpose: .testing, items: [item])
        let facts = FactVector(
            request: request, item: item, hs: nil, letters: Self.letters,
            on: CalendarDate(dayNumber: 20_000))
        #expect(!facts.isKnown(.originPresent))
        #expect(facts.pointer(.originPresent, item: 3) == "/items/3/origin/components")
    }

    @Test("Every fact has its own bit, name and place")
    func table() {
        #expect(Fact.allCases.count <= 64)
        #expect(Set(Fact.allCases.map(\.path)).count == Fact.allCases.count)
        for fact in Fact.allCases {
            #expect(Fact(path: fact.path) == fact)
            #expect(fact.vocabulary.count <= 64)
            #expect(fact.pointer(item: 0).hasPrefix("/"))
        }
    }
}
