/// The central directory of a ZIP archive: names and sizes, read without unpacking anything.
struct ArchiveDirectory {
    struct Entry {
        var name: String
        var packed: Int
        var unpacked: Int
        var isEncrypted: Bool
    }

    /// Entries that an Office or OFD file may have; real ones have some hundreds.
    static let maximumEntries = 4_096
    /// Bytes that all entries may unpack to.
    static let maximumUnpacked = 256 * 1_048_576
    /// How many times larger than the file the contents may be, once they are above a megabyte.
    static let maximumRatio = 200

    private static let entryLength = 46
    private static let endLength = 22

    private(set) var entries: [Entry] = []

    /// What an archive is: a known kind of document, or a reason to turn it away.
    static func finding(_ bytes: [UInt8]) -> ContentFinding {
        guard let end = end(bytes) else { return .harmful(.archiveDamaged) }
        let count = word(bytes, end + 10)
        guard count <= maximumEntries else { return .harmful(.archiveBomb) }
        guard let directory = ArchiveDirectory(bytes, end: end, count: count) else {
            return .harmful(.archiveDamaged)
        }
        return directory.finding(of: bytes.count)
    }

    /// Where the record of the end begins; it may be followed by a remark of 65,535 bytes.
    private static func end(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= endLength else { return nil }
        var index = bytes.count - endLength
        let first = max(0, index - 65_535)
        while index >= first {
            if bytes[index] == 0x50, bytes[index + 1] == 0x4B, bytes[index + 2] == 0x05,
                bytes[index + 3] == 0x06, index + endLength + word(bytes, index + 20) == bytes.count
            {
                return index
            }
            index -= 1
        }
        return nil
    }

    /// Nil where the directory does not lie in the file as it says, or is of the 64-bit form, which
    /// no document of this size needs.
    private init?(_ bytes: [UInt8], end: Int, count: Int) {
        let length = Self.long(bytes, end + 12)
        let start = Self.long(bytes, end + 16)
        guard Self.word(bytes, end + 4) == 0, Self.word(bytes, end + 8) == count, count > 0,
            length <= end, start == end - length
        else { return nil }
        var index = start
        for _ in 0..<count {
            guard index + Self.entryLength <= end, bytes[index] == 0x50, bytes[index + 1] == 0x4B,
                bytes[index + 2] == 0x01, bytes[index + 3] == 0x02
            else { return nil }
            let nameEnd = index + Self.entryLength + Self.word(bytes, index + 28)
            let next = nameEnd + Self.word(bytes, index + 30) + Self.word(bytes, index + 32)
            let packed = Self.long(bytes, index + 20)
            let unpacked = Self.long(bytes, index + 24)
            let place = Self.long(bytes, index + 42)
            guard next <= end, packed < 0xFFFF_FFFF, unpacked < 0xFFFF_FFFF, place < start else {
                return nil
            }
            entries.append(
                Entry(
                    name: String(
                        decoding: bytes[(index + Self.entryLength)..<nameEnd], as: UTF8.self),
                    packed: packed, unpacked: unpacked,
                    isEncrypted: Self.word(bytes, index + 8) & 0x2041 != 0))
            index = next
        }
        guard index == end else { return nil }
    }

    private func finding(of size: Int) -> ContentFinding {
        let packed = entries.reduce(0) { $0 + $1.packed }
        let unpacked = entries.reduce(0) { $0 + $1.unpacked }
        // Entries that share their bytes come to more than the file.
        if packed > size || unpacked > Self.maximumUnpacked
            || (unpacked > 1_048_576 && unpacked / Self.maximumRatio > size)
        {
            return .harmful(.archiveBomb)
        }
        if entries.contains(where: \.isEncrypted) || has("EncryptedPackage") {
            return .harmful(.encrypted)
        }
        if hasMacros { return .harmful(.macros) }
        if has("OFD.xml") { return .type(.ofd) }
        guard has("[Content_Types].xml") else { return .type(.octets) }
        if has("xl/workbook.xml") { return .type(.xlsx) }
        if has("word/document.xml") { return .type(.docx) }
        return .type(.octets)
    }

    private func has(_ name: String) -> Bool { entries.contains { $0.name == name } }

    private var hasMacros: Bool {
        entries.contains { entry in
            let name = entry.name.lowercased()
            return name.hasSuffix("vbaproject.bin") || name.contains("/macrosheets/")
                || name.contains("/activex/")
        }
    }

    private static func word(_ bytes: [UInt8], _ index: Int) -> Int {
        Int(bytes[index]) | Int(bytes[index + 1]) << 8
    }

    private static func long(_ bytes: [UInt8], _ index: Int) -> Int {
        word(bytes, index) | word(bytes, index + 2) << 16
    }
}
