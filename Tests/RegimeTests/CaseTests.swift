import GreenlaneCore
import Testing

@Suite("Cases from customs answers, penalties and the text of the law")
struct CaseTests {
    private static let cases: [RegimeCase] = (try? CaseFile.all()) ?? []

    @Test("The case books can be read, and no two cases have one name")
    func books() throws {
        let cases = try CaseFile.all()
        #expect(cases.count >= 100)
        for (index, one) in cases.enumerated() {
            #expect(!cases[..<index].contains { $0.id == one.id }, "\(one.id) twice")
            #expect(!one.title.zh.isEmpty && !one.title.en.isEmpty && !one.source.isEmpty)
        }
    }

    @Test("The answer is what the case says", arguments: cases)
    func answer(_ one: RegimeCase) throws {
        let answer = try ShippedBook.assessor().assess(one.request, asOf: one.asOf)
        for expected in one.expect {
            let item = try #require(answer.items.first { $0.line == expected.line })
            for (code, status, level) in expected.permits {
                let permit = item.permits.first { $0.code == code }
                #expect(permit?.status.rawValue == status, "\(one.id): \(code)")
                if let level { #expect(permit?.riskLevel == level, "\(one.id): \(code)") }
            }
            for code in expected.absent {
                let status = item.permits.first { $0.code == code }?.status
                #expect(status == nil || status == .exempt, "\(one.id): \(code)")
            }
            if expected.only {
                let more = item.permits.filter {
                    ($0.status == .required || $0.status == .possible)
                        && !expected.permits.map(\.code).contains($0.code)
                }
                #expect(more.map(\.code) == [], "\(one.id)")
            }
            let asked = item.questions.map(\.pointer)
            for pointer in expected.questions {
                #expect(asked.contains(pointer), "\(one.id): asks \(asked)")
            }
            Self.checkForm(item, one)
        }
        if let prohibited = one.prohibited { #expect(answer.isProhibited == prohibited) }
        for code in one.warnings {
            #expect(answer.warnings.contains { $0.code == code }, "\(one.id): \(code)")
        }
    }

    /// What every answer must have, whatever the case.
    private static func checkForm(_ item: Assessment.Item, _ one: RegimeCase) {
        for permit in item.permits {
            #expect(!permit.explanation.zh.isEmpty && !permit.explanation.en.isEmpty)
            #expect(!permit.basis.isEmpty, "\(one.id): \(permit.rule) cites nothing in force")
            if permit.status == .required || permit.status == .exempt {
                #expect(!permit.because.isEmpty, "\(one.id): \(permit.rule) has no reason")
            }
            if permit.status == .possible {
                #expect(
                    item.questions.contains { $0.decides.contains(permit.code) },
                    "\(one.id): \(permit.code) is possible and nothing asks")
            }
        }
        let isSilent = item.permits.isEmpty && item.prohibitions.isEmpty
        if isSilent, item.conclusion == .notKnown { #expect(!item.questions.isEmpty) }
    }
}
