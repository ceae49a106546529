/// An exact decimal with six places: amounts, money, temperatures. Never a binary float.
public struct Decimal: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Millionths.
    public let millionths: Int128

    public static let zero = Decimal(millionths: 0)
    /// Digits before the point that an input may have.
    public static let maximumIntegerDigits = 15

    public init(millionths: Int128) {
        self.millionths = millionths
    }

    public init(_ whole: Int) {
        millionths = Int128(whole) * 1_000_000
    }

    /// Reads `12`, `0.5`, `-20.25`: at most 15 digits before and 6 after the point.
    public init?(_ text: some StringProtocol) {
        var bytes = text.utf8[...]
        let negative = bytes.first == UInt8(ascii: "-")
        if negative { bytes = bytes.dropFirst() }
        var value: Int128 = 0
        var integerDigits = 0
        var places: Int?
        for byte in bytes {
            if byte == UInt8(ascii: ".") {
                guard places == nil, integerDigits > 0 else { return nil }
                places = 0
                continue
            }
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int128(byte - 0x30)
            if let count = places { places = count + 1 } else { integerDigits += 1 }
            guard integerDigits <= Self.maximumIntegerDigits, (places ?? 0) <= 6 else { return nil }
        }
        guard integerDigits > 0, places != 0 else { return nil }
        for _ in (places ?? 0)..<6 { value *= 10 }
        millionths = negative ? -value : value
    }

    /// Without trailing zeros: `500`, `0.25`.
    public var description: String {
        let magnitude = millionths.magnitude
        let whole = magnitude / 1_000_000
        var fraction = Int(magnitude % 1_000_000)
        var text = (millionths < 0 ? "-" : "") + String(whole)
        guard fraction != 0 else { return text }
        var places = 6
        while fraction % 10 == 0 {
            fraction /= 10
            places -= 1
        }
        let digits = String(fraction)
        text += "." + String(repeating: "0", count: places - digits.utf8.count) + digits
        return text
    }

    public static func < (left: Decimal, right: Decimal) -> Bool {
        left.millionths < right.millionths
    }

    public static func + (left: Decimal, right: Decimal) -> Decimal {
        Decimal(millionths: left.millionths + right.millionths)
    }

    public static func - (left: Decimal, right: Decimal) -> Decimal {
        Decimal(millionths: left.millionths - right.millionths)
    }
}
