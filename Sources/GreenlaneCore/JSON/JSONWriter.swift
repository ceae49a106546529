/// Writes JSON as RFC 8785 (JCS) writes it: no white space, shortest escapes. Where `sorted` is
/// asked for, members stand in the order of their UTF-16 code units, and the bytes are canonical.
public struct JSONWriter {
    public private(set) var bytes: [UInt8] = []

    public init(capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
    }

    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    public mutating func raw(_ text: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    public mutating func raw(_ other: [UInt8]) {
        bytes.append(contentsOf: other)
    }

    public mutating func raw(_ other: ArraySlice<UInt8>) {
        bytes.append(contentsOf: other)
    }

    public mutating func integer(_ value: Int64) {
        guard value >= 10 || value < 0 else {
            bytes.append(UInt8(ascii: "0") + UInt8(value))
            return
        }
        var magnitude = value.magnitude
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        while magnitude > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(magnitude % 10))
            magnitude /= 10
        }
        bytes[start...].reverse()
    }

    public mutating func timestamp(_ value: Timestamp) {
        bytes.append(UInt8(ascii: "\""))
        value.write(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    public mutating func string(_ value: String) {
        bytes.append(UInt8(ascii: "\""))
        var value = value
        value.withUTF8 { utf8 in
            guard Self.needsEscape(utf8) else {
                bytes.append(contentsOf: utf8)
                return
            }
            for byte in utf8 { escaped(byte) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Eight bytes at a time.
    private static func needsEscape(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let raw = UnsafeRawBufferPointer(utf8)
        var index = 0
        while index + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let quotes = word ^ (ones &* 0x22)
            let slashes = word ^ (ones &* 0x5C)
            let found =
                ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)
                | ((word &- ones &* 0x20) & ~word)
            if found & tops != 0 { return true }
            index += 8
        }
        while index < raw.count {
            let byte = raw[index]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C { return true }
            index += 1
        }
        return false
    }

    public mutating func value(_ value: JSONValue, sorted: Bool) {
        switch value {
        case .null: raw("null")
        case .bool(let flag): flag ? raw("true") : raw("false")
        case .integer(let number): integer(number)
        case .number(let literal): bytes.append(contentsOf: literal.utf8)
        case .string(let text): string(text)
        case .array(let elements): array(elements, sorted: sorted)
        case .object(let members): object(members, sorted: sorted)
        }
    }

    private mutating func array(_ elements: [JSONValue], sorted: Bool) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            value(element, sorted: sorted)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func object(_ object: JSONObject, sorted: Bool) {
        var members = object.members
        if sorted, !Self.isSorted(members) {
            members.sort { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
        }
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            string(member.name)
            bytes.append(UInt8(ascii: ":"))
            value(member.value, sorted: sorted)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Names of our own objects are ASCII, whose bytes sort as their UTF-16 code units do.
    private static func isSorted(_ members: [JSONObject.Member]) -> Bool {
        for (index, member) in members.enumerated() {
            guard member.name.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
            if index > 0, members[index - 1].name >= member.name { return false }
        }
        return true
    }

    private mutating func escaped(_ byte: UInt8) {
        switch byte {
        case 0x22: raw("\\\"")
        case 0x5C: raw("\\\\")
        case 0x08: raw("\\b")
        case 0x09: raw("\\t")
        case 0x0A: raw("\\n")
        case 0x0C: raw("\\f")
        case 0x0D: raw("\\r")
        case 0..<0x20:
            raw("\\u00")
            bytes.append(Self.hex[Int(byte >> 4)])
            bytes.append(Self.hex[Int(byte & 15)])
        default: bytes.append(byte)
        }
    }

    private static let hex = Array("0123456789abcdef".utf8)
}

extension JSONValue {
    /// One line, members in their own order: what the command line prints.
    public var text: String {
        var writer = JSONWriter()
        writer.value(self, sorted: false)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// RFC 8785 bytes: what is hashed.
    public var canonicalBytes: [UInt8] {
        var writer = JSONWriter()
        writer.value(self, sorted: true)
        return writer.bytes
    }
}
