extension Timestamp {
    /// Reads what `write` wrote (`2026-11-21T01:02:03Z`, with three places where there is a
    /// fraction), without making a string: replay reads two for every event.
    public init?(canonical bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 20 || bytes.count == 24, bytes[bytes.count - 1] == UInt8(ascii: "Z"),
            let year = Self.number(bytes, 0, 4), let month = Self.number(bytes, 5, 2),
            let day = Self.number(bytes, 8, 2), let hour = Self.number(bytes, 11, 2),
            let minute = Self.number(bytes, 14, 2), let second = Self.number(bytes, 17, 2),
            let date = CalendarDate(year: year, month: month, day: day)
        else { return nil }
        var fraction = 0
        if bytes.count == 24 {
            guard let places = Self.number(bytes, 20, 3) else { return nil }
            fraction = places
        }
        let clock = Int64((hour * 60 + minute) * 60 + second) * 1000 + Int64(fraction)
        self.init(milliseconds: Int64(date.dayNumber) * Self.millisecondsPerDay + clock)
    }

    private static func number(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int
    ) -> Int? {
        var value = 0
        for index in start..<(start + count) {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
