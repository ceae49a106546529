import GreenlaneCore
import Synchronization

/// Credentials that were just verified, by the digest of what was presented: the next request with
/// the same one is cheap. A change of any account empties it.
final class VerifiedCredentials: Sendable {
    /// Credentials kept.
    static let maximumCount = 4_096

    private struct Entry: Sendable {
        var principal: Principal
        /// Milliseconds: verified again after that.
        var until: Int64
    }

    private struct Table: Sendable {
        var entries: [SecretDigest: Entry] = [:]
        /// The state of the book that the entries were made from.
        var generation: UInt64 = 0
        /// Milliseconds of the last use of a key, by its id.
        var uses: [String: Int64] = [:]
    }

    private let table = Mutex(Table())

    /// Whose credential it is; nil where it must be verified.
    func principal(
        _ digest: SecretDigest, generation: UInt64, at now: Timestamp
    ) -> Principal? {
        table.withLock { table in
            guard table.generation == generation, let entry = table.entries[digest],
                now.milliseconds < entry.until
            else { return nil }
            Self.note(entry.principal, now, &table)
            return entry.principal
        }
    }

    /// Keeps what was verified against the book of `generation`, until a moment, and no longer
    /// than the day: entrustments begin and end with days.
    func keep(
        _ principal: Principal, _ digest: SecretDigest, generation: UInt64, until: Timestamp,
        at now: Timestamp
    ) {
        let end = min(until.milliseconds, Timestamp(endOf: now.date).milliseconds)
        table.withLock { table in
            if table.generation != generation || table.entries.count >= Self.maximumCount {
                table.entries.removeAll(keepingCapacity: true)
                table.generation = generation
            }
            table.entries[digest] = Entry(principal: principal, until: end)
            Self.note(principal, now, &table)
        }
    }

    private static func note(_ principal: Principal, _ now: Timestamp, _ table: inout Table) {
        guard case .key(let id) = principal.credential else { return }
        if table.uses.count >= 100_000 { table.uses = [:] }
        table.uses[id] = now.milliseconds
    }

    /// When a key was used last since the service began.
    func lastUse(ofKey id: String) -> Timestamp? {
        table.withLock { $0.uses[id].map { Timestamp(milliseconds: $0) } }
    }
}
