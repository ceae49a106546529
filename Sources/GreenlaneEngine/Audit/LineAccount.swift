import GreenlaneCore

/// What became of one line of goods, from the request to the last gram, in the item's own unit.
struct LineAccount {
    /// Something does not add up. Kebab-case codes are stable.
    struct Gap: Hashable {
        var code: String
        /// How much; nil where it is not about an amount.
        var amount: Decimal?
        var text: LocalizedText
    }

    /// How the books of the line stand.
    enum Books: String {
        /// Customs accepted nothing: there is nothing to account for.
        case none
        /// The goods are under way or in use.
        case open
        /// All of it is accounted for.
        case closed
        /// It ended, and no usage ledger is owed for the goods.
        case untracked
        /// Something does not add up.
        case gap
    }

    let line: Int
    let item: ImportItem
    /// As filed first, where it was filed with a quantity.
    var filed: Quantity?
    var requested = Decimal.zero
    var declared = Decimal.zero
    var accepted = Decimal.zero
    var released = Decimal.zero
    var delivered = Decimal.zero
    var used = Decimal.zero
    var destroyed = Decimal.zero
    var returned = Decimal.zero
    /// Given up to Customs: abandoned or forfeited.
    var surrendered = Decimal.zero
    var gaps: [Gap] = []
    var books = Books.open

    /// Delivered, and neither used nor destroyed nor sent back.
    var left: Decimal {
        max(.zero, delivered - used - destroyed - returned - surrendered)
    }

    var lot: String? { item.catalogue?.batch }
    var unit: Unit? { item.quantity?.unit }
}

extension LineAccount {
    /// The accounts of all lines, in order; `terms` says how a permit or entry counts.
    static func all(
        _ audited: AuditedShipment,
        terms: (LedgerEvent.Ledger, String) throws -> LedgerTerms
    ) rethrows -> [LineAccount] {
        try audited.shipment.request.items.map { item in
            var account = LineAccount(line: item.line, item: item)
            account.filed = audited.filed.items.first { $0.line == item.line }?.quantity
            account.fill(audited)
            account.findGaps(audited)
            try account.findDrawGaps(audited, terms)
            account.close(audited)
            return account
        }
    }

    private mutating func fill(_ audited: AuditedShipment) {
        let shipment = audited.shipment
        let amount = item.quantity?.amount ?? .zero
        requested = amount
        let declaration = shipment.declarations.last {
            $0.status != .withdrawn && $0.lines.contains(line)
        }
        if let declaration {
            declared = amount
            if declaration.acceptedOn != nil { accepted = amount }
            if declaration.status == .released || declaration.status == .cleared {
                released = amount
            }
        }
        if released != .zero, audited.first(.delivered) != nil { delivered = amount }
        if let usage = shipment.usage.first(where: { $0.line == line }) {
            used = usage.used
            destroyed = usage.destroyed
        }
        guard shipment.isFinal else { return }
        let rest = amount - used - destroyed
        switch shipment.milestone {
        case .returned: returned = rest
        case .destroyed: destroyed = destroyed + rest
        case .forfeited, .abandoned: surrendered = rest
        default: break
        }
    }

    private mutating func findGaps(_ audited: AuditedShipment) {
        let shipment = audited.shipment
        let hasDelivered = audited.first(.delivered) != nil
        let isEnd = returned != .zero || surrendered != .zero || shipment.milestone == .destroyed
        if hasDelivered, declared == .zero, !isEnd {
            add(
                "undeclared", requested, "货物已交付，但该项不在任何有效的报关单上",
                "The goods were delivered, and no declaration that stands has the line")
        } else if hasDelivered, released == .zero, !isEnd {
            add(
                "unreleased", declared, "货物已交付，但该项没有放行",
                "The goods were delivered, and the line was not released")
        }
        if used + destroyed > max(delivered, returned + surrendered + destroyed) {
            add(
                "overused", used + destroyed - delivered, "登记的使用与销毁超过交付数量",
                "More was used and destroyed than was delivered")
        }
        guard delivered != .zero, !isEnd, shipment.owesUsageLedger else { return }
        if shipment.isFinal || !audited.steps(recording: "ledger.closed").isEmpty {
            if left != .zero {
                add(
                    "unaccounted", left, "台账已结清，但仍有数量没有登记使用或销毁",
                    "The ledger is closed, and this was neither used nor destroyed")
            }
        } else if audited.steps(recording: "ledger.opened").isEmpty {
            add(
                "ledger-not-opened", left, "货物已交付，但还没有建立使用台账",
                "The goods were delivered, and no usage ledger was opened")
        }
    }

    /// What permits and entries were written off by must be what was accepted.
    private mutating func findDrawGaps(
        _ audited: AuditedShipment, _ terms: (LedgerEvent.Ledger, String) throws -> LedgerTerms
    ) rethrows {
        guard accepted != .zero else { return }
        for draw in audited.shipment.draws where draw.line == line && draw.status == .consumed {
            guard let unit = try terms(draw.ledger, draw.id).unit else { continue }
            var expected: Decimal?
            do throws(QuantityProblem) { expected = try item.quantity(in: unit).amount } catch {
                expected = nil
            }
            guard let expected, expected != draw.amount else { continue }
            add(
                "draw-differs", draw.amount - expected,
                "从 \(draw.id) 核销的数量与申报数量不一致",
                "What was written off \(draw.id) is not what was declared")
        }
    }

    private mutating func close(_ audited: AuditedShipment) {
        let shipment = audited.shipment
        let isAccounted = left == .zero && (delivered != .zero || shipment.isFinal)
        if !gaps.isEmpty {
            books = .gap
        } else if accepted == .zero, shipment.isFinal {
            books = .none
        } else if isAccounted {
            books = .closed
        } else if delivered != .zero, !shipment.owesUsageLedger {
            books = .untracked
        } else {
            books = .open
        }
    }

    private mutating func add(_ code: String, _ amount: Decimal?, _ zh: String, _ en: String) {
        gaps.append(Gap(code: code, amount: amount, text: LocalizedText(zh: zh, en: en)))
    }
}

extension LineAccount {
    /// Members stand in a fixed order; amounts in `unit`.
    func json(_ audited: AuditedShipment) -> JSONValue {
        var object = JSONObject([
            .init("shipment", .string(audited.id)), .init("line", .integer(Int64(line))),
            .init(
                "importer", .string(audited.shipment.request.importer.uscc ?? "")),
            .init("reference", .string(audited.shipment.request.reference)),
        ])
        object.add("nameZh", item.nameZh)
        object.add("nameEn", item.nameEn)
        object.add("lot", lot)
        object.add("unit", unit?.rawValue)
        object.add("filed", filed?.description)
        let amounts = [
            ("requested", requested), ("declared", declared), ("accepted", accepted),
            ("released", released), ("delivered", delivered), ("used", used),
            ("destroyed", destroyed), ("returned", returned), ("surrendered", surrendered),
            ("left", left),
        ]
        for (name, amount) in amounts { object.append(name, .string(amount.description)) }
        object.append("milestone", .string(audited.shipment.milestone.rawValue))
        object.append("ended", .bool(audited.shipment.isFinal))
        object.append("books", .string(books.rawValue))
        object.append("gaps", .array(gaps.map(\.json)))
        var positions = JSONObject()
        if let first = audited.steps.first {
            positions.append("filed", .integer(first.head.position))
        }
        func note(_ name: String, _ moments: [AuditedShipment.Moment]) {
            let last = moments.last { moment in
                moment.shipment.declarations.contains {
                    $0.index == moment.declaration && $0.lines.contains(line)
                }
            }
            if let last { positions.append(name, .integer(last.position)) }
        }
        note("accepted", audited.acceptances)
        note("released", audited.releases)
        if let step = audited.first(.delivered) {
            positions.append("delivered", .integer(step.head.position))
        }
        object.append("positions", .object(positions))
        return .object(object)
    }
}

extension LineAccount.Gap {
    var json: JSONValue {
        var object = JSONObject([.init("code", .string(code))])
        object.add("amount", amount?.description)
        object.append("message", text.pair)
        return .object(object)
    }
}
