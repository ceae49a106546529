import GreenlaneCore
import GreenlaneStore

/// Organisations, accounts and what lets them in, made again from their events and the personal
/// values beside them.
struct AccessWalk {
    /// The event that set a password before another one did.
    struct Password {
        var position: Int64
        /// No hash lay beside it.
        var isLacking: Bool
    }

    private var book = AccessBook()
    private var names: [Int64: (kind: AccessEvent.Kind, id: String)] = [:]
    private var passwords: [Int64: Password] = [:]

    static func isAccess(_ stream: UnsafeBufferPointer<UInt8>) -> Bool {
        EntryParts.starts(stream, "organisation/") || EntryParts.starts(stream, "account/")
            || EntryParts.starts(stream, "entrustment/") || EntryParts.starts(stream, "key/")
            || EntryParts.starts(stream, "session/") || EntryParts.starts(stream, "link/")
    }

    /// What an event did beside its row.
    struct Taken {
        /// The password that it replaces.
        var password: Password?
    }

    /// Nil where it is no such event.
    mutating func take(
        _ entry: EntryParts, stream: Int64, at position: Int64, _ values: SealedWalk.Values
    ) -> Taken? {
        guard case .object(var data)? = entry.json, let recorded = entry.recorded else {
            return nil
        }
        for member in AccessEvent.personalMembers where data[member] != nil {
            data[member] = values.data[member].map { .string($0) } ?? .null
        }
        guard
            let event = AccessEvent(
                stream: EntryView.text(entry.stream), type: EntryView.text(entry.type),
                data: .object(data))
        else { return nil }
        book.apply(event, at: recorded)
        names[stream] = (event.kind, event.id)
        guard case .passwordSet = event.change else { return Taken() }
        let former = passwords[stream]
        passwords[stream] = Password(
            position: position, isLacking: values.lacking.contains("password"))
        return Taken(password: former)
    }

    func compare(_ store: LogStore, _ findings: Findings) throws {
        var expected: [Int64: AccessRow] = [:]
        for (stream, name) in names {
            expected[stream] = AccessProjection.row(name.kind, name.id, book, key: stream)
        }
        try store.forEachRow(of: .access) { row in
            guard let known = expected.removeValue(forKey: row.integer(0)) else {
                findings.add(0, "projection-extra", row.text(2))
                return
            }
            let personal = row.isNull(5) ? nil : row.text(5)
            let isPersonalSame =
                switch (personal, known.personal) {
                case (nil, nil): true
                case (let one?, let other?): one.isSame(as: other)
                default: false
                }
            let isSame =
                row.text(1).isSame(as: known.kind) && row.text(2).isSame(as: known.id)
                && row.integer(3) == known.version && row.text(4).isSame(as: known.body)
            if !isSame || !isPersonalSame { findings.add(0, "access-differs", known.id) }
        }
        for id in expected.values.map(\.id).sorted() { findings.add(0, "access-missing", id) }
    }
}
