import Synchronization

/// Wakes everybody who follows the log: each gets at least one signal after every commit.
final class EventFeed: Sendable {
    enum Signal: Sendable {
        case committed
        /// The service stops: streams end.
        case closing
    }

    /// Followers at once; one more is refused.
    static let maximumFollowers = 1_000
    /// Of them, those of one account: nobody may take them all.
    static let maximumOfOne = 50

    private struct State: Sendable {
        var followers: [Int: AsyncStream<Signal>.Continuation] = [:]
        var accounts: [Int: String] = [:]
        var counts: [String: Int] = [:]
        var next = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    var followers: Int { state.withLock { $0.followers.count } }

    /// A stream of signals, merged where its reader is slow; nil where there are too many.
    func follow(as account: String) -> (id: Int, signals: AsyncStream<Signal>)? {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Signal.self, bufferingPolicy: .bufferingNewest(1))
        return state.withLock { state in
            let own = state.counts[account] ?? 0
            guard state.followers.count < Self.maximumFollowers, own < Self.maximumOfOne else {
                return nil
            }
            state.next += 1
            if state.isClosed {
                continuation.yield(.closing)
                continuation.finish()
            } else {
                state.followers[state.next] = continuation
                state.accounts[state.next] = account
                state.counts[account] = own + 1
            }
            return (state.next, stream)
        }
    }

    func leave(_ id: Int) {
        state.withLock { state in
            if let account = state.accounts.removeValue(forKey: id) {
                let left = (state.counts[account] ?? 1) - 1
                state.counts[account] = left > 0 ? left : nil
            }
            return state.followers.removeValue(forKey: id)
        }?.finish()
    }

    func signal() {
        state.withLock { state in
            for (_, follower) in state.followers { follower.yield(.committed) }
        }
    }

    func close() {
        let followers = state.withLock { state in
            state.isClosed = true
            defer { state.followers = [:] }
            return state.followers
        }
        for (_, follower) in followers {
            follower.yield(.closing)
            follower.finish()
        }
    }
}
