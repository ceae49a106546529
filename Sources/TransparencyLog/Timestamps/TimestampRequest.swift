/// Asks a time-stamping authority when it saw a text (RFC 3161): the SHA-256 of the text, and a
/// nonce that ties the reply to the request.
public struct TimestampRequest: Hashable, Sendable {
    /// The media type of the request.
    public static let contentType = "application/timestamp-query"
    /// The longest nonce in bytes.
    public static let maximumNonceBytes = 32

    /// The object identifier of SHA-256 in dotted form.
    public static let sha256 = "2.16.840.1.101.3.4.2.1"

    static let sha256Algorithm: [UInt8] = [
        0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
    ]

    /// The hash of the text, such as the note of a checkpoint.
    public let imprint: ContentDigest
    /// The nonce without leading zeros; nil for none.
    public let nonce: [UInt8]?
    /// Whether the reply is to bring the authority's certificate, so that it can be checked later.
    public let asksForCertificate: Bool

    /// The caller draws the nonce at random; leading zeros are dropped, because it is a number. Nil
    /// where the nonce is empty, zero or longer than `maximumNonceBytes`.
    public init?(imprint: ContentDigest, nonce: [UInt8]?, asksForCertificate: Bool = true) {
        let number = nonce.map { Array($0.drop { $0 == 0 }) }
        if let number {
            guard (1...Self.maximumNonceBytes).contains(number.count) else { return nil }
        }
        self.imprint = imprint
        self.nonce = number
        self.asksForCertificate = asksForCertificate
    }

    /// Reads exactly what `bytes` writes: nil for other hash functions, a policy or extensions.
    public init?(_ bytes: [UInt8]) {
        var outer = DERReader(bytes[...])
        guard bytes.count <= 256, var fields = outer.sequence(), fields.unsigned() == [1],
            var hashed = fields.sequence(), var algorithm = hashed.sequence(),
            algorithm.objectIdentifier() == Self.sha256,
            let hash = hashed.next(DERReader.Tag.octetString),
            let value = Bytes32(Array(hash))
        else { return nil }
        var nonce: [UInt8]?
        if fields.tag == DERReader.Tag.integer {
            guard let number = fields.unsigned() else { return nil }
            nonce = number
        }
        self.init(
            imprint: ContentDigest(value), nonce: nonce, asksForCertificate: !fields.isAtEnd)
        guard self.bytes == bytes else { return nil }
    }

    /// The request in DER.
    public var bytes: [UInt8] {
        var content: [UInt8] = [DERReader.Tag.integer, 1, 1]
        content += DERWriter.element(
            DERReader.Tag.sequence,
            Self.sha256Algorithm
                + DERWriter.element(DERReader.Tag.octetString, imprint.bytes))
        if let nonce { content += DERWriter.unsigned(nonce) }
        if asksForCertificate { content += [DERReader.Tag.boolean, 1, 0xFF] }
        return DERWriter.element(DERReader.Tag.sequence, content)
    }
}
