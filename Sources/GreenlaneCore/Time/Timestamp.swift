/// A moment, in whole milliseconds since 1970-01-01T00:00:00Z. The log keeps UTC; people read
/// Asia/Shanghai.
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// China has had no daylight saving since 1991, so one offset serves.
    public static let shanghaiOffsetMilliseconds: Int64 = 8 * 3_600_000
    static let millisecondsPerDay: Int64 = 86_400_000

    /// Midnight in Asia/Shanghai at the start of the day.
    public init(startOf date: CalendarDate) {
        milliseconds =
            Int64(date.dayNumber) * Self.millisecondsPerDay - Self.shanghaiOffsetMilliseconds
    }

    /// The last millisecond of the day in Asia/Shanghai: how long a day's deadline runs.
    public init(endOf date: CalendarDate) {
        milliseconds =
            Int64(date.dayNumber + 1) * Self.millisecondsPerDay - Self.shanghaiOffsetMilliseconds
            - 1
    }

    /// RFC 3339 with an offset, or a bare date, which is its start in Asia/Shanghai.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        if bytes.count == 10 {
            guard let date = CalendarDate(text) else { return nil }
            self.init(startOf: date)
            return
        }
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
            let date = CalendarDate(String(decoding: bytes[0..<10], as: UTF8.self)),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = CalendarDate.digits(bytes[11..<13]), hour < 24,
            let minute = CalendarDate.digits(bytes[14..<16]), minute < 60,
            let second = CalendarDate.digits(bytes[17..<19]), second < 60
        else { return nil }
        var index = 19
        guard let fraction = Self.fraction(bytes, &index),
            let offset = Self.offset(bytes, index)
        else { return nil }
        let clock = Int64((hour * 60 + minute) * 60 + second) * 1000 + fraction
        self.init(
            milliseconds: Int64(date.dayNumber) * Self.millisecondsPerDay + clock - offset)
    }

    /// The day in Asia/Shanghai.
    public var date: CalendarDate {
        CalendarDate(
            dayNumber: Int(
                Self.floorDivide(
                    milliseconds + Self.shanghaiOffsetMilliseconds, Self.millisecondsPerDay)))
    }

    /// Hour and minute in Asia/Shanghai.
    public var clock: (hour: Int, minute: Int, second: Int) {
        let shifted = milliseconds + Self.shanghaiOffsetMilliseconds
        let ofDay =
            shifted - Self.floorDivide(shifted, Self.millisecondsPerDay) * Self.millisecondsPerDay
        let seconds = Int(ofDay / 1000)
        return (seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    public func adding(milliseconds added: Int64) -> Timestamp {
        Timestamp(milliseconds: milliseconds + added)
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// RFC 3339 in UTC; the fraction only where there is one.
    public var description: String {
        var bytes = [UInt8]()
        bytes.reserveCapacity(24)
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the text of `description` without making a string.
    public func write(to bytes: inout [UInt8]) {
        let days = Self.floorDivide(milliseconds, Self.millisecondsPerDay)
        let ofDay = Int(milliseconds - days * Self.millisecondsPerDay)
        let (year, month, day) = CalendarDate(dayNumber: Int(days)).components
        CalendarDate.append(year, width: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        CalendarDate.append(month, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        CalendarDate.append(day, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        CalendarDate.append(ofDay / 3_600_000, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        CalendarDate.append(ofDay / 60_000 % 60, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        CalendarDate.append(ofDay / 1000 % 60, width: 2, to: &bytes)
        if ofDay % 1000 != 0 {
            bytes.append(UInt8(ascii: "."))
            CalendarDate.append(ofDay % 1000, width: 3, to: &bytes)
        }
        bytes.append(UInt8(ascii: "Z"))
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
    }

    /// Reads `.123`, at most 9 digits; finer than a millisecond is cut off.
    private static func fraction(_ bytes: [UInt8], _ index: inout Int) -> Int64? {
        guard index < bytes.count, bytes[index] == UInt8(ascii: ".") else { return 0 }
        index += 1
        let start = index
        var value: Int64 = 0
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
            if index - start < 3 { value = value * 10 + Int64(bytes[index] - 0x30) }
            index += 1
        }
        let count = index - start
        guard (1...9).contains(count) else { return nil }
        for _ in min(count, 3)..<3 { value *= 10 }
        return value
    }

    private static func offset(_ bytes: [UInt8], _ index: Int) -> Int64? {
        guard index < bytes.count else { return nil }
        let sign = bytes[index]
        if sign == UInt8(ascii: "Z") || sign == UInt8(ascii: "z") {
            return bytes.count == index + 1 ? 0 : nil
        }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), bytes.count == index + 6,
            bytes[index + 3] == UInt8(ascii: ":"),
            let hour = CalendarDate.digits(bytes[(index + 1)..<(index + 3)]), hour < 24,
            let minute = CalendarDate.digits(bytes[(index + 4)..<(index + 6)]), minute < 60
        else { return nil }
        let value = Int64(hour * 60 + minute) * 60_000
        return sign == UInt8(ascii: "-") ? -value : value
    }
}
