import HTTPTypes
import Synchronization

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

    /// 16 hexadecimal digits that nobody had before.
    public static func make() -> String { Hexadecimal.text(RequestNumbers.next()) }
}

/// Numbers that name requests and steps of traces, none of them zero. They begin at random and do
/// not repeat, but whoever has one may reckon the next: nothing secret is made of them. The
/// system's own randomness costs a call into the kernel each, several times a request.
enum RequestNumbers {
    private static let state = Atomic<UInt64>(UInt64.random(in: 0...UInt64.max))

    /// SplitMix64 (Steele, Lea and Flood, 2014).
    static func next() -> UInt64 {
        var number = state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        number = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
        number = (number ^ (number >> 27)) &* 0x94D0_49BB_1331_11EB
        number ^= number >> 31
        return number == 0 ? 1 : number
    }
}

/// The place of a request in a trace, as W3C Trace Context writes it.
public struct TraceParent: Hashable, Sendable {
    // Numbers, not texts: they are copied with every step of a request and rarely written.
    private let high: UInt64
    private let low: UInt64
    private let span: UInt64
    /// Whether the caller keeps this trace.
    public let isSampled: Bool

    /// 32 lower-case hexadecimal digits, not all zero.
    public var traceID: String { Hexadecimal.text(high) + Hexadecimal.text(low) }
    /// 16 lower-case hexadecimal digits, not all zero.
    public var spanID: String { Hexadecimal.text(span) }

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
        self.high = high
        self.low = low
        self.span = span
        isSampled = flags & 1 == 1
    }

    private init(high: UInt64, low: UInt64, isSampled: Bool) {
        self.high = high
        self.low = low
        span = RequestNumbers.next()
        self.isSampled = isSampled
    }

    /// A trace that begins here.
    public static func make() -> TraceParent {
        TraceParent(high: RequestNumbers.next(), low: RequestNumbers.next(), isSampled: false)
    }

    /// The same trace, one step further: what this service sends on.
    public func child() -> TraceParent { TraceParent(high: high, low: low, isSampled: isSampled) }

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
