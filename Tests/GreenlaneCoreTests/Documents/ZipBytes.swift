import Testing

/// A ZIP archive made by hand, so that a test can lie in its directory. Sums of contents are left
/// out: nobody here unpacks anything.
struct ZipBytes: Sendable, CustomTestStringConvertible {
    struct Entry: Sendable {
        var name: String
        var contents: [UInt8]
        /// Told instead of the length of the contents.
        var unpacked: Int?
        var packed: Int?
        var flags = 0

        init(
            _ name: String, _ contents: String = "x", unpacked: Int? = nil, packed: Int? = nil,
            flags: Int = 0
        ) {
            self.name = name
            self.contents = Array(contents.utf8)
            self.unpacked = unpacked
            self.packed = packed
            self.flags = flags
        }
    }

    var entries: [Entry]

    /// A test run prints its arguments: thousands of entries would be one line of it.
    var testDescription: String {
        "\(entries.count) entries: \(entries.prefix(3).map(\.name).joined(separator: ", "))"
    }

    init(_ names: String...) {
        entries = names.map { Entry($0) }
    }

    init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// Local headers and contents, the directory, and the record of its end.
    var bytes: [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let name = Array(entry.name.utf8)
            let place = file.count
            let sizes =
                Self.long(entry.packed ?? entry.contents.count)
                + Self.long(entry.unpacked ?? entry.contents.count)
            file += [0x50, 0x4B, 3, 4] + Self.word(20) + Self.word(entry.flags)
            file += [UInt8](repeating: 0, count: 10) + sizes
            file += Self.word(name.count) + Self.word(0) + name + entry.contents
            directory += [0x50, 0x4B, 1, 2] + Self.word(20) + Self.word(20)
            directory += Self.word(entry.flags) + [UInt8](repeating: 0, count: 10) + sizes
            directory += Self.word(name.count) + [UInt8](repeating: 0, count: 12)
            directory += Self.long(place) + name
        }
        let start = file.count
        file += directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
        file += Self.word(entries.count) + Self.word(entries.count)
        file += Self.long(directory.count) + Self.long(start) + Self.word(0)
        return file
    }

    private static func word(_ value: Int) -> [UInt8] {
        [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)]
    }

    private static func long(_ value: Int) -> [UInt8] {
        word(value & 0xFFFF) + word(value >> 16 & 0xFFFF)
    }
}
