import Foundation
import GreenlaneCore
import GreenlaneStore

/// One command of the log that is decided again.
struct ReplayAttempt {
    var entry: EntryView
    var stream: Int64
    var position: Int64
    /// Nil before filing.
    var before: Shipment?
    var flow: ReplayDefinitions.Flow
    var command: ShipmentCommand
    var role: Actor.Role
    var facts: Facts
}

extension Replayer {
    /// How the workflow names its timers.
    private static let timerPrefix = Array("after.".utf8)

    func decide(_ entry: EntryView, stream: Int64, position: Int64) throws {
        if !lost.isEmpty, lost.contains(stream) { return }
        guard let definitions, let view = CommandView(entry.data), let role = entry.role,
            let occurred = entry.occurred, let recorded = entry.recorded
        else { return unreadable(entry, position) }
        let known = open[stream]
        let flow: ReplayDefinitions.Flow
        let command: ShipmentCommand
        var id = ""
        if let known {
            flow = known.flow
            command = self.command(view, flow.workflow)
        } else {
            guard let filing = filing(view.filed) else {
                return try late(entry, stream, position)
            }
            flow = try texts.flow(filing.workflow)
            command = .file(filing.filed)
            shipmentCount += 1
            id = ShipmentNumber.text(year: recorded.date.year, serial: shipmentCount)
        }
        let attempt = ReplayAttempt(
            entry: entry, stream: stream, position: position, before: known?.shipment, flow: flow,
            command: command, role: role,
            facts: Facts(
                occurred: occurred, recorded: recorded, workflow: flow.workflow,
                data: definitions.data, ledgers: ledgers, newShipmentID: id))
        if let refused = doorAccount(attempt) { return refuse(attempt, refused.refusal, refused) }
        switch Shipment.decide(attempt.before, command, by: role, attempt.facts) {
        case .failure(let refusal):
            let account = Shipment.account(attempt.before, command, by: role, attempt.facts)
            refuse(attempt, refusal, account)
        case .success(let decision):
            if isSame(decision, attempt) {
                expected = decision.ledger
                expectedIndex = 0
                expectedCause = position
                keep(decision.shipment, known, stream, position, flow)
            } else {
                differ(decision, attempt)
            }
        }
    }

    func unreadable(_ entry: EntryView, _ position: Int64) {
        diverge(
            ReplayDivergence(
                position: position, stream: EntryView.text(entry.stream),
                kind: "entry-unreadable"))
    }

    func keep(
        _ shipment: Shipment, _ known: OpenShipment?, _ stream: Int64, _ position: Int64,
        _ flow: ReplayDefinitions.Flow
    ) {
        if let known {
            known.shipment = shipment
            known.touched = position
            if shipment.isFinal { open[stream] = nil }
            if only != nil { focus = known }
            return
        }
        let fresh = OpenShipment(shipment, flow)
        fresh.touched = position
        if only != nil { focus = fresh }
        if shipment.isFinal { return }
        if open.count >= Self.maximumOpenShipments {
            let middle = open.values.map(\.touched).sorted()[open.count / 2]
            open = open.filter { $0.value.touched > middle }
        }
        open[stream] = fresh
    }

    private func command(_ view: CommandView, _ flow: ClearanceWorkflow) -> ShipmentCommand {
        if view.command.utf8.starts(with: Self.timerPrefix),
            flow.chart.timerID(named: view.command) != nil
        {
            return .timer
        }
        guard view.input.count > 2 else { return .send(event: view.command, input: JSONObject()) }
        switch JSONParser.parse(view.input) {
        case .success(.object(let input)): return .send(event: view.command, input: input)
        default: return .send(event: view.command, input: JSONObject())
        }
    }

    private func filing(_ raw: UnsafeBufferPointer<UInt8>) -> ShipmentEvent.Filing? {
        var workflow: String?
        var stated: UnsafeBufferPointer<UInt8>?
        let isObject = JSONScanner.members(raw) { name, value in
            if JSONScanner.equal(name, "workflow") {
                workflow = EntryView.text(EntryView.inner(value))
            } else if JSONScanner.equal(name, "request") {
                stated = value
            }
        }
        guard isObject, let workflow, let stated,
            case .success(let json) = JSONParser.parse(stated)
        else { return nil }
        do throws(Refusal) {
            let request = try ImportRequest(json: json, for: .stored)
            return ShipmentEvent.Filing(
                id: "", workflow: workflow, filed: FiledRequest(request, bytes: Array(stated)))
        } catch {
            return nil
        }
    }

    /// Whether the event of the log is the one that was decided: data byte for byte, and all that
    /// follows from the decision beside the data.
    private func isSame(_ decision: Decision, _ attempt: ReplayAttempt) -> Bool {
        let entry = attempt.entry
        guard decision.event.type.utf8.elementsEqual(entry.type),
            Int64(decision.shipment.version) == entry.version,
            entry.isLate
                == EntryWriter.isLate(
                    occurred: attempt.facts.occurred, recorded: attempt.facts.recorded)
        else { return false }
        writer.removeAll()
        decision.event.write(to: &writer, attempt.flow.workflow.chart)
        guard writer.bytes.withUnsafeBytes({ Self.equal($0, UnsafeRawBufferPointer(entry.data)) })
        else { return false }
        let attachments = EventAttachments.digests(decision.event)
        guard !attachments.isEmpty || !entry.attachments.isEmpty else { return true }
        writer.removeAll()
        writer.value(.array(attachments.map { .string($0) }), sorted: true)
        return writer.bytes.elementsEqual(entry.attachments)
    }

    private static func equal(
        _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer
    ) -> Bool {
        guard left.count == right.count, let first = left.baseAddress,
            let second = right.baseAddress
        else { return left.isEmpty && right.isEmpty }
        return memcmp(first, second, left.count) == 0
    }

    /// What the door would have refused before asking the decider.
    private func doorAccount(_ attempt: ReplayAttempt) -> RefusalAccount? {
        let facts = attempt.facts
        let times: [RefusalAccount.Input]
        if facts.recorded < facts.occurred {
            return RefusalAccount(
                DoorRefusal.occurredInFuture, check: "occurred",
                inputs: [
                    .init("occurred", .string(facts.occurred.description)),
                    .init("recorded", .string(facts.recorded.description)),
                ])
        }
        guard case .timer = attempt.command, let timer = attempt.before?.configuration.timers.first
        else { return nil }
        guard timer.due != facts.occurred || attempt.role != .system else { return nil }
        times = [
            .init("due", .string(timer.due.description)),
            .init("occurred", .string(facts.occurred.description)),
            .init("recorded", .string(facts.recorded.description)),
            .init("role", .string(attempt.role.rawValue)),
        ]
        let chart = facts.workflow.chart
        return RefusalAccount(
            DoorRefusal.timerNotDue(timer.due), check: "timer", inputs: times,
            place: timer.state.map { chart.states[$0].definition.place } ?? .none)
    }

    /// An event of a shipment that has ended: a fact that came late. Its stream is folded anew.
    private func late(_ entry: EntryView, _ stream: Int64, _ position: Int64) throws {
        guard entry.version > 1 else { return unreadable(entry, position) }
        guard let known = try fold(stream, before: entry.version) else {
            lost.insert(stream)
            return unreadable(entry, position)
        }
        open[stream] = known
        try decide(entry, stream: stream, position: position)
        if open[stream]?.shipment.isFinal == true { open[stream] = nil }
    }

    /// A shipment as the log says it was before a version; nil where that cannot be read.
    private func fold(_ stream: Int64, before version: Int64) throws -> OpenShipment? {
        var shipment: Shipment?
        var flow: ReplayDefinitions.Flow?
        for row in try store.events(stream: stream) {
            let head = try EventHead.parse(row.entry)
            guard head.version < version else { break }
            if flow == nil {
                let digest = head.data["filed"]?["workflow"]?.stringValue ?? ""
                flow = try texts.flow(digest)
            }
            guard let chart = flow?.workflow.chart,
                let event = ShipmentEvent(type: head.type, data: head.data, chart: chart)
            else { return nil }
            shipment = Shipment.evolve(
                shipment, event, occurred: head.occurred, recorded: head.recorded)
        }
        guard let shipment, let flow else { return nil }
        return OpenShipment(shipment, flow)
    }

    /// Goes on from what the log says, so that one divergence does not become a thousand.
    func resync(_ attempt: ReplayAttempt) {
        let entry = attempt.entry
        guard case .success(let data) = JSONParser.parse(entry.data),
            let event = ShipmentEvent(
                type: EntryView.text(entry.type), data: data,
                chart: attempt.flow.workflow.chart),
            var after = Shipment.evolve(
                attempt.before, event, occurred: attempt.facts.occurred,
                recorded: attempt.facts.recorded)
        else {
            // The log speaks of states that these texts do not have.
            open[attempt.stream] = nil
            lost.insert(attempt.stream)
            return
        }
        after.version = Int(entry.version)
        keep(
            after, open[attempt.stream], attempt.stream, attempt.position, attempt.flow)
    }
}
