import GreenlaneCore
import GreenlaneStore

extension Replayer {
    /// Decides again what was refused, where it was kept in full: the same no must come out. What
    /// was only counted, or was asked of permits and lists, is passed over.
    func decideRefused(_ entry: EntryView, position: Int64) throws {
        guard let definitions, let role = entry.role, let occurred = entry.occurred,
            let recorded = entry.recorded, case .success(let data) = JSONParser.parse(entry.data),
            let command = data["command"]?.stringValue, let input = data["input"]?.objectValue,
            let kept = data["refusal"]
        else { return }
        let attempt: (shipment: Shipment?, command: ShipmentCommand, flow: ClearanceWorkflow)
        if command == "file" {
            // The role is refused whatever workflow the request would have followed; that none
            // fits is the door's own answer, which has no workflow to decide under.
            guard only == nil, data["kind"] == "role", let flow = texts.anyFlow else { return }
            do throws(Refusal) {
                let request = try ImportRequest(json: .object(input), for: .stored)
                attempt = (nil, .file(FiledRequest(request)), flow)
            } catch {
                return
            }
        } else {
            guard let target = data["target"]?.stringValue,
                let version = data["version"]?.integerValue, isAsked(target)
            else { return }
            guard let known = try shipment(target, version: version),
                known.shipment.version == Int(version)
            else { return differs(entry, position, "refusal-out-of-place", nil, kept) }
            attempt = (known.shipment, .send(event: command, input: input), known.flow.workflow)
        }
        report.refusals += 1
        let facts = Facts(
            occurred: occurred, recorded: recorded, workflow: attempt.flow,
            data: definitions.data, ledgers: ledgers, newShipmentID: "")
        switch Shipment.decide(attempt.shipment, attempt.command, by: role, facts) {
        case .success: differs(entry, position, "accepted-now", nil, kept)
        case .failure(let refusal):
            guard refusal.json.canonicalBytes != kept.canonicalBytes else { return }
            differs(entry, position, "refusal-differs", refusal, kept)
        }
    }

    /// The shipment as it was when the refusal was recorded.
    private func shipment(_ id: String, version: Int64) throws -> OpenShipment? {
        guard let row = try store.shipment(id: id) else { return nil }
        if let known = open[row.stream] { return known }
        return try fold(row.stream, before: version + 1)
    }

    /// A replay of one shipment decides only its refusals.
    private func isAsked(_ id: String) -> Bool {
        only == nil || id == asked
    }

    private func differs(
        _ entry: EntryView, _ position: Int64, _ kind: String, _ refusal: Refusal?,
        _ kept: JSONValue
    ) {
        var found = ReplayDivergence(
            position: position, stream: EntryView.text(entry.stream), kind: kind)
        found.refusal = refusal
        found.decided = refusal?.json.text
        found.recorded = kept.text
        found.under = EntryView.text(entry.under)
        diverge(found)
    }
}
