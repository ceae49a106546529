/// The frame of an EPCIS 2.0 document in JSON-LD, so that events can be written one by one: a
/// document of any length takes no more room than its longest event.
public struct EPCISDocument {
    /// The context of the standard; ours stands beside it.
    public static let context = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"

    private var writer = JSONWriter()
    private var isEmpty = true

    public init() {}

    /// All before the first event. `created` is when the document is made.
    public mutating func head(id: String, created: Timestamp) -> [UInt8] {
        isEmpty = true
        writer.removeAll()
        writer.raw("{\n\"@context\":")
        writer.value(
            [
                .string(Self.context),
                ["greenlane": .string(EPCISName.vocabulary)],
            ], sorted: false)
        writer.raw(",\n\"id\":")
        writer.string(id)
        writer.raw(",\n\"type\":\"EPCISDocument\",\n\"schemaVersion\":\"2.0\",\n\"creationDate\":")
        writer.string(created.shanghaiText)
        writer.raw(",\n\"epcisBody\":{\"eventList\":[")
        return writer.bytes
    }

    /// One more event, on a line of its own.
    public mutating func event(_ event: EPCISEvent) -> [UInt8] {
        writer.removeAll()
        isEmpty ? writer.raw("\n") : writer.raw(",\n")
        isEmpty = false
        writer.value(event.json, sorted: false)
        return writer.bytes
    }

    /// All behind the last event.
    public var tail: [UInt8] { Array("\n]}\n}\n".utf8) }
}
