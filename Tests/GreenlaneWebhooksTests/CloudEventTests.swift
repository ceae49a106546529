import GreenlaneCore
import GreenlaneWebhooks
import Testing

@Suite("An event for a subscriber")
struct CloudEventTests {
    @Test(
        "It is written as the published sample",
        .enabled(if: PublishedVectors.arePresent, "the shared test vectors are not at hand"))
    func sample() throws {
        let samples = try PublishedVectors.load("cloudevents/greenlane.samples.json")
        var sample = try #require(samples["valid"]?.arrayValue?.first?.objectValue)
        let time = try #require(Timestamp(sample["time"]?.stringValue ?? ""))
        // The sample writes whole seconds with a fraction; we leave it out.
        sample["time"] = .string(time.description)
        let known = [
            "specversion", "id", "source", "type", "subject", "time", "datacontenttype",
            "dataschema", "data", "sequence", "partitionkey",
        ]
        let others = sample.members.filter { !known.contains($0.name) }
        let event = try CloudEvent(
            id: sample["id"]?.stringValue ?? "", source: sample["source"]?.stringValue ?? "",
            type: sample["type"]?.stringValue ?? "", subject: sample["subject"]?.stringValue,
            time: time, dataSchema: sample["dataschema"]?.stringValue,
            extensions: [.sequence(1201), .partitionKey("GL-2026-000123")]
                + others.map { .init($0.name, .string($0.value.stringValue ?? "")) },
            data: sample["data"])
        #expect(event.json == .object(sample))
        #expect(try JSONParser.parse(event.bytes) == .object(sample))
    }

    @Test("Attributes that are not given are left out")
    func smallest() throws {
        let event = try CloudEvent(id: "1", source: "/w", type: "greenlane.shipment.filed")
        let expected =
            #"{"specversion":"1.0","id":"1","source":"/w","type":"greenlane.shipment.filed"}"#
        #expect(String(decoding: event.bytes, as: UTF8.self) == expected)
    }

    @Test("Extensions stand at the top level with their types")
    func extensionTypes() throws {
        let event = try CloudEvent(
            id: "1", source: "/w", type: "t",
            extensions: [
                .init("late", .boolean(true)), .init("lines", .integer(50)),
                .recordedTime(Timestamp(milliseconds: 0)),
            ])
        #expect(event.json["late"] == true)
        #expect(event.json["lines"] == 50)
        #expect(event.json["recordedtime"] == "1970-01-01T00:00:00Z")
    }

    @Test("Sequences sort as text as they do as numbers")
    func sequenceOrder() {
        let positions: [UInt64] = [0, 9, 10, 99, 1201, 100_000_000_000_000_000]
        let texts = positions.map { position -> String in
            guard case .string(let text) = CloudEvent.Extension.sequence(position).value
            else { return "" }
            return text
        }
        #expect(texts == texts.sorted())
        #expect(texts[4] == "000000000000001201")
    }

    @Test(
        "A required attribute must say something",
        arguments: [("", "/w", "t", "id"), ("1", "", "t", "source"), ("1", "/w", "", "type")])
    func required(id: String, source: String, type: String, name: String) {
        #expect(throws: CloudEventError.emptyAttribute(name)) {
            try CloudEvent(id: id, source: source, type: type)
        }
    }

    @Test(
        "An extension's name is lower-case letters and digits, at most 20, and not taken",
        arguments: [
            ("", CloudEventError.invalidName("")), ("partitionKey", .invalidName("partitionKey")),
            ("partition_key", .invalidName("partition_key")), ("编号", .invalidName("编号")),
            ("abcdefghijklmnopqrstu", .invalidName("abcdefghijklmnopqrstu")),
            ("data", .reservedName("data")), ("specversion", .reservedName("specversion")),
            ("once", .duplicateName("once")),
        ])
    func names(name: String, expected: CloudEventError) {
        #expect(throws: expected) {
            try CloudEvent(
                id: "1", source: "/w", type: "t",
                extensions: [.init("once", .integer(1)), .init(name, .integer(1))])
        }
    }

    @Test("Control characters are refused wherever they stand")
    func controlCharacters() {
        #expect(throws: CloudEventError.forbiddenCharacter(attribute: "subject")) {
            try CloudEvent(id: "1", source: "/w", type: "t", subject: "a\u{7}b")
        }
        #expect(throws: CloudEventError.forbiddenCharacter(attribute: "note")) {
            try CloudEvent(
                id: "1", source: "/w", type: "t", extensions: [.init("note", .string("a\nb"))])
        }
    }
}
