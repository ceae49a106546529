public import GreenlaneCore

/// What a subscriber gets: one event in the structured JSON form of CloudEvents 1.0.
public struct CloudEvent: Hashable, Sendable {
    /// The content type of the body.
    public static let contentType = "application/cloudevents+json"
    /// The version of the format that the body names.
    public static let specVersion = "1.0"

    /// Unique within its source; also the webhook's id.
    public let id: String
    /// Where it happened, as a URI reference.
    public let source: String
    /// Such as `greenlane.shipment.released`.
    public let type: String
    /// The number of the shipment.
    public let subject: String?
    /// When it happened in the world.
    public let time: Timestamp?
    /// The URL of the JSON schema of `data`.
    public let dataSchema: String?
    /// In the order in which they are written.
    public let extensions: [Extension]
    /// The payload; nil where the event says everything.
    public let data: JSONValue?

    /// Throws the first thing that the format does not allow.
    public init(
        id: String, source: String, type: String, subject: String? = nil, time: Timestamp? = nil,
        dataSchema: String? = nil, extensions: [Extension] = [], data: JSONValue? = nil
    ) throws(CloudEventError) {
        let attributes = [
            ("id", id), ("source", source), ("type", type), ("subject", subject),
            ("dataschema", dataSchema),
        ]
        for case (let name, let value?) in attributes {
            guard !value.isEmpty else { throw .emptyAttribute(name) }
            guard Self.isCarriable(value) else { throw .forbiddenCharacter(attribute: name) }
        }
        try Self.check(extensions)
        self.id = id
        self.source = source
        self.type = type
        self.subject = subject
        self.time = time
        self.dataSchema = dataSchema
        self.extensions = extensions
        self.data = data
    }

    /// The event as JSON: attributes, extensions, data.
    public var json: JSONValue {
        var object = JSONObject()
        object.append("specversion", .string(Self.specVersion))
        object.append("id", .string(id))
        object.append("source", .string(source))
        object.append("type", .string(type))
        if let subject { object.append("subject", .string(subject)) }
        if let time { object.append("time", .string(time.description)) }
        if data != nil { object.append("datacontenttype", "application/json") }
        if let dataSchema { object.append("dataschema", .string(dataSchema)) }
        for entry in extensions { object.append(entry.name, entry.value.json) }
        if let data { object.append("data", data) }
        return .object(object)
    }

    /// The body to send and to sign.
    public var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.value(json, sorted: false)
        return writer.bytes
    }

    private static func check(_ extensions: [Extension]) throws(CloudEventError) {
        var seen: Set<String> = []
        for entry in extensions {
            guard Extension.isName(entry.name) else { throw .invalidName(entry.name) }
            guard !Extension.reservedNames.contains(entry.name) else {
                throw .reservedName(entry.name)
            }
            guard seen.insert(entry.name).inserted else { throw .duplicateName(entry.name) }
            if case .string(let text) = entry.value, !isCarriable(text) {
                throw .forbiddenCharacter(attribute: entry.name)
            }
        }
    }

    /// The String type of the format has no control characters and no noncharacters.
    private static func isCarriable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.generalCategory != .control
                && !scalar.properties.isNoncharacterCodePoint
        }
    }
}

/// Why something is no event.
public enum CloudEventError: Error, Hashable, Sendable {
    case emptyAttribute(String)
    case forbiddenCharacter(attribute: String)
    /// Not lower-case letters and digits, or longer than 20.
    case invalidName(String)
    /// A name that the format itself uses.
    case reservedName(String)
    case duplicateName(String)
}
