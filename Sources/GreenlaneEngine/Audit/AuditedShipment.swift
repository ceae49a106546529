import GreenlaneCore
import GreenlaneStore

/// Who acted, as the log can still tell it.
struct AuditActor: Hashable {
    var role: Actor.Role
    /// Nil where the name was erased.
    var name: String?

    init(_ head: EventHead, sealed: String?) {
        role = head.role
        guard let sealed,
            case .success(let fields) = Result(catching: { try JSONParser.parse(sealed) })
        else { return }
        let field = fields.arrayValue?.first { $0["path"] == "/actor/name" }
        name = field?["value"]?.stringValue
    }

    /// `{"role","name"}`, or `{"role","erased":true}`.
    var json: JSONValue {
        var object = JSONObject([.init("role", .string(role.rawValue))])
        if let name {
            object.append("name", .string(name))
        } else {
            object.append("erased", true)
        }
        return .object(object)
    }
}

/// A shipment made from its stream once, with every step on the way: what the questions read.
struct AuditedShipment {
    struct Step {
        var head: EventHead
        var event: ShipmentEvent
        var sealed: String?
        /// The milestone as it was before.
        var before: Milestone?
        /// A later step took it back.
        var isUndone = false

        var actor: AuditActor { AuditActor(head, sealed: sealed) }
        var hasMoved: Bool { before != event.milestone }
    }

    /// The shipment as it stood after a step that counts for its permits.
    struct Moment {
        /// Index of the declaration; nil where the receipt fitted none.
        var declaration: Int?
        var day: CalendarDate
        var position: Int64
        /// Whether the receipt moved anything.
        var fits: Bool
        var shipment: Shipment
    }

    let id: String
    let flow: ClearanceWorkflow
    let shipment: Shipment
    /// The request as it was filed first.
    let filed: ImportRequest
    let steps: [Step]
    let acceptances: [Moment]
    let releases: [Moment]

    /// Folds a stream, and no other.
    static func fold(
        _ row: ShipmentRow, _ store: LogStore, _ definitions: DefinitionSet
    ) throws -> AuditedShipment {
        var folding = Folding(id: row.id)
        var events: [EventRow] = []
        try store.forEachEvent(ofStream: row.stream) { events.append($0.row) }
        for event in events {
            let head = try EventHead.parse(event.entry)
            if folding.flow == nil {
                let digest = head.data["filed"]?["workflow"]?.stringValue ?? ""
                folding.flow = try definitions.workflow(digest, store)
            }
            try folding.take(head, sealed: event.sealed)
        }
        return try folding.result()
    }

    /// The first step that counts and by which the milestone was reached; nil where it never was.
    func first(_ milestone: Milestone) -> Step? {
        steps.first { !$0.isUndone && $0.event.milestone == milestone }
    }

    /// Steps of this command that count.
    func steps(recording type: String) -> [Step] {
        steps.filter { $0.head.type == type && !$0.isUndone }
    }

    /// What the workflow calls a step.
    func title(_ step: Step) -> LocalizedText { HistoryLine.title(step.event.command, flow) }
}

/// A fold under way.
private struct Folding {
    let id: String
    var flow: ClearanceWorkflow?
    private var shipment: Shipment?
    private var filed: ImportRequest?
    private var steps: [AuditedShipment.Step] = []
    private var acceptances: [AuditedShipment.Moment] = []
    private var releases: [AuditedShipment.Moment] = []

    init(id: String) {
        self.id = id
    }

    mutating func take(_ head: EventHead, sealed: String?) throws {
        guard let flow,
            let event = ShipmentEvent(type: head.type, data: head.data, chart: flow.chart),
            let after = Shipment.evolve(
                shipment, event, occurred: head.occurred, recorded: head.recorded)
        else { throw EngineFault.streamDamaged(id) }
        let before = shipment?.milestone
        shipment = after
        filed = filed ?? event.filed?.request
        steps.append(
            AuditedShipment.Step(head: head, event: event, sealed: sealed, before: before))
        for effect in event.effects { note(effect, head, after) }
        if !event.fits, Self.releases.contains(event.command) {
            releases.append(
                AuditedShipment.Moment(
                    declaration: nil, day: head.occurred.date, position: head.position,
                    fits: false, shipment: after))
        }
    }

    private static let releases = ["receipt.released", "receipt.guaranteed"]

    private mutating func note(_ effect: Effect, _ head: EventHead, _ after: Shipment) {
        switch effect {
        case .undone(let version):
            if let index = steps.lastIndex(where: { $0.head.version == Int64(version) }) {
                steps[index].isUndone = true
            }
        case .declaration(let index, .accepted, _, let day):
            acceptances.append(moment(index, day, head, after))
        case .declaration(let index, .released, _, let day):
            releases.append(moment(index, day, head, after))
        default: break
        }
    }

    private func moment(
        _ index: Int, _ day: CalendarDate, _ head: EventHead, _ after: Shipment
    ) -> AuditedShipment.Moment {
        AuditedShipment.Moment(
            declaration: index, day: day, position: head.position, fits: true, shipment: after)
    }

    func result() throws -> AuditedShipment {
        guard let shipment, let flow, let filed else { throw EngineFault.streamDamaged(id) }
        return AuditedShipment(
            id: id, flow: flow, shipment: shipment, filed: filed, steps: steps,
            acceptances: acceptances, releases: releases)
    }
}
