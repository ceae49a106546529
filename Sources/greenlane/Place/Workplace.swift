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
    let engine: Engine
    let definitions: DefinitionSet
    let keeper: LogKeeper
    private let lock: WriterLock

    /// Becomes the writer of the directory. A new one gets the shipped whitelists first.
    static func open(_ options: GlobalOptions) throws -> Workplace {
        try open(options) { engine, directory in
            try LogKeeper(
                engine: engine, vault: DirectoryVault(directory: directory),
                newName: DirectoryVault.newName, clock: SystemClock.now)
        }
    }

    /// `keep` finds or makes the keeper of the log's proofs, before anything else is written.
    static func open(
        _ options: GlobalOptions, keep: (Engine, DataDirectory) throws -> LogKeeper
    ) throws -> Workplace {
        try SystemClock.check()
        let home = try Home.path()
        let definitions = try DefinitionSet.load(home: home)
        let lists = try ShippedWhitelists.read(home: home, schemes: definitions.schemes)
        let directory = DataDirectory(path: options.directory)
        let lock = try directory.lock()
        let store = try LogStore.open(path: directory.databasePath)
        let engine = try Engine(
            store: store, definitions: definitions, salts: SystemClock.salts(),
            clock: SystemClock.now)
        let isNew = engine.size == 0
        let keeper: LogKeeper
        do {
            keeper = try keep(engine, directory)
        } catch {
            // The refusal is what matters; nothing was written.
            try? store.close()
            throw error
        }
        if isNew { try ShippedWhitelists.publish(lists, through: engine) }
        return Workplace(
            home: home, directory: directory, engine: engine, definitions: definitions,
            keeper: keeper, lock: lock)
    }

    /// Opens, works, and folds the log into its file whatever comes of the work.
    static func use<T>(_ options: GlobalOptions, _ body: (Workplace) throws -> T) throws -> T {
        let place = try open(options)
        do {
            let result = try body(place)
            try place.keeper.sign()
            try place.engine.store.close()
            return result
        } catch {
            // The first error is the one that matters. A refusal is on the record, and signed.
            _ = try? place.keeper.sign()
            try? place.engine.store.close()
            throw error
        }
    }

    /// Whether somebody has written here before.
    static func hasData(_ options: GlobalOptions) -> Bool {
        access(DataDirectory(path: options.directory).databasePath, F_OK) == 0
    }

    /// As `use`, where there is data already: a step of a shipment that cannot exist must not
    /// leave a new directory behind.
    static func useExisting<T>(
        _ options: GlobalOptions, _ body: (Workplace) throws -> T
    ) throws -> T {
        guard hasData(options) else {
            // Says what reading would say.
            return try read(options) { _ in throw EngineFault.treeDamaged }
        }
        return try use(options, body)
    }

    /// Opens the log for reading, beside a writer or on a copy.
    static func read<T>(_ options: GlobalOptions, _ body: (LogStore) throws -> T) throws -> T {
        let directory = DataDirectory(path: options.directory)
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
