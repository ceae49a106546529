import GreenlaneCore
import GreenlaneStore

/// Which lines of goods a question about quantities is about.
public struct BalanceFilter: Hashable, Sendable {
    /// Days on which Customs accepted the declaration.
    public var period: AuditPeriod
    public var lot: String?
    /// USCC.
    public var importer: String?
    /// Only lines that do not add up.
    public var gapsOnly: Bool

    public init(
        period: AuditPeriod = AuditPeriod(), lot: String? = nil, importer: String? = nil,
        gapsOnly: Bool = false
    ) {
        self.period = period
        self.lot = lot
        self.importer = importer
        self.gapsOnly = gapsOnly
    }
}

extension AuditQuestions {
    // MARK: One lot

    /// The whole life of a lot, from the import request to the last gram: each step that concerns
    /// one of its lines, then the account of the line, shipment by shipment. Index: the trace.
    /// Throws `lot-unknown`.
    public func batch(_ lot: String) throws -> AuditAnswer {
        var answer = AuditAnswer()
        var totals = LotTotals()
        for row in try shipments(ofLot: lot) {
            guard let audited = try fold(row) else { continue }
            for account in try LineAccount.all(audited, terms: terms)
            where Self.isLot(account.item, lot) {
                answer.lines += life(of: account.item, audited)
                answer.lines.append(account.json(audited))
                totals.add(account)
            }
        }
        answer.summary = JSONObject([.init("lot", .string(lot))] + totals.json.members)
        addUnreadable(to: &answer.summary)
        guard totals.lines > 0 || answer.summary["unreadable"] != nil else {
            throw Self.lotUnknown(lot)
        }
        return answer
    }

    private static func isLot(_ item: ImportItem, _ lot: String) -> Bool {
        item.catalogue?.batch.map(TraceProjection.lotKey) == TraceProjection.lotKey(lot)
    }

    /// Shipments that once named the lot, in order of filing.
    private func shipments(ofLot lot: String) throws -> [ShipmentRow] {
        let key = TraceProjection.lotKey(lot)
        let rows = try store.traces(topic: TraceTopic.lot.rawValue, keys: key...key)
        var streams: [Int64] = []
        for row in rows {
            guard let place = try store.place(of: row.position) else { continue }
            if !streams.contains(place.stream) { streams.append(place.stream) }
        }
        return try streams.compactMap { try store.shipment(stream: $0) }
            .filter { reach.includes(importer: $0.importer) }
    }

    private static func lotUnknown(_ lot: String) -> Refusal {
        let shown = PlainText.printable(lot)
        return Refusal(
            .notFound, "lot-unknown",
            LocalizedText(
                zh: "没有哪一票货申报过批号 \(shown)。", en: "No shipment has goods of lot \(shown)."),
            remedy: LocalizedText(
                zh: "批号填在申请的 items[].catalogue.batch；空格、连字符和大小写不影响查找。",
                en: "Lots stand in items[].catalogue.batch of requests; case, spaces and hyphens "
                    + "do not matter."))
    }

    /// Steps that concern one line: those of the shipment as a whole, and those that name it.
    private func life(of item: ImportItem, _ audited: AuditedShipment) -> [JSONValue] {
        var left = item.quantity?.amount ?? .zero
        return audited.steps.compactMap { step in
            let concerned = step.event.effects.indices.filter {
                Self.concerns(step.event.effects[$0], item.line, audited.shipment) ?? true
            }
            let isAboutOthers =
                concerned.isEmpty && !step.event.effects.isEmpty && !step.hasMoved
            guard !isAboutOthers else { return nil }
            let written = step.head.data["effects"]?.arrayValue ?? []
            var object = JSONObject([
                .init("shipment", .string(audited.id)), .init("line", .integer(Int64(item.line))),
                .init("position", .integer(step.head.position)),
                .init("version", .integer(step.head.version)),
                .init("type", .string(step.head.type)), .init("title", audited.title(step).pair),
                .init("occurred", .string(step.head.occurred.description)),
                .init("recorded", .string(step.head.recorded.description)),
                .init("actor", step.actor.json),
            ])
            if step.hasMoved {
                object.append("milestone", .string(step.event.milestone.rawValue))
            }
            object.mark("late", step.head.isLate)
            object.mark("override", step.event.isOverride)
            object.mark("undone", step.isUndone)
            let effects = concerned.compactMap { $0 < written.count ? written[$0] : nil }
            object.append("effects", .array(effects.map { Self.narrowed($0, item.line) }))
            if !step.isUndone, let amount = Self.taken(step.event, item.line) {
                left = left - amount
                object.append("left", .string(left.description))
            }
            return .object(object)
        }
    }

    /// What a use or a destruction took of the line; nil for any other step.
    private static func taken(_ event: ShipmentEvent, _ line: Int) -> Decimal? {
        for effect in event.effects {
            switch effect {
            case .used(line, let amount), .destroyed(line, let amount): return amount
            default: continue
            }
        }
        return nil
    }

    /// Nil where the effect is about the shipment as a whole.
    private static func concerns(_ effect: Effect, _ line: Int, _ shipment: Shipment) -> Bool? {
        switch effect {
        case .drew(let draw): draw.line == line
        case .drawChanged(_, _, let changed, _): changed == line
        case .used(let used, _), .destroyed(let used, _): used == line
        case .lodged(let declaration): declaration.lines.contains(line)
        case .declaration(let index, _, _, _):
            shipment.declarations.first { $0.index == index }?.lines.contains(line) ?? true
        default: nil
        }
    }

    /// An assessment with the requirements of the line alone.
    private static func narrowed(_ effect: JSONValue, _ line: Int) -> JSONValue {
        guard case .object(var object) = effect, let all = effect["requirements"]?.arrayValue
        else { return effect }
        object["requirements"] = .array(
            all.filter { $0["line"]?.integerValue == Int64(line) })
        return .object(object)
    }

    // MARK: Quantities

    /// The account of each line of goods that Customs accepted in the period, or that the filter
    /// names, in order of acceptance or filing. Index: the trace; of an importer its references.
    public func balances(
        _ filter: BalanceFilter, _ page: AuditPage = AuditPage()
    ) throws -> AuditAnswer {
        if let lot = filter.lot, try shipments(ofLot: lot).isEmpty { throw Self.lotUnknown(lot) }
        var answer = AuditAnswer()
        var totals = LotTotals()
        try forEachShipment(filter, page.after) { audited, cursor in
            for account in try LineAccount.all(audited, terms: terms) {
                if let lot = filter.lot, !Self.isLot(account.item, lot) { continue }
                if filter.gapsOnly, account.gaps.isEmpty { continue }
                answer.lines.append(account.json(audited))
                totals.add(account)
            }
            guard answer.lines.count >= page.limit else { return true }
            answer.next = cursor
            return false
        }
        answer.summary = JSONObject([.init("period", filter.period.json)] + totals.json.members)
        // A page says nothing of the lines that follow.
        if answer.next != nil { answer.summary["closes"] = nil }
        addUnreadable(to: &answer.summary)
        return answer
    }

    /// Shipments whole: a page ends behind a shipment, so it may have a few lines more.
    private func forEachShipment(
        _ filter: BalanceFilter, _ after: String?,
        _ body: (AuditedShipment, String) throws -> Bool
    ) throws {
        if let lot = filter.lot {
            for row in try shipments(ofLot: lot) where after.map({ $0 < row.id }) ?? true {
                guard let audited = try matching(filter, row) else { continue }
                guard try body(audited, row.id) else { return }
            }
        } else if let importer = filter.importer {
            try forEachShipment(of: importer, after) { row in
                guard let audited = try matching(filter, row) else { return true }
                return try body(audited, row.id)
            }
        } else {
            let isWorthIt = { (stream: Int64, _: TraceCursor) throws -> Bool in
                try self.isVisible(stream: stream)
            }
            try forEachTraced(.accepted, filter.period, after, isWorthIt: isWorthIt, body)
        }
    }

    private func matching(
        _ filter: BalanceFilter, _ row: ShipmentRow
    ) throws -> AuditedShipment? {
        guard reach.includes(importer: row.importer) else { return nil }
        if let importer = filter.importer, row.importer != importer { return nil }
        guard let audited = try fold(row) else { return nil }
        let isMeant =
            filter.period == AuditPeriod()
            || audited.acceptances.contains { filter.period.contains($0.day) }
        return isMeant ? audited : nil
    }

    private func forEachShipment(
        of importer: String, _ after: String?, _ body: (ShipmentRow) throws -> Bool
    ) throws {
        var filter = ShipmentFilter(importer: importer, limit: 1_000, after: after)
        while true {
            let rows = try store.shipments(filter)
            for row in rows.prefix(filter.limit) {
                guard try body(row) else { return }
            }
            guard rows.count > filter.limit else { return }
            filter.after = rows[filter.limit - 1].id
        }
    }

    /// The shipments that a topic of days leads to, each once, at its first row in the period:
    /// one shipment may have several, as with several declarations. `isWorthIt` may spare the
    /// folding of a stream.
    func forEachTraced(
        _ topic: TraceTopic, _ period: AuditPeriod, _ after: String?,
        isWorthIt: (Int64, TraceCursor) throws -> Bool = { _, _ in true },
        _ body: (AuditedShipment, String) throws -> Bool
    ) throws {
        var place = after.flatMap { TraceCursor($0) }
        while true {
            let rows = try store.traces(
                topic: topic.rawValue, keys: period.keys, after: place, limit: 1_000)
            for row in rows {
                let cursor = TraceCursor(key: row.key, position: row.position)
                place = cursor
                guard let stream = try store.place(of: row.position)?.stream,
                    try isWorthIt(stream, cursor),
                    let shipment = try store.shipment(stream: stream),
                    let audited = try fold(shipment)
                else { continue }
                guard audited.firstPlace(topic, period) == cursor else { continue }
                guard try body(audited, cursor.text) else { return }
            }
            guard rows.count == 1_000 else { return }
        }
    }
}

extension AuditedShipment {
    /// Where a topic first names the shipment within the period.
    fileprivate func firstPlace(_ topic: TraceTopic, _ period: AuditPeriod) -> TraceCursor? {
        let moments = topic == .accepted ? acceptances : releases
        return moments.filter { period.contains($0.day) }
            .map { TraceCursor(key: $0.day.description, position: $0.position) }.min()
    }
}
