extension Quantity {
    /// Reads back what `json` wrote.
    public init?(json: JSONValue) {
        guard let amount = json["amount"]?.stringValue.flatMap({ Decimal($0) }),
            let unit = json["unit"]?.stringValue.flatMap({ Unit(rawValue: $0) })
        else { return nil }
        self.init(amount, unit)
    }
}

extension Balance {
    public var json: JSONValue {
        var object = JSONObject()
        if let granted { object.append("granted", granted.json) }
        object.append("reserved", .string(reserved.description))
        object.append("consumed", .string(consumed.description))
        if let remaining { object.append("remaining", remaining.json) }
        if shortfall != .zero { object.append("shortfall", .string(shortfall.description)) }
        object.append("shipments", .array(shipments.map { .string($0) }))
        return .object(object)
    }

    public init?(json: JSONValue) {
        guard let reserved = json["reserved"]?.stringValue.flatMap({ Decimal($0) }),
            let consumed = json["consumed"]?.stringValue.flatMap({ Decimal($0) })
        else { return nil }
        self.init(granted: json["granted"].flatMap { Quantity(json: $0) })
        self.reserved = reserved
        self.consumed = consumed
        shipments = json["shipments"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }
}

extension Permit {
    /// What was granted; the balance is not part of it.
    public var json: JSONValue {
        var object = JSONObject()
        object.append("id", .string(id))
        object.append("code", .string(code))
        object.append("number", .string(number))
        object.append("holder", .string(holder))
        if let goods { object.append("goods", .string(goods)) }
        object.append("validFrom", .string(validFrom.description))
        object.append("validTo", .string(validTo.description))
        if let quantity = balance.granted { object.append("quantity", quantity.json) }
        object.append("uses", .string(singleUse ? "single" : "multiple"))
        return .object(object)
    }

    public init?(json: JSONValue) {
        guard let id = json["id"]?.stringValue, let code = json["code"]?.stringValue,
            let number = json["number"]?.stringValue, let holder = json["holder"]?.stringValue,
            let from = json["validFrom"]?.stringValue.flatMap({ CalendarDate($0) }),
            let to = json["validTo"]?.stringValue.flatMap({ CalendarDate($0) })
        else { return nil }
        self.init(
            id: id, code: code, number: number, holder: holder,
            goods: json["goods"]?.stringValue, validFrom: from, validTo: to,
            quantity: json["quantity"].flatMap { Quantity(json: $0) },
            singleUse: json["uses"]?.stringValue == "single")
    }

    /// With status and balance: what listings show and the ledger table keeps.
    public var account: JSONValue {
        guard case .object(var object) = json else { return json }
        object.append("status", .string(status.rawValue))
        object.append("version", .integer(Int64(version)))
        object.append("balance", balance.json)
        return .object(object)
    }

    public init?(account: JSONValue) {
        self.init(json: account)
        guard let status = account["status"]?.stringValue.flatMap({ Status(rawValue: $0) }),
            let version = account["version"]?.integerValue,
            let balance = account["balance"].flatMap({ Balance(json: $0) })
        else { return nil }
        self.status = status
        self.version = Int(version)
        self.balance = balance
    }

    /// Copies a change that was decided.
    public mutating func evolve(_ change: LedgerEvent.Change) {
        version += 1
        switch change {
        case .balance(let change): balance.apply(change)
        case .revoked: status = .revoked
        case .granted, .published, .restated: break
        }
    }
}

extension EntryAccount {
    public var account: JSONValue {
        guard case .object(var object) = entry.json else { return entry.json }
        object.append("version", .integer(Int64(version)))
        object.append("balance", balance.json)
        return .object(object)
    }

    public init?(account: JSONValue) {
        guard case .object(var object) = account,
            let version = account["version"]?.integerValue,
            let balance = account["balance"].flatMap({ Balance(json: $0) })
        else { return nil }
        object["version"] = nil
        object["balance"] = nil
        guard let entry = WhitelistEntry(json: .object(object)) else { return nil }
        self.init(entry: entry, balance: balance, version: Int(version))
    }

    /// Copies a change that was decided.
    public mutating func evolve(_ change: LedgerEvent.Change) {
        version += 1
        switch change {
        case .balance(let change): balance.apply(change)
        case .revoked: entry.status = .removed
        case .restated(let entry):
            self.entry = entry
            balance.granted = entry.approved
        case .granted, .published: break
        }
    }
}
