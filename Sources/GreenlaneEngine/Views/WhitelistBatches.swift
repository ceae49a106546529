public import GreenlaneCore
public import GreenlaneStore

/// The lists that were published, and what each of them changed.
public struct WhitelistBatches: Sendable {
    /// One publication.
    public struct Batch: Sendable {
        public var position: Int64
        public var recorded: Timestamp
        /// Whoever published it; nil where the name was erased.
        public var name: String?
        public var role: Actor.Role
        /// The file, batches, schemes, digest and counts, as the log has them.
        public var data: JSONValue
    }

    /// What a publication said of one entry that it changed.
    public struct Change: Sendable {
        /// Nil where the entry was not known before.
        public var before: WhitelistEntry?
        public var after: WhitelistEntry
    }

    private static let streamPrefix = "whitelist/"

    /// The last so many, newest first. Index: the names of streams.
    public static func last(_ limit: Int, _ store: LogStore) throws -> [Batch] {
        var found: [Batch] = []
        for stream in try store.streams(startingWith: streamPrefix) {
            for row in try store.events(stream: stream.id) {
                found.append(try batch(row))
            }
        }
        found.sort { $0.position > $1.position }
        return Array(found.prefix(limit))
    }

    /// The publication at a position, and the first so many entries that it changed; nil where
    /// there is none.
    public static func show(
        _ position: Int64, limit: Int, _ store: LogStore
    ) throws -> (batch: Batch, changes: [Change])? {
        guard let row = try store.event(at: position) else { return nil }
        let head = try EventHead.parse(row.entry)
        guard head.stream.hasPrefix(streamPrefix) else { return nil }
        var rows: [EventRow] = []
        // What it changed follows it in the log.
        try store.scan(from: position + 1) { view in
            let isOwn = EntryView(view.entry)?.cause == position
            if isOwn { rows.append(view.row) }
            return isOwn && rows.count < limit
        }
        return (try batch(row), try rows.compactMap { try change($0, store) })
    }

    private static func batch(_ row: EventRow) throws -> Batch {
        let head = try EventHead.parse(row.entry)
        let actor = AuditActor(head, sealed: row.sealed)
        return Batch(
            position: head.position, recorded: head.recorded, name: actor.name, role: actor.role,
            data: head.data)
    }

    private static func change(_ row: EventRow, _ store: LogStore) throws -> Change? {
        let head = try EventHead.parse(row.entry)
        guard let event = LedgerEvent(stream: head.stream, type: head.type, data: head.data),
            let after = entry(event.change)
        else { return nil }
        let earlier = try store.traces(
            topic: TraceTopic.terms.rawValue, keys: head.stream...head.stream
        ).last { $0.position < head.position }
        var before: WhitelistEntry?
        if let earlier, let row = try store.event(at: earlier.position) {
            let head = try EventHead.parse(row.entry)
            before = LedgerEvent(stream: head.stream, type: head.type, data: head.data)
                .flatMap { entry($0.change) }
        }
        return Change(before: before, after: after)
    }

    private static func entry(_ change: LedgerEvent.Change) -> WhitelistEntry? {
        switch change {
        case .published(let entry), .restated(let entry): entry
        default: nil
        }
    }
}
