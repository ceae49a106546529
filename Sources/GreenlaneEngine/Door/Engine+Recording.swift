import GreenlaneCore
import GreenlaneStore
import TransparencyLog

/// The papers that came with an event.
enum EventAttachments {
    static func digests(_ event: ShipmentEvent) -> [String] {
        event.effects.compactMap { effect -> String? in
            if case .attached(let document) = effect { document.digest } else { nil }
        }
    }
}

extension Engine {
    /// Turns a decision into rows: the shipment's event first, then what it did to permits and
    /// entries, each with its leaf.
    func record(
        _ decision: Decision, _ id: String, _ actor: Actor, _ facts: Facts,
        _ staging: inout Staging
    ) throws -> Outcome {
        var event = decision.event
        var sealed = SealedFields()
        let name = sealed.seal(actor.name, at: "/actor/name", salt: salts.next())
        for field in decision.definition?.input ?? [] where field.personal {
            guard let value = event.input[field.name]?.stringValue else { continue }
            let commitment = sealed.seal(
                value, at: "/data/input/\(field.name)", salt: salts.next())
            event.input[field.name] = .string(commitment)
        }
        let attachments = EventAttachments.digests(event)
        let position = Int64(tree.size) + 1
        let head = EntryHead(
            position: position, stream: "shipment/\(id)",
            version: Int64(decision.shipment.version), type: event.type,
            occurred: facts.occurred, recorded: facts.recorded, role: actor.role, actorName: name,
            organisation: actor.organisation, account: actor.account, under: definitions.digest,
            cause: nil,
            attachments: attachments, repeatGuard: take(&staging, &sealed))
        let chart = facts.workflow.chart
        append(
            head, stream: warm[id]?.stream ?? 0, sealed: sealed.text, &staging
        ) { event.write(to: &$0, chart) }
        if staging.changed.last != id, !staging.changed.contains(id) { staging.changed.append(id) }
        noteTimers(decision.shipment)
        for change in decision.ledger {
            try record(change, actor, facts.occurred, cause: position, name, &staging)
        }
        return Outcome(
            position: Int64(tree.size), shipment: decision.shipment, id: id, fits: event.fits)
    }

    /// An event in the stream of a permit or entry, new streams included.
    func record(
        _ event: LedgerEvent, _ actor: Actor, _ occurred: Timestamp, cause: Int64?,
        _ actorName: String?, _ staging: inout Staging
    ) throws {
        let stream = event.stream
        let key = try self.key(of: stream, &staging)
        let version = (streamVersions[stream] ?? 0) + 1
        streamVersions[stream] = version
        var sealed: SealedFields?
        var name = actorName
        var guarded: RepeatGuard.Commitment?
        if name == nil {
            var fields = SealedFields()
            name = fields.seal(actor.name, at: "/actor/name", salt: salts.next())
            guarded = take(&staging, &fields)
            sealed = fields
        }
        let head = EntryHead(
            position: Int64(tree.size) + 1, stream: stream, version: version, type: event.type,
            occurred: occurred, recorded: staging.recorded, role: actor.role,
            actorName: name ?? "", organisation: actor.organisation, account: actor.account,
            under: definitions.digest,
            cause: cause, attachments: [], repeatGuard: guarded)
        append(head, stream: key, sealed: sealed?.text, &staging) { event.write(to: &$0) }
        ledgers.apply(event)
        if !staging.changedLedgers.contains(where: {
            $0.ledger == event.ledger && $0.id == event.id
        }) {
            staging.changedLedgers.append((event.ledger, event.id))
        }
    }

    /// An event whose data is plain JSON, in a stream of its own kind.
    func record(
        type: String, stream: String, data: JSONValue, _ actor: Actor, _ occurred: Timestamp,
        _ staging: inout Staging
    ) throws -> (key: Int64, position: Int64) {
        let key = try self.key(of: stream, &staging)
        let version = (streamVersions[stream] ?? 0) + 1
        streamVersions[stream] = version
        var sealed = SealedFields()
        let name = sealed.seal(actor.name, at: "/actor/name", salt: salts.next())
        let head = EntryHead(
            position: Int64(tree.size) + 1, stream: stream, version: version, type: type,
            occurred: occurred, recorded: staging.recorded, role: actor.role, actorName: name,
            organisation: actor.organisation, account: actor.account, under: definitions.digest,
            cause: nil,
            attachments: [], repeatGuard: take(&staging, &sealed))
        append(head, stream: key, sealed: sealed.text, &staging) {
            $0.value(data, sorted: true)
        }
        return (key, head.position)
    }

    /// A command that was refused: subscribers are not told.
    func record(
        refused data: JSONValue, target: String, sealed fields: SealedFields, _ actor: Actor,
        _ occurred: Timestamp, _ staging: inout Staging
    ) throws {
        let stream = RefusalRecord.streamPrefix + (target.isEmpty ? "door" : target)
        let key = try self.key(of: stream, &staging)
        let version = (streamVersions[stream] ?? 0) + 1
        streamVersions[stream] = version
        var sealed = fields
        let name = sealed.seal(actor.name, at: "/actor/name", salt: salts.next())
        let head = EntryHead(
            position: Int64(tree.size) + 1, stream: stream, version: version,
            type: RefusalRecord.type, occurred: occurred, recorded: staging.recorded,
            role: actor.role, actorName: name, organisation: actor.organisation,
            account: actor.account,
            under: definitions.digest, cause: nil, attachments: [], repeatGuard: nil)
        append(head, stream: key, sealed: sealed.text, isHeard: false, &staging) {
            $0.value(data, sorted: true)
        }
    }

    /// The guard of the command under way belongs to its first event.
    func take(
        _ staging: inout Staging, _ sealed: inout SealedFields
    ) -> RepeatGuard.Commitment? {
        guard let guarded = staging.repeatGuard else { return nil }
        staging.repeatGuard = nil
        return guarded.commit(in: &sealed, salt: salts.next())
    }

    func append(
        _ head: EntryHead, stream: Int64, sealed: String?, isHeard: Bool = true,
        _ staging: inout Staging, data: (inout JSONWriter) -> Void
    ) {
        if !areTextsKept, staging.batch.definitions.isEmpty {
            staging.batch.definitions = definitions.texts
        }
        let entry = entries.entry(head, data: data)
        let leaf = MerkleHash.leafHash(entry)
        tree.append(leaf)
        staging.batch.events.append(
            EventRow(
                position: head.position, stream: stream, version: head.version, type: head.type,
                entry: entry, leaf: leaf.bytes, sealed: sealed, isHeard: isHeard))
        staging.batch.traces += TraceProjection.rows(entry)
    }

    /// The key of a stream's name, a new one where it has none.
    func key(of stream: String, _ staging: inout Staging) throws -> Int64 {
        if let known = streamKeys[stream] { return known }
        if let known = try store.streamID(stream) {
            streamKeys[stream] = known
            streamVersions[stream] = try store.streamVersion(known)
            return known
        }
        lastStream += 1
        streamKeys[stream] = lastStream
        staging.batch.streams.append(StreamRow(id: lastStream, name: stream))
        return lastStream
    }

    /// Rows of the projections, once per shipment and ledger however often a batch changed it.
    func finish(_ staging: inout Staging) {
        for id in staging.changed {
            guard let known = warm[id] else { continue }
            staging.batch.shipments.append(
                ShipmentProjection.row(
                    known.shipment, stream: known.stream, request: known.requestDigest,
                    definitions.workflow(cached: known.shipment.workflow)))
            if known.shipment.isFinal { warm[id] = nil }
        }
        for (ledger, id) in staging.changedLedgers {
            if let row = LedgerProjection.row(
                ledger, id, ledgers, key: streamKeys["\(ledger.rawValue)/\(id)"] ?? 0)
            {
                staging.batch.ledgers.append(row)
            }
        }
        for (kind, id) in staging.changedAccess {
            let key = streamKeys["\(kind.rawValue)/\(id)"] ?? 0
            if let row = AccessProjection.row(kind, id, access, key: key) {
                staging.batch.accesses.append(row)
            }
        }
    }

    private func noteTimers(_ shipment: Shipment) {
        guard let due = shipment.configuration.timers.first?.due else { return }
        nextDue = min(nextDue ?? due, due)
    }
}
