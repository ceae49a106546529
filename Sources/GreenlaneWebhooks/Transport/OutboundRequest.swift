public import GreenlaneCore

/// A POST to an endpoint, or a GET.
public struct OutboundRequest: Hashable, Sendable {
    /// Where to; the endpoint policy judges it.
    public var url: String
    /// In the order in which they are sent; the transport adds length and user agent.
    public var headers: [HTTPHeader]
    /// Sent as it is.
    public var body: [UInt8]
    /// Asks for something instead of sending it.
    var isGet = false

    /// A request for what lies at an address.
    public init(get url: String) {
        self.init(url: url, headers: [], body: [])
        isGet = true
    }

    /// Nothing is checked until it is sent.
    public init(url: String, headers: [HTTPHeader], body: [UInt8]) {
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// What became of a request.
public struct OutboundResult: Hashable, Sendable {
    /// An answer, or the reason why there is none.
    public enum Outcome: Hashable, Sendable {
        case response(OutboundResponse)
        case fault(OutboundFault)
    }

    /// How it ended.
    public var outcome: Outcome
    /// From the first byte sent, or the first attempt at it, to the end.
    public var elapsedMilliseconds: Int64

    /// A result, as the transport gives it.
    public init(_ outcome: Outcome, elapsedMilliseconds: Int64 = 0) {
        self.outcome = outcome
        self.elapsedMilliseconds = elapsedMilliseconds
    }

    /// The status, where an answer came.
    public var status: Int? {
        if case .response(let response) = outcome { response.status } else { nil }
    }

    /// The form that the delivery machine takes.
    public var deliveryOutcome: DeliveryMachine.Outcome {
        switch outcome {
        case .response(let response):
            .response(
                status: response.status, retryAfter: response.retryAfterSeconds,
                abort: response.asksToAbort)
        case .fault(let fault):
            switch fault.kind {
            case .targetRefused, .invalidRequest: .targetRefused
            case .timedOut, .notResolved, .notConnected, .certificate, .broken, .queueFull,
                .stopped:
                .connectionFault
            }
        }
    }
}

/// An answer of any status.
public struct OutboundResponse: Hashable, Sendable {
    /// Of any class; a redirect is not followed.
    public var status: Int
    /// What `Retry-After` asks for.
    public var retryAfterSeconds: Int64?
    /// Whether the receiver answered `webhook-delivery: abort-message`: no more of this event.
    public var asksToAbort: Bool
    /// The beginning of the body.
    public var body: [UInt8]
    /// Whether there was more of it.
    public var bodyWasCut: Bool

    /// An answer, as the transport gives it.
    public init(
        status: Int, retryAfterSeconds: Int64? = nil, asksToAbort: Bool = false,
        body: [UInt8] = [], bodyWasCut: Bool = false
    ) {
        self.status = status
        self.retryAfterSeconds = retryAfterSeconds
        self.asksToAbort = asksToAbort
        self.body = body
        self.bodyWasCut = bodyWasCut
    }
}

/// Why no answer came.
public struct OutboundFault: Error, Hashable, Sendable {
    /// Stable; kept with the attempt.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case timedOut = "timed-out"
        case notResolved = "not-resolved"
        case notConnected = "not-connected"
        case certificate
        /// The connection broke, or what came was no HTTP.
        case broken
        /// The endpoint policy forbids the address.
        case targetRefused = "target-refused"
        /// A header that no head can carry, or a body over the limit.
        case invalidRequest = "invalid-request"
        /// Too many requests wait already.
        case queueFull = "queue-full"
        /// The transport was stopped before the answer.
        case stopped
    }

    /// What kind of failure.
    public var kind: Kind
    /// What libcurl says, for the log; may be empty.
    public var detail: String

    /// A fault, as the transport gives it.
    public init(_ kind: Kind, detail: String = "") {
        self.kind = kind
        self.detail = detail
    }

    /// What to tell people.
    public var message: LocalizedText {
        switch kind {
        case .timedOut:
            LocalizedText(zh: "接收方未在时限内应答。", en: "The endpoint did not answer in time.")
        case .notResolved:
            LocalizedText(zh: "无法解析接收地址的域名。", en: "The endpoint's name cannot be resolved.")
        case .notConnected:
            LocalizedText(zh: "无法连接到接收方。", en: "The endpoint cannot be reached.")
        case .certificate:
            LocalizedText(
                zh: "接收方的 TLS 证书未通过校验。",
                en: "The endpoint's TLS certificate was not accepted.")
        case .broken: LocalizedText(zh: "与接收方的连接中断。", en: "The connection broke off.")
        case .targetRefused:
            LocalizedText(
                zh: "接收地址指向不允许的网络，未发送。",
                en: "The endpoint leads to a network that is not allowed; nothing was sent.")
        case .invalidRequest:
            LocalizedText(
                zh: "请求头或正文不符合要求，未发送。",
                en: "The headers or the body cannot be sent; nothing was sent.")
        case .queueFull:
            LocalizedText(zh: "待发送的请求过多。", en: "Too many requests are waiting.")
        case .stopped: LocalizedText(zh: "发送已停止。", en: "Sending was stopped.")
        }
    }
}
