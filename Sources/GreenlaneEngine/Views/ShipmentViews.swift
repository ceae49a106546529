public import GreenlaneCore
public import GreenlaneStore

/// Answers what everybody asks of a shipment: where is it, whose move is it, by when, and what
/// blocks it. Reads the log; writes nothing.
public final class ShipmentViews {
    let store: LogStore
    let definitions: DefinitionSet

    public init(store: LogStore, definitions: DefinitionSet) {
        self.store = store
        self.definitions = definitions
    }

    /// The shipment as it is, or as it was known at a moment: then also under the texts that its
    /// last event cites. `now` decides what is overdue.
    /// `book` spares reading the permits and entries, where somebody keeps them as they are.
    public func show(
        id: String, at moment: LogMoment? = nil, now: Timestamp, book: LedgerBook? = nil
    ) throws -> ShipmentView {
        try moment?.check(store)
        guard let row = try store.shipment(id: id) else {
            throw DoorRefusal.shipmentUnknown(id)
        }
        let (shipment, under) = try fold(row, moment)
        let flow = try definitions.workflow(shipment.workflow, store)
        let ledgers: LedgerBook
        if moment == nil, let book {
            ledgers = book
        } else {
            ledgers = try ledgerBook(until: moment)
        }
        let now = try time(of: moment) ?? now
        let data = under.isEmpty ? definitions.data : try definitions.data(under, store)
        let facts = Facts(
            occurred: max(now, shipment.occurred), recorded: max(now, shipment.recorded),
            workflow: flow, data: data, ledgers: ledgers, newShipmentID: id)
        return ShipmentView(shipment: shipment, flow: flow, facts: facts, now: now)
    }

    /// The workflow that a shipment follows.
    public func workflow(of id: String) throws -> ClearanceWorkflow {
        guard let row = try store.shipment(id: id) else {
            throw DoorRefusal.shipmentUnknown(id)
        }
        var digest: String?
        try store.scan(stream: row.stream) { view in
            digest = try EventHead.parse(view.row.entry).data["filed"]?["workflow"]?.stringValue
            return false
        }
        return try definitions.workflow(digest ?? "", store)
    }

    /// The events of a shipment, each with what the workflow calls it; up to a moment where one is
    /// given.
    public func history(id: String, at moment: LogMoment? = nil) throws -> [JSONValue] {
        try moment?.check(store)
        guard let row = try store.shipment(id: id) else {
            throw DoorRefusal.shipmentUnknown(id)
        }
        var lines: [JSONValue] = []
        var flow: ClearanceWorkflow?
        for event in try store.events(stream: row.stream) {
            let head = try EventHead.parse(event.entry)
            if let moment, !moment.includes(position: head.position, recorded: head.recorded) {
                break
            }
            if flow == nil, let digest = head.data["filed"]?["workflow"]?.stringValue {
                flow = try definitions.workflow(digest, store)
            }
            lines.append(HistoryLine.json(head, sealed: event.sealed, flow))
        }
        if lines.isEmpty, moment != nil { throw LogMoment.notYet(id) }
        return lines
    }

    /// With the digest of the texts that the last event cites, where it is asked for a moment.
    private func fold(
        _ row: ShipmentRow, _ moment: LogMoment?
    ) throws -> (shipment: Shipment, under: String) {
        guard let moment else {
            return (try ShipmentStream.fold(row.stream, row.id, store, definitions), "")
        }
        var under = ""
        let rows = try store.events(stream: row.stream)
        guard let first = try rows.first.map({ try EventHead.parse($0.entry) }),
            moment.includes(position: first.position, recorded: first.recorded)
        else { throw LogMoment.notYet(row.id) }
        let shipment = try ShipmentStream.fold(row.stream, row.id, store, definitions) { head in
            let isIncluded = moment.includes(position: head.position, recorded: head.recorded)
            if isIncluded { under = head.under }
            return isIncluded
        }
        return (shipment, under)
    }

    /// A position's time is that of its recording.
    private func time(of moment: LogMoment?) throws -> Timestamp? {
        switch moment {
        case nil: return nil
        case .time(let time): return time
        case .position(let position):
            var found: Timestamp?
            try store.scan(from: position) { view in
                found = try EventHead.parse(view.row.entry).recorded
                return false
            }
            return found
        }
    }

    /// The permits and entries that may matter to the shipment, as they are or as they were.
    private func ledgerBook(until moment: LogMoment?) throws -> LedgerBook {
        let book = LedgerBook()
        guard let moment else {
            for row in try store.ledgers() {
                let body = try JSONParser.parse(row.body)
                if row.kind == LedgerEvent.Ledger.permit.rawValue {
                    if let permit = Permit(account: body) { book.restore(permit) }
                } else if let account = EntryAccount(account: body) {
                    book.restore(account)
                }
            }
            return book
        }
        for row in try store.ledgers() {
            for event in try store.events(stream: row.stream) {
                let head = try EventHead.parse(event.entry)
                guard moment.includes(position: head.position, recorded: head.recorded),
                    let change = LedgerEvent(stream: head.stream, type: head.type, data: head.data)
                else { continue }
                book.apply(change)
            }
        }
        return book
    }
}

/// One line of a shipment's history.
enum HistoryLine {
    static func json(
        _ head: EventHead, sealed: String?, _ flow: ClearanceWorkflow?
    ) -> JSONValue {
        var object = JSONObject()
        object.append("position", .integer(head.position))
        object.append("version", .integer(head.version))
        object.append("type", .string(head.type))
        object.append("occurred", .string(head.occurred.description))
        object.append("recorded", .string(head.recorded.description))
        object.append("actor", .string(actor(head, sealed)))
        object.append("data", head.data)
        let command = head.data["command"]?.stringValue ?? ""
        let title = title(command, flow)
        object.append("title", ["zh": .string(title.zh), "en": .string(title.en)])
        if let milestone = head.data["milestone"] { object.append("milestone", milestone) }
        if head.isLate { object.append("late", true) }
        return .object(object)
    }

    /// `role:name`; the commitment stands for a name that was erased.
    static func actor(_ head: EventHead, _ sealed: String?) -> String {
        var name = head.actorName
        if let sealed,
            case .success(let fields) = Result(catching: { try JSONParser.parse(sealed) })
        {
            let field = fields.arrayValue?.first { $0["path"] == "/actor/name" }
            name = field?["value"]?.stringValue ?? name
        }
        return "\(head.role.rawValue):\(name)"
    }

    static func title(_ command: String, _ flow: ClearanceWorkflow?) -> LocalizedText {
        if command == "file" {
            return LocalizedText(zh: "提交进口申请", en: "Import request filed")
        }
        if let title = flow?.event(named: command)?.title { return title }
        if command.hasPrefix("after."), let flow {
            let state = String(command.split(separator: ".").last ?? "")
            let definition = flow.chart.definition(ofState: state)
            let what = definition?.deadline?.what ?? definition?.title
            return LocalizedText(
                zh: "时限届满" + (what.map { "：\($0.zh)" } ?? ""),
                en: "A deadline passed" + (what.map { ": \($0.en)" } ?? ""))
        }
        return LocalizedText(zh: command, en: command)
    }
}

/// One event as readers of the log see it.
public enum EventJSON {
    /// The entry as it lies in the log, with the actor's name where it was not erased, and the
    /// stream that it belongs to.
    public static func value(_ row: EventRow) throws -> JSONValue {
        let head = try EventHead.parse(row.entry)
        let line = HistoryLine.json(head, sealed: row.sealed, nil)
        guard let object = line.objectValue else { return line }
        return .object(
            JSONObject([.init("stream", .string(head.stream))] + object.members))
    }
}
