/// What a time-stamping authority answered (RFC 3161): status, and in a granted token the hash it
/// saw and when. **The authority's signature is not checked here**; that is for
/// `openssl ts -verify` with the authority's certificate, on the request and reply as stored.
public struct TimestampReply: Hashable, Sendable {
    /// The media type of the reply.
    public static let contentType = "application/timestamp-reply"
    /// The most bytes of a reply; more are refused unread.
    public static let maximumBytes = 262_144

    /// The status number: 0 is granted, 1 granted with changes, 2 rejected.
    public let status: Int
    /// What the authority says about the status, line by line.
    public let statusTexts: [String]
    /// What was stamped; nil where nothing was.
    public let token: TimestampToken?

    /// Reads DER with definite lengths; throws for anything else. What the token holds beside the
    /// stamped data, certificates and signature, is not looked at.
    public init(_ bytes: [UInt8]) throws(TimestampFault) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLarge }
        var outer = DERReader(bytes[...])
        guard var reply = outer.sequence(), outer.isAtEnd, var info = reply.sequence(),
            let status = info.unsigned(), status.count <= 1
        else { throw .malformed }
        self.status = Int(status.first ?? 0)
        statusTexts = Self.texts(&info)
        guard !reply.isAtEnd else {
            token = nil
            return
        }
        guard let content = Self.stampedContent(&reply), reply.isAtEnd,
            let token = TimestampToken(content)
        else { throw .malformed }
        self.token = token
    }

    /// Whether the authority stamped something.
    public var isGranted: Bool { status <= 1 && token != nil }

    /// What in the reply does not answer the request; nil where everything does.
    public func problem(answering request: TimestampRequest) -> TimestampProblem? {
        guard isGranted, let token else { return .notGranted(status: status) }
        guard token.hashAlgorithm == TimestampRequest.sha256,
            token.imprint == request.imprint.bytes
        else { return .otherImprint }
        // An authority must send the nonce back; a token without one may be an old one.
        guard token.nonce == request.nonce else { return .otherNonce }
        return nil
    }

    private static func texts(_ info: inout DERReader) -> [String] {
        guard var lines = info.sequence() else { return [] }
        var texts: [String] = []
        while texts.count < 16, let line = lines.next(DERReader.Tag.utf8String) {
            guard let text = String(validating: line, as: UTF8.self) else { break }
            texts.append(text)
        }
        return texts
    }

    /// The octets that a CMS SignedData carries, where they are a TSTInfo.
    private static func stampedContent(_ reply: inout DERReader) -> ArraySlice<UInt8>? {
        guard var content = reply.sequence(),
            content.objectIdentifier() == "1.2.840.113549.1.7.2",
            let wrapped = content.next(DERReader.Tag.explicit0)
        else { return nil }
        var wrapper = DERReader(wrapped)
        // Version and digest algorithms come before the content.
        guard var signed = wrapper.sequence(), wrapper.isAtEnd, signed.unsigned() != nil,
            signed.any() != nil, var inner = signed.sequence(),
            inner.objectIdentifier() == "1.2.840.113549.1.9.16.1.4",
            let octets = inner.next(DERReader.Tag.explicit0)
        else { return nil }
        var reader = DERReader(octets)
        guard let bytes = reader.next(DERReader.Tag.octetString), reader.isAtEnd
        else { return nil }
        return bytes
    }
}

/// Why bytes are no reply of a time-stamping authority.
public enum TimestampFault: Error, Hashable, Sendable {
    /// More bytes than `TimestampReply.maximumBytes`.
    case tooLarge
    /// Not a reply in DER, or one whose token cannot be read.
    case malformed

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .tooLarge: "timestamp-too-large"
        case .malformed: "timestamp-malformed"
        }
    }
}

/// Why a reply does not answer a request.
public enum TimestampProblem: Hashable, Sendable {
    /// The authority stamped nothing.
    case notGranted(status: Int)
    /// Another text was stamped, or by another hash function.
    case otherImprint
    /// The nonce is not the one of the request.
    case otherNonce

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .notGranted: "timestamp-not-granted"
        case .otherImprint: "timestamp-other-imprint"
        case .otherNonce: "timestamp-other-nonce"
        }
    }
}
