/// How long to wait before each attempt.
public struct RetrySchedule: Hashable, Sendable {
    /// Milliseconds before the first, second, … attempt; as many attempts as entries.
    public let delays: [Int64]
    /// Per cent of a delay that chance may add, so that a thousand deliveries that failed together
    /// do not come back together.
    public let jitterPercent: Int64

    /// No attempt waits longer than this, whatever an endpoint asks for: 24 hours in milliseconds.
    public static let maximumDelay: Int64 = 24 * 3_600_000

    /// Delays are in milliseconds; negative ones count as none.
    public init(delays: [Int64], jitterPercent: Int64 = 10) {
        self.delays = delays.map { max(0, $0) }
        self.jitterPercent = min(max(0, jitterPercent), 100)
    }

    /// Ten attempts over 75 hours, as Standard Webhooks proposes.
    public static let standard = RetrySchedule(delays: [
        0, 5000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000, 5 * 3_600_000, 10 * 3_600_000,
        14 * 3_600_000, 20 * 3_600_000, 24 * 3_600_000,
    ])

    /// Milliseconds to wait after `attempts` tries; nil where none is left. `jitter` is from 0 to
    /// below 1.
    public func delay(afterAttempts attempts: Int, jitter: Double) -> Int64? {
        guard delays.indices.contains(attempts) else { return nil }
        let delay = delays[attempts]
        let chance = jitter >= 0 && jitter < 1 ? jitter : 0
        let added = Double(delay) * Double(jitterPercent) / 100 * chance
        // Bounded before the conversion, which traps on what no Int64 can hold.
        return delay + Int64(min(added, Double(Self.maximumDelay)))
    }
}
