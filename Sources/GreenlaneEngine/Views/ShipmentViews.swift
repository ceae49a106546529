public import GreenlaneCore
public import GreenlaneStore

/// Answers what everybody asks of a shipment: where is it, whose move is it, by when, and what
/// blocks it. Reads the log; writes nothing.
public final class ShipmentViews {
    private let store: LogStore
    private let definitions: DefinitionSet

    public init(store: LogStore, definitions: DefinitionSet) {
        self.store = store
        self.definitions = definitions
    }

    /// The shipment as it is, or as it was known at a moment. `now` decides what is overdue.
    public func show(
        id: String, at limit: Timestamp? = nil, now: Timestamp
    ) throws -> ShipmentView {
        guard let row = try store.shipment(id: id) else {
            throw DoorRefusal.shipmentUnknown(id)
        }
        let shipment = try fold(row, limit)
        let flow = try definitions.workflow(shipment.workflow, store)
        let ledgers = try ledgerBook(shipment, until: limit)
        let moment = limit ?? now
        let facts = Facts(
            occurred: max(moment, shipment.occurred), recorded: max(moment, shipment.recorded),
            workflow: flow, data: definitions.data, ledgers: ledgers, newShipmentID: id)
        return ShipmentView(shipment: shipment, flow: flow, facts: facts, now: moment)
    }

    /// The events of a shipment, each with what the workflow calls it.
    public func history(id: String) throws -> [JSONValue] {
        guard let row = try store.shipment(id: id) else {
            throw DoorRefusal.shipmentUnknown(id)
        }
        var lines: [JSONValue] = []
        var flow: ClearanceWorkflow?
        for event in try store.events(stream: row.stream) {
            let head = try EventHead.parse(event.entry)
            if flow == nil, let digest = head.data["filed"]?["workflow"]?.stringValue {
                flow = try definitions.workflow(digest, store)
            }
            lines.append(HistoryLine.json(head, sealed: event.sealed, flow))
        }
        return lines
    }

    private func fold(_ row: ShipmentRow, _ limit: Timestamp?) throws -> Shipment {
        guard let limit else {
            return try ShipmentStream.fold(row.stream, row.id, store, definitions)
        }
        let rows = try store.events(stream: row.stream)
        guard let first = rows.first, try EventHead.parse(first.entry).recorded <= limit else {
            throw Refusal(
                .notFound, "shipment-not-yet",
                LocalizedText(
                    zh: "那时还没有 \(row.id)。", en: "\(row.id) did not exist at that moment."))
        }
        return try ShipmentStream.fold(row.stream, row.id, store, definitions) {
            $0.recorded <= limit
        }
    }

    /// The permits and entries that may matter to the shipment, as they are or as they were.
    private func ledgerBook(_ shipment: Shipment, until limit: Timestamp?) throws -> LedgerBook {
        let book = LedgerBook()
        guard let limit else {
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
                guard head.recorded <= limit,
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
    private static func actor(_ head: EventHead, _ sealed: String?) -> String {
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
