import CCurl
import Synchronization

/// Where any thread leaves requests and the transport's own thread takes them: a bounded queue
/// behind a lock.
final class TransportInbox: Sendable {
    /// One request and who waits for it.
    struct Job: Sendable {
        let request: OutboundRequest
        let endpoint: EndpointURL
        /// Called once, on the transport's thread.
        let finish: @Sendable (OutboundResult) -> Void
    }

    /// libcurl lets any thread call `curl_multi_wakeup` on a handle that lives.
    private struct MultiHandle: @unchecked Sendable {
        let pointer: UnsafeMutableRawPointer
    }

    private struct State: Sendable {
        var jobs: [Job] = []
        var isStopping = false
        var multi: MultiHandle?
    }

    private let state: Mutex<State>
    private let limit: Int

    init(limit: Int) {
        state = Mutex(State())
        self.limit = limit
    }

    /// The fault, where the job was not taken; it is then not finished either.
    func submit(_ job: Job) -> OutboundFault.Kind? {
        state.withLock { state in
            guard !state.isStopping else { return .stopped }
            guard state.jobs.count < limit else { return .queueFull }
            state.jobs.append(job)
            Self.wake(state)
            return nil
        }
    }

    func stop() {
        state.withLock { state in
            state.isStopping = true
            Self.wake(state)
        }
    }

    /// Gives the handle to wake, or takes it back before it goes away.
    func setMulti(_ pointer: UnsafeMutableRawPointer?) {
        let multi = pointer.map { MultiHandle(pointer: $0) }
        state.withLock { $0.multi = multi }
    }

    /// The first job that may start; nil where none may.
    func take(where mayStart: (Job) -> Bool) -> Job? {
        state.withLock { state in
            guard let index = state.jobs.firstIndex(where: mayStart) else { return nil }
            return state.jobs.remove(at: index)
        }
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Refuses every job from now on, and gives those that wait.
    func close() -> [Job] {
        state.withLock { state in
            state.isStopping = true
            defer { state.jobs = [] }
            return state.jobs
        }
    }

    private static func wake(_ state: State) {
        if let multi = state.multi { curl_multi_wakeup(multi.pointer) }
    }
}
