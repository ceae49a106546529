import Foundation
import GreenlaneCore
import GreenlaneTestSupport
import Testing

@Suite(
    "Documents against GS1's schema of EPCIS 2.0",
    .enabled(if: EPCISSchema.isPresent, "GS1's schema is not at hand"))
struct EPCISSchemaTests {
    @Test("all official examples are valid, so the check is not too strict")
    func examples() throws {
        let schema = try EPCISSchema.load()
        #expect(EPCISSchema.documents.count > 60)
        var repeating: [String] = []
        for name in EPCISSchema.documents {
            do {
                let document = try EPCISSchema.read(name)
                #expect(schema.problems(document) == [], "\(name)")
            } catch let error as JSONSyntaxError {
                #expect(error.reason == .duplicateMember("eventID"))
                repeating.append(name)
            }
        }
        // One example writes a member twice, which our parser refuses to read.
        #expect(repeating == ["examples/AssociationEvent/AssociationEvent-h.jsonld"])
    }

    @Test("every shipped story is valid", arguments: EPCISStory.names)
    func stories(_ name: String) throws {
        let text = try EPCISStory.document(name)
        #expect(try EPCISSchema.load().problems(try JSONParser.parse(text)) == [])
        #expect(try !EPCISStory.events(text).isEmpty)
    }

    /// What is done to the story with the warm shipment, by the kind of event that it is done to.
    struct Damage: Sendable, CustomTestStringConvertible {
        var type: String?
        var path: [String]
        var value: JSONValue?

        var testDescription: String {
            "\(type ?? "document") \(path.joined(separator: ".")) = \(value?.text ?? "removed")"
        }
    }

    static let damages: [Damage] = [
        Damage(path: ["schemaVersion"], value: "two"),
        Damage(path: ["creationDate"]),
        Damage(path: ["creationDate"], value: "yesterday"),
        Damage(path: ["@context"]),
        Damage(path: ["type"], value: "EPCISFile"),
        Damage(path: ["epcisBody"], value: [:]),
        Damage(path: ["extra"], value: 1),
        Damage(type: "ObjectEvent", path: ["eventTime"]),
        Damage(type: "ObjectEvent", path: ["eventTime"], value: "2026-11-10"),
        Damage(type: "ObjectEvent", path: ["eventTimeZoneOffset"], value: "+8"),
        Damage(type: "ObjectEvent", path: ["eventTimeZoneOffset"]),
        Damage(type: "ObjectEvent", path: ["eventID"], value: "event 1"),
        Damage(type: "ObjectEvent", path: ["recordTime"], value: 1),
        Damage(type: "ObjectEvent", path: ["action"], value: "REMOVE"),
        Damage(type: "ObjectEvent", path: ["action"]),
        Damage(type: "ObjectEvent", path: ["epcList"]),
        Damage(type: "ObjectEvent", path: ["epcList"], value: ["urn:a:1", "urn:a:1"]),
        Damage(type: "ObjectEvent", path: ["bizStep"], value: "customs_releasing"),
        Damage(type: "ObjectEvent", path: ["bizStep"], value: "urn:epcglobal:cbv:bizstep:x"),
        Damage(type: "ObjectEvent", path: ["disposition"], value: "lost"),
        Damage(type: "ObjectEvent", path: ["persistentDisposition"], value: [:]),
        Damage(type: "ObjectEvent", path: ["persistentDisposition"], value: ["unset": []]),
        Damage(type: "ObjectEvent", path: ["readPoint"], value: ["id": "Nansha port"]),
        Damage(type: "ObjectEvent", path: ["ilmd"], value: ["urn:a:b": 1]),
        Damage(type: "ObjectEvent", path: ["note"], value: "no prefix"),
        Damage(type: "ObjectEvent", path: ["type"], value: "CustomsEvent"),
        Damage(type: "ObjectEvent", path: ["errorDeclaration"], value: ["reason": "x:y"]),
        Damage(
            type: "ObjectEvent", path: ["errorDeclaration"],
            value: ["declarationTime": "2026-11-10T00:00:00Z", "reason": "a_typo"]),
        Damage(
            type: "ObjectEvent", path: ["sensorElementList"], value: [["sensorReport": [[:]]]]),
        Damage(
            type: "ObjectEvent", path: ["sensorElementList"],
            value: [["sensorReport": [["type": "Warmth"]]]]),
        Damage(
            type: "ObjectEvent", path: ["sensorElementList"],
            value: [["sensorReport": [["type": "Temperature", "minValue": "-79"]]]]),
        Damage(
            type: "ObjectEvent", path: ["bizTransactionList"],
            value: [["type": "permit", "bizTransaction": "urn:a:1"]]),
        Damage(
            type: "ObjectEvent", path: ["sourceList"],
            value: [["type": "owning_party", "source": "urn:a:1", "name": "x"]]),
        Damage(type: "TransactionEvent", path: ["bizTransactionList"]),
        Damage(type: "TransactionEvent", path: ["quantityList"]),
        Damage(
            type: "TransactionEvent", path: ["quantityList"],
            value: [["epcClass": "urn:a:1", "quantity": "50"]]),
        Damage(
            type: "TransactionEvent", path: ["quantityList"],
            value: [["epcClass": "urn:a:1", "quantity": 50, "uom": "mg"]]),
        Damage(
            type: "TransactionEvent", path: ["quantityList"],
            value: [["epcClass": "urn:a:1", "greenlane:unit": "vial"]]),
        Damage(type: "AggregationEvent", path: ["childQuantityList"]),
        Damage(type: "AggregationEvent", path: ["parentID"], value: "SSCC 1"),
        Damage(type: "AggregationEvent", path: ["persistentDisposition"], value: ["set": ["x:y"]]),
    ]

    private static let sound = Result {
        try JSONParser.parse(try EPCISStory.document("10-dry-ice-excursion"))
    }

    @Test("a damaged document is invalid, so the check is not too lax", arguments: damages)
    func damaged(_ damage: Damage) throws {
        let schema = try EPCISSchema.load()
        let sound = try Self.sound.get()
        var document = sound
        if let type = damage.type {
            var events = try #require(sound["epcisBody"]?["eventList"]?.arrayValue)
            let index = try #require(
                events.firstIndex { $0["type"] == .string(type) && $0["action"] != "DELETE" })
            events[index] = events[index].replacing(damage.path, with: damage.value)
            document = document.replacing(["epcisBody", "eventList"], with: .array(events))
        } else {
            document = document.replacing(damage.path, with: damage.value)
        }
        #expect(document != sound)
        #expect(!schema.problems(document).isEmpty)
    }

    @Test("a keyword that the check does not know is never passed over")
    func unknownKeyword() {
        let schema = JSONSchema(["dependentRequired": ["a": ["b"]]])
        #expect(schema.problems(["a": 1]).count == 1)
    }
}

extension JSONValue {
    /// The value with one member, however deep, replaced, added or removed.
    fileprivate func replacing(_ path: [String], with value: JSONValue?) -> JSONValue {
        guard let name = path.first, case .object(var object) = self else { return self }
        let rest = Array(path.dropFirst())
        object[name] = rest.isEmpty ? value : object[name]?.replacing(rest, with: value)
        return .object(object)
    }
}
