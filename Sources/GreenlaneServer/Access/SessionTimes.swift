import GreenlaneCore
import Synchronization

/// When each session was used last. In memory only: after a restart every session counts as used
/// when the service began.
final class SessionTimes: Sendable {
    /// Sessions known.
    static let maximumCount = 50_000

    private struct Table: Sendable {
        var last: [SecretDigest: Int64] = [:]
        /// Milliseconds: a session that is not in the table was used no later than this.
        var floor: Int64
    }

    private let idle: Int64
    private let table: Mutex<Table>

    /// `idleMilliseconds` after its last use a session ends.
    init(idleMilliseconds: Int64, started: Timestamp) {
        idle = idleMilliseconds
        table = Mutex(Table(floor: started.milliseconds))
    }

    /// The session is used now; false where it was left alone for too long.
    func use(_ digest: SecretDigest, opened: Timestamp, at now: Timestamp) -> Bool {
        let now = now.milliseconds
        return table.withLock { table in
            let last = table.last[digest] ?? max(opened.milliseconds, table.floor)
            guard now - last <= idle else { return false }
            if table.last[digest] == nil, table.last.count >= Self.maximumCount {
                table.last = table.last.filter { now - $0.value <= idle }
                if table.last.count >= Self.maximumCount {
                    table.last = [:]
                    table.floor = now
                }
            }
            table.last[digest] = max(last, now)
            return true
        }
    }

    /// Sessions in the table.
    var count: Int { table.withLock { $0.last.count } }
}
