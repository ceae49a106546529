/// Cells that are right as they stand, told from their bytes. What is not plain may still be right:
/// the careful way decides.
enum PlainCell {
    /// 18 characters in normal form with the right check digit (GB 32100).
    static func isUscc(_ cell: UnsafeRawBufferPointer) -> Bool {
        guard cell.count == 18 else { return false }
        var sum = 0
        for index in 0..<17 {
            let value = Int(values[Int(cell[index])])
            guard value < 31, !(2..<8).contains(index) || value < 10 else { return false }
            sum += value * weights[index]
        }
        return Int(values[Int(cell[17])]) == (31 - sum % 31) % 31
    }

    /// `7732-18-5` with the right check digit.
    static func isCAS(_ cell: UnsafeRawBufferPointer) -> Bool {
        let count = cell.count
        guard (7...12).contains(count), cell[count - 2] == 0x2D, cell[count - 5] == 0x2D else {
            return false
        }
        var sum = 0
        var weight = 1
        for index in (0..<(count - 2)).reversed() where index != count - 5 {
            guard isDigit(cell[index]) else { return false }
            sum += weight * Int(cell[index] - 0x30)
            weight += 1
        }
        return isDigit(cell[count - 1]) && sum % 10 == Int(cell[count - 1] - 0x30)
    }

    /// Ten digits.
    static func isHS(_ cell: UnsafeRawBufferPointer) -> Bool {
        cell.count == 10 && cell.allSatisfy { isDigit($0) }
    }

    /// `500` or `0.25`, above zero.
    static func isAmount(_ cell: UnsafeRawBufferPointer) -> Bool {
        var whole = 0
        var places = -1
        var isPositive = false
        for byte in cell {
            if byte == 0x2E {
                guard places < 0, whole > 0 else { return false }
                places = 0
                continue
            }
            guard isDigit(byte) else { return false }
            if byte != 0x30 { isPositive = true }
            if places < 0 { whole += 1 } else { places += 1 }
        }
        return isPositive && (1...15).contains(whole) && places != 0 && places <= 6
    }

    /// The digits of `YYYY-MM-DD` as one number, where every month has such a day; 0 otherwise.
    static func day(_ cell: UnsafeRawBufferPointer) -> Int {
        guard cell.count == 10, cell[4] == 0x2D, cell[7] == 0x2D else { return 0 }
        var value = 0
        for index in 0..<10 where index != 4 && index != 7 {
            guard isDigit(cell[index]) else { return 0 }
            value = value * 10 + Int(cell[index] - 0x30)
        }
        let (month, day) = (value / 100 % 100, value % 100)
        // The last days of a month are left to the calendar.
        let isPlain = value >= 10_000 && (1...12).contains(month) && (1...28).contains(day)
        return isPlain || isLateDay(month, day) && value >= 10_000 ? value : 0
    }

    /// Days 29 to 31 that every year has.
    private static func isLateDay(_ month: Int, _ day: Int) -> Bool {
        switch month {
        case 4, 6, 9, 11: day == 29 || day == 30
        case 1, 3, 5, 7, 8, 10, 12: (29...31).contains(day)
        default: false
        }
    }

    /// Whether the bytes are UTF-8; a wrong sequence must not hide in a name.
    static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                index += 1
                continue
            }
            // Chinese characters, nearly all there is.
            if (0xE1...0xEC).contains(byte), index + 2 < bytes.count,
                bytes[index + 1] & 0xC0 == 0x80, bytes[index + 2] & 0xC0 == 0x80
            {
                index += 3
                continue
            }
            let end = min(index + 4, bytes.count)
            guard let length = length(bytes[index..<end]) else { return false }
            index += length
        }
        return true
    }

    private static func length(_ slice: Slice<UnsafeRawBufferPointer>) -> Int? {
        var decoder = UTF8()
        var iterator = slice.makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
        return UTF8.width(scalar)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static let weights = [
        1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
    ]

    /// What a byte counts in a USCC; 255 where it counts nothing.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, byte) in "0123456789ABCDEFGHJKLMNPQRTUWXY".utf8.enumerated() {
            values[Int(byte)] = UInt8(value)
        }
        return values
    }()
}
