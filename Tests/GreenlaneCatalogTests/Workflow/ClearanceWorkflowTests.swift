import GreenlaneCatalog
import GreenlaneCore
import Testing

@Suite("A clearance workflow")
struct ClearanceWorkflowTests {
    private let complete = """
        kind: clearance
        id: probe
        version: 3
        title: {zh: 示例, en: Sample}
        inForce: {from: 2026-08-01, to: 2027-07-31}
        bases:
          rule:
            {title: 示例规定, number: 第1号, article: 第二条, inForce: 2026-01-01, source: S1,
              confidence: confirmed}
        basis: [rule, {title: 另一规定}]
        settings: {hours: 4}
        events:
          lodge:
            title: {zh: 申报, en: Lodge}
            roles: [broker]
            records: declaration.lodged
            documents: [invoice]
            basis: rule
            input:
              number: {type: string, pattern: "^[0-9]{18}$", maxLength: 18, required: true}
              kinds: {type: list, of: string}
              mode: {type: enum, values: [air, sea], title: {zh: 方式, en: Mode}}
              lowest: {type: decimal, unit: "°C", personal: true}
          receipt.released: {title: {zh: 放行, en: Released}, kind: fact, roles: [customs]}
        initial: draft
        states:
          draft:
            title: {zh: 草稿, en: Draft}
            milestone: filed
            deadline:
              what: {zh: 申报期限, en: Declaration deadline}
              within: P14D
              from: conveyance_entry
              roll: next working day
              basis: [rule]
              confidence: confirmed
            on: {lodge: {target: declared, title: {zh: 正式申报, en: Lodge it}, roles: [lab_manager]}}
            after: {deadline: late}
          late:
            {title: {zh: 逾期, en: Late}, tags: [hold], waits: {zh: 无期限, en: No limit},
              on: {lodge: declared}}
          declared:
            {title: {zh: 已申报, en: Declared}, milestone: declared,
              waits: {zh: 等海关, en: Customs}, on: {receipt: released}}
          released: {title: {zh: 已放行, en: Released}, milestone: released, type: final}
        """

    @Test("that says all it must is read in full")
    func whole() throws {
        let loaded = try WorkflowLoader.load(text: complete, file: "probe.yaml")
        let definition = loaded.definition
        #expect(loaded.warnings == [])
        #expect(definition.kind == .clearance && definition.version == "3")
        #expect(definition.inForceFrom == CalendarDate("2026-08-01"))
        #expect(definition.inForceTo == CalendarDate("2027-07-31"))
        #expect(definition.basis.map(\.title) == ["示例规定", "另一规定"])
        #expect(definition.basis.map(\.confidence) == [.confirmed, .unverified])
        let lodge = try #require(definition.event(named: "lodge"))
        #expect(lodge.records == "declaration.lodged" && lodge.kind == .wish)
        #expect(lodge.basis.map(\.article) == ["第二条"])
        #expect(lodge.input.map(\.kind) == [.string, .list, .enumeration, .decimal])
        #expect(lodge.input.map(\.required) == [true, false, false, false])
        #expect(lodge.input[1].element == .string && lodge.input[3].unit == "°C")
        let draft = definition.root.states[0]
        #expect(draft.deadline?.within == Delay(days: 14))
        #expect(draft.deadline?.rollsToWorkingDay == true)
        #expect(draft.deadline?.from == "conveyance_entry")
        #expect(draft.transitions.map(\.roles) == [["lab_manager"], nil])
        #expect(draft.transitions[0].place == SourcePlace(line: 37, column: 10))
    }

    @Test(
        "is refused for what it leaves out",
        arguments: [
            ("title: {zh: 示例, en: Sample}\n", "", ["missing-title"]),
            ("basis: [rule, {title: 另一规定}]\n", "", ["missing-basis"]),
            ("inForce: {from: 2026-08-01, to: 2027-07-31}\n", "", ["missing-in-force"]),
            ("milestone: filed", "milestone: field", ["unknown-milestone"]),
            ("tags: [hold]", "tags: [odd]", ["missing-milestone"]),
            ("waits: {zh: 等海关, en: Customs}, ", "", ["missing-deadline"]),
            ("roles: [lab_manager]", "roles: [labmanager]", ["unknown-role"]),
            ("    roles: [broker]\n", "", ["missing-roles"]),
            ("{receipt: released}", "{recept: released}", ["undeclared-event", "unused-event"]),
            ("{receipt: released}", "{lodge: released}", ["unused-event"]),
            ("title: {zh: 逾期, en: Late}, ", "", ["missing-title"]),
            ("after: {deadline: late}", "after: {}", ["unreachable-state"]),
            ("initial: draft\n", "", ["missing-initial"]),
            ("of: string", "of: date", ["unknown-value"]),
        ] as [(String, String, [String])])
    func incomplete(part: String, replacement: String, codes: [String]) throws {
        try #require(complete.contains(part))
        let text = complete.replacing(part, with: replacement, maxReplacements: 1)
        let error = try #require(throws: DiagnosticList.self) {
            try WorkflowLoader.load(text: text, file: "probe.yaml")
        }
        #expect(error.diagnostics.map(\.code).sorted() == codes)
    }
}
