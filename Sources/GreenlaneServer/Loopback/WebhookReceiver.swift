import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A request as it came: nothing parsed, so that its signature can be checked over the raw body.
public struct ReceivedRequest: Hashable, Sendable {
    /// One line of the head; names in lower case.
    public struct Header: Hashable, Sendable {
        /// In lower case.
        public let name: String
        /// As it came.
        public let value: String

        /// A line as it was received.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Such as `POST`.
    public let method: String
    /// With the query, where there is one.
    public let path: String
    /// In the order of the head.
    public let headers: [Header]
    /// The raw bytes.
    public let body: [UInt8]
    /// The status that was answered.
    public let answeredStatus: Int

    /// A request as it was received.
    public init(
        method: String, path: String, headers: [Header], body: [UInt8], answeredStatus: Int
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.answeredStatus = answeredStatus
    }

    /// The first header of that name, in any case of letters.
    public func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name == name }?.value
    }
}

/// What the receiver says to one request.
public struct ReceiverAnswer: Hashable, Sendable {
    /// The HTTP status.
    public var status: Int
    /// Beside those of the server.
    public var headers: [ReceivedRequest.Header]
    /// May be empty.
    public var body: [UInt8]
    /// Milliseconds to wait before answering.
    public var delay: Int

    /// An answer with a status and, where the story needs them, headers, a body and a delay.
    public init(
        status: Int, headers: [ReceivedRequest.Header] = [], body: [UInt8] = [], delay: Int = 0
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.delay = delay
    }

    /// 204 without a body.
    public static let accepted = ReceiverAnswer(status: 204)
}

/// Why the receiver is not there.
public enum WebhookReceiverError: Error, Hashable, Sendable {
    /// The port was not opened; the text is the system's.
    case notStarted(String)
}

/// A partner's system in small: listens on this machine only, keeps what comes, answers as told.
/// For the demonstration and for tests.
public final class WebhookReceiver: Sendable {
    /// Bytes of a body; what is longer is answered 413 and not kept.
    public static let maximumBodyByteCount = 1024 * 1024

    /// The address to send to: this machine, and a port that the system chose.
    public let url: String
    /// The port that the system chose.
    public let port: Int

    private let record: ReceiverRecord
    private let server: Task<Void, any Error>

    private init(port: Int, record: ReceiverRecord, server: Task<Void, any Error>) {
        self.port = port
        url = "http://127.0.0.1:\(port)/webhooks"
        self.record = record
        self.server = server
    }

    /// Opens a port and answers the first requests with `answers`, one each, and all later ones
    /// with `then`. Any path and method will do.
    public static func start(
        answers: [ReceiverAnswer] = [], then: ReceiverAnswer = .accepted
    ) async throws(WebhookReceiverError) -> WebhookReceiver {
        let record = ReceiverRecord(answers: answers, then: then)
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        // The receiver shows what it gets by itself; its server has nothing to add.
        let logger = Logger(label: "webhook-receiver") { _ in SwiftLogNoOpLogHandler() }
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in
                try await record.respond(to: request)
            },
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in announce.yield(channel.localAddress?.port ?? 0) },
            logger: logger)
        let server = Task {
            defer { announce.finish() }
            try await application.run()
        }
        for await port in ports where port > 0 {
            return WebhookReceiver(port: port, record: record, server: server)
        }
        server.cancel()
        switch await server.result {
        case .success: throw .notStarted("")
        case .failure(let error): throw .notStarted("\(error)")
        }
    }

    /// What came, in the order in which the bodies were complete.
    public func received() -> [ReceivedRequest] {
        record.requests
    }

    /// Closes the port and all connections, and returns when that is done.
    public func stop() async {
        server.cancel()
        _ = await server.result
    }
}

/// The receiver's memory and script.
private final class ReceiverRecord: Sendable {
    private struct State: Sendable {
        var requests: [ReceivedRequest] = []
        var answers: ArraySlice<ReceiverAnswer>
    }

    private let state: Mutex<State>
    private let then: ReceiverAnswer

    init(answers: [ReceiverAnswer], then: ReceiverAnswer) {
        state = Mutex(State(answers: answers[...]))
        self.then = then
    }

    var requests: [ReceivedRequest] { state.withLock { $0.requests } }

    func respond(to request: Request) async throws -> Response {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: WebhookReceiver.maximumBodyByteCount)
        } catch is NIOTooManyBytesError {
            return Response(status: .contentTooLarge)
        }
        let answer = keep(request, body: Array(body.readableBytesView))
        if answer.delay > 0 { try await Task.sleep(for: .milliseconds(answer.delay)) }
        var headers = HTTPFields()
        for header in answer.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            headers.append(HTTPField(name: name, value: header.value))
        }
        return Response(
            status: HTTPResponse.Status(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    private func keep(_ request: Request, body: [UInt8]) -> ReceiverAnswer {
        let headers = request.headers.map {
            ReceivedRequest.Header(name: $0.name.canonicalName, value: $0.value)
        }
        return state.withLock { state in
            let answer = state.answers.popFirst() ?? then
            state.requests.append(
                ReceivedRequest(
                    method: request.method.rawValue, path: request.uri.description,
                    headers: headers, body: body, answeredStatus: answer.status))
            return answer
        }
    }
}
