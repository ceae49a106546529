public import GreenlaneCore
public import HTTPTypes
public import Hummingbird

/// A refusal on its way to an HTTP answer. Written as RFC 9457 problem, with what refusals have
/// beyond it; whoever maps errors in front may write it otherwise.
public struct HTTPRefusal: Error, HTTPResponseError, Sendable {
    /// The status of the answer.
    public let status: HTTPResponse.Status
    /// What was refused, why, and what to do.
    public let refusal: Refusal
    /// Lines of the answer beside those every problem has, such as `Retry-After`.
    public let headers: HTTPFields

    /// A refusal with its status.
    public init(_ status: HTTPResponse.Status, _ refusal: Refusal, headers: HTTPFields = [:]) {
        self.status = status
        self.refusal = refusal
        self.headers = headers
    }

    /// The problem as bytes of `application/problem+json`.
    public var problem: [UInt8] {
        var object = JSONObject()
        object.append("type", "about:blank")
        object.append("title", .string(status.reasonPhrase))
        object.append("status", .integer(Int64(status.code)))
        object.append("detail", .string(refusal.message.en))
        for member in refusal.json.objectValue?.members ?? [] where member.name != "details" {
            object.append(member.name, member.value)
        }
        object.append(
            "errors",
            .array(
                refusal.details.map {
                    [
                        "pointer": .string($0.pointer), "code": .string($0.code),
                        "detail": .string($0.message.en),
                    ]
                }))
        var writer = JSONWriter()
        writer.value(.object(object), sorted: false)
        return writer.bytes
    }

    /// The answer, whatever the request was.
    public var response: Response {
        var fields = headers
        fields[.contentType] = "application/problem+json"
        return Response(
            status: status, headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: problem)))
    }

    /// What the framework asks of errors that are answers.
    public func response(from request: Request, context: some RequestContext) -> Response {
        response
    }

    /// What is answered where the service itself failed: no word about why.
    static let fault = HTTPRefusal(
        .internalServerError,
        Refusal(
            .fault, "internal-fault",
            LocalizedText(
                zh: "服务内部出错，这一步没有完成。",
                en: "An internal fault; the step was not completed."),
            remedy: LocalizedText(
                zh: "请重试；若再次出现，请告知维护人员答复中的 X-Request-ID。",
                en: "Try again; if it comes back, tell whoever runs this the X-Request-ID.")))
}
