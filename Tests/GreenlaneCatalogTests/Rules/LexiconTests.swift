import GreenlaneCatalog
import GreenlaneCore
import Testing

@Suite("Tables beside the rules")
struct LexiconTests {
    private static func problems(_ text: String, name: String = "t.csv") -> [Diagnostic] {
        do throws(DiagnosticList) {
            _ = try RuleBookLoader.load([CatalogFile(name: name, bytes: Array(text.utf8))])
            return []
        } catch {
            return error.diagnostics
        }
    }

    static let faults: [(row: String, code: String, column: Int)] = [
        ("67-64-2,丙酮,Acetone,precursor,,,S1,confirmed,", "cas-check-digit", 1),
        ("67-64-1,丙酮,Acetone,precurser,,,S1,confirmed,", "value-unknown", 20),
        ("67-64-1,丙酮,Acetone,precursor,2026-02-30,,S1,confirmed,", "date-invalid", 30),
        ("67-64-1,丙酮,Acetone,precursor,,,S1,sure,", "value-unknown", 35),
        ("67-64-1,丙酮", "table-fields", 1),
    ]

    @Test("A row that cannot be is told by line and column", arguments: faults)
    func fault(_ fault: (row: String, code: String, column: Int)) throws {
        let text =
            "cas,name_zh,name_en,controls,from,to,source,confidence,note\n" + fault.row + "\n"
        let problem = try #require(Self.problems(text).first)
        #expect(problem.code == fault.code && problem.line == 2)
        #expect(problem.column == fault.column)
    }

    @Test("A table with an unknown header is no table")
    func header() {
        #expect(Self.problems("a,b\n1,2\n").map(\.code) == ["table-header"])
    }

    @Test("A substance counts from its day on, of the goods and of their components")
    func dated() throws {
        let rules = try ShippedRules.load().rules
        func controls(_ item: String, on day: String) throws -> [String] {
            let request = try ShippedRules.request(item: item)
            let facts = rules.facts(
                request, request.items[0], nil, on: try #require(CalendarDate(day)))
            return Fact.substance.values(in: facts.isKnown(.substance) ? facts.bits(.substance) : 0)
        }
        let acetone = #""cas":"67-64-1""#
        #expect(try controls(acetone, on: "2026-08-10").contains("precursor"))
        let mixture = #""composition":[{"name":"丙酮","cas":"67-64-1"}]"#
        #expect(try controls(mixture, on: "2026-08-10").contains("precursor"))
        #expect(try controls(#""cas":"7732-18-5""#, on: "2026-08-10").isEmpty)
    }

    static let speciesRows: [(stated: String, group: String?)] = [
        ("Bos taurus", "bovine"), ("bos taurus", "bovine"), ("Macaca fascicularis", "primate"),
        ("Homo sapiens", "human"), ("Mus musculus C57BL/6", "rodent"), ("Nemo nemo", nil),
    ]

    @Test("A species is found by its name, with strain or in other letters", arguments: speciesRows)
    func found(_ row: (stated: String, group: String?)) throws {
        let day = try #require(CalendarDate("2026-08-10"))
        let entry = try ShippedRules.load().rules.lexicon.species(row.stated, on: day)
        #expect(entry?.group.rawValue == row.group)
    }

    static let names: [(name: String, materials: [String])] = [
        ("人血清", ["human"]), ("Human plasma", ["human"]), ("山羊抗人IgG", []),
        ("Goat anti-human IgG", []), ("人源化单克隆抗体", []), ("胎牛血清", ["animal"]), ("strategy", []),
    ]

    @Test("The longest word counts: anti-human is not human", arguments: names)
    func words(_ row: (name: String, materials: [String])) throws {
        var reading = CueTable.Reading()
        try ShippedRules.load().rules.lexicon.cues.read(row.name, into: &reading)
        let found = Fact.nameMaterial.values(in: reading.materials)
        #expect(found.contains("human") == row.materials.contains("human"))
        for material in row.materials { #expect(found.contains(material)) }
    }

    @Test("Texts that older logs keep are still read")
    func older() throws {
        let text = """
            letters:
              supervision: {import: AQ, export: B}
              inspection: {import: PV, export: QW}
            permits:
              - {code: p, name: {zh: 证, en: P}, issuer: {zh: 关, en: C}, beforeDispatch: true}
            """
        let rules = try RuleBookLoader.load([
            CatalogFile(name: "r.yaml", bytes: Array(text.utf8))
        ]).rules
        #expect(rules.permit("p")?.terms.when == .beforeDispatch)
        let request = try ShippedRules.request(item: #""hs":"3001901000""#)
        let line = try ShippedRules.codes().line("3001901000")
        let day = try #require(CalendarDate("2026-08-10"))
        let facts = rules.facts(request, request.items[0], line, on: day)
        #expect(facts.shownLetters(.hsSupervision) == "AQ")
    }

    @Test("Days that never come and empty files are errors, not silence")
    func silent() {
        let inverted = """
            bases:
              b: {title: 甲, from: 2026-12-31, to: 2026-01-01}
            """
        #expect(Self.problems(inverted, name: "r.yaml").map(\.code) == ["range-inverted"])
        #expect(Self.problems("# nothing\n", name: "r.yaml").map(\.code) != [])
        let twice = Self.problems("a: 1\na: 2\n", name: "r.yaml")
        #expect(twice.first?.message.zh.contains("\n") == false)
    }
}

@Suite("Tariff lines are proposed, never chosen")
struct CandidateTests {
    private func item(_ item: String) throws -> Assessment.Item {
        let day = try #require(CalendarDate("2026-08-10"))
        let request = try ShippedRules.request(item: item)
        return try ShippedRules.assessor().assess(request, asOf: day).items[0]
    }

    @Test("Form and origin propose lines with a reason and what they would ask for")
    func proposed() throws {
        let found = try item(#""form":"serum","origin":{"material":"animal"}"#).candidates
        #expect(found.first?.line.code == "3002120099")
        let veterinary = try #require(found.first { $0.line.code == "3002120030" })
        #expect(veterinary.requires.contains("veterinary-drug-form"))
        #expect(found.allSatisfy { !$0.because.isEmpty && !$0.reason.zh.isEmpty })
    }

    @Test("Ten stated digits are not second-guessed; fewer narrow the proposal")
    func stated() throws {
        let whole = #""form":"serum","origin":{"material":"animal"},"hs":"3002120099""#
        #expect(try item(whole).candidates.isEmpty)
        let short = #""form":"serum","origin":{"material":"animal"},"hs":"300290""#
        #expect(try item(short).candidates.allSatisfy { $0.line.code.hasPrefix("300290") })
    }

    @Test("Nothing is needed only where enough is known to say so")
    func conclusions() throws {
        let tube = #""form":"consumable","origin":{"material":"none"}"#
        #expect(try item(tube + #","hs":"3926909090""#).conclusion == .noneNeeded)
        let open = try item(tube)
        #expect(open.conclusion == .notKnown || open.conclusion == .open)
        #expect(open.questions.contains { $0.pointer == "/items/0/hs" })
    }
}
