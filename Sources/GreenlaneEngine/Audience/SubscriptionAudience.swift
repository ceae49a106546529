public import GreenlaneCore
public import GreenlaneStore

/// Of which events a subscription is told. One that an account made hears what that account may
/// read at the moment of delivery: an entrustment that ended, or an account that was suspended, is
/// told no more. One that was made on the data directory itself hears everything.
public struct SubscriptionAudience {
    private let store: LogStore
    private let access: AccessBook
    private let day: CalendarDate
    private var reaches: [Int64: Reach] = [:]
    private var holders: [String: String?] = [:]

    /// `access` are the accounts as they are on `day`.
    public init(store: LogStore, access: AccessBook, on day: CalendarDate) {
        self.store = store
        self.access = access
        self.day = day
    }

    /// The account that made a subscription; nil where whoever runs the data directory did.
    public static func owner(of row: SubscriptionRow, in store: LogStore) throws -> String? {
        guard let event = try store.event(at: row.since) else {
            throw EngineFault.streamDamaged("subscription/\(row.name)")
        }
        return try EventHead.parse(event.entry).account
    }

    /// Whether a subscription may be told of an event of a stream.
    public mutating func includes(
        _ row: SubscriptionRow, stream name: String
    ) throws -> Bool {
        let reach = try reach(of: row)
        if reach == .everything { return true }
        // A signed head names nobody's goods; but whoever may not act is told nothing.
        if row.format == SubscriptionRow.checkpointFormat {
            let owner = try Self.owner(of: row, in: store)
            return owner.map { access.mayAct($0) } ?? true
        }
        let holder: String?
        if let known = holders[name] {
            holder = known
        } else {
            holder = try StreamHolder.uscc(of: name, in: store)
            holders[name] = .some(holder)
        }
        return holder.map { reach.includes(importer: ItemName.code($0)) } ?? false
    }

    private mutating func reach(of row: SubscriptionRow) throws -> Reach {
        if let known = reaches[row.id] { return known }
        let owner = try Self.owner(of: row, in: store)
        let reach = owner.map { access.reach(of: $0, .readEvents, on: day) } ?? .everything
        reaches[row.id] = reach
        return reach
    }
}
