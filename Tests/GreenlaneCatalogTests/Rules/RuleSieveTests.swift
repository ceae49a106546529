import GreenlaneCatalog
import Testing

@testable import GreenlaneCore

@Suite("Rules that cannot hold for a form are not asked")
struct RuleSieveTests {
    private static let days = ["2016-01-01", "2025-05-01", "2026-08-10"].compactMap {
        CalendarDate($0)
    }

    @Test(
        "No rule that is passed over would have said anything",
        arguments: ImportItem.Form.allCases.map(\.rawValue) + [""])
    func soundness(_ form: String) throws {
        let rules = try ShippedRules.load().rules
        let stated = form.isEmpty ? "" : #""form":"\#(form)","#
        var passed = 0
        for direction in ["import", "export"] {
            for origin in ["human", "animal", "plant", "microbial", "synthetic", "none"] {
                for rest in [
                    "", #","hs":"3001901000","controls":["precursor","narcotic"],"cites":"II""#,
                    #","pathogen":{"contains":"yes","class":1},"managedAs":"medical_device""#,
                ] {
                    let request = try ShippedRules.request(
                        item: stated + #""origin":{"material":"\#(origin)"}"# + rest,
                        top: #""direction":"\#(direction)""#)
                    let item = request.items[0]
                    let line = try item.hs.flatMap { try ShippedRules.codes().line($0) }
                    let facts = rules.facts(request, item, line, on: Self.days[2])
                    for (number, group) in rules.groups.enumerated() {
                        let asked = rules.sieve.members(of: number, facts)
                        for (place, member) in group.members.enumerated()
                        where asked & (1 << UInt64(place)) == 0 {
                            passed += 1
                            #expect(
                                rules.code.evaluate(member.root, facts).truth == .no,
                                "\(rules.rules[member.rule].id)")
                        }
                    }
                }
            }
        }
        #expect(passed > 0)
    }
}
