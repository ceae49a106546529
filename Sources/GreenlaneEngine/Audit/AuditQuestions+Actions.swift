import GreenlaneCore
import GreenlaneStore

extension AuditQuestions {
    /// Who acted on a shipment and when, refused attempts among the steps, in order of position.
    /// Index: the stream of the shipment and that of its refusals. Throws `shipment-unknown`.
    public func actions(of id: String, _ page: AuditPage = AuditPage()) throws -> AuditAnswer {
        let audited = try AuditedShipment.fold(try row(id), store, definitions)
        var lines = audited.steps.map { (position: $0.head.position, line: line($0, audited)) }
        lines += try refusals(RefusalRecord.streamPrefix + id, audited.flow)
        lines.sort { $0.position < $1.position }
        var summary = JSONObject([.init("shipment", .string(id))])
        summary.append("actions", .integer(Int64(audited.steps.count)))
        summary.append("refused", .integer(Int64(lines.count - audited.steps.count)))
        summary.append("late", count(lines.map(\.line)) { $0["late"] == true })
        summary.append("overrides", count(lines.map(\.line)) { $0["override"] == true })
        summary.append("actors", Self.actors(lines.map(\.line)))
        let after = page.after.flatMap { Int64($0) } ?? 0
        let rest = lines.drop { $0.position <= after }
        let shown = rest.prefix(page.limit)
        return AuditAnswer(
            lines: shown.map(\.line), summary: summary,
            next: shown.count < rest.count ? shown.last.map { String($0.position) } : nil)
    }

    func count(_ lines: [JSONValue], _ holds: (JSONValue) -> Bool) -> JSONValue {
        .integer(Int64(lines.count(where: holds)))
    }

    private func line(_ step: AuditedShipment.Step, _ audited: AuditedShipment) -> JSONValue {
        var object = JSONObject([
            .init("position", .integer(step.head.position)),
            .init("version", .integer(step.head.version)), .init("accepted", true),
            .init("type", .string(step.head.type)),
            .init("command", .string(step.event.command)),
            .init("title", audited.title(step).pair),
            .init("occurred", .string(step.head.occurred.description)),
            .init("recorded", .string(step.head.recorded.description)),
            .init("actor", step.actor.json),
        ])
        if step.hasMoved {
            object.append("milestone", .string(step.event.milestone.rawValue))
        }
        object.add("reason", step.event.input["reason"]?.stringValue)
        object.mark("late", step.head.isLate)
        object.mark("override", step.event.isOverride)
        object.mark("undone", step.isUndone)
        if !step.event.fits { object.append("fits", false) }
        return .object(object)
    }

    private func refusals(
        _ stream: String, _ flow: ClearanceWorkflow
    ) throws -> [(position: Int64, line: JSONValue)] {
        guard let key = try store.streamID(stream) else { return [] }
        return try store.events(stream: key).map { row in
            let head = try EventHead.parse(row.entry)
            var object = JSONObject([
                .init("position", .integer(head.position)), .init("accepted", false),
                .init("type", .string(head.type)),
                .init("command", head.data["command"] ?? ""),
                .init(
                    "title",
                    HistoryLine.title(head.data["command"]?.stringValue ?? "", flow).pair),
                .init("occurred", .string(head.occurred.description)),
                .init("recorded", .string(head.recorded.description)),
                .init("actor", AuditActor(head, sealed: row.sealed).json),
            ])
            Self.addRefusal(head, to: &object)
            object.mark("late", head.isLate)
            return (head.position, .object(object))
        }
    }

    /// What the refused were told, and how often.
    static func addRefusal(_ head: EventHead, to object: inout JSONObject) {
        var refusal = JSONObject([.init("code", head.data["code"] ?? "")])
        if let message = head.data["refusal"]?["message"] { refusal.append("message", message) }
        object.append("refusal", .object(refusal))
        object.append("count", head.data["count"] ?? 1)
    }

    /// Each actor with the number of its lines, in order of role and name.
    private static func actors(_ lines: [JSONValue]) -> JSONValue {
        var counts: [(actor: JSONValue, text: String, count: Int64)] = []
        for line in lines {
            guard let actor = line["actor"] else { continue }
            let text = actor.text
            if let known = counts.firstIndex(where: { $0.text == text }) {
                counts[known].count += 1
            } else {
                counts.append((actor, text, 1))
            }
        }
        counts.sort { $0.text < $1.text }
        return .array(
            counts.map { each in
                var object = each.actor.objectValue ?? JSONObject()
                object.append("actions", .integer(each.count))
                return .object(object)
            })
    }
}
