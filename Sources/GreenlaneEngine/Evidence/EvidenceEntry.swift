import GreenlaneCore

/// An entry of a bundle, read.
struct EvidenceEntry {
    /// Where the log says which keys sign it.
    static let keyStream = KeyDeclaration.stream

    let head: EventHead
    let json: JSONValue
    let event: EvidenceBundle.Event

    /// Nil where the text is no event in canonical form.
    init?(_ event: EvidenceBundle.Event) {
        let bytes = Array(event.entry.utf8)
        do {
            json = try JSONParser.parse(bytes)
            head = try EventHead.parse(bytes)
        } catch {
            return nil
        }
        guard json.canonicalBytes == bytes, head.data.objectValue != nil else { return nil }
        self.event = event
    }

    var position: Int64 { event.position }
    var stream: String { head.stream }

    /// Position of the event whose command caused this one.
    var cause: Int64? { json["cause"]?.integerValue }

    /// The key that signs from here on, where the event says so.
    var declaredKey: String? {
        stream == Self.keyStream ? head.data["key"]?.stringValue : nil
    }

    /// Whom the actor belongs to.
    var organisation: String? { json["actor"]?["organisation"]?.stringValue }

    /// Digests of papers that came with it.
    var papers: [String] { json["attachments"]?.arrayValue?.compactMap(\.stringValue) ?? [] }

    /// Digest of the workflow, of a filing.
    var workflow: String? { head.data["filed"]?["workflow"]?.stringValue }

    /// The shipment for which a balance moved.
    var movedFor: String? {
        stream.hasPrefix("shipment/") ? nil : head.data["shipment"]?.stringValue
    }

    /// Disclosed values by their path in the entry; nil where there are none.
    var disclosed: [(path: String, value: String)]? {
        guard let sealed = event.sealed,
            case .success(let json) = Result(catching: { try JSONParser.parse(sealed) })
        else { return nil }
        return json.arrayValue?.compactMap { field in
            guard let path = field["path"]?.stringValue, let value = field["value"]?.stringValue
            else { return nil }
            return (path, value)
        }
    }
}
