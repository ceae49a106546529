extension ClearanceCheck {
    /// Where there is a table of document kinds, events, states and guards name kinds of it.
    mutating func checkDocuments() {
        guard !definition.documentKinds.isEmpty else { return }
        for event in definition.events { check(event.documents, event.place) }
        for node in tree.nodes {
            check(node.documents, node.place)
            for transition in node.transitions {
                guard let condition = transition.guardCondition else { continue }
                check(condition)
            }
        }
    }

    private mutating func check(_ condition: GuardDefinition) {
        switch condition {
        case .call(let call) where call.name == "documents-present":
            let kinds = call.params["documents"]?.arrayValue?.compactMap(\.stringValue) ?? []
            check(kinds, SourcePlace(line: call.line, column: call.column))
        case .call, .inState: break
        case .all(let parts), .any(let parts): for part in parts { check(part) }
        case .not(let part): check(part)
        }
    }

    private mutating func check(_ kinds: [String], _ place: SourcePlace) {
        let known = definition.documentKinds.map(\.id)
        for kind in kinds where !known.contains(kind) {
            let message = LocalizedText(
                zh: "documentKinds 中没有单证 \(kind)。",
                en: "There is no document \(kind) under documentKinds."
            ).suggesting(kind, among: known)
            report(place, "unknown-document", zh: message.zh, en: message.en)
        }
    }
}
