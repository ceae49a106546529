/// An import request with its canonical bytes, made once: they are hashed to tell a repeat from a
/// conflict, and written to the log as they are.
public struct FiledRequest: Hashable, Sendable {
    /// Shared with the shipment that comes of it.
    let box: RequestBox
    /// RFC 8785.
    public let bytes: [UInt8]

    public init(_ request: ImportRequest) {
        box = RequestBox(request)
        bytes = request.canonicalBytes
    }

    /// From the log, whose bytes are what was filed.
    public init(_ request: ImportRequest, bytes: [UInt8]) {
        box = RequestBox(request)
        self.bytes = bytes
    }

    public var request: ImportRequest { box.value }
}
