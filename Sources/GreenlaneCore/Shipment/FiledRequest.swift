/// An import request with its canonical bytes, made once: they are hashed to tell a repeat from a
/// conflict, and written to the log as they are.
public struct FiledRequest: Hashable, Sendable {
    public let request: ImportRequest
    /// RFC 8785.
    public let bytes: [UInt8]

    public init(_ request: ImportRequest) {
        self.request = request
        bytes = request.canonicalBytes
    }

    /// From the log, whose bytes are what was filed.
    public init(_ request: ImportRequest, bytes: [UInt8]) {
        self.request = request
        self.bytes = bytes
    }
}
