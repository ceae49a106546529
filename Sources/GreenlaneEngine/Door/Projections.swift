public import GreenlaneCore
import GreenlaneStore

/// The worklist row of a shipment: what `verify` makes again from the log and compares.
enum ShipmentProjection {
    /// Tag of states in which a deadline has passed.
    static let overdueTag = "overdue"

    static func row(
        _ shipment: Shipment, stream: Int64, request: String, _ flow: ClearanceWorkflow?
    ) -> ShipmentRow {
        ShipmentRow(
            stream: stream, id: shipment.id, importer: shipment.request.importer.uscc ?? "",
            reference: shipment.request.reference, request: request,
            version: Int64(shipment.version), milestone: shipment.milestone.rawValue,
            state: flow?.chart.states[shipment.state].name ?? "",
            due: shipment.configuration.timers.first?.due.milliseconds,
            overdue: flow?.isOverdue(shipment.configuration) ?? false, final: shipment.isFinal,
            updated: shipment.recorded.milliseconds)
    }
}

enum LedgerProjection {
    static func row(
        _ ledger: LedgerEvent.Ledger, _ id: String, _ book: LedgerBook, key: Int64
    ) -> LedgerRow? {
        switch ledger {
        case .permit:
            guard let permit = book.permit(id) else { return nil }
            return LedgerRow(
                stream: key, kind: ledger.rawValue, id: id, holder: permit.holder,
                code: permit.code, status: permit.status.rawValue,
                version: Int64(permit.version), body: text(permit.account))
        case .entry:
            guard let account = book.entry(id) else { return nil }
            return LedgerRow(
                stream: key, kind: ledger.rawValue, id: id, holder: account.entry.unitUscc,
                code: account.entry.scheme, status: account.entry.status.rawValue,
                version: Int64(account.version), body: text(account.account))
        }
    }

    private static func text(_ value: JSONValue) -> String {
        String(decoding: value.canonicalBytes, as: UTF8.self)
    }
}

/// A shipment made from its stream.
enum ShipmentStream {
    static func fold(
        _ stream: Int64, _ id: String, _ store: LogStore, _ definitions: DefinitionSet,
        until: ((EventHead) -> Bool)? = nil
    ) throws -> Shipment {
        var shipment: Shipment?
        var flow: ClearanceWorkflow?
        for row in try store.events(stream: stream) {
            let entry = try EventHead.parse(row.entry)
            if let until, !until(entry) { break }
            if flow == nil {
                let digest = entry.data["filed"]?["workflow"]?.stringValue ?? ""
                flow = try definitions.workflow(digest, store)
            }
            guard let flow,
                let event = ShipmentEvent(type: entry.type, data: entry.data, chart: flow.chart)
            else { throw EngineFault.streamDamaged(id) }
            shipment = Shipment.evolve(
                shipment, event, occurred: entry.occurred, recorded: entry.recorded)
        }
        guard let shipment else { throw EngineFault.streamDamaged(id) }
        return shipment
    }
}

/// An entry of the log, read.
public struct EventHead: Sendable {
    public var position: Int64
    public var stream: String
    public var version: Int64
    public var type: String
    public var occurred: Timestamp
    public var recorded: Timestamp
    public var role: Actor.Role
    /// Commitment to the actor's name.
    public var actorName: String
    public var isLate: Bool
    public var under: String
    /// Position of the event whose command caused this one; nil where it is that event itself.
    public var cause: Int64?
    public var data: JSONValue
    /// Of whoever acted; nil where they worked on the data directory itself.
    public var account: String?

    static func parse(_ bytes: [UInt8]) throws -> EventHead {
        let json: JSONValue
        do throws(JSONSyntaxError) { json = try JSONParser.parse(bytes) } catch {
            throw EngineFault.streamDamaged("")
        }
        guard let position = json["position"]?.integerValue,
            let stream = json["stream"]?.stringValue, let version = json["version"]?.integerValue,
            let type = json["type"]?.stringValue,
            let occurred = json["occurred"]?.stringValue.flatMap({ Timestamp($0) }),
            let recorded = json["recorded"]?.stringValue.flatMap({ Timestamp($0) }),
            let role = json["actor"]?["role"]?.stringValue.flatMap({ Actor.Role(rawValue: $0) }),
            let name = json["actor"]?["name"]?.stringValue,
            let under = json["under"]?.stringValue, let data = json["data"]
        else { throw EngineFault.streamDamaged("") }
        return EventHead(
            position: position, stream: stream, version: version, type: type, occurred: occurred,
            recorded: recorded, role: role, actorName: name, isLate: json["late"] == true,
            under: under, cause: json["cause"]?.integerValue, data: data,
            account: json["actor"]?["account"]?.stringValue)
    }
}
