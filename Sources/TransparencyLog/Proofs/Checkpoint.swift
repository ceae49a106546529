/// The head of the tree as text (C2SP tlog-checkpoint): the log's name, its size and its root, one
/// a line. What is signed and handed to a customer or an auditor.
public struct Checkpoint: Hashable, Sendable {
    /// The log's name, such as `greenlane.example/log`.
    public let origin: String
    /// Leaves of the tree.
    public let size: UInt64
    /// The root over those leaves.
    public let root: MerkleHash

    /// Nil where the origin is empty or has control characters or white space at an end: it would
    /// not be read back.
    public init?(origin: String, size: UInt64, root: MerkleHash) {
        guard Self.isOrigin(origin) else { return nil }
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// The head of the tree that the range stands for.
    public init?(origin: String, range: CompactRange) {
        self.init(origin: origin, size: range.size, root: range.root)
    }

    /// Three lines, each with its newline.
    public var text: String { "\(origin)\n\(size)\n\(root.base64)\n" }

    /// Reads exactly what `text` writes: nil for other line ends, leading zeros, further lines, or
    /// an empty tree whose root is not the empty root.
    public init?(_ text: String) {
        // Bytes, because Swift takes a carriage return and a newline for one character.
        let lines = text.utf8.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count == 4, lines[3].isEmpty, let origin = String(lines[0]),
            let sizeText = String(lines[1]), let size = UInt64(sizeText),
            // Refuses `007` and `+7`, which name the same number.
            String(size) == sizeText,
            let rootText = String(lines[2]), let root = MerkleHash(base64: rootText),
            size > 0 || root == .emptyRoot
        else { return nil }
        self.init(origin: origin, size: size, root: root)
    }

    private static func isOrigin(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last
        else { return false }
        return !first.properties.isWhitespace && !last.properties.isWhitespace
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
