import Dispatch
public import GreenlaneCore
public import GreenlaneEngine
public import GreenlaneStore

/// What a running service works with: the desk that writes, connections that read, and what is
/// kept in memory beside them.
public final class ClearanceService: Sendable {
    public let desk: Desk
    let reading: ReadingRoom
    /// For answers that take long: verification, replay, bundles.
    let longReading: ReadingRoom
    let definitions: DefinitionSet
    let ledgers: LedgerMirror
    let access: AccessMirror
    let pages = ShipmentPages()
    let feed = EventFeed()
    let importers = ImporterIndex()
    let panorama = PanoramaKeeper()
    let open: OpenShipments
    let cards = ShipmentCards()
    let verification = LogVerification()
    public let directory: DataDirectory
    /// Keeps what is secret of subscriptions; nil where nobody is told of events.
    let subscriptions: (any SubscriptionKeeper)?
    let clock: @Sendable () -> Timestamp

    /// Connections for short reads, and for long ones.
    static let readers = 4
    static let longReaders = 1

    /// Takes the engine over. `queueDepth` commands may wait for the writer; `clock` is the only
    /// source of time.
    public init(
        engine: sending Engine, keeper: sending LogKeeper, directory: DataDirectory,
        subscriptions: (any SubscriptionKeeper)? = nil, queueDepth: Int = Desk.maximumWaiting,
        clock: @escaping @Sendable () -> Timestamp
    ) throws {
        self.directory = directory
        self.subscriptions = subscriptions
        self.clock = clock
        definitions = engine.definitions
        ledgers = try LedgerMirror(engine.store)
        access = AccessMirror(engine.access)
        open = OpenShipments(definitions)
        reading = ReadingRoom(path: directory.databasePath, readers: Self.readers)
        longReading = ReadingRoom(path: directory.databasePath, readers: Self.longReaders)
        engine.committed = { [ledgers, access, pages, feed, importers, open] notice in
            ledgers.take(notice.ledgers)
            access.take(notice.access)
            notice.erases ? pages.forgetAll() : pages.forget(notice.shipments)
            importers.take(notice.shipments)
            open.touch(notice.shipments)
            feed.signal()
        }
        desk = Desk(engine: engine, keeper: keeper, maximumWaiting: queueDepth)
    }

    /// Organisations and accounts as of the last commit.
    public var accounts: AccessBook { access.book }

    /// Ends streams, answers what waits, signs and closes.
    public func close() async throws {
        feed.close()
        let desk = desk
        let result = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: Result { try desk.close() })
            }
        }
        await reading.close()
        await longReading.close()
        try result.get()
    }
}
