import GreenlaneCore
import GreenlaneEngine
import Testing

@testable import GreenlaneServer

@Suite("Codes that a workflow writes")
struct InputWordsTests {
    @Test("have words in both languages where people choose them")
    func choices() async throws {
        try await AccessHouse.serving { house in
            var count = 0
            for flow in house.service.definitions.shipped {
                for event in flow.chart.definition.events {
                    for field in event.input where field.kind == .enumeration {
                        for value in field.values {
                            count += 1
                            let words = InputWords.choice(value, of: field.name)
                            #expect(words.zh != value && words.en != value, "\(value)")
                        }
                    }
                }
            }
            #expect(count > 0)
        }
    }

    @Test("have words where a document was attached, and other texts stay as they were typed")
    func stated() async throws {
        try await AccessHouse.serving { house in
            let flow = try #require(house.service.definitions.shipped.first)
            let fields = try #require(flow.event(named: "attach_document")).input
            let kind = try #require(fields.first { $0.name == "kind" })
            let type = try #require(fields.first { $0.name == "media_type" })
            let attach = "attach_document"
            let known = try #require(flow.documentKinds.first)
            #expect(InputWords.stated(known.id, in: kind, of: attach, flow) == known.title)
            let pdf = InputWords.stated("application/pdf", in: type, of: attach, flow)
            #expect(pdf.zh == "PDF")
            #expect(InputWords.stated(known.id, in: kind, of: "add_note", flow).zh == known.id)
        }
    }

    @Test("have words where a shipment remembers them")
    func remembered() {
        for name in ["last_min_c", "last_max_c", "last_minutes", "tax_clock"] {
            #expect(InputWords.remembered(name) != nil, "\(name)")
        }
        #expect(InputWords.remembered("else") == nil)
    }

    @Test("are levels in words, where they are numbers")
    func levels() {
        #expect(Fact.chosenBiomaterialLevel.word("2") == LocalizedText(zh: "二级", en: "Level 2"))
        #expect(Fact.chosenSpecialGoodsLevel.word("A1") == LocalizedText(zh: "A1", en: "A1"))
        #expect(Fact.pathogenClass.word("2").zh == "2")
    }
}
