import Synchronization

/// A number that only grows.
public final class MetricCounter: Sendable {
    private let value = Mutex(0.0)

    /// Adds; what is negative or no number is left out.
    public func add(_ amount: Double = 1) {
        guard amount >= 0, amount.isFinite else { return }
        value.withLock { $0 += amount }
    }

    var current: Double { value.withLock { $0 } }

    func reset() { value.withLock { $0 = 0 } }
}

/// A number that goes up and down.
public final class MetricGauge: Sendable {
    private let value = Mutex(0.0)

    /// Sets it.
    public func set(_ amount: Double) { value.withLock { $0 = amount } }

    /// Adds, or takes away.
    public func add(_ amount: Double) { value.withLock { $0 += amount } }

    var current: Double { value.withLock { $0 } }
}

/// How often values fell under each of some bounds.
public final class MetricHistogram: Sendable {
    /// Seconds from half a millisecond to ten: what requests take.
    public static let secondBounds: [Double] = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    struct State: Sendable {
        /// One for each bound, not cumulative, and one for what is above all.
        var counts: [UInt64]
        var sum = 0.0
    }

    let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// Counts one value; what is negative or no number is left out.
    public func observe(_ value: Double) {
        guard value >= 0, value.isFinite else { return }
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[index] += 1
            state.sum += value
        }
    }

    var current: State { state.withLock { $0 } }
}
