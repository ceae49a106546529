public import GreenlaneCore

/// One event on its way to one endpoint: what an attempt's outcome leads to. Pure; the caller
/// keeps it, sends, and carries the actions out.
public struct DeliveryMachine: Hashable, Sendable {
    /// Where a delivery stands. Only `pending` goes on.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Valid next: all others.
        case pending
        case delivered
        /// Given up; can be sent again by hand.
        case failed
        /// The endpoint said that it is gone for good.
        case disabled
    }

    /// What became of one try.
    public enum Outcome: Hashable, Sendable {
        /// An answer came. `retryAfter` in seconds; `abort` where the receiver asked for no more.
        case response(status: Int, retryAfter: Int64? = nil, abort: Bool = false)
        /// No answer: refused, broken, not resolved, certificate, time over.
        case connectionFault
        /// The target is none that we send to; trying again will not change that.
        case targetRefused
    }

    /// What the caller has to do.
    public enum Action: Hashable, Sendable {
        case markDelivered
        case retry(at: Timestamp)
        case giveUp
        case disableEndpoint
    }

    /// Where it stands.
    public private(set) var state: State
    /// Tries so far.
    public private(set) var attempts: Int
    private let schedule: RetrySchedule

    /// A new delivery, or one read back from the store.
    public init(
        state: State = .pending, attempts: Int = 0, schedule: RetrySchedule = .standard
    ) {
        self.state = state
        self.attempts = max(0, attempts)
        self.schedule = schedule
    }

    /// When the first attempt of an event of `time` is due.
    public func firstAttempt(after time: Timestamp, jitter: Double) -> Timestamp {
        time.adding(milliseconds: schedule.delay(afterAttempts: 0, jitter: jitter) ?? 0)
    }

    /// Takes the outcome of an attempt that ended at `time`. `jitter` is a random number from 0 to
    /// below 1. A late outcome of a delivery that is not pending changes nothing.
    public mutating func record(
        _ outcome: Outcome, at time: Timestamp, jitter: Double
    ) -> [Action] {
        guard state == .pending else { return [] }
        attempts += 1
        switch outcome {
        case .response(200..<300, _, _):
            state = .delivered
            return [.markDelivered]
        case .response(Status.gone, _, _):
            state = .disabled
            return [.giveUp, .disableEndpoint]
        case .response(_, _, abort: true), .targetRefused:
            state = .failed
            return [.giveUp]
        case .response(let status, let retryAfter, _):
            let asked = Status.throttling.contains(status) ? retryAfter : nil
            return [retry(at: time, jitter: jitter, askedSeconds: asked)]
        case .connectionFault:
            return [retry(at: time, jitter: jitter, askedSeconds: nil)]
        }
    }

    /// The schedule's delay or the one that the endpoint asked for, whichever is longer.
    private mutating func retry(
        at time: Timestamp, jitter: Double, askedSeconds: Int64?
    ) -> Action {
        guard let scheduled = schedule.delay(afterAttempts: attempts, jitter: jitter) else {
            state = .failed
            return .giveUp
        }
        let longest = RetrySchedule.maximumDelay
        let asked = min(max(0, askedSeconds ?? 0), longest / 1000) * 1000
        return .retry(at: time.adding(milliseconds: max(scheduled, asked)))
    }

    private enum Status {
        static let gone = 410
        /// Answers with which an endpoint says that it has too much to do.
        static let throttling = [429, 502, 503, 504]
    }
}
