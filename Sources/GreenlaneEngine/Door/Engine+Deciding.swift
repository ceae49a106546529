import GreenlaneCore
import GreenlaneStore
import TransparencyLog

extension Engine {
    /// Refusals of the door itself, the first that applies: `name-unreadable`,
    /// `occurred-in-future`, those of a document that came along, `idempotency-conflict`, then
    /// those of what is asked.
    func decide(
        _ envelope: Envelope, _ staging: inout Staging
    ) throws -> Result<Outcome, Refusal> {
        if let name = envelope.unreadableName {
            return .failure(DoorRefusal.nameUnreadable(name))
        }
        if let occurred = envelope.occurred, staging.recorded < occurred {
            return .failure(DoorRefusal.occurredInFuture)
        }
        switch try described(envelope) {
        case .failure(let refusal): return .failure(refusal)
        case .success(let envelope): return try decideOnce(envelope, &staging)
        }
    }

    /// Decides a command, unless it is one that was accepted before.
    private func decideOnce(
        _ envelope: Envelope, _ staging: inout Staging
    ) throws -> Result<Outcome, Refusal> {
        let fingerprint = envelope.idempotencyKey.map { _ in DoorFingerprint.of(envelope) }
        if let key = envelope.idempotencyKey, let fingerprint {
            if let earlier = try staging.idempotency[key] ?? store.idempotency(key) {
                guard earlier.command == fingerprint else {
                    return .failure(DoorRefusal.idempotencyConflict)
                }
                return .success(try repeated(envelope, earlier.position))
            }
        }
        staging.repeatGuard = nil
        if let key = envelope.idempotencyKey, let fingerprint {
            staging.repeatGuard = RepeatGuard(key: key, fingerprint: fingerprint)
        }
        let result = try dispatch(envelope, &staging)
        staging.repeatGuard = nil
        if case .failure(let refusal) = result { try note(refusal, envelope, &staging) }
        if case .success(let outcome) = result, !outcome.isRepeat {
            keep(envelope.papers, &staging)
        }
        if case .success(let outcome) = result, let key = envelope.idempotencyKey,
            let fingerprint, !outcome.isRepeat
        {
            let row = IdempotencyRow(key: key, command: fingerprint, position: outcome.position)
            staging.idempotency[key] = row
            staging.batch.idempotency.append(row)
        }
        return result
    }

    private func dispatch(
        _ envelope: Envelope, _ staging: inout Staging
    ) throws -> Result<Outcome, Refusal> {
        switch envelope.command {
        case .file(let request): return try file(request, envelope, &staging)
        case .step(let id, let event, let input):
            return try step(id, .send(event: event, input: input), envelope, &staging)
        case .addPermit(let permit): return try add(permit, envelope, &staging)
        case .revokePermit(let id, let reason): return try revoke(id, reason, envelope, &staging)
        case .publishWhitelist(let publication):
            return try publish(publication, envelope, &staging)
        case .subscribe(let name, let endpoint, let format):
            return try subscribe(name, endpoint, format, envelope, &staging)
        case .unsubscribe(let name): return try unsubscribe(name, envelope, &staging)
        case .erase(let erasure): return try erase(erasure, envelope, &staging)
        case .declareKey(let declaration): return try declare(declaration, envelope, &staging)
        case .access(let command): return try change(command, envelope, &staging)
        // It was refused where it came in: what is left to do is to note it.
        case .turnAway(let turned): return .failure(turned.refusal)
        }
    }

    /// The answer to a command that was accepted before.
    private func repeated(_ envelope: Envelope, _ position: Int64) throws -> Outcome {
        var outcome = Outcome(position: position, isRepeat: true)
        switch envelope.command {
        case .step(let id, _, _):
            outcome.shipment = try load(id)?.shipment
            outcome.id = id
        case .file(let request):
            if let uscc = request.importer.uscc,
                let row = try store.shipment(importer: uscc, reference: request.reference)
            {
                outcome.shipment = try load(row.id)?.shipment
                outcome.id = row.id
            }
        case .access: outcome.id = try accessID(at: position)
        default: break
        }
        return outcome
    }

    private func keep(_ papers: [Paper], _ staging: inout Staging) {
        for paper in papers {
            staging.batch.papers.append(
                PaperRow(digest: paper.digest, name: paper.name, body: paper.bytes))
        }
    }

    // MARK: Shipments

    private func file(
        _ request: ImportRequest, _ envelope: Envelope, _ staging: inout Staging
    ) throws -> Result<Outcome, Refusal> {
        guard let importer = request.importer.uscc else {
            return .failure(DoorRefusal.importerMissing)
        }
        let filed = FiledRequest(request)
        let digest = ContentDigest.sha256(filed.bytes).text
        let reference = importer + "\n" + request.reference
        let known =
            try staging.references[reference]
            ?? store.shipmentID(importer: importer, reference: request.reference)
        if let known, let earlier = try load(known) {
            guard earlier.requestDigest == digest else {
                return .failure(DoorRefusal.referenceConflict(request.reference, known))
            }
            return .success(
                Outcome(position: size, shipment: earlier.shipment, id: known, isRepeat: true))
        }
        guard let flow = definitions.route(for: request) else {
            return .failure(DoorRefusal.noRoute)
        }
        let occurred = envelope.occurred ?? staging.recorded
        let id = ShipmentNumber.text(year: staging.recorded.date.year, serial: shipmentCount + 1)
        let facts = facts(occurred, staging.recorded, flow, shipment: id)
        switch Shipment.decide(nil, .file(filed), by: envelope.actor.role, facts) {
        case .failure(let refusal): return .failure(refusal)
        case .success(let decision):
            lastStream += 1
            warm[id] = WarmShipments.Entry(
                shipment: decision.shipment, stream: lastStream, requestDigest: digest)
            staging.batch.streams.append(StreamRow(id: lastStream, name: "shipment/\(id)"))
            staging.references[reference] = id
            shipmentCount += 1
            return .success(try record(decision, id, envelope.actor, facts, &staging))
        }
    }

    /// One step of one shipment; timers come this way too.
    func step(
        _ id: String, _ command: ShipmentCommand, _ envelope: Envelope, _ staging: inout Staging
    ) throws -> Result<Outcome, Refusal> {
        guard let known = try load(id) else { return .failure(DoorRefusal.shipmentUnknown(id)) }
        if let expected = envelope.expectedVersion, expected != known.shipment.version {
            return .failure(DoorRefusal.staleVersion(expected, known.shipment.version))
        }
        let flow = try definitions.workflow(known.shipment.workflow, store)
        let occurred = envelope.occurred ?? staging.recorded
        let facts = facts(occurred, staging.recorded, flow, shipment: id)
        let decided = Shipment.decide(known.shipment, command, by: envelope.actor.role, facts)
        switch decided {
        case .failure(let refusal): return .failure(refusal)
        case .success(let decision):
            warm[id]?.shipment = decision.shipment
            return .success(try record(decision, id, envelope.actor, facts, &staging))
        }
    }

    func facts(
        _ occurred: Timestamp, _ recorded: Timestamp, _ flow: ClearanceWorkflow, shipment: String
    ) -> Facts {
        Facts(
            occurred: occurred, recorded: recorded, workflow: flow, data: definitions.data,
            ledgers: ledgers, newShipmentID: shipment)
    }

    /// The shipment as last committed or staged; nil where there is none.
    func load(_ id: String) throws -> WarmShipments.Entry? {
        if let known = warm.promote(id) { return known }
        guard let row = try store.shipment(id: id) else { return nil }
        let shipment = try ShipmentStream.fold(row.stream, id, store, definitions)
        let loaded = WarmShipments.Entry(
            shipment: shipment, stream: row.stream, requestDigest: row.request)
        warm[id] = loaded
        return loaded
    }

    // MARK: Timers

    func fireTimers(_ staging: inout Staging) throws {
        guard let first = nextDue, first <= staging.recorded else { return }
        let due = try store.due(
            before: staging.recorded.milliseconds, limit: Self.maximumTimersPerBatch)
        var moments: [(due: Timestamp, id: String)] = []
        for (stream, _) in due {
            guard let name = try store.streamName(stream), let slash = name.firstIndex(of: "/")
            else { continue }
            let id = String(name[name.index(after: slash)...])
            guard let timer = try load(id)?.shipment.configuration.timers.first else { continue }
            moments.append((timer.due, id))
        }
        moments.sort { ($0.due, $0.id) < ($1.due, $1.id) }
        for (_, id) in moments {
            // A timer that fired may set another that is due already.
            for _ in 0..<100 {
                guard let timer = warm[id]?.shipment.configuration.timers.first,
                    timer.due <= staging.recorded
                else { break }
                let envelope = Envelope(
                    .step(shipment: id, event: "", input: JSONObject()), by: .timer,
                    occurred: timer.due)
                guard case .success = try step(id, .timer, envelope, &staging) else { break }
                staging.timersFired += 1
            }
        }
        nextDue = moments.count < Self.maximumTimersPerBatch ? nil : staging.recorded
        staging.recheckTimers = nextDue == nil
    }
}

/// How shipments are numbered.
enum ShipmentNumber {
    static func text(year: Int, serial: Int) -> String {
        let digits = String(serial)
        let padding = String(repeating: "0", count: max(0, 6 - digits.utf8.count))
        return "SH-\(year)-\(padding)\(digits)"
    }
}
