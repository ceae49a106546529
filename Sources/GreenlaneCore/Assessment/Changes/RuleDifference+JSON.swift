extension RuleDifference {
    /// The members of the document that `rules diff --json` gives, counts last.
    public var members: [JSONObject.Member] {
        [
            .init("begin", .array(begin.map(\.json))), .init("end", .array(end.map(\.json))),
            .init("changed", .array(changed.map(\.json))), .init("permits", permits.json),
            .init("levels", levels.json), .init("schemes", schemes.json),
            .init("tables", tables.json),
            .init("transitions", transitions.json),
            .init(
                "counts",
                [
                    "begin": .integer(Int64(begin.count)), "end": .integer(Int64(end.count)),
                    "changed": .integer(Int64(changed.count)), "permits": permits.count,
                    "levels": levels.count, "schemes": schemes.count,
                    "tables": tables.count,
                    "transitions": transitions.count,
                ]),
        ]
    }
}

extension RuleDifference.OneSidedRule {
    fileprivate var json: JSONValue {
        var object = JSONObject([
            .init("id", .string(rule.id)), .init("permit", .string(rule.permit)),
            .init("outcome", .string(rule.outcome.rawValue)),
        ])
        if let level = rule.riskLevel { object.append("riskLevel", .string(level)) }
        object.append("inForce", rule.inForce.json)
        object.append("explanation", rule.explanation.json)
        object.append("confidence", .string(rule.confidence.rawValue))
        object.append("basis", .array(basis.map(\.json)))
        return .object(object)
    }
}

extension RuleDifference.ChangedRule {
    fileprivate var json: JSONValue {
        [
            "id": .string(rule.id), "permit": .string(rule.permit),
            "members": .array(members.map(\.json)), "basis": .array(basis.map(\.json)),
        ]
    }
}

extension RuleDifference.Member {
    fileprivate var json: JSONValue {
        ["member": .string(name), "before": before, "after": after]
    }
}

extension RuleDifference.Parts {
    fileprivate var json: JSONValue {
        [
            "added": .array(added.map { .string($0) }),
            "removed": .array(removed.map { .string($0) }),
            "changed": .array(
                changed.map {
                    ["id": .string($0.id), "members": .array($0.members.map(\.json))]
                }),
        ]
    }

    fileprivate var count: JSONValue {
        .integer(Int64(added.count + removed.count + changed.count))
    }
}
