import HTTPTypes
import Hummingbird
import NIOCore

/// Packs answers of text and JSON for clients that can unpack them. Only whole bodies above 1 KiB:
/// streams, and what is small or packed already, pass untouched.
enum Compression {
    /// Smaller bodies fit a packet or two in any case.
    static let minimumBytes = 1024

    /// Packs the answer of a request.
    static func pack(_ response: inout Response, of request: Request) async throws {
        guard let length = response.body.contentLength, length >= minimumBytes,
            response.headers[.contentEncoding] == nil, response.headers[.contentRange] == nil,
            isText(response.headers[.contentType])
        else { return }
        // Caches must keep both forms apart, whichever this client gets.
        response.headers.append(HTTPField(name: .vary, value: "Accept-Encoding"))
        let accepted = request.headers[values: .acceptEncoding]
        guard request.method != .head, !accepted.isEmpty, AcceptEncoding.allowsGzip(accepted)
        else { return }
        let collector = BodyCollector(capacity: length)
        try await response.body.write(collector)
        guard let body = collector.body else { return }
        guard let packed = body.withUnsafeReadableBytes({ Gzip.pack($0) }), packed.count < length
        else {
            response.body = ResponseBody(byteBuffer: body)
            return
        }
        response.headers[.contentEncoding] = "gzip"
        response.headers[.contentLength] = nil
        response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: packed))
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
