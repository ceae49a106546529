import GreenlaneCore
import HTTPTypes
import Hummingbird

/// Turns away requests that are too large to be honest, before anything of them is read.
struct RequestLimits: Sendable {
    private let maximumTargetBytes: Int
    private let maximumHeaderBytes: Int
    private let maximumBodyBytes: Int
    /// Lines of a head; browsers send about twenty.
    static let maximumHeaderLines = 100

    /// The limits of the configuration. The largest body is that of an attachment; what takes
    /// smaller ones says so when it reads.
    init(_ configuration: ServiceConfiguration) {
        maximumTargetBytes = configuration.maximumTargetBytes
        maximumHeaderBytes = configuration.maximumHeaderBytes
        maximumBodyBytes = max(
            configuration.maximumBodyBytes, configuration.maximumAttachmentBytes)
    }

    /// Throws 400, 413, 414, 415 or 431.
    func check(_ head: HTTPRequest) throws(HTTPRefusal) {
        let target = head.path?.utf8.count ?? 0
        guard target <= maximumTargetBytes else {
            throw HTTPRefusal(
                .uriTooLong,
                Refusal(
                    .input, "target-too-long",
                    LocalizedText(
                        zh: "网址超过 \(maximumTargetBytes) 字节。",
                        en: "The target is longer than \(maximumTargetBytes) bytes.")))
        }
        var bytes = 0
        for field in head.headerFields {
            bytes += field.name.rawName.utf8.count + field.value.utf8.count + 4
        }
        guard bytes <= maximumHeaderBytes,
            head.headerFields.count <= Self.maximumHeaderLines
        else {
            throw HTTPRefusal(
                .requestHeaderFieldsTooLarge,
                Refusal(
                    .input, "headers-too-large",
                    LocalizedText(
                        zh: "请求头超过 \(maximumHeaderBytes) 字节或 \(Self.maximumHeaderLines) 行。",
                        en: "The head is larger than \(maximumHeaderBytes) bytes or "
                            + "\(Self.maximumHeaderLines) lines.")))
        }
        try checkBody(head.headerFields)
    }

    private func checkBody(_ headers: HTTPFields) throws(HTTPRefusal) {
        if let coding = headers[.contentEncoding], coding.lowercased() != "identity" {
            // A few bytes that unfold to a gigabyte are not worth the line they save.
            throw HTTPRefusal(
                .unsupportedMediaType,
                Refusal(
                    .input, "content-encoding-refused",
                    LocalizedText(
                        zh: "请求正文不得压缩。", en: "The body of a request must not be compressed.")),
                headers: [.acceptEncoding: "identity"])
        }
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > maximumBodyBytes {
            throw Self.bodyTooLarge(maximumBodyBytes)
        }
    }

    /// 413, for everything that reads bodies.
    static func bodyTooLarge(_ limit: Int) -> HTTPRefusal {
        HTTPRefusal(
            .contentTooLarge,
            Refusal(
                .input, "body-too-large",
                LocalizedText(
                    zh: "正文超过 \(limit) 字节。", en: "The body is larger than \(limit) bytes.")))
    }
}
