extension Delay {
    /// Reads an ISO 8601 duration (`P3M`, `P2W`, `PT1H30M`, `PT0.5S`) or `20 working days`. Nil
    /// where the text is something else, negative, or longer than a century.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard let value = Self.isoDuration(bytes) ?? Self.workingDays(text) else { return nil }
        self = value
    }

    private static func workingDays(_ text: some StringProtocol) -> Delay? {
        let words = text.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 3, words[1] == "working", words[2] == "days" || words[2] == "day",
            words[0].utf8.count <= 5, words[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let count = Int(words[0]), count >= 1, count <= maximumDays / 2
        else { return nil }
        return Delay(workingDays: count)
    }

    private static func isoDuration(_ bytes: [UInt8]) -> Delay? {
        guard bytes.first == UInt8(ascii: "P"), bytes.count > 2 else { return nil }
        var reader = DurationReader(bytes: bytes, index: 1)
        guard reader.datePart(), reader.timePart(), reader.index == bytes.count,
            reader.parts > 0
        else { return nil }
        let delay = reader.delay
        let total =
            Int64(delay.months) * 31 + Int64(delay.days) + delay.milliseconds / 86_400_000
        return total <= Int64(maximumDays) ? delay : nil
    }
}

/// Walks over the designators, which ISO 8601 wants in this order and each at most once.
private struct DurationReader {
    var bytes: [UInt8]
    var index: Int
    var delay = Delay()
    var parts = 0

    /// At most nine digits keep every product below within 64 bits.
    private static let maximumDigits = 9

    mutating func datePart() -> Bool {
        var allowed = Array("YMWD".utf8)[...]
        while index < bytes.count, bytes[index] != UInt8(ascii: "T") {
            guard let number = digits(), index < bytes.count,
                let place = allowed.firstIndex(of: bytes[index])
            else { return false }
            switch bytes[index] {
            case UInt8(ascii: "Y"): delay.months += number * 12
            case UInt8(ascii: "M"): delay.months += number
            case UInt8(ascii: "W"): delay.days += number * 7
            default: delay.days += number
            }
            allowed = allowed[(place + 1)...]
            index += 1
            parts += 1
        }
        return true
    }

    mutating func timePart() -> Bool {
        guard index < bytes.count else { return true }
        index += 1
        var allowed = Array("HMS".utf8)[...]
        let before = parts
        while index < bytes.count {
            guard let number = digits() else { return false }
            let fraction = self.fraction()
            guard let fraction, index < bytes.count,
                let place = allowed.firstIndex(of: bytes[index]),
                fraction.digits == 0 || bytes[index] == UInt8(ascii: "S")
            else { return false }
            switch bytes[index] {
            case UInt8(ascii: "H"): delay.milliseconds += Int64(number) * 3_600_000
            case UInt8(ascii: "M"): delay.milliseconds += Int64(number) * 60_000
            default: delay.milliseconds += Int64(number) * 1000 + fraction.milliseconds
            }
            allowed = allowed[(place + 1)...]
            index += 1
            parts += 1
        }
        return parts > before
    }

    private mutating func digits() -> Int? {
        let start = index
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
        guard (1...Self.maximumDigits).contains(index - start) else { return nil }
        return CalendarDate.digits(bytes[start..<index])
    }

    /// `.5`; finer than a millisecond is cut off.
    private mutating func fraction() -> (milliseconds: Int64, digits: Int)? {
        guard index < bytes.count,
            bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ",")
        else { return (0, 0) }
        index += 1
        let start = index
        guard digits() != nil else { return nil }
        var value: Int64 = 0
        for place in 0..<3 {
            let digit = start + place < index ? bytes[start + place] - 0x30 : 0
            value = value * 10 + Int64(digit)
        }
        return (value, index - start)
    }
}
