/// Takes lines off the front of bytes that end in a note.
struct LineReader {
    /// What is left.
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// The next line without its newline. Nil where it is longer than `limit`, not UTF-8, or not
    /// ended.
    mutating func next(limit: Int) -> String? {
        guard let end = rest.prefix(limit + 1).firstIndex(of: NoteBytes.newline),
            let line = String(validating: rest[..<end], as: UTF8.self)
        else { return nil }
        rest = rest[(end + 1)...]
        return line
    }

    /// Hashes one a line, up to and with the empty line after them. Nil where a line is no hash or
    /// there are more than `limit`.
    mutating func hashes(limit: Int) -> [MerkleHash]? {
        var hashes: [MerkleHash] = []
        while let line = next(limit: Self.hashBytes) {
            guard !line.isEmpty else { return hashes }
            guard hashes.count < limit, let hash = MerkleHash(base64: line) else { return nil }
            hashes.append(hash)
        }
        return nil
    }

    /// The number after `name` and a space: decimal, without leading zeros.
    static func number(_ line: String, after name: String) -> UInt64? {
        guard line.utf8.starts(with: (name + " ").utf8) else { return nil }
        // Bytes, because a combining mark after the space would make one character with it.
        let digits = Substring(line.utf8.dropFirst(name.utf8.count + 1))
        guard let number = UInt64(digits), String(number) == digits else { return nil }
        return number
    }

    private static let hashBytes = 44
}
