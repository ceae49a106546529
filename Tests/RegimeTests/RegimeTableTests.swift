import Foundation
import GreenlaneCore
import Testing

@Suite("The page of regimes in the docs")
struct RegimeTableTests {
    @Test("Every permit has one worked example")
    func examples() throws {
        let cases = try CaseFile.all()
        for permit in try ShippedBook.assessor().rules.permits {
            let found = cases.filter { $0.example == permit.code }.map(\.id)
            #expect(found.count == 1, "\(permit.code): \(found)")
        }
    }

    @Test("An example shows its permit")
    func shown() throws {
        let assessor = try ShippedBook.assessor()
        for one in try CaseFile.all() where !one.example.isEmpty {
            let answer = assessor.assess(one.request, asOf: one.asOf)
            #expect(
                answer.items.flatMap(\.permits).contains { $0.code == one.example }, "\(one.id)")
        }
    }

    /// Set GREENLANE_RECORD=1 to write the page anew.
    @Test("The page says what the product answers")
    func page() throws {
        let text = RegimeTable(
            assessor: try ShippedBook.assessor(), cases: try CaseFile.all()
        ).text()
        let path = CaseFile.root + "/" + RegimeTable.path
        if ProcessInfo.processInfo.environment["GREENLANE_RECORD"] == "1" {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOfFile: path, encoding: .utf8)
        #expect(written == text)
    }
}
