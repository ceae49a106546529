/// Why an item is covered by a whitelist, or is not. The order is the order of precedence: the
/// first condition that fails is the one that is told.
public enum WhitelistCode: String, Hashable, Sendable, CaseIterable {
    case noScheme = "whitelist-no-scheme"
    case noEntry = "whitelist-no-entry"
    case otherUnit = "whitelist-other-unit"
    case itemDiffers = "whitelist-item-differs"
    case hsDiffers = "whitelist-hs-differs"
    case purpose = "whitelist-purpose"
    case suspended = "whitelist-suspended"
    case removed = "whitelist-removed"
    case notYetValid = "whitelist-not-yet-valid"
    case expired = "whitelist-expired"
    case unitOfMeasure = "whitelist-unit-of-measure"
    case quantityShort = "whitelist-quantity-short"
    case excluded = "whitelist-excluded"
    case office = "whitelist-office"
    /// All that is stated fits; a missing fact decides.
    case factsMissing = "whitelist-facts-missing"
    case covered = "whitelist-covered"
    /// No permit of the item is one that a whitelist waives.
    case notNeeded = "whitelist-not-needed"

    /// How far an entry came: the higher, the nearer.
    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// What the whitelists say about one item.
public struct WhitelistOutcome: Hashable, Sendable {
    /// A missing member of the request, with the reason for asking.
    public struct Missing: Hashable, Sendable {
        public var pointer: String
        public var why: LocalizedText

        public init(pointer: String, why: LocalizedText) {
            self.pointer = pointer
            self.why = why
        }
    }

    /// An entry of a special-goods list: a permit that is decided sooner, and is needed all the
    /// same.
    public struct Easing: Hashable, Sendable {
        public var entry: WhitelistEntry
        /// Permit codes.
        public var permits: [String]
        public var text: LocalizedText

        public init(entry: WhitelistEntry, permits: [String], text: LocalizedText) {
            self.entry = entry
            self.permits = permits
            self.text = text
        }
    }

    /// Which sentence a miss has; made only where somebody reads it.
    enum Words: Hashable, Sendable {
        case ofCode
        case difference(ItemIdentity)
        case specification
    }

    public var code: WhitelistCode
    var words: Words
    /// The covering entry; of a miss the nearest one.
    public var entry: WhitelistEntry?
    /// Permits that the entry waives and its scheme can waive for this item.
    public var waives: [String]
    public var remark: WhitelistScheme.Setting<String>?
    /// Balance before this item, in the entry's unit.
    public var remaining: Quantity?
    /// What this item draws, in the entry's unit.
    public var drawn: Quantity?
    /// Last day of the entry.
    public var lastDay: CalendarDate?
    public var missing: [Missing]
    /// The unit's entry whose name is most like the item's, where no entry names the item: a hint
    /// at a typing error, never a match.
    public var similar: WhitelistEntry?
    /// What must be known before anyone relies on the covering entry's scheme.
    public var caution: LocalizedText?
    public var easing: Easing?

    public init(
        code: WhitelistCode, entry: WhitelistEntry? = nil,
        waives: [String] = [], remark: WhitelistScheme.Setting<String>? = nil,
        remaining: Quantity? = nil, drawn: Quantity? = nil, lastDay: CalendarDate? = nil,
        missing: [Missing] = [], similar: WhitelistEntry? = nil, caution: LocalizedText? = nil,
        easing: Easing? = nil
    ) {
        self.code = code
        words = .ofCode
        self.entry = entry
        self.waives = waives
        self.remark = remark
        self.remaining = remaining
        self.drawn = drawn
        self.lastDay = lastDay
        self.missing = missing
        self.similar = similar
        self.caution = caution
        self.easing = easing
    }

    public var isCovered: Bool { code == .covered }

    /// What people read of it.
    public var text: LocalizedText {
        switch (words, entry) {
        case (.difference(let item), let entry?): WhitelistText.difference(item, entry)
        case (.specification, let entry?): WhitelistText.specification(entry)
        default: WhitelistText.text(code, entry, lastDay: lastDay)
        }
    }

    public var json: JSONValue {
        var object = JSONObject([JSONObject.Member("covered", .bool(isCovered))])
        if isCovered, let entry {
            object.append("entry", .string(entry.id))
            object.append("scheme", .string(entry.scheme))
            object.append("waives", .array(waives.map { .string($0) }))
            if let remark {
                object.append("remark", .string(remark.value))
                object.append("remarkConfidence", .string(remark.confidence.rawValue))
            }
        } else if let entry {
            object.append("nearest", .string(entry.id))
        }
        if let remaining { object.append("remaining", remaining.json) }
        if let lastDay { object.append("validTo", .string(lastDay.description)) }
        if let entry, entry.isSynthetic { object.append("synthetic", true) }
        if let similar {
            object.append(
                "similar", ["entry": .string(similar.id), "name": .string(similar.itemName)])
        }
        if let caution { object.append("caution", caution.json) }
        if let easing { object.append("easing", easing.json) }
        object.append(
            "reason",
            ["code": .string(code.rawValue), "zh": .string(text.zh), "en": .string(text.en)])
        return .object(object)
    }
}

extension WhitelistOutcome.Easing {
    /// Entry, scheme, permits and what people read.
    public var json: JSONValue {
        [
            "entry": .string(entry.id), "scheme": .string(entry.scheme),
            "permits": .array(permits.map { .string($0) }), "waives": .array([]),
            "zh": .string(text.zh), "en": .string(text.en),
        ]
    }
}
