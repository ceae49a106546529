import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneTestSupport
import Testing

@Suite("The page on EPCIS")
struct EPCISPageTests {
    /// What the shipped workflows record.
    private func recorded() throws -> [String] {
        let flows = try #require(World.definitions).shipped
        return Set(flows.flatMap { $0.chart.definition.events.map(\.records) }).sorted()
    }

    @Test("tells of every kind of entry what becomes of it")
    func complete() throws {
        let path = World.home + "/Sources/GreenlaneEngine/Documentation.docc/EPCIS.md"
        let page = try String(contentsOfFile: path, encoding: .utf8)
        let kinds = try recorded().filter { !$0.isEmpty }
        #expect(kinds.count > 70)
        for kind in kinds + EPCISObservation.all.map(\.type) + EPCISObservation.others {
            #expect(page.contains("`\(kind)`"), "\(kind)")
        }
    }

    @Test("what is mapped is what the workflow records, and only once")
    func mapped() throws {
        let kinds = try recorded() + ["shipment.filed"]
        let mapped = EPCISObservation.all.map(\.type) + EPCISObservation.others
        #expect(Set(mapped).count == mapped.count)
        for kind in mapped { #expect(kinds.contains(kind), "\(kind)") }
    }
}
