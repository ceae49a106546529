extension DateRange {
    /// `{"from":…,"to":…}`; open ends are null.
    public var json: JSONValue {
        [
            "from": from.map { .string($0.description) } ?? .null,
            "to": to.map { .string($0.description) } ?? .null,
        ]
    }
}

extension DatedBasis {
    /// The basis with the last day on which it is in force.
    public var json: JSONValue {
        guard case .object(var object) = basis.json else { return basis.json }
        if let last = inForce.to { object.append("to", .string(last.description)) }
        return .object(object)
    }
}

extension Rule {
    /// The rule as commands show it. With a day, only the sources in force on that day are cited.
    public func json(on day: CalendarDate? = nil) -> JSONValue {
        var object = JSONObject([
            .init("id", .string(id)), .init("permit", .string(permit)),
            .init("outcome", .string(outcome.rawValue)),
        ])
        if let riskLevel { object.append("riskLevel", .string(riskLevel)) }
        if let chosenLevel { object.append("riskLevelFrom", .string(chosenLevel.path)) }
        if !asks.isEmpty { object.append("asks", .array(asks.map { .string($0.path) })) }
        object.append("inForce", inForce.json)
        object.append("when", when.json)
        object.append("overrides", .array(overrides.map { .string($0) }))
        object.append("basis", .array(sources(on: day).map(\.json)))
        object.append("explanation", explanation.json)
        object.append("confidence", .string(confidence.rawValue))
        if let terms { object.append("terms", terms.json) }
        return .object(object)
    }

    /// What it cites, of a day or at all.
    public func sources(on day: CalendarDate?) -> [DatedBasis] {
        guard let day else { return basis }
        return basis.filter { $0.inForce.contains(day) }
    }
}

extension PermitTerms {
    /// The terms as commands show them.
    public var json: JSONValue {
        var object = JSONObject([
            .init("issuer", issuer.json),
            .init("workingDays", workingDays.map { .integer(Int64($0)) } ?? .null),
            .init("holdDays", .integer(Int64(holdDays))),
            .init("documents", .array(documents.map(\.json))),
        ])
        if !documentCode.isEmpty { object.append("documentCode", .string(documentCode)) }
        if !licenceType.isEmpty { object.append("licenceType", .string(licenceType)) }
        object.append("validityMonths", validityMonths.map { .integer(Int64($0)) } ?? .null)
        object.append("uses", .string(uses.rawValue))
        object.append("beforeDispatch", .bool(beforeDispatch))
        return .object(object)
    }
}

extension PermitInfo {
    /// The permit as commands show it.
    public var json: JSONValue {
        ["permit": .string(code), "name": name.json, "terms": terms.json]
    }
}

extension LevelTable {
    /// The table as commands show it.
    public var json: JSONValue {
        [
            "fact": .string(fact.path), "inForce": inForce.json,
            "values": .array(fact.values(in: values).map { .string($0) }),
        ]
    }
}

extension SubstanceEntry {
    /// The row as commands show it.
    public var json: JSONValue {
        [
            "cas": .string(cas.text), "name": name.json,
            "controls": .array(controls.map { .string($0.rawValue) }), "inForce": inForce.json,
            "source": .string(source), "confidence": .string(confidence.rawValue),
        ]
    }
}

extension SpeciesEntry {
    /// The row as commands show it.
    public var json: JSONValue {
        [
            "species": .string(name), "name": common.json, "group": .string(group.rawValue),
            "listing": listing.map { .string($0.rawValue) } ?? .null, "inForce": inForce.json,
            "source": .string(source), "confidence": .string(confidence.rawValue),
        ]
    }
}

extension WhitelistScheme {
    /// The version of the scheme as commands show it.
    public var json: JSONValue {
        func texts(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
        var object = JSONObject([
            .init("scheme", .string(id)), .init("name", name.json), .init("inForce", inForce.json),
            .init("districts", texts(districts)),
            .init("purposes", texts(purposes.map(\.rawValue))),
        ])
        object.append(
            "waives",
            .array(waives.map { ["permit": .string($0.permit), "when": $0.when.json] }))
        object.append(
            "excludes", .array(excludes.map { ["when": $0.when.json, "text": $0.text.json] }))
        if let months = validityMonths {
            object.append(
                "validityMonths", Self.setting(.integer(Int64(months.value)), months.confidence))
        }
        if let remark {
            object.append("remark", Self.setting(.string(remark.value), remark.confidence))
        }
        object.append("acceptedOffices", texts(acceptedOffices))
        object.append(
            "allowsAgent", Self.setting(.bool(allowsAgent.value), allowsAgent.confidence))
        object.append(
            "balanceComesBack",
            Self.setting(.bool(balanceComesBack.value), balanceComesBack.confidence))
        object.append("basis", .array(basis.map(\.json)))
        return .object(object)
    }

    private static func setting(
        _ value: JSONValue, _ confidence: LegalBasis.Confidence
    ) -> JSONValue {
        ["value": value, "confidence": .string(confidence.rawValue)]
    }
}
