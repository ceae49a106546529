/// Documents of a shipment: attached, cited and asked for.
extension StepRun {
    /// A workflow with a table of kinds takes only those; one without takes any name.
    mutating func attach() {
        guard let kind = text("kind") ?? text("document") else { return }
        let known = facts.workflow.documentKinds
        if !known.isEmpty, facts.workflow.documentKind(kind) == nil {
            failure = DocumentRefusal.kindUnknown(kind, among: known)
            return
        }
        note(
            .attached(
                ShipmentDocument(
                    kind: kind, digest: text("digest"), reference: text("reference"))))
    }

    /// All that are asked for are there; those of the event where the guard names none.
    func documentsPresent(_ kinds: [String]?, withDigest: Bool) -> Obstacle? {
        let asked = kinds ?? facts.workflow.event(named: command)?.documents ?? []
        let missing = shipment.missingDocuments(of: asked, withDigest: withDigest)
        return missing.isEmpty ? nil : .documentsMissing(missing)
    }
}

extension Shipment {
    /// Those of the kinds that no document of the shipment is of, in the same order. A document has
    /// a digest or at least a number; with `withDigest` a number alone does not count.
    public func missingDocuments(of kinds: [String], withDigest: Bool = false) -> [String] {
        kinds.filter { kind in
            !documents.contains { document in
                document.kind == kind
                    && (document.digest != nil || (!withDigest && document.reference != nil))
            }
        }
    }

    /// Why a step may not cite what it cites: a document belongs to the log before it is used.
    func uncited(_ input: JSONObject, _ bound: BoundEvent) -> Refusal? {
        for name in bound.citations {
            guard let digest = input[name]?.stringValue,
                !documents.contains(where: { $0.digest == digest })
            else { continue }
            return DocumentRefusal.unknown(digest, in: id)
        }
        return nil
    }
}
