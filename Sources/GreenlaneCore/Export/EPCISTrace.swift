/// An entry of a shipment's stream with what the log keeps beside it.
public struct ShipmentLogEntry: Sendable {
    public var event: ShipmentEvent
    /// What the workflow records of such a command: of a fact that did not fit too, whose type in
    /// the log says only that.
    public var kind: String
    public var position: Int64
    /// Place in the shipment's stream, from 1.
    public var version: Int
    public var occurred: Timestamp
    public var recorded: Timestamp
    public var role: Actor.Role
    /// Recorded on a later day than the one on which it happened.
    public var isLate: Bool
    /// RFC 6962 leaf hash, 32 bytes.
    public var leaf: [UInt8]

    public init(
        event: ShipmentEvent, kind: String, position: Int64, version: Int, occurred: Timestamp,
        recorded: Timestamp, role: Actor.Role, isLate: Bool, leaf: [UInt8]
    ) {
        self.event = event
        self.kind = kind
        self.position = position
        self.version = version
        self.occurred = occurred
        self.recorded = recorded
        self.role = role
        self.isLate = isLate
        self.leaf = leaf
    }
}

/// One EPCIS event as it is sent.
public struct EPCISEvent: Sendable {
    public var json: JSONValue
    /// When it happened in the world.
    public var occurred: Timestamp
    /// When the log came to say so: of a correction, when that was recorded.
    public var recorded: Timestamp
}

/// Tells the life of one shipment in EPCIS events, entry by entry. What was sent is never changed:
/// where a later entry makes it wrong, it is sent once more with an error declaration, and then the
/// corrected event.
public struct EPCISTrace {
    /// Permits by id, for the numbers on their papers; those that are not here go by their id.
    public var permits: [String: Permit] = [:]
    private var shipment: Shipment?
    private var sent: [Sent] = []

    /// What one entry led to, as last said.
    private struct Sent {
        let entry: ShipmentLogEntry
        var before: Shipment?
        var after: Shipment
        var events: [Told]
    }

    private struct Told {
        var draft: EPCISDraft
        var id: String
        /// The entry that corrected it; nil while it stands as first sent.
        var correction: ShipmentLogEntry?
    }

    public init() {}

    /// The events that the entry leads to, in the order in which they are sent.
    public mutating func take(_ entry: ShipmentLogEntry) -> [EPCISEvent] {
        let before = shipment
        guard
            let after = Shipment.evolve(
                before, entry.event, occurred: entry.occurred, recorded: entry.recorded)
        else { return [] }
        shipment = after
        var events: [EPCISEvent] = []
        let undone = entry.event.undoneVersion
        if let undone { events += withdraw(undone, by: entry) }
        if let before, before.request != after.request {
            events += correct(after.request, by: entry)
        }
        guard undone == nil else { return events }
        let drafts = drafts(entry, before, after)
        guard !drafts.isEmpty else { return events }
        let told = drafts.enumerated().map { ordinal, draft in
            Told(draft: draft, id: EPCISName.eventID(leaf: entry.leaf, ordinal: ordinal))
        }
        sent.append(Sent(entry: entry, before: before, after: after, events: told))
        return events + told.map { event($0, of: entry) }
    }

    private func drafts(
        _ entry: ShipmentLogEntry, _ before: Shipment?, _ after: Shipment
    ) -> [EPCISDraft] {
        EPCISMapping(entry: entry, before: before, shipment: after, permits: permits).drafts
    }

    /// A step that was undone did not occur.
    private mutating func withdraw(_ version: Int, by entry: ShipmentLogEntry) -> [EPCISEvent] {
        guard let place = sent.firstIndex(where: { $0.entry.version == version }) else { return [] }
        let gone = sent.remove(at: place)
        return gone.events.map {
            event($0, of: gone.entry, wrong: ("did_not_occur", entry, nil))
        }
    }

    /// Under another request the same steps may speak of other goods: those that do were wrong.
    private mutating func correct(
        _ request: ImportRequest, by entry: ShipmentLogEntry
    ) -> [EPCISEvent] {
        var events: [EPCISEvent] = []
        for place in sent.indices {
            let origin = sent[place].entry
            sent[place].before?.request = request
            sent[place].after.request = request
            let drafts = drafts(origin, sent[place].before, sent[place].after)
            var told: [Told] = []
            for ordinal in 0..<max(drafts.count, sent[place].events.count) {
                let old = sent[place].events.count > ordinal ? sent[place].events[ordinal] : nil
                guard ordinal < drafts.count else {
                    if let old {
                        events.append(
                            event(old, of: origin, wrong: ("incorrect_data", entry, nil)))
                    }
                    continue
                }
                if let old, old.draft == drafts[ordinal] {
                    told.append(old)
                    continue
                }
                let new = Told(
                    draft: drafts[ordinal],
                    id: EPCISName.eventID(
                        leaf: origin.leaf, correctedBy: entry.leaf, ordinal: ordinal),
                    correction: entry)
                if let old {
                    events.append(
                        event(old, of: origin, wrong: ("incorrect_data", entry, new.id)))
                }
                events.append(event(new, of: origin))
                told.append(new)
            }
            sent[place].events = told
        }
        return events
    }

    private func event(
        _ told: Told, of entry: ShipmentLogEntry,
        wrong: (reason: String, by: ShipmentLogEntry, corrected: String?)? = nil
    ) -> EPCISEvent {
        let recorded = told.correction?.recorded ?? entry.recorded
        var object = JSONObject([
            .init("type", .string(told.draft.kind.rawValue)), .init("eventID", .string(told.id)),
            .init("eventTime", .string(entry.occurred.shanghaiText)),
            .init("eventTimeZoneOffset", "+08:00"),
            .init("recordTime", .string(recorded.shanghaiText)),
        ])
        told.draft.append(to: &object)
        if let wrong {
            var declaration = JSONObject([
                .init("declarationTime", .string(wrong.by.recorded.shanghaiText)),
                .init("reason", .string(wrong.reason)),
            ])
            if let corrected = wrong.corrected {
                declaration.append("correctiveEventIDs", [.string(corrected)])
            }
            declaration.append("greenlane:position", .integer(wrong.by.position))
            object.append("errorDeclaration", .object(declaration))
        }
        appendOrigin(told, entry, to: &object)
        return EPCISEvent(
            json: .object(object), occurred: entry.occurred,
            recorded: wrong?.by.recorded ?? recorded)
    }

    /// Where in the log it comes from, for whoever wants the proof.
    private func appendOrigin(
        _ told: Told, _ entry: ShipmentLogEntry, to object: inout JSONObject
    ) {
        object.append("greenlane:position", .integer(entry.position))
        object.append("greenlane:version", .integer(Int64(entry.version)))
        object.append("greenlane:leaf", .string(EPCISName.hex(entry.leaf)))
        object.append("greenlane:recorded", .string(entry.kind))
        object.append("greenlane:role", .string(entry.role.rawValue))
        if entry.isLate { object.append("greenlane:late", true) }
        if !entry.event.fits { object.append("greenlane:fits", false) }
        if entry.event.command.hasPrefix("receipt."),
            let code = entry.event.input["code"]?.stringValue
        {
            object.append("greenlane:receiptCode", .string(code))
        }
        let stated = told.draft.goods.compactMap(\.stated)
        if !stated.isEmpty { object.append("greenlane:stated", .array(stated)) }
        if let correction = told.correction {
            object.append("greenlane:correctedAt", .integer(correction.position))
        }
    }
}

extension ShipmentEvent {
    /// The version of the step that this one takes back; nil of every other event.
    var undoneVersion: Int? {
        for effect in effects {
            if case .undone(let version) = effect { return version }
        }
        return nil
    }
}
