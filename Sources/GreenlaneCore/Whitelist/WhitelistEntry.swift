/// One unit with one item, on given days, waiving named permits: a row of a published list.
public struct WhitelistEntry: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case active, suspended, removed, expired
    }

    /// A column of the file that the product has no use for, kept and shown.
    public struct Extra: Hashable, Sendable {
        public var column: String
        public var value: String

        public init(column: String, value: String) {
            self.column = column
            self.value = value
        }
    }

    /// Whether the row is invented, for demonstration and tests.
    public var isSynthetic: Bool
    /// Name in the scheme table, such as `nansha`.
    public var scheme: String
    public var id: String
    public var batch: String
    public var unitName: String
    /// 18 upper-case characters.
    public var unitUscc: String
    public var itemNameZh: String?
    public var itemNameEn: String?
    /// Further names that the list prints, in either language; each counts like the first.
    public var synonyms: [String]
    public var cas: String?
    /// Ten digits; nil where the list prints none.
    public var hs10: String?
    /// The purpose that was reviewed; nil where the list prints none.
    public var purpose: ImportRequest.Purpose?
    public var spec: String?
    /// Nil where the list states no quantity.
    public var approved: Quantity?
    public var validFrom: CalendarDate?
    public var validTo: CalendarDate?
    /// Permit codes.
    public var waives: [String]
    public var status: Status
    /// Why it was suspended or removed; nil where the list does not say.
    public var statusReason: String?
    /// The day from which the status counts; nil where the list does not say.
    public var statusDate: CalendarDate?
    public var extras: [Extra]

    public init(
        isSynthetic: Bool, scheme: String, id: String, batch: String = "", unitName: String,
        unitUscc: String, itemNameZh: String?, itemNameEn: String?, cas: String? = nil,
        hs10: String?, purpose: ImportRequest.Purpose?, spec: String? = nil, approved: Quantity?,
        validFrom: CalendarDate?, validTo: CalendarDate?, waives: [String],
        status: Status = .active, extras: [Extra] = [], synonyms: [String] = [],
        statusReason: String? = nil, statusDate: CalendarDate? = nil
    ) {
        self.isSynthetic = isSynthetic
        self.scheme = scheme
        self.id = id
        self.batch = batch
        self.unitName = unitName
        self.unitUscc = unitUscc
        self.itemNameZh = itemNameZh
        self.itemNameEn = itemNameEn
        self.cas = cas
        self.hs10 = hs10
        self.purpose = purpose
        self.spec = spec
        self.approved = approved
        self.validFrom = validFrom
        self.validTo = validTo
        self.waives = waives
        self.status = status
        self.extras = extras
        self.synonyms = synonyms
        self.statusReason = statusReason
        self.statusDate = statusDate
    }

    /// The name people read first.
    public var itemName: String { itemNameZh ?? itemNameEn ?? "" }

    public var json: JSONValue {
        var object = JSONObject()
        func text(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { object.append(name, .string(value)) }
        }
        object.append("synthetic", .bool(isSynthetic))
        text("scheme", scheme)
        text("entry", id)
        text("batch", batch)
        object.append(
            "unit", ["name": .string(unitName), "uscc": .string(unitUscc)])
        var name = JSONObject()
        if let itemNameZh { name.append("zh", .string(itemNameZh)) }
        if let itemNameEn { name.append("en", .string(itemNameEn)) }
        object.append("name", .object(name))
        if !synonyms.isEmpty {
            object.append("synonyms", .array(synonyms.map { .string($0) }))
        }
        text("cas", cas)
        text("hs10", hs10)
        text("purpose", purpose?.rawValue)
        text("spec", spec)
        if let approved { object.append("approved", approved.json) }
        text("validFrom", validFrom?.description)
        text("validTo", validTo?.description)
        object.append("waives", .array(waives.map { .string($0) }))
        text("status", status.rawValue)
        text("statusReason", statusReason)
        text("statusDate", statusDate?.description)
        if !extras.isEmpty {
            let members = extras.map { JSONObject.Member($0.column, .string($0.value)) }
            object.append("extra", .object(JSONObject(members)))
        }
        return .object(object)
    }
}

extension WhitelistEntry {
    /// Reads back what `json` gives; nil where it is no such thing.
    public init?(json: JSONValue) {
        func text(_ name: String) -> String? { json[name]?.stringValue }
        guard let scheme = text("scheme"), let id = text("entry"),
            let unitName = json["unit"]?["name"]?.stringValue,
            let unitUscc = json["unit"]?["uscc"]?.stringValue,
            let status = text("status").flatMap({ Status(rawValue: $0) })
        else { return nil }
        let extras = (json["extra"]?.objectValue?.members ?? []).map {
            Extra(column: $0.name, value: $0.value.stringValue ?? "")
        }
        self.init(
            isSynthetic: json["synthetic"]?.boolValue ?? false, scheme: scheme, id: id,
            batch: text("batch") ?? "", unitName: unitName, unitUscc: unitUscc,
            itemNameZh: json["name"]?["zh"]?.stringValue,
            itemNameEn: json["name"]?["en"]?.stringValue, cas: text("cas"), hs10: text("hs10"),
            purpose: text("purpose").flatMap { ImportRequest.Purpose(rawValue: $0) },
            spec: text("spec"), approved: json["approved"].flatMap { Quantity(json: $0) },
            validFrom: text("validFrom").flatMap { CalendarDate($0) },
            validTo: text("validTo").flatMap { CalendarDate($0) },
            waives: json["waives"]?.arrayValue?.compactMap(\.stringValue) ?? [],
            status: status, extras: extras,
            synonyms: json["synonyms"]?.arrayValue?.compactMap(\.stringValue) ?? [],
            statusReason: text("statusReason"),
            statusDate: text("statusDate").flatMap { CalendarDate($0) })
    }
}
