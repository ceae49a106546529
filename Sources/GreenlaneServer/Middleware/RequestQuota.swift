import GreenlaneCore
import HTTPTypes
public import Hummingbird

/// Makes guessing keys and passwords slow: counts what ends 401 by address, so that nobody can use
/// up another's quota. Whoever shows a good credential passes even so: wrong ones from the same
/// address, such as that of a proxy, do not shut others out.
public struct GuessLimit: Sendable {
    private let limiter: RateLimiter
    private let showsCredential: @Sendable (Request) -> Bool

    /// `showsCredential` says whether a request brings a long secret that is judged whatever the
    /// limit; one that is wrong then meets the limit.
    public init(
        _ limiter: RateLimiter,
        showsCredential: @escaping @Sendable (Request) -> Bool = { _ in false }
    ) {
        self.limiter = limiter
        self.showsCredential = showsCredential
    }

    /// Before a request is looked at: 429 where that address guessed too often.
    func admit(_ request: Request, _ exchange: Exchange) throws(HTTPRefusal) {
        guard !showsCredential(request) else { return }
        try check(limiter.look(exchange.rateKey))
    }

    /// A request that ended 401: 429 where it was one too many.
    func count(_ exchange: Exchange) throws(HTTPRefusal) {
        try check(limiter.take(exchange.rateKey))
    }

    private func check(_ verdict: RateLimiter.Verdict) throws(HTTPRefusal) {
        try RequestQuota.check(verdict, limiter, "sign-in")
    }
}

extension Exchange {
    fileprivate var rateKey: RateLimiter.Key { client.map { .address($0.client) } ?? .local }
}

/// What somebody is told who asks too often.
enum RequestQuota {
    /// Counts one request of somebody who signed in.
    static func take(_ limiter: RateLimiter, of caller: String) throws(HTTPRefusal) {
        try check(limiter.take(.caller(caller)), limiter, "requests")
    }

    static func check(
        _ verdict: RateLimiter.Verdict, _ limiter: RateLimiter, _ policy: String
    ) throws(HTTPRefusal) {
        guard case .limited(let seconds) = verdict else { return }
        var headers = HTTPFields()
        headers[.retryAfter] = String(seconds)
        headers[.rateLimitPolicy] = "\"\(policy)\";q=\(limiter.perMinute);w=60"
        headers[.rateLimit] = "\"\(policy)\";r=0;t=\(seconds)"
        throw HTTPRefusal(
            .tooManyRequests,
            Refusal(
                .fault, "rate-limited",
                LocalizedText(zh: "请求过于频繁。", en: "Too many requests."),
                remedy: LocalizedText(
                    zh: "请在 \(seconds) 秒后重试。", en: "Try again in \(seconds) seconds.")),
            headers: headers)
    }
}
