/// All permits and whitelist entries as they are at one position of the log. The engine and a
/// replay each keep one, and change it only by events.
public final class LedgerBook: WhitelistEntrySource {
    private var permits: [String: Permit] = [:]
    private var accounts: [String: EntryAccount] = [:]
    /// Ids in order, made when they are asked for; forgotten when one comes in.
    private var permitOrder: [String]?
    private var entryOrder: [String]?
    /// Keys are `holder/code`.
    private var permitsByHolder: [String: [String]] = [:]
    private var entriesByUnit: [String: [String]] = [:]
    private var entriesByName: [String: [String]] = [:]

    /// Ids that permits registered next have, where a part of the log is decided again and the
    /// permits before it were not counted; empty otherwise.
    public var statedPermitIDs: [String] = []

    public init() {}

    public func permit(_ id: String) -> Permit? { permits[id] }

    /// The permit that an authority's paper was registered as.
    public func permit(code: String, number: String, holder: String) -> Permit? {
        permits.values.filter {
            $0.number == number && $0.code == code && $0.holder == holder
        }.min { $0.id < $1.id }
    }

    /// Permits of one kind that a unit holds, in order of id.
    public func permits(code: String, holder: String) -> [Permit] {
        (permitsByHolder[holder + "/" + code] ?? []).compactMap { permits[$0] }
    }

    public func entry(_ id: String) -> EntryAccount? { accounts[id] }

    /// In order of id.
    public var allPermits: [Permit] {
        let order = permitOrder ?? permits.keys.sorted()
        permitOrder = order
        return order.compactMap { permits[$0] }
    }

    /// The id of the next permit that is registered without one: `P-000001` and on.
    public var nextPermitID: String {
        if let stated = statedPermitIDs.first(where: { permits[$0] == nil }) { return stated }
        var serial = permits.count + 1
        while permits[Self.permitID(serial)] != nil { serial += 1 }
        return Self.permitID(serial)
    }

    private static func permitID(_ serial: Int) -> String {
        let digits = String(serial)
        return "P-" + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
    }

    /// In order of id.
    public var allEntries: [EntryAccount] {
        let order = entryOrder ?? accounts.keys.sorted()
        entryOrder = order
        return order.compactMap { accounts[$0] }
    }

    /// Entries of one unit, in order of id.
    public func whitelistEntries(ofUnit uscc: String) -> [WhitelistEntry] {
        (entriesByUnit[uscc] ?? []).compactMap { accounts[$0]?.entry }
    }

    /// Entries whose name or CAS number this is, in order of id.
    public func whitelistEntries(named name: String) -> [WhitelistEntry] {
        (entriesByName[name] ?? []).compactMap { accounts[$0]?.entry }
    }

    public func remaining(_ entry: String) -> Quantity? { accounts[entry]?.balance.remaining }

    /// Puts in what a projection kept.
    public func restore(_ permit: Permit) {
        insert(permit)
    }

    private func insert(_ permit: Permit) {
        let known = permits.updateValue(permit, forKey: permit.id)
        if known == nil { permitOrder = nil }
        func place(_ permit: Permit) -> String { permit.holder + "/" + permit.code }
        if let known {
            guard place(known) != place(permit) else { return }
            permitsByHolder[place(known)]?.removeAll { $0 == permit.id }
        }
        var ids = permitsByHolder.removeValue(forKey: place(permit)) ?? []
        let isLast = ids.last.map { $0 < permit.id } ?? true
        ids.append(permit.id)
        if !isLast { ids.sort() }
        permitsByHolder[place(permit)] = ids
    }

    /// Puts in what a projection kept.
    public func restore(_ account: EntryAccount) { insert(account) }

    /// Copies an event of a permit or entry stream.
    public func apply(_ event: LedgerEvent) {
        switch (event.ledger, event.change) {
        case (_, .granted(let permit)):
            insert(permit)
            permits[event.id]?.evolve(event.change)
        case (_, .published(let entry)):
            var account = EntryAccount(entry: entry, balance: Balance(granted: entry.approved))
            account.evolve(event.change)
            insert(account)
        case (.permit, _): permits[event.id]?.evolve(event.change)
        case (.entry, _):
            guard var account = accounts[event.id] else { return }
            account.evolve(event.change)
            insert(account)
        }
    }

    private func insert(_ account: EntryAccount) {
        let id = account.entry.id
        // A balance that moved leaves the names as they were: that is the hot case.
        if let known = accounts[id] {
            accounts[id] = account
            guard known.entry != account.entry else { return }
            index(known.entry) { ids in ids.removeAll { $0 == id } }
        } else {
            accounts[id] = account
            entryOrder = nil
        }
        index(account.entry) { ids in
            guard !ids.contains(id) else { return }
            ids.append(id)
            ids.sort()
        }
    }

    private func index(_ entry: WhitelistEntry, _ change: (inout [String]) -> Void) {
        change(&entriesByUnit[ItemName.code(entry.unitUscc), default: []])
        for name in ItemIdentity(entry).names { change(&entriesByName[name, default: []]) }
    }
}
