import GreenlaneCore
import Synchronization

/// Slows down whoever guesses passwords, without ever locking anybody out.
///
/// Failures are counted for a name from one address, for a name from anywhere, and for one address
/// whatever the name. The last two never slow an address from which that name has signed in
/// before: an attacker elsewhere cannot keep its owner out. What is counted is forgotten an hour
/// after the last failure, and no wait is longer than five minutes.
final class SignInDelays: Sendable {
    /// How one count turns into waits.
    struct Scale: Sendable {
        /// Failures that cost nothing.
        var free: Int
        /// Milliseconds of the longest wait.
        var longest: Int64

        /// Milliseconds after so many failures: twice as long each time, from a second on.
        func wait(_ failures: Int) -> Int64 {
            guard failures >= free else { return 0 }
            return min(longest, 1_000 << Int64(min(failures - free, 20)))
        }
    }

    static let here = Scale(free: 5, longest: 300_000)
    /// Where that name has signed in before: its owner mistypes, or shares the address with an
    /// attacker, and must get another try soon.
    static let hereKnown = Scale(free: 10, longest: 15_000)
    static let anywhere = Scale(free: 30, longest: 60_000)
    static let address = Scale(free: 100, longest: 60_000)
    /// Milliseconds after the last failure when all is forgotten.
    static let memory: Int64 = 3_600_000
    /// Entries of each table.
    static let maximumCount = 20_000

    private struct Count: Sendable {
        var failures = 0
        var last: Int64 = 0
    }

    /// Two generations, so that a table stays bounded without being searched.
    private struct Counts: Sendable {
        var young: [String: Count] = [:]
        var old: [String: Count] = [:]

        func count(_ key: String, _ now: Int64) -> Count {
            guard let known = young[key] ?? old[key], now - known.last < SignInDelays.memory else {
                return Count()
            }
            return known
        }

        mutating func keep(_ count: Count, _ key: String) {
            if young[key] == nil, young.count >= SignInDelays.maximumCount / 2 {
                old = young
                young = [:]
            }
            young[key] = count
            old[key] = nil
        }

        mutating func forget(_ key: String) {
            young[key] = nil
            old[key] = nil
        }

        var size: Int { young.count + old.count }
    }

    private struct Tables: Sendable {
        var pairs = Counts()
        var names = Counts()
        var addresses = Counts()
        /// Pairs that signed in: only who knows a password adds one.
        var known = Counts()
    }

    private let tables = Mutex(Tables())

    /// One try of a password, under way.
    struct Attempt: Sendable {
        fileprivate var name: String
        fileprivate var address: String
        fileprivate var pair: String { "\(name)|\(address)" }
    }

    /// A try may be made, and counts as failed until it is told otherwise; or it may not yet, for
    /// so many milliseconds.
    func begin(
        name: String, address: String, at now: Timestamp
    ) -> (attempt: Attempt?, wait: Int64) {
        let attempt = Attempt(name: SecretText.digest(name), address: address)
        let now = now.milliseconds
        return tables.withLock { tables in
            let isKnown = tables.known.count(attempt.pair, 0).failures > 0
            func left(_ count: Count, _ scale: Scale) -> Int64 {
                max(0, count.last + scale.wait(count.failures) - now)
            }
            let pair = tables.pairs.count(attempt.pair, now)
            let name = tables.names.count(attempt.name, now)
            let place = tables.addresses.count(address, now)
            var wait = left(pair, isKnown ? Self.hereKnown : Self.here)
            if !isKnown {
                wait = max(wait, left(name, Self.anywhere), left(place, Self.address))
            }
            guard wait == 0 else { return (nil, wait) }
            tables.pairs.keep(Count(failures: pair.failures + 1, last: now), attempt.pair)
            tables.names.keep(Count(failures: name.failures + 1, last: now), attempt.name)
            tables.addresses.keep(Count(failures: place.failures + 1, last: now), address)
            return (attempt, 0)
        }
    }

    /// The password was right.
    func succeeded(_ attempt: Attempt) {
        tables.withLock { tables in
            tables.pairs.forget(attempt.pair)
            tables.known.keep(Count(failures: 1, last: 0), attempt.pair)
            Self.takeBack(&tables.names, attempt.name)
            Self.takeBack(&tables.addresses, attempt.address)
        }
    }

    /// Somebody proved by other means that the name is theirs.
    func welcome(name: String, address: String) {
        succeeded(Attempt(name: SecretText.digest(name), address: address))
    }

    /// Nothing was tried: it could not be worked out.
    func abandoned(_ attempt: Attempt) {
        tables.withLock { tables in
            Self.takeBack(&tables.pairs, attempt.pair)
            Self.takeBack(&tables.names, attempt.name)
            Self.takeBack(&tables.addresses, attempt.address)
        }
    }

    private static func takeBack(_ counts: inout Counts, _ key: String) {
        guard var count = counts.young[key] ?? counts.old[key] else { return }
        count.failures = max(0, count.failures - 1)
        counts.keep(count, key)
    }

    /// Entries of all tables.
    var size: Int {
        tables.withLock { $0.pairs.size + $0.names.size + $0.addresses.size + $0.known.size }
    }
}

/// Where a client is, as far as it matters: one IPv4 address, or the /64 that one IPv6 line has.
enum ClientPlace {
    static func of(_ address: String) -> String {
        guard address.utf8.contains(UInt8(ascii: ":")) else { return address }
        let text = address.lowercased().split(separator: "%")[0]
        if text.hasPrefix("::ffff:"), text.contains(".") { return String(text.dropFirst(7)) }
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        let head = groups(halves[0])
        let tail = halves.count > 1 ? groups(halves[1]) : []
        let gap = halves.count > 1 ? max(0, 8 - head.count - tail.count) : 0
        let all = head + [String](repeating: "0", count: gap) + tail
        return all.prefix(4).joined(separator: ":") + "::/64"
    }

    private static func groups(_ text: Substring) -> [String] {
        text.split(separator: ":").map { group in
            let digits = group.drop { $0 == "0" }
            return digits.isEmpty ? "0" : String(digits)
        }
    }
}
