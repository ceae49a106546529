/// Lower-case hexadecimal.
enum HexBytes {
    static func read(_ text: String) -> [UInt8]? {
        Array(text.utf8).withUnsafeBufferPointer { read($0) }
    }

    static func read(_ digits: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    /// Whether the digits say these bytes.
    static func equal(_ digits: UnsafeBufferPointer<UInt8>, _ bytes: [UInt8]) -> Bool {
        guard digits.count == bytes.count * 2 else { return false }
        for index in bytes.indices {
            let high = digit(bytes[index] >> 4)
            let low = digit(bytes[index] & 15)
            guard digits[index * 2] == high, digits[index * 2 + 1] == low else { return false }
        }
        return true
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? 0x30 + nibble : 0x57 + nibble
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}
