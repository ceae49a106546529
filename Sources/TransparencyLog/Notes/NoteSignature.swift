/// One signature line of a note.
public struct NoteSignature: Hashable, Sendable {
    /// Bytes of the key ID that stand before the signature.
    public static let keyIDByteCount = 4

    /// Who says to have signed.
    public let name: String
    /// Which of that name's keys, most significant byte first.
    public let keyID: UInt32
    /// What the key made, in the form of its type of signature.
    public let bytes: [UInt8]

    /// Nil where the name is not allowed or there are no bytes: the line could not be read back.
    public init?(name: String, keyID: UInt32, bytes: [UInt8]) {
        guard NoteVerifierKey.isName(name), !bytes.isEmpty else { return nil }
        self.name = name
        self.keyID = keyID
        self.bytes = bytes
    }

    /// Reads exactly what `line` writes, without the newline.
    public init?(line: some StringProtocol) {
        guard line.utf8.starts(with: Self.mark.utf8) else { return nil }
        let parts = line.utf8.dropFirst(Self.mark.utf8.count).split(
            separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 2, let name = String(validating: parts[0], as: UTF8.self),
            let text = String(validating: parts[1], as: UTF8.self),
            let bytes = Base64Text.decode(text), bytes.count > Self.keyIDByteCount
        else { return nil }
        self.init(
            name: name,
            keyID: bytes.prefix(Self.keyIDByteCount).reduce(0) { $0 << 8 | UInt32($1) },
            bytes: Array(bytes.dropFirst(Self.keyIDByteCount)))
    }

    /// An em dash, the name, and base64 of key ID and signature; without a newline.
    public var line: String {
        "\(Self.mark)\(name) \(Base64Text.encode(Self.bytes(of: keyID) + bytes))"
    }

    /// The em dash and a space.
    static let mark = "\u{2014} "

    static func bytes(of keyID: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: keyID >> UInt32($0)) }
    }
}
