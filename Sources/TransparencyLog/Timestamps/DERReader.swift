/// Takes DER elements off the front of bytes, one level at a time: whoever reads an inner level
/// makes a reader for it, so that no input decides how deep the calls go.
struct DERReader {
    /// The tags that time stamps are made of.
    enum Tag {
        static let boolean: UInt8 = 0x01
        static let integer: UInt8 = 0x02
        static let octetString: UInt8 = 0x04
        static let objectIdentifier: UInt8 = 0x06
        static let utf8String: UInt8 = 0x0C
        static let generalizedTime: UInt8 = 0x18
        static let sequence: UInt8 = 0x30
        static let explicit0: UInt8 = 0xA0
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// The tag of what comes next; nil at the end.
    var tag: UInt8? { rest.first }

    /// The content of the next element. Nil where it has another tag, or its length is not in the
    /// shortest form or beyond the end.
    mutating func next(_ tag: UInt8) -> ArraySlice<UInt8>? {
        guard rest.first == tag else { return nil }
        return any()
    }

    /// The content of the next element whatever its tag.
    mutating func any() -> ArraySlice<UInt8>? {
        var bytes = rest
        guard let tag = bytes.popFirst(), tag & 0x1F != 0x1F, let first = bytes.popFirst()
        else { return nil }
        var count = Int(first)
        if first >= 0x80 {
            let digits = Int(first & 0x7F)
            guard (1...4).contains(digits), digits <= bytes.count else { return nil }
            count = bytes.prefix(digits).reduce(0) { $0 << 8 | Int($1) }
            let isShortest = count >= 0x80 && bytes.first != 0
            guard isShortest else { return nil }
            bytes = bytes.dropFirst(digits)
        }
        guard count <= bytes.count else { return nil }
        rest = bytes.dropFirst(count)
        return bytes.prefix(count)
    }

    /// The elements of the next sequence.
    mutating func sequence() -> DERReader? {
        next(Tag.sequence).map { DERReader($0) }
    }

    /// The magnitude of the next integer without leading zeros; nil for a negative one.
    mutating func unsigned() -> [UInt8]? {
        guard let bytes = next(Tag.integer), let first = bytes.first, first < 0x80
        else { return nil }
        // A zero before another small byte is not the shortest form.
        if first == 0, bytes.count > 1, bytes[bytes.startIndex + 1] < 0x80 { return nil }
        return Array(first == 0 ? bytes.dropFirst() : bytes)
    }

    /// The next object identifier in dotted form.
    mutating func objectIdentifier() -> String? {
        guard let bytes = next(Tag.objectIdentifier), (1...64).contains(bytes.count),
            bytes.last.map({ $0 < 0x80 }) == true
        else { return nil }
        var arcs: [UInt64] = []
        var arc: UInt64 = 0
        for byte in bytes {
            guard arc < 1 << 56, arc > 0 || byte != 0x80 else { return nil }
            arc = arc << 7 | UInt64(byte & 0x7F)
            guard byte < 0x80 else { continue }
            if arcs.isEmpty {
                let first = min(arc / 40, 2)
                arcs.append(first)
                arc -= first * 40
            }
            arcs.append(arc)
            arc = 0
        }
        return arcs.map { String($0) }.joined(separator: ".")
    }
}

/// Writes DER elements.
enum DERWriter {
    static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        guard content.count >= 0x80 else { return [tag, UInt8(content.count)] + content }
        var digits: [UInt8] = []
        var rest = content.count
        while rest > 0 {
            digits.insert(UInt8(truncatingIfNeeded: rest), at: 0)
            rest >>= 8
        }
        return [tag, 0x80 | UInt8(digits.count)] + digits + content
    }

    /// A number that is not negative, from its magnitude.
    static func unsigned(_ magnitude: [UInt8]) -> [UInt8] {
        var bytes = Array(magnitude.drop { $0 == 0 })
        if bytes.first.map({ $0 >= 0x80 }) ?? true { bytes.insert(0, at: 0) }
        return element(DERReader.Tag.integer, bytes)
    }
}
