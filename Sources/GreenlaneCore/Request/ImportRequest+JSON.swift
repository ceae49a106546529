extension ImportRequest {
    /// The request as a document: members in the order of the schema, unknown ones left out.
    public var json: JSONValue {
        var object = JSONObject()
        object.append("reference", .string(reference))
        object.append("direction", .string(direction.rawValue))
        object.append("importer", importer.json)
        object.add("endUser", endUser?.json)
        object.add("broker", broker?.json)
        object.append("purpose", .string(purpose.rawValue))
        object.append("regime", .string(regime.rawValue))
        object.add("transport", transport.json)
        object.add("plannedDispatch", text: plannedDispatch?.description)
        object.add("plannedArrival", text: plannedArrival?.description)
        object.append("items", .array(items.map(\.json)))
        object.add("exporter", exporter?.json)
        object.add("destinationCountry", text: destinationCountry)
        object.add("statedUse", text: statedUse)
        object.add("chosenScheme", text: chosenScheme)
        return .object(object)
    }

    /// What is compared, and hashed, to see whether two requests say the same.
    public var canonicalBytes: [UInt8] { json.canonicalBytes }
}

extension Party {
    /// The party as it stands in a request.
    public var json: JSONValue {
        var object = JSONObject()
        object.append("name", .string(name))
        object.add("uscc", text: uscc)
        object.add("kind", text: kind?.rawValue)
        object.add("district", text: district)
        return .object(object)
    }
}

extension ImportRequest.Transport {
    fileprivate var json: JSONValue? {
        var object = JSONObject()
        object.add("mode", text: mode?.rawValue)
        object.add("portOfEntry", text: portOfEntry)
        object.add("document", text: document)
        object.add("dryIceKg", text: dryIce?.description)
        return object.orNil
    }
}

extension ImportItem {
    /// The item as it stands in a request.
    public var json: JSONValue {
        var object = JSONObject()
        object.append("line", .integer(Int64(line)))
        var name = JSONObject()
        name.add("zh", text: nameZh)
        name.add("en", text: nameEn)
        object.append("name", .object(name))
        object.add("form", text: form?.rawValue)
        object.add("origin", origin.json)
        object.add("hs", text: hs)
        object.add("cas", text: cas)
        object.add("un", text: un)
        object.add("catalogue", catalogue?.json)
        object.add("spec", text: spec)
        object.add("composition", composition.map { .array($0.map(\.json)) })
        object.add("managedAs", text: managedAs?.rawValue)
        object.add("chinaApproval", chinaApproval.map { Self.approval($0, "number", $0.number) })
        object.add(
            "foreignApproval", foreignApproval.map { Self.approval($0, "country", $0.country) })
        object.add("chosenLevels", chosenLevels)
        object.add("firstImport", flag: firstImport)
        object.add("pathogen", pathogen.json)
        object.add("controls", controls.map { .array($0.map { .string($0.rawValue) }) })
        object.add("cites", text: cites?.rawValue)
        object.add("humanGeneticResource", flag: humanGeneticResource)
        object.add("commercialCellBank", flag: commercialCellBank)
        object.add("processing", text: processing?.rawValue)
        object.add("traceTestStandard", flag: traceTestStandard)
        object.add("quantity", quantityWithContent)
        object.add("value", value?.json)
        object.add("storage", storage)
        return .object(object)
    }

    private var quantityWithContent: JSONValue? {
        guard let quantity else { return nil }
        guard let content, case .object(var object) = quantity.json else { return quantity.json }
        object.append("content", content.json)
        return .object(object)
    }

    private static func approval(
        _ approval: Approval, _ name: String, _ detail: String?
    ) -> JSONValue {
        var object = JSONObject()
        object.append("status", .string(approval.approved ? "approved" : "none"))
        object.add(name, text: detail)
        return .object(object)
    }

    private var chosenLevels: JSONValue? {
        var object = JSONObject()
        object.add("biomaterial", chosenBiomaterialLevel.map { .integer(Int64($0)) })
        object.add("specialGoods", text: chosenSpecialGoodsLevel?.rawValue)
        return object.orNil
    }

    private var storage: JSONValue? {
        var object = JSONObject()
        object.add("minC", text: storageMinimum?.description)
        object.add("maxC", text: storageMaximum?.description)
        return object.orNil
    }
}

extension ImportItem.Origin {
    fileprivate var json: JSONValue? {
        var object = JSONObject()
        object.add("material", text: material?.rawValue)
        object.add("components", components.map { .array($0.map { .string($0.rawValue) }) })
        object.add("species", text: species)
        object.add("country", text: country)
        return object.orNil
    }
}

extension ImportItem.Catalogue {
    fileprivate var json: JSONValue? {
        var object = JSONObject()
        object.add("supplier", text: supplier)
        object.add("number", text: number)
        object.add("batch", text: batch)
        return object.orNil
    }
}

extension ImportItem.Component {
    fileprivate var json: JSONValue {
        var object = JSONObject()
        object.append("name", .string(name))
        object.add("cas", text: cas)
        object.add("percent", text: percent?.description)
        return .object(object)
    }
}

extension ImportItem.Pathogen {
    fileprivate var json: JSONValue? {
        var object = JSONObject()
        object.add("contains", text: contains?.rawValue)
        object.add("class", classNumber.map { .integer(Int64($0)) })
        object.add("animalPathogen", flag: animalPathogen)
        object.add("inactivated", flag: inactivated)
        return object.orNil
    }
}

extension ImportItem.Money {
    /// Amount and currency, as they stand in a request.
    public var json: JSONValue {
        ["amount": .string(amount.description), "currency": .string(currency)]
    }
}

extension Quantity {
    /// Amount and unit, as they stand in a request.
    public var json: JSONValue {
        ["amount": .string(amount.description), "unit": .string(unit.rawValue)]
    }
}

extension JSONObject {
    fileprivate mutating func add(_ name: String, _ value: JSONValue?) {
        if let value { append(name, value) }
    }

    fileprivate mutating func add(_ name: String, text: String?) {
        if let text { append(name, .string(text)) }
    }

    fileprivate mutating func add(_ name: String, flag: Bool?) {
        if let flag { append(name, .bool(flag)) }
    }

    fileprivate var orNil: JSONValue? { members.isEmpty ? nil : .object(self) }
}
