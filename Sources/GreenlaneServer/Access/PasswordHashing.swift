import Dispatch
import GreenlaneCore
import Synchronization

/// Works out password hashes: few at once, because each takes much memory, and as much work for a
/// name that nobody has as for one that somebody has.
final class PasswordHashing: Sendable {
    /// Hashes worked out at once.
    static let maximumAtOnce = 2
    /// Hashes that may wait; one more is refused with `busy`.
    static let maximumWaiting = 32

    private struct Line: Sendable {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    let cost: PasswordCost
    private let line = Mutex(Line())
    /// Held against what is tried for names that nobody has.
    private let nobody: PasswordHash

    init(cost: PasswordCost) {
        self.cost = cost
        // Of no password: nothing hashes to zeros.
        nobody = PasswordHash(
            cost: cost, salt: [UInt8](repeating: 0x5A, count: PasswordHash.saltBytes),
            hash: [UInt8](repeating: 0, count: PasswordHash.hashBytes))
    }

    static let busy = Refusal(
        .fault, "busy",
        LocalizedText(zh: "正在登录的人太多。", en: "Too many people are signing in."),
        remedy: LocalizedText(zh: "稍后重试。", en: "Try again in a moment."))

    /// What came of trying a password.
    struct Verdict: Hashable, Sendable {
        var isRight: Bool
        /// The stored hash costs less than new ones do: the password should be hashed again.
        var isOutdated: Bool
    }

    /// Holds a password against a stored hash; without one the work is done all the same.
    func check(_ password: String, against stored: String?) async throws -> Verdict {
        let known = stored.flatMap { PasswordHash($0) }
        let hash = known ?? nobody
        let isRight = try await work { try hash.matches(password) }
        return Verdict(isRight: isRight && known != nil, isOutdated: hash.cost != cost)
    }

    /// The PHC form of a new password's hash.
    func hash(_ password: String) async throws -> String {
        let cost = cost
        return try await work { try PasswordHash.make(password, cost: cost).text }
    }

    /// Those that wait now.
    var waiting: Int { line.withLock { $0.waiting.count } }

    func work<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let job: @Sendable () -> Void = { [self] in
                let result = Result { try body() }
                next()
                continuation.resume(with: result)
            }
            let isTaken = line.withLock { line in
                if line.running < Self.maximumAtOnce {
                    line.running += 1
                    DispatchQueue.global().async(execute: job)
                } else if line.waiting.count < Self.maximumWaiting {
                    line.waiting.append(job)
                } else {
                    return false
                }
                return true
            }
            if !isTaken { continuation.resume(throwing: Self.busy) }
        }
    }

    private func next() {
        line.withLock { line in
            guard !line.waiting.isEmpty else {
                line.running -= 1
                return
            }
            DispatchQueue.global().async(execute: line.waiting.removeFirst())
        }
    }
}
