import Glibc
import GreenlaneCore

/// Where the records of a CSV file begin and end (RFC 4180: a line break in quotes does not end
/// one). The cells are found later, side by side on all cores.
struct WhitelistRecords: Sendable {
    /// First byte of each record that has anything in it, the header first.
    private(set) var starts: [UInt32] = []
    /// The byte behind each record's last one.
    private(set) var ends: [UInt32] = []
    /// Where a quote stands open at the end of the file.
    private(set) var openQuote: Int?

    init(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { scan($0) }
    }

    private mutating func scan(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        // A mark of UTF-8 belongs to no cell.
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while start < bytes.count {
            var end = start
            var isQuoted = false
            repeat {
                let rest = bytes.count - end
                let found = memchr(base + end, 0x0A, rest)
                let line = found.map { UnsafeRawPointer($0) - base } ?? bytes.count
                if Self.quotes(bytes, end, line) % 2 == 1 { isQuoted.toggle() }
                end = line + 1
            } while isQuoted && end < bytes.count
            if isQuoted { openQuote = start }
            add(bytes, start, min(end - 1, bytes.count))
            start = end
        }
    }

    /// Empty lines, and lines of commas as spreadsheets leave them, are no records.
    private mutating func add(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) {
        var end = end
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        var first = start
        while first < end, bytes[first] == 0x2C { first += 1 }
        guard first < end else { return }
        starts.append(UInt32(start))
        ends.append(UInt32(end))
    }

    private static func quotes(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var count = 0
        var index = start
        while index < end, let found = memchr(base + index, 0x22, end - index) {
            count += 1
            index = UnsafeRawPointer(found) - base + 1
        }
        return count
    }
}

/// Where cells stand in a record, for records whose cells can be taken as they are.
struct WhitelistCells {
    /// First and last byte of each cell, in the order of the header.
    private var bounds: [(start: Int, end: Int)] = []

    var count: Int { bounds.count }

    /// Finds the cells; false where one needs more than its bytes: doubled quotes, white space to
    /// cut off, or anything else that the careful way knows about.
    mutating func find(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
        bounds.removeAll(keepingCapacity: true)
        bounds.reserveCapacity(24)
        guard let base = bytes.baseAddress else { return false }
        var index = start
        while true {
            if index < end, bytes[index] == 0x22 {
                guard let found = memchr(base + index + 1, 0x22, end - index - 1) else {
                    return false
                }
                let close = UnsafeRawPointer(found) - base
                guard close + 1 == end || bytes[close + 1] == 0x2C else { return false }
                guard add(bytes, index + 1, close) else { return false }
                index = close + 1
            } else {
                let first = index
                while index < end, bytes[index] != 0x2C {
                    if bytes[index] == 0x22 || bytes[index] == 0x0D { return false }
                    index += 1
                }
                guard add(bytes, first, index) else { return false }
            }
            if index >= end { return true }
            index += 1
        }
    }

    /// The bytes of a cell; empty where the column is missing.
    func bytes(_ column: Int, _ all: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard column >= 0, column < bounds.count else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return UnsafeRawBufferPointer(rebasing: all[bounds[column].start..<bounds[column].end])
    }

    private mutating func add(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int
    ) -> Bool {
        bounds.append((start, end))
        guard end > start else { return true }
        return Self.isSolid(bytes[start]) && Self.isSolidEnd(bytes, start, end)
    }

    /// Whether a cell that begins so cannot begin with white space.
    private static func isSolid(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21...0x7F, 0xE4...0xE9: true
        default: false
        }
    }

    private static func isSolidEnd(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int
    ) -> Bool {
        let last = bytes[end - 1]
        if last < 0x80 { return last > 0x20 }
        // A Chinese character, or the full-width brackets that end so many names.
        guard end - start >= 3 else { return false }
        let lead = bytes[end - 3]
        return (0xE4...0xE9).contains(lead) || lead == 0xEF
    }
}
