/// What an authority stamped (TSTInfo of RFC 3161). Its signature is not checked here.
public struct TimestampToken: Hashable, Sendable {
    /// The authority's policy as an object identifier in dotted form.
    public let policy: String
    /// The hash function as an object identifier in dotted form.
    public let hashAlgorithm: String
    /// The hash that the authority saw.
    public let imprint: [UInt8]
    /// The number of the token, as lower-case hexadecimal.
    public let serial: String
    /// When the authority saw the hash, as it wrote it: `20261121194137Z`, perhaps with a fraction.
    public let timeText: String
    /// The same in seconds since 1970, without the fraction.
    public let time: Int64
    /// The nonce of the request without leading zeros; nil for none.
    public let nonce: [UInt8]?

    /// Nil for what is not a TSTInfo of version 1.
    init?(_ bytes: ArraySlice<UInt8>) {
        var outer = DERReader(bytes)
        guard var fields = outer.sequence(), outer.isAtEnd, fields.unsigned() == [1],
            let policy = fields.objectIdentifier(), var hashed = fields.sequence(),
            var algorithm = hashed.sequence(), let hash = algorithm.objectIdentifier(),
            let imprint = hashed.next(DERReader.Tag.octetString), hashed.isAtEnd,
            imprint.count <= 64, let serial = fields.unsigned(), serial.count <= 64,
            let time = fields.next(DERReader.Tag.generalizedTime),
            let seconds = Self.seconds(Array(time))
        else { return nil }
        self.policy = policy
        hashAlgorithm = hash
        self.imprint = Array(imprint)
        self.serial = serial.isEmpty ? "00" : HexText.encode(serial)
        timeText = String(decoding: time, as: UTF8.self)
        self.time = seconds
        // Accuracy and ordering may come first; the authority's name and extensions come after.
        if fields.tag == DERReader.Tag.sequence, fields.any() == nil { return nil }
        if fields.tag == DERReader.Tag.boolean, fields.any() == nil { return nil }
        guard fields.tag == DERReader.Tag.integer else {
            nonce = nil
            return
        }
        guard let number = fields.unsigned(),
            number.count <= TimestampRequest.maximumNonceBytes
        else { return nil }
        nonce = number
    }

    /// `YYYYMMDDhhmmss[.f…]Z` in seconds since 1970.
    private static func seconds(_ text: [UInt8]) -> Int64? {
        let decimal = UInt8(ascii: "0")...UInt8(ascii: "9")
        let digits = text.prefix { decimal.contains($0) }
        guard (15...32).contains(text.count), digits.count == 14, text.last == UInt8(ascii: "Z")
        else { return nil }
        let fraction = text[14...].dropLast()
        if let point = fraction.first {
            let rest = fraction.dropFirst()
            guard point == UInt8(ascii: "."), !rest.isEmpty,
                rest.allSatisfy({ decimal.contains($0) })
            else { return nil }
        }
        func number(_ range: Range<Int>) -> Int64 {
            digits[range].reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        }
        let (year, month, day) = (number(0..<4), number(4..<6), number(6..<8))
        let (hour, minute, second) = (number(8..<10), number(10..<12), number(12..<14))
        guard year >= 1, (1...12).contains(month), day >= 1,
            day <= days(inMonth: month, year: year), hour < 24, minute < 60, second <= 60
        else { return nil }
        let date = days(before: year) + days(before: month, year: year) + day - 1
        return (date * 24 + hour) * 3_600 + minute * 60 + second
    }

    /// Days from the first of January 1970 to that of a year.
    private static func days(before year: Int64) -> Int64 {
        func leaps(_ year: Int64) -> Int64 { year / 4 - year / 100 + year / 400 }
        return (year - 1970) * 365 + leaps(year - 1) - leaps(1969)
    }

    private static func days(before month: Int64, year: Int64) -> Int64 {
        (1..<month).reduce(0) { $0 + days(inMonth: $1, year: year) }
    }

    private static func days(inMonth month: Int64, year: Int64) -> Int64 {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}
