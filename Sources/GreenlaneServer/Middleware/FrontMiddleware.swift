import GreenlaneCore
import HTTPTypes
public import Hummingbird
import Logging
import Synchronization

/// The one middleware: names the request, finds the client, turns away what is too large or guesses
/// too often, turns every error into an answer, packs it, adds the security lines, measures and
/// logs. One step instead of eight: every request passes it, and each step of the framework copies
/// the request, its context and its answer.
public struct FrontMiddleware<Context: ExchangeContext>: RouterMiddleware {
    private let trustedProxies: [AddressRange]
    private let isTLS: Bool
    private let security: SecurityHeaders
    private let limits: RequestLimits
    private let guesses: GuessLimit?
    private let metrics: RequestMetrics?
    private let accessLog: AccessLog?
    private let clock: ServiceClock
    private let written: @Sendable (HTTPRefusal, Request, Context) async -> Response

    /// `accessLog` nil logs no requests, `metrics` nil counts none, `guesses` nil lets everybody
    /// try. `written` makes the answer of a refusal, where another form or language than
    /// `HTTPRefusal` has is wanted.
    public init(
        configuration: ServiceConfiguration, metrics: RequestMetrics?, accessLog: AccessLog?,
        guesses: GuessLimit? = nil,
        clock: ServiceClock = .system,
        written: @escaping @Sendable (HTTPRefusal, Request, Context) async -> Response = {
            refusal, _, _ in refusal.response
        }
    ) {
        self.written = written
        trustedProxies = configuration.trustedProxies
        isTLS = configuration.tls != nil
        security = SecurityHeaders(isReachedOverTLS: configuration.isReachedOverTLS)
        limits = RequestLimits(configuration)
        self.guesses = guesses
        self.metrics = metrics
        self.accessLog = accessLog
        self.clock = clock
    }

    /// Passes the request on with its exchange filled in.
    public func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = clock.elapsed()
        var context = context
        fill(&context.exchange, from: request)
        metrics?.began()
        var response: Response
        do {
            try limits.check(request.head)
            try guesses?.admit(request, context.exchange)
            response = try await next(request, context)
            if response.status == .unauthorized { try guesses?.count(context.exchange) }
            try await Compression.pack(&response, of: request)
        } catch {
            response = await answer(to: error, request: request, context: context)
        }
        security.apply(to: &response.headers, isSecure: context.exchange.isSecure)
        response.headers.append(
            HTTPField(name: .requestID, value: context.exchange.requestID))
        finish(&response, request: request, context: context, start: start)
        return response
    }

    private func fill(_ exchange: inout Exchange, from request: Request) {
        exchange.isSecure = isTLS
        if !trustedProxies.isEmpty, let peer = exchange.peer,
            let hop = ForwardedHop.resolve(
                peer: peer, headers: request.headers, trusted: trustedProxies)
        {
            exchange.client = hop.client
            exchange.isSecure = hop.isSecure ?? isTLS
        }
        exchange.requestID =
            RequestID.accepted(request.headers[.requestID]) ?? RequestID.make()
        exchange.trace = TraceParent(request.headers[.traceParent])?.child() ?? .make()
    }

    private func answer(
        to error: any Error, request: Request, context: Context
    ) async -> Response {
        if let refusal = counted(error, context.exchange) {
            return await written(refusal, request, context)
        }
        if !(error is CancellationError) {
            // The type only: texts of errors may quote what somebody sent.
            context.logger.error(
                "fault",
                metadata: [
                    "error": .string(String(reflecting: type(of: error))),
                    "request_id": .string(context.exchange.requestID),
                ])
        }
        return await written(HTTPRefusal.fault, request, context)
    }

    /// What a thrown error says to the client, once a wrong credential is counted; nil for a fault
    /// of ours.
    private func counted(_ error: any Error, _ exchange: Exchange) -> HTTPRefusal? {
        let refusal: HTTPRefusal
        if let known = error as? HTTPRefusal {
            refusal = known
        } else if let known = error as? any HTTPResponseError {
            refusal = plain(known.status)
        } else {
            return nil
        }
        guard refusal.status == .unauthorized else { return refusal }
        do throws(HTTPRefusal) {
            try guesses?.count(exchange)
            return refusal
        } catch { return error }
    }

    /// The framework's own errors (no route, wrong method, unreadable body) as problems.
    private func plain(_ status: HTTPResponse.Status) -> HTTPRefusal {
        guard status.code < 500 else { return HTTPRefusal.fault }
        let kind: Refusal.Kind = status == .notFound ? .notFound : .input
        let code = status == .notFound ? "no-such-resource" : "request-not-understood"
        let text =
            status == .notFound
            ? LocalizedText(zh: "没有这个资源。", en: "There is no such resource.")
            : LocalizedText(zh: "请求无法理解。", en: "The request is not understood.")
        return HTTPRefusal(status, Refusal(kind, code, text))
    }

    private func finish(
        _ response: inout Response, request: Request, context: Context, start: UInt64
    ) {
        let status = Int(response.status.code)
        let metrics = metrics
        let accessLog = accessLog
        let clock = clock
        let exchange = context.exchange
        let method = request.method
        // The router says so where it found nothing.
        let matched = context.endpointPath.flatMap { $0 == "NotFound" ? nil : $0 }
        let route = matched ?? "unmatched"
        let done: @Sendable (Int) -> Void = { bytes in
            let nanoseconds = clock.elapsed() &- start
            metrics?.ended(
                route: route, method: method, status: status, nanoseconds: nanoseconds)
            accessLog?.write(
                AccessLog.Entry(
                    method: method, route: route, status: status, nanoseconds: nanoseconds,
                    bytes: bytes, exchange: exchange))
        }
        // A body of known length is as good as sent; a stream ends when it ends.
        if let length = response.body.contentLength {
            done(length)
        } else {
            let body = response.body
            response.body = ResponseBody { writer in
                let count = ByteCount()
                defer { done(count.total) }
                try await body.map { buffer in
                    count.add(buffer.readableBytes)
                    return buffer
                }.write(writer)
            }
        }
    }
}

/// Bytes of a streamed answer.
private final class ByteCount: Sendable {
    private let bytes = Atomic(0)

    var total: Int { bytes.load(ordering: .relaxed) }

    func add(_ count: Int) { bytes.add(count, ordering: .relaxed) }
}
