import GreenlaneCore
import HTTPTypes
public import Hummingbird

/// Answers 429 where a client asks too often.
public struct RateLimitMiddleware<Context: ExchangeContext>: RouterMiddleware {
    /// Which requests empty the bucket.
    public enum Charge: Sendable {
        /// All. Stands behind the authentication, and counts by who signed in.
        case every
        /// Those that end 401. Stands in front of the authentication and counts by address:
        /// guessing keys and passwords is slow, and nobody can use up another's quota. Whoever
        /// shows a good credential passes even so: wrong ones from the same address, such as that
        /// of a proxy, do not shut others out.
        case unauthorized
    }

    private let limiter: RateLimiter
    private let charge: Charge
    private let policy: String
    private let showsCredential: @Sendable (Request) -> Bool

    /// A limit of that name, which clients see. `showsCredential` says whether a request brings a
    /// long secret that is judged whatever the limit; one that is wrong then meets the limit.
    public init(
        _ limiter: RateLimiter, charge: Charge, name: String,
        showsCredential: @escaping @Sendable (Request) -> Bool = { _ in false }
    ) {
        self.limiter = limiter
        self.charge = charge
        policy = name
        self.showsCredential = showsCredential
    }

    /// Passes the request on, or throws `HTTPRefusal` with 429.
    public func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let key = key(of: context.exchange)
        switch charge {
        case .every:
            try check(limiter.take(key))
            return try await next(request, context)
        case .unauthorized:
            if !showsCredential(request) { try check(limiter.look(key)) }
            do {
                let response = try await next(request, context)
                if response.status == .unauthorized { try check(limiter.take(key)) }
                return response
            } catch {
                let status = (error as? any HTTPResponseError)?.status
                if status == .unauthorized { try check(limiter.take(key)) }
                throw error
            }
        }
    }

    private func key(of exchange: Exchange) -> String {
        if charge == .every, let caller = exchange.caller { return "caller \(caller)" }
        return exchange.client.map(\.client.text) ?? "local"
    }

    private func check(_ verdict: RateLimiter.Verdict) throws(HTTPRefusal) {
        try RequestQuota.check(verdict, limiter, policy)
    }
}

/// What somebody is told who asks too often.
enum RequestQuota {
    /// Counts one request of somebody who signed in.
    static func take(_ limiter: RateLimiter, of caller: String) throws(HTTPRefusal) {
        try check(limiter.take("caller \(caller)"), limiter, "requests")
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
