import GreenlaneCore
import Synchronization

@testable import GreenlaneServer

/// Secrets of a test's subscriptions, in memory.
final class TestSubscriptions: SubscriptionKeeper {
    let formats = ["cloudevents", "wecom", "checkpoint"]
    private let kept = Mutex<[String: String]>([:])

    var names: [String] { kept.withLock { $0.keys.sorted() } }

    func label(of url: String, format: String) throws -> String {
        guard url.hasPrefix("https://") else {
            throw Refusal(
                .input, "webhook-url-not-https", LocalizedText(zh: "须用 https。", en: "Use https."))
        }
        return url
    }

    func keep(
        _ name: String, url: String, format: String, botSecret: String?
    ) throws -> String? {
        kept.withLock { $0[name] = url }
        return format == "wecom" ? nil : "whsec_\(name)"
    }

    func forget(_ name: String) throws { kept.withLock { $0[name] = nil } }

    func test(_ name: String, format: String, at now: Timestamp) async throws -> SubscriptionTrial {
        SubscriptionTrial(
            isTaken: names.contains(name), words: LocalizedText(zh: "HTTP 200", en: "HTTP 200"))
    }

    func words(ofType type: String) -> LocalizedText? { nil }
}
