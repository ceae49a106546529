import GreenlaneCatalog
import GreenlaneCore
import GreenlaneTestSupport
import Testing

@Suite("A workflow's table of document kinds")
struct DocumentKindTests {
    private let text = """
        kind: clearance
        id: probe
        title: {zh: 示例, en: Sample}
        inForce: {from: 2026-08-01}
        basis: {title: 示例规定, source: S1}
        documentKinds:
          invoice: {zh: 发票, en: Invoice, accept: [pdf, image], code: "00000001", basis: {title: 代码}}
          other: {zh: 其他, en: Other, accept: text}
        events:
          lodge:
            title: {zh: 申报, en: Lodge}
            roles: [broker]
            documents: [invoice]
            input: {evidence: {type: document}}
        initial: draft
        states:
          draft:
            title: {zh: 草稿, en: Draft}
            milestone: filed
            waits: {zh: 无期限, en: No limit}
            on:
              lodge:
                target: done
                guard: {type: documents-present, params: {documents: [invoice]}}
          done: {title: {zh: 已办结, en: Done}, milestone: released, type: final}
        """

    @Test("is read with formats, codes and bases")
    func read() throws {
        let definition = try WorkflowLoader.load(text: text, file: "probe.yaml").definition
        let kinds = definition.documentKinds
        #expect(kinds.map(\.id) == ["invoice", "other"])
        #expect(kinds[0].types == [.pdf, .jpeg, .png, .tiff, .webp])
        #expect(kinds[0].code == "00000001" && kinds[0].basis.map(\.confidence) == [.unverified])
        #expect(kinds[1].formats == [.text] && kinds[1].code.isEmpty)
        #expect(definition.event(named: "lodge")?.input.map(\.kind) == [.document])
    }

    @Test(
        "is refused for what is wrong in it, with the place",
        arguments: [
            ("accept: text", "accept: tekst", "unknown-value", 8),
            ("Other, accept: text", "Other", "missing-formats", 8),
            ("zh: 其他, ", "", "missing-language", 8),
            ("accept: text", "takes: text", "unknown-key", 8),
            ("    documents: [invoice]\n", "    documents: [invioce]\n", "unknown-document", 10),
            ("documents: [invoice]}}", "documents: [contract]}}", "unknown-document", 24),
        ] as [(String, String, String, Int)])
    func wrong(part: String, replacement: String, code: String, line: Int) throws {
        try #require(text.contains(part))
        let changed = text.replacing(part, with: replacement, maxReplacements: 1)
        let error = try #require(throws: DiagnosticList.self) {
            try WorkflowLoader.load(text: changed, file: "probe.yaml")
        }
        let found = error.diagnostics.first { $0.code == code }
        #expect(found?.line == line, "\(error.diagnostics)")
    }

    @Test("of the shipped workflow knows what its steps and states name, and passes no code as law")
    func shipped() throws {
        let path = World.home + "/Workflows/nansha-reagent-import.yaml"
        let file = try CatalogFiles.read(path)
        let definition = try WorkflowLoader.load(file.bytes, file: "nansha.yaml").definition
        let ids = definition.documentKinds.map(\.id)
        #expect(ids.count == 39 && Set(ids).count == 39)
        #expect(ids.dropLast() == ids.dropLast().sorted()[...] && ids.last == "other")
        for kind in definition.documentKinds where !kind.code.isEmpty {
            #expect(kind.basis.map(\.confidence) == [.unverified], "\(kind.id)")
        }
    }
}
