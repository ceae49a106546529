import GreenlaneCore

/// The form of the evidence: every member has its kind, none is missing, and there is none that
/// nobody would look at.
struct EvidenceForm {
    private let name: String

    init(_ name: String) {
        self.name = name
    }

    func bundle(_ json: JSONValue) throws(Refusal) -> EvidenceBundle {
        guard json["format"]?.stringValue == EvidenceBundle.format else {
            throw EvidenceReader.refusal(
                "format-unknown", name, "不是 \(EvidenceBundle.format) 格式。",
                "is not of the form \(EvidenceBundle.format).")
        }
        try members(
            json, "",
            [
                "format", "page", "shipment", "version", "origin", "made", "checkpoint", "keys",
                "cosigners",
                "events", "definitions", "attachments",
            ])
        return EvidenceBundle(
            page: try integer(json, "page", ""), shipment: try text(json, "shipment", ""),
            version: try integer(json, "version", ""),
            origin: try text(json, "origin", ""), made: try text(json, "made", ""),
            checkpoint: try text(json, "checkpoint", ""),
            keys: try texts(json, "keys", "", EvidenceLimits.keys),
            cosigners: try texts(json, "cosigners", "", EvidenceLimits.keys),
            events: try events(json), definitions: try definitions(json),
            attachments: try attachments(json))
    }

    private func events(_ json: JSONValue) throws(Refusal) -> [EvidenceBundle.Event] {
        var events: [EvidenceBundle.Event] = []
        for (index, row) in try list(json, "events", "", EvidenceLimits.events).enumerated() {
            let place = "/events/\(index)"
            try members(row, place, ["position", "entry", "proof", "sealed"])
            events.append(
                EvidenceBundle.Event(
                    position: try integer(row, "position", place),
                    entry: try text(row, "entry", place),
                    proof: try texts(row, "proof", place, EvidenceLimits.proofHashes),
                    sealed: try optionalText(row, "sealed", place)))
        }
        return events
    }

    private func definitions(_ json: JSONValue) throws(Refusal) -> [EvidenceBundle.Definition] {
        var texts: [EvidenceBundle.Definition] = []
        let rows = try list(json, "definitions", "", EvidenceLimits.definitions)
        for (index, row) in rows.enumerated() {
            let place = "/definitions/\(index)"
            try members(row, place, ["digest", "kind", "name", "text"])
            texts.append(
                EvidenceBundle.Definition(
                    digest: try text(row, "digest", place), kind: try text(row, "kind", place),
                    name: try text(row, "name", place), text: try text(row, "text", place)))
        }
        return texts
    }

    private func attachments(_ json: JSONValue) throws(Refusal) -> [EvidenceBundle.Attachment] {
        var papers: [EvidenceBundle.Attachment] = []
        let rows = try list(json, "attachments", "", EvidenceLimits.attachments)
        for (index, row) in rows.enumerated() {
            let place = "/attachments/\(index)"
            try members(row, place, ["digest", "name", "bytes"])
            papers.append(
                EvidenceBundle.Attachment(
                    digest: try text(row, "digest", place), name: try text(row, "name", place),
                    bytes: try optionalText(row, "bytes", place)))
        }
        return papers
    }

    // MARK: Members

    private func members(
        _ json: JSONValue, _ place: String, _ known: [String]
    ) throws(Refusal) {
        guard let object = json.objectValue else { throw wrong(place) }
        if let other = object.members.first(where: { !known.contains($0.name) }) {
            throw wrong("\(place)/\(other.name)")
        }
    }

    private func text(
        _ json: JSONValue, _ member: String, _ place: String
    ) throws(Refusal) -> String {
        guard let text = json[member]?.stringValue else { throw wrong("\(place)/\(member)") }
        return text
    }

    private func optionalText(
        _ json: JSONValue, _ member: String, _ place: String
    ) throws(Refusal) -> String? {
        switch json[member] {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw wrong("\(place)/\(member)")
        }
    }

    private func integer(
        _ json: JSONValue, _ member: String, _ place: String
    ) throws(Refusal) -> Int64 {
        guard let number = json[member]?.integerValue else { throw wrong("\(place)/\(member)") }
        return number
    }

    private func list(
        _ json: JSONValue, _ member: String, _ place: String, _ limit: Int
    ) throws(Refusal) -> [JSONValue] {
        guard let rows = json[member]?.arrayValue else { throw wrong("\(place)/\(member)") }
        guard rows.count <= limit else {
            throw EvidenceReader.refusal(
                "bundle-too-large", name, "的 \(place)/\(member) 超过 \(limit) 项。",
                "has more than \(limit) rows in \(place)/\(member).")
        }
        return rows
    }

    private func texts(
        _ json: JSONValue, _ member: String, _ place: String, _ limit: Int
    ) throws(Refusal) -> [String] {
        let rows = try list(json, member, place, limit)
        let texts = rows.compactMap(\.stringValue)
        guard texts.count == rows.count else { throw wrong("\(place)/\(member)") }
        return texts
    }

    private func wrong(_ pointer: String) -> Refusal {
        let shown = PlainText.printable(String(pointer.prefix(200)))
        return EvidenceReader.refusal(
            "form-invalid", name, "的 \(shown) 缺失、多余或类型不对。",
            "is wrong at \(shown): missing, of another kind, or not known.")
    }
}
