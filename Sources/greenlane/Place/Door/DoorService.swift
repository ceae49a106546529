internal import Dispatch
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// What a service does with the requests of the command line: all of it through its desk.
struct DoorService: Sendable {
    let desk: Desk
    let directory: DataDirectory
    private let clock: @Sendable () -> Timestamp
    /// Where sending waits for other machines.
    private let line = DispatchQueue(label: "greenlane-door-delivery")

    init(
        desk: Desk, directory: DataDirectory,
        clock: @escaping @Sendable () -> Timestamp = { SystemClock.now() }
    ) {
        self.desk = desk
        self.directory = directory
        self.clock = clock
    }

    /// Never throws: whatever goes wrong is an answer.
    func answer(_ request: DoorRequest) async -> DoorAnswer {
        do {
            switch request {
            case .handle(let envelope):
                switch try await desk.handle(envelope) {
                case .success(let outcome): return .outcome(outcome.json)
                case .failure(let refusal): return .refusal(refusal)
                }
            case .perform(.deliver): return .done(try await deliver())
            case .perform(let deed):
                return .done(
                    try await desk.perform { [directory] engine, keeper in
                        try deed.run(engine, keeper, directory)
                    })
            }
        } catch {
            return DoorAnswer(error)
        }
    }

    /// Waits for other machines, so not on the desk's thread, and with a connection of its own.
    private func deliver() async throws -> JSONValue {
        let access = try await desk.perform { engine, _ in
            try engine.tick()
            return engine.access
        }
        let sending = try await withCheckedThrowingContinuation { continuation in
            line.async { [directory, clock] in
                continuation.resume(
                    with: Result {
                        let store = try LogStore.open(path: directory.databasePath)
                        defer { try? store.close() }
                        return try Delivery.sendDue(
                            store, directory, access: access, clock: clock)
                    })
            }
        }
        for name in sending.gone {
            if case .success = try await desk.handle(Delivery.end(name)) {
                try directory.secrets.delete(name)
            }
        }
        return try await desk.perform { engine, _ in try sending.json(engine.store) }
    }
}
