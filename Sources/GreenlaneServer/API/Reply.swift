import GreenlaneCore
import HTTPTypes
import Hummingbird
import NIOCore

/// What an operation answers.
struct Reply: Sendable {
    var status: Int
    var headers = HTTPFields()
    var content: Content

    enum Content: Sendable {
        case none
        case bytes([UInt8])
        case buffer(ByteBuffer)
        case stream(@Sendable (inout any ResponseBodyWriter) async throws -> Void)
    }

    static let jsonType = "application/json; charset=utf-8"

    /// A JSON document.
    static func json(_ value: JSONValue, status: Int = 200) -> Reply {
        bytes(Array(value.text.utf8), type: jsonType, status: status)
    }

    static func bytes(_ bytes: [UInt8], type: String, status: Int = 200) -> Reply {
        var reply = Reply(status: status, content: .bytes(bytes))
        reply.headers[.contentType] = type
        return reply
    }

    /// Done, and nothing to say.
    static let nothing = Reply(status: 204, content: .none)

    /// Answers with the version as a strong entity tag.
    func version(_ version: Int64) -> Reply {
        var reply = self
        reply.headers[.eTag] = "\"\(version)\""
        return reply
    }

    /// Names where the new thing is.
    func location(_ path: String) -> Reply {
        var reply = self
        reply.headers[.location] = APIRoot.path + path
        return reply
    }

    var response: Response {
        let body: ResponseBody =
            switch content {
            case .none: ResponseBody()
            case .bytes(let bytes): ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            case .buffer(let buffer): ResponseBody(byteBuffer: buffer)
            case .stream(let write): ResponseBody(write)
            }
        return Response(
            status: HTTPResponse.Status(code: status), headers: headers, body: body)
    }
}

/// Where the API begins.
enum APIRoot {
    static let path = "/api/v1"
}
