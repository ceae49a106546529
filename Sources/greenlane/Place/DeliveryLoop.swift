internal import Foundation
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneServer
internal import GreenlaneStore
internal import GreenlaneWebhooks
internal import Logging
internal import Synchronization

/// Sends what is due while the service runs, on a thread of its own: libcurl and the outbox both
/// wait.
final class DeliveryLoop: Sendable {
    /// Milliseconds between two looks at the outbox.
    static let pauseMilliseconds = 200

    private let store: LogStore
    private let directory: DataDirectory
    private let service: ClearanceService
    private let logger: Logger
    private let isStopping = Mutex(false)
    private let bell = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let hasStarted = Mutex(false)

    init(store: LogStore, directory: DataDirectory, service: ClearanceService, logger: Logger) {
        self.store = store
        self.directory = directory
        self.service = service
        self.logger = logger
    }

    func start() {
        hasStarted.withLock { $0 = true }
        let thread = Thread { [self] in
            while !isStopping.withLock({ $0 }) {
                deliver()
                _ = bell.wait(timeout: .now() + .milliseconds(Self.pauseMilliseconds))
            }
            ended.signal()
        }
        thread.name = "greenlane-deliver"
        thread.start()
    }

    /// Waits for the delivery under way.
    func stop() {
        guard hasStarted.withLock({ $0 }) else { return }
        isStopping.withLock { $0 = true }
        bell.signal()
        ended.wait()
    }

    private func deliver() {
        do {
            guard let next = try store.nextDelivery(),
                next <= SystemClock.now().milliseconds
            else { return }
            _ = try Delivery.send(
                store, directory, access: service.accounts, clock: SystemClock.now
            ) { row in
                self.end(row)
            }
        } catch {
            logger.error("delivery", metadata: ["error": "\(type(of: error))"])
        }
    }

    /// An endpoint that said it is gone hears nothing more.
    private func end(_ row: SubscriptionRow) {
        let (desk, directory) = (service.desk, directory)
        Task {
            let actor = Actor(role: .system, name: "deliver")
            let result = try await desk.handle(Envelope(.unsubscribe(name: row.name), by: actor))
            if case .success = result { try directory.secrets.delete(row.name) }
        }
    }
}
