extension Assessment {
    /// The form of the contract, section 3; members beyond it are additions.
    public var json: JSONValue {
        let sources = rules.map { source -> JSONValue in
            ["id": .string(source.id), "digest": .string(source.digest)]
        }
        return [
            "asOf": .string(asOf.description),
            "rules": .array(sources),
            "route": .string(route),
            "items": .array(items.map(\.json)),
            "prohibited": .bool(isProhibited),
            "earliestRelease": earliestRelease.map { .string($0.description) } ?? .null,
            "earliestReleaseIsLowerBound": .bool(isLowerBound),
            "provisional": .bool(isProvisional),
            "provisionalBecause": .array(provisionalBecause.map { .string($0.rawValue) }),
            "plan": .array(plan.map(\.json)),
            "warnings": .array(warnings.map(\.json)),
        ]
    }
}

extension Assessment.Item {
    var json: JSONValue {
        var object = JSONObject([
            .init("line", .integer(Int64(line))),
            .init("permits", .array(permits.map(\.json))),
            .init("questions", .array(questions.map(\.json))),
            .init("whitelist", whitelist.json),
        ])
        object.append(
            "conclusion",
            [
                "code": .string(conclusion.rawValue), "zh": .string(conclusion.text.zh),
                "en": .string(conclusion.text.en),
            ])
        if let hs { object.append("hs", hs.json) }
        if !extensions.isEmpty {
            object.append(
                "extensions",
                .array(
                    extensions.map { one -> JSONValue in
                        [
                            "ciq": .string(one.code), "name": .string(one.name),
                            "source": .string(one.source), "year": .string(one.year),
                        ]
                    }))
        }
        if !candidates.isEmpty {
            object.append("candidates", .array(candidates.map(\.json)))
        }
        if !prohibitions.isEmpty {
            object.append("prohibitions", .array(prohibitions.map(\.json)))
        }
        return .object(object)
    }
}

extension Assessment.Permit {
    var json: JSONValue {
        var object = JSONObject([
            .init("permit", .string(code)), .init("status", .string(status.rawValue)),
        ])
        if let riskLevel { object.append("riskLevel", .string(riskLevel)) }
        if let waivedBy { object.append("waivedBy", .string(waivedBy)) }
        object.append("rule", .string(rule))
        if isMoot { object.append("moot", true) }
        object.append("confidence", .string(confidence.rawValue))
        object.append("name", name.json)
        object.append("basis", .array(basis.map(\.json)))
        object.append("because", .array(because.map(\.json)))
        object.append("explanation", explanation.json)
        object.append("issuer", .string(terms.issuer.zh))
        object.append("issuerName", terms.issuer.json)
        terms.appendTiming(to: &object)
        object.append("documents", .array(terms.documents.map { .string($0.zh) }))
        object.append("documentNames", .array(terms.documents.map(\.json)))
        object.append("uses", .string(terms.uses.rawValue))
        if let months = terms.validityMonths {
            object.append("validityMonths", .integer(Int64(months)))
        }
        object.append("when", .string(terms.when.rawValue))
        object.append("beforeDispatch", .bool(terms.beforeDispatch))
        if !terms.documentCode.isEmpty {
            object.append("documentCode", .string(terms.documentCode))
        }
        if !terms.licenceType.isEmpty { object.append("licenceType", .string(terms.licenceType)) }
        return .object(object)
    }
}

extension PermitTerms {
    /// How long the decision takes, and what comes before it.
    func appendTiming(to object: inout JSONObject) {
        object.append("workingDays", workingDays.map { .integer(Int64($0)) } ?? .null)
        if let days = decisionDays { object.append("decisionDays", .integer(Int64(days))) }
        if let days = extensionWorkingDays {
            object.append("extensionWorkingDays", .integer(Int64(days)))
        }
        if !clocks.isEmpty { object.append("clocks", .array(clocks.map { .string($0) })) }
        if !after.isEmpty { object.append("after", .array(after.map { .string($0) })) }
    }
}

extension Assessment.Because {
    var json: JSONValue {
        var object = JSONObject([.init("fact", .string(pointer)), .init("value", value)])
        if let shows { object.append("shows", .string(shows)) }
        return .object(object)
    }
}

extension Assessment.Question {
    var json: JSONValue {
        [
            "pointer": .string(pointer), "why": why.json,
            "decides": .array(decides.map { .string($0) }),
        ]
    }
}

extension Assessment.Prohibition {
    var json: JSONValue {
        [
            "rule": .string(rule), "basis": .array(basis.map(\.json)),
            "because": .array(because.map(\.json)), "explanation": explanation.json,
        ]
    }
}

extension Assessment.Warning {
    var json: JSONValue {
        var object = JSONObject([
            .init("code", .string(code)), .init("zh", .string(text.zh)),
            .init("en", .string(text.en)),
        ])
        if !pointer.isEmpty { object.append("pointer", .string(pointer)) }
        return .object(object)
    }
}

extension LocalizedText {
    /// Both languages, as every surface shows a sentence.
    public var json: JSONValue { ["zh": .string(zh), "en": .string(en)] }
}

extension LegalBasis {
    /// As an assessment shows it.
    public var json: JSONValue {
        [
            "title": .string(title), "number": .string(number), "article": .string(article),
            "inForce": .string(inForce), "source": .string(source),
            "confidence": .string(confidence.rawValue),
        ]
    }
}

extension HSLine {
    /// What the table shows; a cell that it does not show is null.
    public var json: JSONValue {
        [
            "code": .string(code), "description": description.json,
            "supervision": supervision.map { .string($0.text) } ?? .null,
            "inspection": inspection.map { .string($0.text) } ?? .null,
            "year": .string(year), "source": .string(source), "status": .string(status),
        ]
    }
}

extension HSCandidate {
    /// A proposal with its reason, and what it would ask for.
    public var json: JSONValue {
        [
            "hs": .string(line.code), "description": line.description.json,
            "supervision": line.supervision.map { .string($0.text) } ?? .null,
            "inspection": line.inspection.map { .string($0.text) } ?? .null,
            "reason": reason.json, "because": .array(because.map(\.json)),
            "requires": .array(requires.map { .string($0) }), "source": .string(source),
            "confidence": .string(confidence.rawValue),
        ]
    }
}
