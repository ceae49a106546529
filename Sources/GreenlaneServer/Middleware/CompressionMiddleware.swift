import HTTPTypes
public import Hummingbird
import NIOCore

/// Packs answers of text and JSON for clients that can unpack them. Only whole bodies above 1 KiB:
/// streams, and what is small or packed already, pass untouched.
public struct CompressionMiddleware<Context: RequestContext>: RouterMiddleware {
    /// Smaller bodies fit a packet or two in any case.
    static var minimumBytes: Int { 1024 }

    /// A compressor.
    public init() {}

    /// Passes the request on and packs its answer.
    public func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard let length = response.body.contentLength, length >= Self.minimumBytes,
            response.headers[.contentEncoding] == nil, response.headers[.contentRange] == nil,
            Self.isText(response.headers[.contentType])
        else { return response }
        // Caches must keep both forms apart, whichever this client gets.
        response.headers.append(HTTPField(name: .vary, value: "Accept-Encoding"))
        let accepted = request.headers[values: .acceptEncoding]
        guard request.method != .head, AcceptEncoding.allowsGzip(accepted) else {
            return response
        }
        let collector = BodyCollector(capacity: length)
        try await response.body.write(collector)
        guard let body = collector.body else { return response }
        guard let packed = body.withUnsafeReadableBytes({ Gzip.pack($0) }), packed.count < length
        else {
            response.body = ResponseBody(byteBuffer: body)
            return response
        }
        response.headers[.contentEncoding] = "gzip"
        response.headers[.contentLength] = nil
        response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: packed))
        return response
    }

    static func isText(_ contentType: String?) -> Bool {
        // What nearly every answer says needs no taking apart.
        if contentType == Reply.jsonType { return true }
        guard let name = contentType?.split(separator: ";").first?.filter({ $0 != " " }) else {
            return false
        }
        let type = name.lowercased()
        guard type != "text/event-stream" else { return false }
        return type.hasPrefix("text/") || type == "application/json" || type.hasSuffix("+json")
            || type == "application/xml" || type.hasSuffix("+xml")
            || type == "application/yaml" || type == "application/javascript"
    }
}

/// Takes the place of the connection while a whole body is written.
private final class BodyCollector: ResponseBodyWriter {
    private var buffer: ByteBuffer
    private var isFinished = false

    init(capacity: Int) {
        buffer = ByteBuffer()
        buffer.reserveCapacity(capacity)
    }

    var body: ByteBuffer? { isFinished ? buffer : nil }

    func write(_ buffer: ByteBuffer) async throws {
        self.buffer.writeImmutableBuffer(buffer)
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {
        isFinished = true
    }
}
