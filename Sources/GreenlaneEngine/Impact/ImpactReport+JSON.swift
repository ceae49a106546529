public import GreenlaneCore

extension ShipmentImpact {
    /// `{"shipment":…,"reference":…,"milestone":…,"changes":[…]}`.
    public var json: JSONValue {
        [
            "shipment": .string(shipment), "reference": .string(reference),
            "milestone": .string(milestone.rawValue), "changes": .array(changes.map(\.json)),
        ]
    }
}

extension ShipmentImpact.Change {
    fileprivate var json: JSONValue {
        var object = JSONObject([
            .init("line", .integer(Int64(change.line))),
            .init("permit", change.permit.isEmpty ? .null : .string(change.permit)),
            .init("before", change.before?.json ?? .null),
            .init("after", change.after?.json ?? .null),
            .init("from", .string(from.description)), .init("kind", .string(change.kind.rawValue)),
        ])
        if let entry = change.entry { object.append("entry", .string(entry)) }
        object.append("remedy", remedy.json)
        object.append("basis", .array(basis.map(\.json)))
        return .object(object)
    }
}

extension PermitImpact {
    /// The permit with what becomes of it.
    public var json: JSONValue {
        [
            "permit": .string(permit.id), "code": .string(permit.code),
            "number": .string(permit.number), "holder": .string(permit.holder),
            "validTo": .string(permit.validTo.description), "kind": .string(kind.rawValue),
            "from": .string(from.description),
            "provision": provision.map { .string($0) } ?? .null,
            "validUntil": validUntil.map { .string($0.description) } ?? .null,
            "confidence": .string(confidence.rawValue), "remedy": remedy.json,
            "basis": .array(basis.map(\.json)),
        ]
    }
}

extension EntryImpact {
    /// The entry with what becomes of it.
    public var json: JSONValue {
        [
            "entry": .string(entry.id), "scheme": .string(entry.scheme),
            "unit": .string(entry.unitName), "kind": .string(kind.rawValue),
            "permits": .array(permits.map { .string($0) }), "from": .string(from.description),
            "remedy": remedy.json, "basis": .array(basis.map(\.json)),
        ]
    }
}

extension ImpactReport {
    /// The last member of the document.
    public var countsJSON: JSONValue {
        let kinds = RequirementChange.Kind.allCases.compactMap { kind in
            counts.kinds[kind].map { JSONObject.Member(kind.rawValue, .integer(Int64($0))) }
        }
        return [
            "open": .integer(Int64(counts.open)), "affected": .integer(Int64(counts.affected)),
            "changes": .integer(Int64(counts.changes)), "kinds": .object(JSONObject(kinds)),
            "permitsHeld": .integer(Int64(counts.permitsHeld)),
            "permitsAffected": .integer(Int64(permits.count)),
            "entries": .integer(Int64(counts.entries)),
            "entriesAffected": .integer(Int64(entries.count)),
        ]
    }
}
