internal import Glibc
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// A data directory opened for work: the one place where time, chance, the log and the product's
/// own data come together.
struct Workplace {
    let home: String
    let directory: DataDirectory
    let definitions: DefinitionSet
    /// For reading: that of the engine, or one beside the service that sees what it commits.
    let store: LogStore
    /// For every change.
    let door: any Door
    /// Nil where a service holds the directory.
    private let lock: WriterLock?

    /// Becomes the writer of the directory, or works through the service that is. A new directory
    /// gets the shipped whitelists first.
    static func open(_ options: GlobalOptions) throws -> Workplace {
        let base = try Base(options)
        switch try base.directory.hold(orElse: DoorConnection.open) {
        case .own(let lock): return try own(base, lock, keep: Self.keeper).place
        case .other(let connection):
            let store = try LogStore.openReadOnly(path: base.directory.databasePath)
            return Workplace(
                home: base.home, directory: base.directory, definitions: base.definitions,
                store: store,
                door: RemoteDoor(
                    connection: connection, store: store, definitions: base.definitions),
                lock: nil)
        }
    }

    /// A data directory whose writer is this process.
    struct Own {
        let place: Workplace
        let engine: Engine
        let keeper: LogKeeper
    }

    /// Becomes the writer, and nothing less: where a service is, it has to be stopped first
    /// (`server-holds-directory`). `keep` finds or makes the keeper of the log's proofs, before
    /// anything else is written.
    static func openOwn(
        _ options: GlobalOptions,
        keep: (Engine, DataDirectory) throws -> LogKeeper = Workplace.keeper,
        clock: @escaping () -> Timestamp = SystemClock.now
    ) throws -> Own {
        let base = try Base(options)
        switch try base.directory.hold(orElse: DoorConnection.open) {
        case .own(let lock): return try own(base, lock, keep: keep, clock: clock)
        case .other: throw DoorRefusals.held
        }
    }

    /// What is read before anything is locked or written.
    private struct Base {
        let home: String
        let directory: DataDirectory
        let definitions: DefinitionSet
        let lists: [WhitelistPublication]

        init(_ options: GlobalOptions) throws {
            try SystemClock.check()
            home = try Home.path()
            definitions = try DefinitionSet.load(home: home)
            lists = try ShippedWhitelists.read(home: home, schemes: definitions.schemes)
            directory = DataDirectory(path: options.directory)
        }
    }

    static func keeper(_ engine: Engine, _ directory: DataDirectory) throws -> LogKeeper {
        try LogKeeper(
            engine: engine, vault: DirectoryVault(directory: directory),
            newName: DirectoryVault.newName, clock: SystemClock.now)
    }

    private static func own(
        _ base: Base, _ lock: WriterLock, keep: (Engine, DataDirectory) throws -> LogKeeper,
        clock: @escaping () -> Timestamp = SystemClock.now
    ) throws -> Own {
        let directory = base.directory
        let store = try LogStore.open(path: directory.databasePath)
        let engine = try Engine(
            store: store, definitions: base.definitions, salts: SystemClock.salts(),
            clock: clock)
        let isNew = engine.size == 0
        let keeper: LogKeeper
        do {
            keeper = try keep(engine, directory)
        } catch {
            // The refusal is what matters; nothing was written.
            try? store.close()
            throw error
        }
        if isNew { try ShippedWhitelists.publish(base.lists, through: engine) }
        let place = Workplace(
            home: base.home, directory: directory, definitions: base.definitions, store: store,
            door: OwnDoor(engine: engine, keeper: keeper, directory: directory), lock: lock)
        return Own(place: place, engine: engine, keeper: keeper)
    }

    /// Opens, works, and folds the log into its file whatever comes of the work.
    static func use<T>(_ options: GlobalOptions, _ body: (Workplace) throws -> T) throws -> T {
        let place = try open(options)
        do {
            let result = try body(place)
            try place.door.sign()
            try place.store.close()
            return result
        } catch {
            // The first error is the one that matters. A refusal is on the record, and signed.
            _ = try? place.door.sign()
            try? place.store.close()
            throw error
        }
    }

    /// Whether somebody has written here before.
    static func hasData(_ options: GlobalOptions) throws -> Bool {
        let directory = DataDirectory(path: options.directory)
        try directory.checkIsFolder()
        return access(directory.databasePath, F_OK) == 0
    }

    /// As `use`, where there is data already: a step of a shipment that cannot exist must not
    /// leave a new directory behind.
    static func useExisting<T>(
        _ options: GlobalOptions, _ body: (Workplace) throws -> T
    ) throws -> T {
        guard try hasData(options) else {
            // Says what reading would say.
            return try read(options) { _ in throw EngineFault.treeDamaged }
        }
        return try use(options, body)
    }

    /// Opens the log for reading, beside a writer or on a copy.
    static func read<T>(_ options: GlobalOptions, _ body: (LogStore) throws -> T) throws -> T {
        let directory = DataDirectory(path: options.directory)
        try directory.checkIsFolder()
        let store = try LogStore.openReadOnly(path: directory.databasePath)
        do {
            let result = try body(store)
            try store.close()
            return result
        } catch {
            try? store.close()
            throw error
        }
    }
}
