/// Names of our things as URIs. None of them has a GS1 key in an import request, so each gets a
/// private URI, which EPCIS allows; how each is made is written down in the page on EPCIS.
public enum EPCISName {
    /// Begins every URI of ours.
    public static let root = "urn:greenlane:"
    /// Begins every word of ours; the prefix `greenlane:` of a document stands for it.
    public static let vocabulary = root + "voc:"

    /// `urn:greenlane:KIND:PART:PART`; every character but letters, digits and `-._~` of ASCII is
    /// percent-encoded, so that no text from outside can break out of its part.
    public static func uri(_ kind: String, _ parts: String...) -> String {
        root + kind + ":" + parts.map(encoded).joined(separator: ":")
    }

    /// The text as one part of a URI.
    public static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), upper[Int(byte >> 4)], upper[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The id of an EPCIS event: the first 16 bytes of the log entry's leaf hash, the number of the
    /// event within the entry exclusive-ored into the last two, as a UUID of version 8 (RFC 9562).
    /// An event that another entry corrected has both hashes exclusive-ored. The same log thus
    /// always gives the same ids, and whoever has a leaf can make them again.
    public static func eventID(
        leaf: [UInt8], correctedBy correction: [UInt8] = [], ordinal: Int
    ) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        for index in bytes.indices {
            if index < leaf.count { bytes[index] = leaf[index] }
            if index < correction.count { bytes[index] ^= correction[index] }
        }
        bytes[14] ^= UInt8(truncatingIfNeeded: ordinal >> 8)
        bytes[15] ^= UInt8(truncatingIfNeeded: ordinal)
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = hex(bytes)
        var text = "urn:uuid:"
        for (index, digit) in digits.utf8.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append("-") }
            text.unicodeScalars.append(Unicode.Scalar(digit))
        }
        return text
    }

    /// Two lower-case digits a byte.
    public static func hex(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for byte in bytes { text += [lower[Int(byte >> 4)], lower[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    private static let upper = Array("0123456789ABCDEF".utf8)
    private static let lower = Array("0123456789abcdef".utf8)
}

extension Timestamp {
    /// RFC 3339 in Asia/Shanghai: `2026-11-21T10:12:00+08:00`.
    public var shanghaiText: String {
        let shifted = adding(milliseconds: Self.shanghaiOffsetMilliseconds)
        return String(shifted.description.dropLast()) + "+08:00"
    }
}

extension Unit {
    /// UN/ECE Recommendation 20 code; nil for what is counted and for the enzyme unit, which have
    /// none that says the same.
    public var unCode: String? {
        switch self {
        case .kg: "KGM"
        case .g: "GRM"
        case .mg: "MGM"
        case .ug: "MC"
        case .L: "LTR"
        case .mL: "MLT"
        case .uL: "4G"
        case .IU: "NIU"
        case .piece, .vial, .tube, .kit, .head, .U: nil
        }
    }

    /// A number of things: EPCIS reads a quantity without a unit as one.
    public var isCount: Bool {
        switch self {
        case .piece, .vial, .tube, .kit, .head: true
        case .kg, .g, .mg, .ug, .L, .mL, .uL, .IU, .U: false
        }
    }
}
