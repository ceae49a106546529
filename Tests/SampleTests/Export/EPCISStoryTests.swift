import Foundation
import GreenlaneCore
import GreenlaneTestSupport
import Testing

@Suite("The shipped stories as EPCIS 2.0 documents")
struct EPCISStoryTests {
    /// Set GREENLANE_RECORD=1 to write the expected files anew.
    @Test(
        "give the documents that lie beside them, byte by byte",
        arguments: ["01-heparin-whitelisted", "10-dry-ice-excursion"])
    func recorded(_ name: String) throws {
        let text = try Self.withoutHashes(EPCISStory.document(name))
        let path = World.home + "/Samples/\(name)/expected-epcis.jsonld"
        if ProcessInfo.processInfo.environment["GREENLANE_RECORD"] == "1" {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test("come out the same every time")
    func deterministic() throws {
        let name = "05-antibody-kit"
        #expect(try EPCISStory.document(name) == EPCISStory.document(name))
    }

    @Test("name every event by an id of its own", arguments: EPCISStory.names)
    func ids(_ name: String) throws {
        let ids = try EPCISStory.events(EPCISStory.document(name)).compactMap {
            $0["eventID"]?.stringValue
        }
        #expect(!ids.isEmpty && Set(ids).count == ids.count)
    }

    @Test("never name a person or a company", arguments: EPCISStory.names)
    func persons(_ name: String) throws {
        let document = try #require(EPCISStory.document(name).removingPercentEncoding)
        let folder = World.home + "/Samples/\(name)"
        let story = try String(contentsOfFile: folder + "/story.yaml", encoding: .utf8)
        let actors = story.matches(of: /[a-z_]+:([a-z]+\.[a-z]+)/).map { String($0.1) }
        #expect(!actors.isEmpty)
        for actor in actors { #expect(!document.contains(actor)) }
        let request = try Requests.sample(name)
        for party in [request.importer, request.endUser, request.broker] {
            if let party { #expect(!document.contains(party.name)) }
        }
    }

    @Test("tell a cold chain that was broken, to the digit")
    func readings() throws {
        let events = try EPCISStory.events(EPCISStory.document("10-dry-ice-excursion"))
        let reports = events.compactMap {
            $0["sensorElementList"]?.arrayValue?.first?["sensorReport"]?.arrayValue?.first
        }
        #expect(
            reports.map(\.text) == [
                #"{"type":"Temperature","minValue":-79,"maxValue":-61.5,"uom":"CEL"}"#,
                #"{"type":"Temperature","exception":"ALARM_CONDITION","minValue":-78,"#
                    + #""maxValue":-52.5,"uom":"CEL"}"#,
            ])
    }

    @Test("end with the last gram: what came in is what was used and destroyed")
    func balance() throws {
        let events = try EPCISStory.events(EPCISStory.document("01-heparin-whitelisted"))
        let used = events.filter { $0["type"] == "TransformationEvent" }
        let destroyed = events.filter { $0["disposition"] == "destroyed" }
        #expect(used.map { $0["inputQuantityList"]?.text ?? "" }.first?.contains("150") == true)
        #expect(destroyed.map { $0["quantityList"]?.text ?? "" }.first?.contains("50") == true)
    }

    /// The hashes follow from the texts of the rules, which change more often than the export.
    static func withoutHashes(_ document: String) throws -> String {
        var text = document
        var seen: [String: Int] = [:]
        for event in try EPCISStory.events(document) {
            for name in ["eventID", "greenlane:leaf"] {
                guard let hash = event[name]?.stringValue, seen[hash] == nil else { continue }
                seen[hash] = seen.count
                let mark = name == "eventID" ? "urn:uuid:" : "leaf "
                text = text.replacing(hash, with: mark + String(seen.count))
            }
        }
        return text
    }
}
