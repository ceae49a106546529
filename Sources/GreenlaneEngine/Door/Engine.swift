public import GreenlaneCore
public import GreenlaneStore
public import TransparencyLog

/// The one door: every change of a shipment, a permit, a list or a subscription goes through
/// `handle`, whoever asks. Decides in memory, commits once, then answers.
///
/// Not thread-safe: its owner calls it from one place at a time, which is what makes it the single
/// writer.
public final class Engine {
    /// Shipments of one warm generation; two are kept between batches. All that are under way in a
    /// district (5,000) fit into one, beside those that were filed meanwhile.
    public static let maximumWarmShipments = 8_192
    /// Timers fired before one batch; the rest fire before the next.
    public static let maximumTimersPerBatch = 1_000

    public let store: LogStore
    public let definitions: DefinitionSet
    let clock: () -> Timestamp
    var salts: Salts
    var tree = TileTree()
    var ledgers = LedgerBook()
    /// Organisations, accounts and what lets them in, as decided last: a copy stays as it is.
    public internal(set) var access = AccessBook()
    var warm = WarmShipments(capacity: Engine.maximumWarmShipments)
    var streamKeys: [String: Int64] = [:]
    var streamVersions: [String: Int64] = [:]
    var lastStream: Int64 = 0
    var shipmentCount = 0
    var subscriptionNames: [SubscriptionRow] = []
    /// No timer is due before this moment.
    var nextDue: Timestamp?
    var entries = EntryWriter()
    /// Refusals of one day so far, by what makes them the same.
    var tallies: [TallyKey: Int64] = [:]
    var tallyDay: String?
    /// The store has the texts that events cite.
    var areTextsKept = false
    /// Told of every commit, on the thread that committed.
    public var committed: ((CommitNotice) -> Void)?

    /// `clock` and `salts` are the only sources of time and chance.
    public init(
        store: LogStore, definitions: DefinitionSet, salts: Salts = .system,
        clock: @escaping () -> Timestamp
    ) throws {
        self.store = store
        self.definitions = definitions
        self.salts = salts
        self.clock = clock
        try reload()
        try TraceProjection.restore(store)
    }

    /// Reads what the last commit left: also the way back after a commit that failed.
    func reload() throws {
        tree = try KeptTree.restore(store)
        ledgers = LedgerBook()
        streamVersions = [:]
        streamKeys = [:]
        for row in try store.ledgers() { restore(row) }
        access = try AccessProjection.book(store)
        access.forgetEnded(before: clock())
        warm.removeAll()
        tallyDay = nil
        lastStream = try store.lastStream()
        shipmentCount = try store.shipmentCount()
        subscriptionNames = try store.subscriptions()
        nextDue = try nextTimer()
        areTextsKept = try store.definition(definitions.digest) != nil
    }

    private func nextTimer() throws -> Timestamp? {
        try store.nextTimer().map { Timestamp(milliseconds: $0) }
    }

    private func restore(_ row: LedgerRow) {
        let name = "\(row.kind)/\(row.id)"
        streamKeys[name] = row.stream
        streamVersions[name] = row.version
        let body: JSONValue
        do throws(JSONSyntaxError) { body = try JSONParser.parse(row.body) } catch { return }
        if row.kind == LedgerEvent.Ledger.permit.rawValue {
            if let permit = Permit(account: body) { ledgers.restore(permit) }
        } else if let account = EntryAccount(account: body) {
            ledgers.restore(account)
        }
    }

    /// Decides and records commands in order, in one transaction and one flush. A refused command
    /// does not spoil its neighbours. Due timers fire first.
    public func handle(_ envelopes: [Envelope]) throws -> [Result<Outcome, Refusal>] {
        var staging = Staging(recorded: clock())
        do {
            let results = try store.together {
                try fireTimers(&staging)
                var results: [Result<Outcome, Refusal>] = []
                results.reserveCapacity(envelopes.count)
                for envelope in envelopes { results.append(try decide(envelope, &staging)) }
                return results
            }
            try commit(&staging)
            return results
        } catch {
            // What was decided in memory was not written: forget it.
            try reload()
            throw error
        }
    }

    /// One command.
    public func handle(_ envelope: Envelope) throws -> Result<Outcome, Refusal> {
        let results = try handle([envelope])
        return results[0]
    }

    /// Fires what is due; how many timers fired.
    @discardableResult
    public func tick() throws -> Int {
        var fired = 0
        // Bounded: each round fires at least one, and a timer never sets itself for the past again.
        for _ in 0..<100 {
            var staging = Staging(recorded: clock())
            do {
                try fireTimers(&staging)
                guard staging.timersFired > 0 else { return fired }
                fired += staging.timersFired
                try commit(&staging)
            } catch {
                try reload()
                throw error
            }
        }
        return fired
    }

    /// A shipment as it is kept warm; nil where it is not.
    public func warmShipment(_ id: String) -> Shipment? { warm[id]?.shipment }

    /// Root of the tree as committed, in hexadecimal.
    public var root: String { tree.root.hex }
    public var rootHash: MerkleHash { tree.root }
    public var size: Int64 { Int64(tree.size) }

    private func commit(_ staging: inout Staging) throws {
        guard !staging.batch.isEmpty else {
            if staging.recheckTimers { nextDue = try nextTimer() }
            return
        }
        finish(&staging)
        staging.batch.treeSize = Int64(tree.size)
        staging.batch.frontier = tree.range.bytes
        staging.batch.tiles = tree.drain().map(TileRow.init)
        staging.batch.deliverFrom = staging.recorded.milliseconds
        try store.commit(staging.batch)
        if !staging.batch.definitions.isEmpty { areTextsKept = true }
        if staging.recheckTimers { nextDue = try nextTimer() }
        if !staging.changedAccess.isEmpty { access.forgetEnded(before: staging.recorded) }
        warm.turn()
        let changed = staging.changedAccess.isEmpty ? nil : access
        committed?(CommitNotice(staging.batch, access: changed))
    }
}

/// What a batch is about to write.
struct Staging {
    var recorded: Timestamp
    var batch = Batch()
    /// Streams of shipments that changed, in the order of first change.
    var changed: [String] = []
    var changedLedgers: [(ledger: LedgerEvent.Ledger, id: String)] = []
    var changedAccess: [(kind: AccessEvent.Kind, id: String)] = []
    var idempotency: [String: IdempotencyRow] = [:]
    var references: [String: String] = [:]
    /// Of the command under way: goes into the first event that it makes.
    var repeatGuard: RepeatGuard?
    var timersFired = 0
    /// All due timers fired, so the next one is asked of the store after the commit.
    var recheckTimers = false

    init(recorded: Timestamp) {
        self.recorded = recorded
    }
}

/// Faults of the engine itself: never the caller's doing.
public enum EngineFault: Error, Hashable, Sendable {
    /// The stored tree cannot be read; `greenlane verify` tells more.
    case treeDamaged
    /// The log names a definition whose text is not kept.
    case definitionMissing(String)
    /// A shipment's stream cannot be folded.
    case streamDamaged(String)
}
