/// Looks for several short texts at once: one pass over the bytes, and a comparison only where two
/// bytes in a row end one of them.
struct ByteSearch {
    private let needles: [[UInt8]]
    /// Whether some text ends in a pair of bytes that falls here.
    private let ends: [Bool]

    init(_ texts: [String]) {
        needles = texts.map { Array($0.utf8) }.filter { $0.count >= 2 }
        var ends = [Bool](repeating: false, count: 4_096)
        for needle in needles {
            ends[Self.slot(needle[needle.count - 2], needle[needle.count - 1])] = true
        }
        self.ends = ends
    }

    /// How many of the texts stand in the range.
    func count(in buffer: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
        var seen: UInt64 = 0
        ends.withUnsafeBufferPointer { ends in
            var place = start + 1
            while place < end {
                if ends[Self.slot(buffer[place - 1], buffer[place])] {
                    match(buffer, start, place, &seen)
                }
                place += 1
            }
        }
        return seen.nonzeroBitCount
    }

    /// Marks the texts that end at a place.
    private func match(
        _ buffer: UnsafeRawBufferPointer, _ start: Int, _ place: Int, _ seen: inout UInt64
    ) {
        for (number, needle) in needles.enumerated() where number < UInt64.bitWidth {
            let first = place + 1 - needle.count
            guard first >= start else { continue }
            var offset = 0
            while offset < needle.count, buffer[first + offset] == needle[offset] { offset += 1 }
            if offset == needle.count { seen |= 1 << UInt64(number) }
        }
    }

    private static func slot(_ first: UInt8, _ second: UInt8) -> Int {
        (Int(first) << 6 ^ Int(second)) & 4_095
    }
}
