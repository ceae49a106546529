import GreenlaneCore
import GreenlaneStore

/// Refusals that were kept in full: what was refused then must be refused now, for the same reason.
extension Replayer {
    /// Steps of shipments alone: a refused filing does not say which workflow it met, and what
    /// concerns permits and lists is decided at the door.
    func decideRefusal(_ entry: EntryView, position: Int64) throws {
        guard let definitions, let role = entry.role, let occurred = entry.occurred,
            let recorded = entry.recorded, case .success(let data) = JSONParser.parse(entry.data),
            let command = data["command"]?.stringValue, let input = data["input"]?.objectValue,
            let code = data["code"]?.stringValue, let target = data["target"]?.stringValue,
            let version = data["version"]?.integerValue,
            let stream = try store.streamID("shipment/\(target)"),
            only == nil || only == stream, !lost.contains(stream)
        else { return }
        guard let known = try shipment(stream, version) else {
            return unreadable(entry, position)
        }
        report.refusals += 1
        let facts = Facts(
            occurred: occurred, recorded: recorded, workflow: known.flow.workflow,
            data: definitions.data, ledgers: ledgers)
        let wish = ShipmentCommand.send(event: command, input: input)
        let decided = Shipment.decide(known.shipment, wish, by: role, facts)
        if case .failure(let refusal) = decided, refusal.code == code { return }
        var found = ReplayDivergence(
            position: position, stream: EntryView.text(entry.stream), kind: "refusal-differs")
        found.under = EntryView.text(entry.under)
        found.recorded = code
        found.decided = "accepted"
        if case .failure(let refusal) = decided {
            found.decided = refusal.code
            let attempt = ReplayAttempt(
                entry: entry, stream: stream, position: position, before: known.shipment,
                flow: known.flow, command: wish, role: role, facts: facts)
            found.refusal = refusal
            tell(Shipment.account(known.shipment, wish, by: role, facts), attempt, &found)
        }
        found.differences = [
            JSONDifference(
                pointer: "/data/code", first: found.decided.map { .string($0) },
                second: .string(code))
        ]
        diverge(found)
    }

    /// The shipment as the refusal says it met it; nil where the log has no such version.
    private func shipment(_ stream: Int64, _ version: Int64) throws -> OpenShipment? {
        if let known = open[stream], known.shipment.version == version { return known }
        guard let folded = try fold(stream, before: version + 1),
            folded.shipment.version == version
        else { return nil }
        return folded
    }
}
