public import GreenlaneCore
import GreenlaneStore

extension AuditQuestions {
    /// Everything that used a permit or a whitelist entry, with the balance after each event, and
    /// whether the sums hold. Index: the stream of the permit or entry. Throws `permit-unknown` or
    /// `entry-unknown`.
    public func uses(
        of ledger: LedgerEvent.Ledger, _ id: String, _ page: AuditPage = AuditPage()
    ) throws -> AuditAnswer {
        guard let row = try store.ledger(kind: ledger.rawValue, id: id) else {
            throw Self.unknown(ledger, id)
        }
        var reading = LedgerReading(after: page.after.flatMap { Int64($0) } ?? 0, page.limit)
        for event in try store.events(stream: row.stream) {
            let head = try EventHead.parse(event.entry)
            guard let change = LedgerEvent(stream: head.stream, type: head.type, data: head.data)
            else { throw EngineFault.streamDamaged(id) }
            try reading.take(head, change) {
                // Names lie beside the event whose command moved the balance.
                guard let cause = $0, let row = try store.event(at: cause) else {
                    return event.sealed
                }
                return row.sealed
            }
        }
        let stored = try JSONParser.parse(row.body)["balance"]
        return AuditAnswer(
            lines: reading.lines,
            summary: reading.summary(ledger, id, holder: row.holder, code: row.code, stored),
            next: reading.next)
    }

    private static func unknown(_ ledger: LedgerEvent.Ledger, _ id: String) -> Refusal {
        let shown = PlainText.printable(id)
        return switch ledger {
        case .permit:
            Refusal(
                .notFound, "permit-unknown",
                LocalizedText(
                    zh: "没有登记过许可 \(shown)。", en: "No permit \(shown) is registered."),
                remedy: LocalizedText(
                    zh: "核对证件标识，或在证件列表中查找。",
                    en: "Check the id, or look for it in the list of permits."))
        case .entry:
            Refusal(
                .notFound, "entry-unknown",
                LocalizedText(
                    zh: "日志里没有白名单条目 \(shown)。", en: "The log has no whitelist entry \(shown)."),
                remedy: LocalizedText(
                    zh: "核对条目编号，或在白名单中查找。",
                    en: "Check the id, or look for it in the whitelist."))
        }
    }
}

/// The stream of a permit or an entry while it is read: balances are made anew from its events.
private struct LedgerReading {
    private struct Line: Hashable {
        var shipment: String
        var line: Int
    }

    private struct Sums {
        var reserved = Decimal.zero
        var consumed = Decimal.zero
        var freed = Decimal.zero
        var returned = Decimal.zero
    }

    private let after: Int64
    private let limit: Int
    private(set) var lines: [JSONValue] = []
    private(set) var next: String?
    private var last: Int64 = 0
    private var balance = Balance(granted: nil)
    private var total = Sums()
    private var perLine: [Line: Sums] = [:]
    private var order: [Line] = []
    private var problems: [JSONValue] = []

    init(after: Int64, _ limit: Int) {
        self.after = after
        self.limit = limit
    }

    mutating func take(
        _ head: EventHead, _ event: LedgerEvent, sealed: (Int64?) throws -> String?
    ) throws {
        apply(event.change, head.position)
        guard head.position > after else { return }
        guard lines.count < limit else {
            next = next ?? String(last)
            return
        }
        last = head.position
        let actor = AuditActor(head, sealed: try sealed(head.cause))
        lines.append(line(head, event, actor))
    }

    private mutating func apply(_ change: LedgerEvent.Change, _ position: Int64) {
        switch change {
        case .granted(let permit): balance = Balance(granted: permit.balance.granted)
        case .published(let entry): balance = Balance(granted: entry.approved)
        case .restated(let entry): balance.granted = entry.approved
        case .revoked: break
        case .balance(let change):
            balance.apply(change)
            add(change)
            if balance.reserved < .zero { fault("reserved-below-zero", position) }
            if balance.consumed < .zero { fault("consumed-below-zero", position) }
            if change.kind == .reserved, balance.shortfall > .zero {
                fault("drawn-beyond-grant", position)
            }
        }
    }

    private mutating func add(_ change: BalanceChange) {
        let line = Line(shipment: change.shipment, line: change.line)
        if perLine[line] == nil { order.append(line) }
        func sum(_ sums: inout Sums) {
            switch change.kind {
            case .reserved: sums.reserved = sums.reserved + change.amount
            case .consumed: sums.consumed = sums.consumed + change.amount
            case .freed: sums.freed = sums.freed + change.amount
            case .returned: sums.returned = sums.returned + change.amount
            }
        }
        sum(&total)
        sum(&perLine[line, default: Sums()])
    }

    private mutating func fault(_ code: String, _ position: Int64? = nil, _ line: Line? = nil) {
        var object = JSONObject([.init("code", .string(code))])
        if let position { object.append("position", .integer(position)) }
        if let line {
            object.append("shipment", .string(line.shipment))
            object.append("line", .integer(Int64(line.line)))
        }
        problems.append(.object(object))
    }

    private func line(
        _ head: EventHead, _ event: LedgerEvent, _ actor: AuditActor
    ) -> JSONValue {
        var object = JSONObject([
            .init("position", .integer(head.position)),
            .init("version", .integer(head.version)), .init("type", .string(head.type)),
        ])
        if case .balance(let change) = event.change {
            object.append("change", .string(change.kind.rawValue))
            object.append("shipment", .string(change.shipment))
            object.append("line", .integer(Int64(change.line)))
            object.append("amount", .string(change.amount.description))
        }
        if let unit = balance.granted?.unit { object.append("unit", .string(unit.rawValue)) }
        object.append("occurred", .string(head.occurred.description))
        object.append("recorded", .string(head.recorded.description))
        object.append("actor", actor.json)
        if let cause = head.cause { object.append("cause", .integer(cause)) }
        object.mark("late", head.isLate)
        var after = JSONObject([
            .init("reserved", .string(balance.reserved.description)),
            .init("consumed", .string(balance.consumed.description)),
        ])
        after.add("remaining", balance.remaining?.amount.description)
        object.append("after", .object(after))
        return .object(object)
    }

    func summary(
        _ ledger: LedgerEvent.Ledger, _ id: String, holder: String, code: String,
        _ stored: JSONValue?
    ) -> JSONObject {
        var checked = self
        for line in order {
            let sums = perLine[line] ?? Sums()
            if sums.reserved - sums.freed - sums.consumed < .zero {
                checked.fault("line-taken-beyond-reserved", nil, line)
            }
            if sums.consumed - sums.returned < .zero {
                checked.fault("line-returned-beyond-consumed", nil, line)
            }
        }
        if balance.reserved != total.reserved - total.consumed - total.freed {
            checked.fault("reserved-sum-differs")
        }
        if balance.consumed != total.consumed - total.returned {
            checked.fault("consumed-sum-differs")
        }
        if stored?.canonicalBytes != balance.json.canonicalBytes {
            checked.fault("stored-balance-differs")
        }
        var shipments: [String] = []
        for line in order where shipments.last != line.shipment {
            if !shipments.contains(line.shipment) { shipments.append(line.shipment) }
        }
        return JSONObject([
            .init(ledger.rawValue, .string(id)), .init("holder", .string(holder)),
            .init("code", .string(code)),
            .init(
                "sums",
                [
                    "reserved": .string(total.reserved.description),
                    "consumed": .string(total.consumed.description),
                    "freed": .string(total.freed.description),
                    "returned": .string(total.returned.description),
                ]),
            .init("shipments", .integer(Int64(shipments.count))),
            .init("balance", Self.plain(balance)),
            .init("holds", .bool(checked.problems.isEmpty)),
            .init("problems", .array(checked.problems)),
        ])
    }

    /// Without the list of shipments, which the lines tell.
    private static func plain(_ balance: Balance) -> JSONValue {
        guard case .object(var object) = balance.json else { return .null }
        object["shipments"] = nil
        return .object(object)
    }
}
