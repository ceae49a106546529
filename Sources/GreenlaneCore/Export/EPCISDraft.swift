/// What an EPCIS event says, before it has an id and times. Two drafts are equal where the events
/// would say the same: that is how a correction finds what it makes wrong.
struct EPCISDraft: Hashable, Sendable {
    enum Kind: String, Hashable, Sendable {
        case object = "ObjectEvent"
        case aggregation = "AggregationEvent"
        case transaction = "TransactionEvent"
        case transformation = "TransformationEvent"
    }

    enum Action: String, Hashable, Sendable {
        case add = "ADD"
        case observe = "OBSERVE"
        case delete = "DELETE"
    }

    /// A typed reference: a business transaction, a source or a destination.
    struct Reference: Hashable, Sendable {
        var type: String
        var id: String
    }

    var kind: Kind
    var action: Action
    /// Word of CBV, or a URI of ours.
    var bizStep: String
    var disposition: String?
    /// The lasting disposition `unavailable`: set by a hold, unset by what ends it.
    var hold: EPCISObservation.Hold?
    /// What contains the goods, of an aggregation.
    var parent: String?
    var instances: [String] = []
    var goods: [EPCISGoods] = []
    /// Of a transformation: what is used up has no output, so that the use itself is named.
    var transformation: String?
    var place: String?
    var transactions: [Reference] = []
    var sources: [Reference] = []
    var destinations: [Reference] = []
    var sensor: JSONValue?

    init(_ kind: Kind, _ action: Action, _ bizStep: String, _ disposition: String? = nil) {
        self.kind = kind
        self.action = action
        self.bizStep = bizStep
        self.disposition = disposition
    }

    /// A fact that moved nothing was seen, but says nothing of what became of the goods.
    mutating func onlyObserve() {
        action = .observe
        disposition = nil
        hold = nil
    }
}

/// A lot, or the goods of one line, with how much of it.
struct EPCISGoods: Hashable, Sendable {
    var epcClass: String
    var line: Int
    /// Nil where the request states none.
    var quantity: Quantity?

    /// An element of a quantity list. A unit without a code is left out; where the number would
    /// then be read as a count and is none, so is the number.
    var json: JSONValue {
        var object = JSONObject([.init("epcClass", .string(epcClass))])
        guard let quantity else { return .object(object) }
        if let code = quantity.unit.unCode {
            object.append("quantity", .number(quantity.amount.description))
            object.append("uom", .string(code))
        } else if quantity.unit.isCount {
            object.append("quantity", .number(quantity.amount.description))
        }
        return .object(object)
    }

    /// What the quantity list cannot say: the unit that has no code.
    var stated: JSONValue? {
        guard let quantity, quantity.unit.unCode == nil, quantity.unit != .piece else { return nil }
        return [
            "epcClass": .string(epcClass), "line": .integer(Int64(line)),
            "amount": .string(quantity.amount.description),
            "unit": .string(quantity.unit.rawValue),
        ]
    }
}

extension EPCISDraft {
    /// The members that say what happened, in the order of the standard's own examples.
    func append(to object: inout JSONObject) {
        if let parent { object.append("parentID", .string(parent)) }
        if let transformation { object.append("transformationID", .string(transformation)) }
        appendGoods(to: &object)
        if kind != .transformation { object.append("action", .string(action.rawValue)) }
        object.append("bizStep", .string(bizStep))
        if let disposition { object.append("disposition", .string(disposition)) }
        switch hold {
        case .set: object.append("persistentDisposition", ["set": ["unavailable"]])
        case .unset: object.append("persistentDisposition", ["unset": ["unavailable"]])
        case nil: break
        }
        if let place {
            object.append("readPoint", ["id": .string(place)])
            object.append("bizLocation", ["id": .string(place)])
        }
        append("bizTransactionList", "bizTransaction", transactions, to: &object)
        append("sourceList", "source", sources, to: &object)
        append("destinationList", "destination", destinations, to: &object)
        if let sensor { object.append("sensorElementList", [sensor]) }
    }

    private func appendGoods(to object: inout JSONObject) {
        let names: (instances: String, goods: String) =
            switch kind {
            case .object, .transaction: ("epcList", "quantityList")
            case .aggregation: ("childEPCs", "childQuantityList")
            case .transformation: ("inputEPCList", "inputQuantityList")
            }
        if !instances.isEmpty {
            object.append(names.instances, .array(instances.map { .string($0) }))
        }
        if !goods.isEmpty { object.append(names.goods, .array(goods.map(\.json))) }
    }

    private func append(
        _ list: String, _ name: String, _ references: [Reference], to object: inout JSONObject
    ) {
        guard !references.isEmpty else { return }
        object.append(
            list,
            .array(
                references.map {
                    .object(
                        JSONObject([.init("type", .string($0.type)), .init(name, .string($0.id))]))
                }))
    }
}
