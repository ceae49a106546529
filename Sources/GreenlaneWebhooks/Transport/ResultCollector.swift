import Dispatch
import Synchronization

/// Gathers results that come in any order and on any thread, for a thread that waits for all.
final class ResultCollector: Sendable {
    private let results: Mutex<[OutboundResult]>
    private let missing = DispatchGroup()

    init(count: Int) {
        let none = OutboundResult(.fault(OutboundFault(.stopped)))
        results = Mutex(Array(repeating: none, count: count))
        for _ in 0..<count { missing.enter() }
    }

    func put(_ result: OutboundResult, at index: Int) {
        results.withLock { $0[index] = result }
        missing.leave()
    }

    func wait() -> [OutboundResult] {
        missing.wait()
        return results.withLock { $0 }
    }
}
