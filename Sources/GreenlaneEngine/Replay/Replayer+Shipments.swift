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
    func decide(_ entry: EntryView, stream: Int64, position: Int64) throws {
        if !lost.isEmpty, lost.contains(stream) { return }
        guard let definitions, !entry.command.isEmpty, let role = entry.role,
            let occurred = entry.occurred, let recorded = entry.recorded
        else { return unreadable(entry, position) }
        let known = open[stream]
        let flow: ReplayDefinitions.Flow
        let command: ShipmentCommand
        var facts: Facts
        if let known {
            flow = known.flow
            command = self.command(entry, flow)
            facts = Facts(
                occurred: occurred, recorded: recorded, workflow: flow.workflow,
                data: definitions.data, ledgers: ledgers)
        } else {
            guard let filing = filing(entry.filed) else {
                return try late(entry, stream, position)
            }
            flow = try texts.flow(filing.workflow)
            command = .file(filing.filed)
            shipmentCount += 1
            facts = Facts(
                occurred: occurred, recorded: recorded, workflow: flow.workflow,
                data: definitions.data, ledgers: ledgers,
                newShipmentID: statedShipmentID
                    ?? ShipmentNumber.text(
                        year: recorded.date.year, serial: shipmentCount))
            facts.memo = memo(filing.known, definitions.data)
        }
        let door = doorAccount(known, command, role, facts)
        if door == nil {
            let decided = Shipment.decide(known?.shipment, command, by: role, facts)
            if case .success(let decision) = decided,
                isSame(decision, entry, flow.workflow.chart, occurred, recorded)
            {
                expected = decision.ledger
                expectedIndex = 0
                expectedCause = position
                return keep(decision.shipment, known, stream, position, flow)
            }
        }
        tell(
            ReplayAttempt(
                entry: entry, stream: stream, position: position, before: known?.shipment,
                flow: flow, command: command, role: role, facts: facts), door)
    }

    /// Decides once more, and tells what is wrong with the event.
    private func tell(_ attempt: ReplayAttempt, _ door: RefusalAccount?) {
        if let door { return refuse(attempt, door.refusal, door) }
        let decided = Shipment.decide(
            attempt.before, attempt.command, by: attempt.role, attempt.facts)
        switch decided {
        case .failure(let refusal):
            let account = Shipment.account(
                attempt.before, attempt.command, by: attempt.role, attempt.facts)
            refuse(attempt, refusal, account)
        case .success(let decision): differ(decision, attempt)
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

    private func command(
        _ entry: EntryView, _ flow: ReplayDefinitions.Flow
    ) -> ShipmentCommand {
        let (name, isTimer) = flow.names.name(entry.command, flow.workflow.chart)
        if isTimer { return .timer }
        guard entry.input.count > 2,
            case .success(.object(let input)) = JSONParser.parse(entry.input)
        else { return .send(event: name, input: JSONObject()) }
        return .send(event: name, input: input)
    }

    /// The request as it was filed, with the digest of the workflow that it follows.
    private struct StatedFiling {
        var workflow: String
        var filed: FiledRequest
        var known: RequestMemo.Known?
    }

    private func filing(_ raw: UnsafeBufferPointer<UInt8>) -> StatedFiling? {
        var workflow: String?
        var stated: UnsafeBufferPointer<UInt8>?
        let isObject = JSONScanner.members(raw) { name, value in
            if JSONScanner.equal(name, "workflow") {
                workflow = EntryView.text(EntryView.inner(value))
            } else if JSONScanner.equal(name, "request") {
                stated = value
            }
        }
        guard isObject, let workflow, let stated, let read = requests.read(stated) else {
            return nil
        }
        return StatedFiling(
            workflow: workflow, filed: FiledRequest(read.request, bytes: Array(stated)),
            known: read.known)
    }

    /// The facts of the same goods under the same data.
    private func memo(_ known: RequestMemo.Known?, _ data: DataInForce) -> FactMemo? {
        guard let known else { return nil }
        if let facts = known.facts, facts.serves(data) { return facts }
        let fresh = FactMemo(data)
        known.facts = fresh
        return fresh
    }

    /// Whether the event of the log is the one that was decided: data byte for byte, and all that
    /// follows from the decision beside the data.
    private func isSame(
        _ decision: Decision, _ entry: EntryView, _ chart: Statechart, _ occurred: Timestamp,
        _ recorded: Timestamp
    ) -> Bool {
        guard Self.equal(decision.event.type, entry.type),
            Int64(decision.shipment.version) == entry.version,
            entry.isLate == EntryWriter.isLate(occurred: occurred, recorded: recorded)
        else { return false }
        writer.removeAll()
        decision.event.write(to: &writer, chart)
        let isSame = writer.bytes.withUnsafeBufferPointer { EntryView.equal($0, entry.data) }
        guard isSame else { return false }
        let attachments = EventAttachments.digests(decision.event)
        guard !attachments.isEmpty || !entry.attachments.isEmpty else { return true }
        writer.removeAll()
        writer.value(.array(attachments.map { .string($0) }), sorted: true)
        return writer.bytes.elementsEqual(entry.attachments)
    }

    private static func equal(_ text: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var text = text
        return text.withUTF8 { EntryView.equal($0, bytes) }
    }

    /// What the door would have refused before asking the decider.
    private func doorAccount(
        _ known: OpenShipment?, _ command: ShipmentCommand, _ role: Actor.Role, _ facts: Facts
    ) -> RefusalAccount? {
        if facts.recorded < facts.occurred {
            return RefusalAccount(
                DoorRefusal.occurredInFuture, check: "occurred",
                inputs: [
                    .init("occurred", .string(facts.occurred.description)),
                    .init("recorded", .string(facts.recorded.description)),
                ])
        }
        guard case .timer = command, let timer = known?.shipment.configuration.timers.first,
            timer.due != facts.occurred || role != .system
        else { return nil }
        let times: [RefusalAccount.Input] = [
            .init("due", .string(timer.due.description)),
            .init("occurred", .string(facts.occurred.description)),
            .init("recorded", .string(facts.recorded.description)),
            .init("role", .string(role.rawValue)),
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
    func fold(_ stream: Int64, before version: Int64) throws -> OpenShipment? {
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
