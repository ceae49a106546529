import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import Synchronization

/// Verification of the whole log, and what the last one found since the service started.
final class LogVerification: Sendable {
    struct Found: Sendable {
        var report: VerifyReport
        /// When it began: what came later was not looked at.
        var at: Timestamp
    }

    private struct State {
        var last: Found?
        var isRunning = false
        var hasFailed = false
    }

    private let state = Mutex(State())

    var last: Found? { state.withLock { $0.last } }
    var isRunning: Bool { state.withLock { $0.isRunning } }
    /// The last one that pages began could not be finished.
    var hasFailed: Bool { state.withLock { $0.hasFailed } }

    /// Verifies, and remembers what was found.
    @discardableResult
    func run(_ service: ClearanceService) async throws -> VerifyReport {
        let began = service.clock()
        let head = service.directory.checkpoint()
        let report = try await service.longReading.read { store in
            var options = VerifyOptions()
            if let head { options.heads = [KeptHead(name: "checkpoint", bytes: head)] }
            return try Verifier(store: store, options: options).run()
        }
        state.withLock { $0.last = Found(report: report, at: began) }
        return report
    }

    /// Begins one beside the caller, unless one that was begun so still runs.
    func begin(_ service: ClearanceService) {
        let isFirst = state.withLock { state in
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard isFirst else { return }
        Task {
            var hasFailed = false
            do { try await run(service) } catch { hasFailed = true }
            state.withLock { state in
                state.isRunning = false
                state.hasFailed = hasFailed
            }
        }
    }
}
