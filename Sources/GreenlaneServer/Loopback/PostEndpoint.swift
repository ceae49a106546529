import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// A server with one path that takes posts: what a witness needs, and no more.
public struct PostEndpoint: Sendable {
    /// What is answered.
    public struct Answer: Sendable {
        public var status: Int
        public var contentType: String
        public var body: [UInt8]

        /// An answer with a body, which may be empty.
        public init(status: Int, contentType: String, body: [UInt8]) {
            self.status = status
            self.contentType = contentType
            self.body = body
        }
    }

    private let host: String
    private let port: Int
    private let path: String
    private let maximumBytes: Int
    private let answer: @Sendable ([UInt8]) -> Answer

    /// `port` 0 takes any free one. `answer` is called for every body of at most `maximumBytes`;
    /// longer ones are answered 413.
    public init(
        host: String, port: Int, path: String, maximumBytes: Int,
        answer: @escaping @Sendable ([UInt8]) -> Answer
    ) {
        self.host = host
        self.port = port
        self.path = path
        self.maximumBytes = maximumBytes
        self.answer = answer
    }

    /// Serves until its task is cancelled or the process is told to end; `running` is told the
    /// port.
    public func run(running: @escaping @Sendable (Int) -> Void) async throws {
        let logger = Logger(label: "witness") { _ in SwiftLogNoOpLogHandler() }
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in
                try await respond(to: request)
            },
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in running(channel.localAddress?.port ?? 0) },
            logger: logger)
        try await application.runService()
    }

    private func respond(to request: Request) async throws -> Response {
        guard request.uri.path == path else { return Response(status: .notFound) }
        guard request.method == .post else { return Response(status: .methodNotAllowed) }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: maximumBytes)
        } catch is NIOTooManyBytesError {
            return Response(status: .contentTooLarge)
        }
        let answer = answer(Array(body.readableBytesView))
        var headers = HTTPFields()
        headers[.contentType] = answer.contentType
        return Response(
            status: HTTPResponse.Status(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}
