import HTTPTypes

/// The name of one request, for logs and for people who ask about it.
public enum RequestID {
    /// Takes over what a proxy or client said, where it is harmless: 8 to 64 letters, digits,
    /// `.`, `_` or `-`.
    public static func accepted(_ text: String?) -> String? {
        guard let text, (8...64).contains(text.utf8.count),
            text.utf8.allSatisfy({ byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F
            })
        else { return nil }
        return text
    }

    /// 16 hexadecimal digits by chance.
    public static func make() -> String {
        Hexadecimal.text(UInt64.random(in: 1...UInt64.max))
    }
}

/// The place of a request in a trace, as W3C Trace Context writes it.
public struct TraceParent: Hashable, Sendable {
    /// 32 lower-case hexadecimal digits, not all zero.
    public let traceID: String
    /// 16 lower-case hexadecimal digits, not all zero.
    public let spanID: String
    /// Whether the caller keeps this trace.
    public let isSampled: Bool

    /// Reads a `traceparent` line. Versions above 00 may have more fields behind, which are not
    /// read; anything malformed is nil.
    public init?(_ text: String?) {
        guard let text else { return nil }
        let bytes = Array(text.utf8)
        guard bytes.count >= 55, bytes[2] == 0x2D, bytes[35] == 0x2D, bytes[52] == 0x2D,
            let version = Hexadecimal.value(bytes[0..<2]), version != 0xFF,
            version == 0 ? bytes.count == 55 : bytes.count == 55 || bytes[55] == 0x2D,
            let high = Hexadecimal.value(bytes[3..<19]),
            let low = Hexadecimal.value(bytes[19..<35]), high != 0 || low != 0,
            let span = Hexadecimal.value(bytes[36..<52]), span != 0,
            let flags = Hexadecimal.value(bytes[53..<55])
        else { return nil }
        traceID = String(decoding: bytes[3..<35], as: UTF8.self)
        spanID = String(decoding: bytes[36..<52], as: UTF8.self)
        isSampled = flags & 1 == 1
    }

    private init(traceID: String, spanID: String, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// A trace that begins here.
    public static func make() -> TraceParent {
        let high = Hexadecimal.text(UInt64.random(in: 1...UInt64.max))
        let low = Hexadecimal.text(UInt64.random(in: 0...UInt64.max))
        return TraceParent(traceID: high + low, spanID: RequestID.make(), isSampled: false)
    }

    /// The same trace, one step further: what this service sends on.
    public func child() -> TraceParent {
        TraceParent(traceID: traceID, spanID: RequestID.make(), isSampled: isSampled)
    }

    /// As the header line says it.
    public var text: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }
}

/// Sixteen digits of a number, lower case.
enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    static func text(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<16 {
                buffer[index] = digits[Int((value >> UInt64(60 - 4 * index)) & 15)]
            }
            return 16
        }
    }

    /// At most 16 digits; upper case is refused, as the standard asks.
    static func value(_ bytes: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for byte in bytes {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt64(byte - 0x30)
            case 0x61...0x66: value = value << 4 | UInt64(byte - 0x61 + 10)
            default: return nil
            }
        }
        return value
    }
}

extension HTTPField.Name {
    /// `X-Request-ID`.
    static let requestID = HTTPField.Name("x-request-id") ?? .date
    /// `traceparent`.
    static let traceParent = HTTPField.Name("traceparent") ?? .date
    /// `Forwarded` (RFC 7239).
    static let forwarded = HTTPField.Name("forwarded") ?? .date
    /// `X-Forwarded-For`.
    static let forwardedFor = HTTPField.Name("x-forwarded-for") ?? .date
    /// `X-Forwarded-Proto`.
    static let forwardedProto = HTTPField.Name("x-forwarded-proto") ?? .date
    /// `Referrer-Policy`.
    static let referrerPolicy = HTTPField.Name("referrer-policy") ?? .date
    /// `Cross-Origin-Opener-Policy`.
    static let openerPolicy = HTTPField.Name("cross-origin-opener-policy") ?? .date
    /// `RateLimit`.
    static let rateLimit = HTTPField.Name("ratelimit") ?? .date
    /// `RateLimit-Policy`.
    static let rateLimitPolicy = HTTPField.Name("ratelimit-policy") ?? .date
}
