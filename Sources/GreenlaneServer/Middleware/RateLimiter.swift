import Synchronization

/// Token buckets, one for each client: a full bucket allows a burst of a tenth of a minute's
/// quota, and refills evenly.
public final class RateLimiter: Sendable {
    /// What became of one request.
    public enum Verdict: Hashable, Sendable {
        /// It may go on.
        case admitted
        /// It may not; the next would be admitted in so many seconds, at least 1.
        case limited(retryAfter: Int)
    }

    /// Whose bucket it is.
    public enum Key: Hashable, Sendable {
        /// No address is known.
        case local
        /// Whoever comes from there; `NetworkAddress.client` of it.
        case address(NetworkAddress)
        /// Who signed in.
        case caller(String)
    }

    private struct Bucket: Sendable {
        /// In millionths of a request.
        var tokens: Int
        var nanoseconds: UInt64
    }

    /// Two generations: what was not asked for in a whole one is forgotten, so that the table
    /// stays bounded without ever being searched.
    private struct Table: Sendable {
        var young: [Key: Bucket] = [:]
        var old: [Key: Bucket] = [:]
    }

    private static let unit = 1_000_000

    /// Requests a minute.
    public let perMinute: Int
    /// Requests at once.
    public let burst: Int
    private let generation: Int
    private let clock: ServiceClock
    private let table = Mutex(Table())

    /// `perMinute` 0 admits everything. At most `clients` buckets are kept.
    public init(
        perMinute: Int, burst: Int? = nil, clients: Int = 20_000, clock: ServiceClock = .system
    ) {
        self.perMinute = perMinute
        self.burst = max(1, burst ?? (perMinute + 9) / 10)
        generation = max(1, clients / 2)
        self.clock = clock
    }

    /// Takes one request from the bucket of that client.
    public func take(_ key: Key) -> Verdict { admit(key, cost: Self.unit) }

    /// Whether a request would be admitted now; takes nothing.
    public func look(_ key: Key) -> Verdict { admit(key, cost: 0) }

    /// How many buckets are kept.
    var count: Int { table.withLock { $0.young.count + $0.old.count } }

    private func admit(_ key: Key, cost: Int) -> Verdict {
        guard perMinute > 0 else { return .admitted }
        let now = clock.elapsed()
        let full = burst * Self.unit
        return table.withLock { table in
            let known = table.young[key] ?? table.old[key]
            if known == nil, cost == 0 { return .admitted }
            var bucket = known ?? Bucket(tokens: full, nanoseconds: now)
            let elapsed = now >= bucket.nanoseconds ? now - bucket.nanoseconds : 0
            // Nanoseconds beyond a day fill any bucket, and keep the product small.
            let microseconds = Int(min(elapsed / 1000, 86_400_000_000))
            let gained = microseconds * perMinute / 60
            if gained > 0 {
                bucket.tokens = min(full, bucket.tokens + gained)
                bucket.nanoseconds = now
            }
            let isAdmitted = bucket.tokens >= Self.unit
            if isAdmitted { bucket.tokens -= cost }
            if table.young[key] == nil, table.young.count >= generation {
                table.old = table.young
                table.young = [:]
            }
            table.young[key] = bucket
            guard !isAdmitted else { return .admitted }
            let missing = (Self.unit - bucket.tokens) * 60
            let gain = perMinute * Self.unit
            return .limited(retryAfter: max(1, (missing + gain - 1) / gain))
        }
    }
}
