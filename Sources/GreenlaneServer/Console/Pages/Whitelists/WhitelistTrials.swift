import GreenlaneCore
import Synchronization

/// Lists that somebody tried on the page and may publish next: kept in memory, so that the very
/// bytes are published that were looked at.
final class WhitelistTrials: Sendable {
    struct Trial: Sendable {
        var account: String
        /// Of the bytes.
        var digest: String
        /// Of what publishing would change: nobody publishes other changes than they saw.
        var changes: String
        var name: String
        var bytes: [UInt8]
        var published: CalendarDate?
        var at: Timestamp
    }

    /// One to an account, and so many in all.
    static let maximum = 4
    static let minutes: Int64 = 120

    private let trials = Mutex<[Trial]>([])

    func keep(_ trial: Trial) {
        trials.withLock { trials in
            trials.removeAll { $0.account == trial.account }
            trials.append(trial)
            trials = Array(trials.suffix(Self.maximum))
        }
    }

    /// The trial of an account, while it is fresh.
    func trial(_ digest: String, of account: String, at now: Timestamp) -> Trial? {
        trials.withLock { trials in
            trials.removeAll { $0.at.adding(milliseconds: Self.minutes * 60_000) < now }
            return trials.first { $0.account == account && $0.digest == digest }
        }
    }

    func forget(of account: String) {
        trials.withLock { $0.removeAll { $0.account == account } }
    }
}
