import GreenlaneCore
import Synchronization

/// What pages about the definitions say: it follows from the address, the language and the day, for
/// whoever reads it, so it is made once.
final class KeptContexts: Sendable {
    /// Beyond so many the shelf begins anew: addresses are typed by people.
    static let maximumCount = 64

    private let known = Mutex<[String: JSONObject]>([:])

    func context(_ key: String, _ make: () throws -> JSONObject) rethrows -> JSONObject {
        if let context = known.withLock({ $0[key] }) { return context }
        let made = try make()
        known.withLock { known in
            if known.count >= Self.maximumCount { known.removeAll() }
            known[key] = made
        }
        return made
    }
}

extension PageCall {
    /// The context of this page where nothing but the definitions goes into it.
    func kept(_ make: () throws -> JSONObject) rethrows -> JSONObject {
        let questions = query.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let key = [language.rawValue, now.date.description, path] + questions
        return try console.kept.context(key.joined(separator: "\n"), make)
    }
}
