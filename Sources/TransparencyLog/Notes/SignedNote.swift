/// A text and the signatures under it (C2SP signed-note). What is read is written back byte for
/// byte, so that the stored note is the one that was signed.
public struct SignedNote: Hashable, Sendable {
    /// The longest text in bytes.
    public static let maximumTextBytes = 65_536
    /// The most signatures; the standard asks readers to accept as many.
    public static let maximumSignatures = 16
    /// The longest signature line in bytes: post-quantum signatures of others fit.
    public static let maximumLineBytes = 8_192
    /// The most bytes of a note; more are refused unread.
    public static let maximumBytes =
        maximumTextBytes + 1 + maximumSignatures * (maximumLineBytes + 1)

    /// What is signed, with the newline at its end.
    public let text: String
    /// In the order in which they stand.
    public let signatures: [NoteSignature]

    /// Puts signatures under a text. Throws where the result could not be read back.
    public init(text: String, signatures: [NoteSignature]) throws(NoteFault) {
        guard text.utf8.count <= Self.maximumTextBytes
        else { throw .tooLarge(limit: Self.maximumTextBytes) }
        guard text.utf8.last == NoteBytes.newline else { throw .unendedText }
        try NoteBytes.checkCharacters(Array(text.utf8))
        guard !signatures.isEmpty else { throw .noSignature }
        guard signatures.count <= Self.maximumSignatures else { throw .tooManySignatures }
        guard signatures.allSatisfy({ $0.line.utf8.count <= Self.maximumLineBytes })
        else { throw .tooLarge(limit: Self.maximumLineBytes) }
        self.text = text
        self.signatures = signatures
    }

    /// Signs a text with every signer, in their order. Throws `NoteFault` or `NoteKeyFault`.
    public init(signing text: String, by signers: [NoteSigner]) throws {
        try self.init(text: text, signatures: signers.map { try $0.sign(text) })
    }

    /// Reads a note; every byte must be in its place.
    public init(parsing bytes: [UInt8]) throws(NoteFault) {
        guard bytes.count <= Self.maximumBytes
        else { throw .tooLarge(limit: Self.maximumBytes) }
        guard bytes.last == NoteBytes.newline else { throw .truncated }
        try NoteBytes.checkCharacters(bytes)
        guard let blank = NoteBytes.lastBlankLine(bytes) else { throw .truncated }
        let rest = bytes[(blank + 1)...]
        guard !rest.isEmpty else { throw .noSignature }
        guard let text = String(validating: bytes[..<blank], as: UTF8.self)
        else { throw .notUTF8 }
        guard text.utf8.count <= Self.maximumTextBytes
        else { throw .tooLarge(limit: Self.maximumTextBytes) }
        let firstLine = bytes[...blank].count { $0 == NoteBytes.newline } + 1
        let signatures = try Self.signatures(rest.dropLast(), firstLine: firstLine)
        try self.init(text: text, signatures: signatures)
    }

    /// Reads a note from a text.
    public init(parsing text: String) throws(NoteFault) {
        try self.init(parsing: Array(text.utf8))
    }

    /// The whole note.
    public var string: String {
        text + "\n" + signatures.map { $0.line + "\n" }.joined()
    }

    /// The whole note as UTF-8.
    public var bytes: [UInt8] { Array(string.utf8) }

    /// The note with one more signature at its end. Throws `tooManySignatures` or `tooLarge`.
    public func adding(_ signature: NoteSignature) throws(NoteFault) -> SignedNote {
        try SignedNote(text: text, signatures: signatures + [signature])
    }

    private static func signatures(
        _ bytes: ArraySlice<UInt8>, firstLine: Int
    ) throws(NoteFault) -> [NoteSignature] {
        let lines = bytes.split(
            separator: NoteBytes.newline, maxSplits: maximumSignatures,
            omittingEmptySubsequences: false)
        guard lines.count <= maximumSignatures else { throw .tooManySignatures }
        var signatures: [NoteSignature] = []
        for (offset, line) in lines.enumerated() {
            guard line.count <= maximumLineBytes else { throw .tooLarge(limit: maximumLineBytes) }
            guard let text = String(validating: line, as: UTF8.self) else { throw .notUTF8 }
            guard let signature = NoteSignature(line: text)
            else { throw .malformed(line: firstLine + offset) }
            signatures.append(signature)
        }
        return signatures
    }
}

/// What reading a note asks of its bytes.
enum NoteBytes {
    static let newline = UInt8(ascii: "\n")

    /// Throws at the first control character of ASCII but the newline.
    static func checkCharacters(_ bytes: [UInt8]) throws(NoteFault) {
        var line = 1
        for byte in bytes {
            if byte == newline {
                line += 1
            } else if byte < 0x20 {
                throw .controlCharacter(line: line)
            }
        }
    }

    /// Where the newline of the last blank line is.
    static func lastBlankLine(_ bytes: [UInt8]) -> Int? {
        var index = bytes.count - 1
        while index > 0 {
            if bytes[index] == newline, bytes[index - 1] == newline { return index }
            index -= 1
        }
        return nil
    }
}
