internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore
internal import TransparencyLog

/// The one door as commands see it: the engine of this process, or that of the service which holds
/// the data directory.
protocol Door {
    /// One command, answered after its commit.
    func handle(_ envelope: Envelope) throws -> Result<Outcome, Refusal>
    /// Work beside the commands; its answer is that of `Deed.run`.
    func perform(_ deed: Deed) throws -> JSONValue
    /// Signs the head where much was written since the last one. A service does so by itself.
    func signIfDue() throws
}

extension Door {
    /// Signs the head as it is; nil for an empty log.
    @discardableResult
    func sign() throws -> SignedCheckpoint? {
        try perform(.sign)["note"]?.stringValue.map { try SignedCheckpoint(parsing: $0) }
    }

    /// Fires the timers that are due; how many.
    func tick() throws -> Int {
        Int(try perform(.tick)["fired"]?.integerValue ?? 0)
    }
}

/// The door of a data directory that this process holds.
struct OwnDoor: Door {
    let engine: Engine
    let keeper: LogKeeper
    let directory: DataDirectory

    func handle(_ envelope: Envelope) throws -> Result<Outcome, Refusal> {
        try engine.handle(envelope)
    }

    func perform(_ deed: Deed) throws -> JSONValue {
        if case .deliver = deed { return try deliver() }
        return try deed.run(engine, keeper, directory)
    }

    func signIfDue() throws { try keeper.signIfDue() }

    private func deliver() throws -> JSONValue {
        try engine.tick()
        let sending = try Delivery.sendDue(
            engine.store, directory, access: engine.access, clock: SystemClock.now)
        for name in sending.gone {
            if case .success = try engine.handle(Delivery.end(name)) {
                try directory.secrets.delete(name)
            }
        }
        return try sending.json(engine.store)
    }
}
