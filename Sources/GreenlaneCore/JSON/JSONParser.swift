/// Where JSON text stops being JSON.
public struct JSONSyntaxError: Error, Hashable, Sendable {
    public var line: Int
    /// In bytes, from 1.
    public var column: Int
    public var reason: Reason

    public enum Reason: Hashable, Sendable {
        case unexpectedEnd
        case unexpectedByte(UInt8)
        case invalidUTF8
        case invalidEscape
        case invalidNumber
        case duplicateMember(String)
        case tooDeep(limit: Int)
        case trailingText
    }
}

/// A strict RFC 8259 reader: no duplicate members, no lone surrogates, bounded depth. Foundation's
/// reader takes the last of two equal members and rounds numbers, which an import request and an
/// event must not suffer.
public struct JSONParser {
    /// Nested arrays and objects.
    public static let maximumDepth = 64

    private var bytes: UnsafeBufferPointer<UInt8>
    private var index = 0

    public static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
        let result = bytes.withUnsafeBufferPointer { parse($0) }
        return try result.get()
    }

    public static func parse(_ text: String) throws(JSONSyntaxError) -> JSONValue {
        try parse(Array(text.utf8))
    }

    public static func parse(_ buffer: UnsafeBufferPointer<UInt8>) -> Result<
        JSONValue, JSONSyntaxError
    > {
        var parser = JSONParser(bytes: buffer)
        do throws(JSONSyntaxError) {
            // A UTF-8 byte order mark is what Windows editors leave.
            if buffer.count >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF {
                parser.index = 3
            }
            let value = try parser.value(depth: 0)
            parser.skipSpace()
            if parser.index < buffer.count { throw parser.error(.trailingText) }
            return .success(value)
        } catch {
            return .failure(error)
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        skipSpace()
        guard index < bytes.count else { throw error(.unexpectedEnd) }
        switch bytes[index] {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), 0x30...0x39: return try number()
        case let byte: throw error(.unexpectedByte(byte))
        }
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        guard depth <= Self.maximumDepth else { throw error(.tooDeep(limit: Self.maximumDepth)) }
        index += 1
        var result = JSONObject()
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(result) }
        // Linear look-ups serve small objects; a set keeps hostile ones from costing n squared.
        var seen = Set<String>()
        repeat {
            skipSpace()
            guard index < bytes.count else { throw error(.unexpectedEnd) }
            guard bytes[index] == UInt8(ascii: "\"") else {
                throw error(.unexpectedByte(bytes[index]))
            }
            let start = index
            let name = try string()
            let known =
                result.members.count < 12
                ? result.members.contains { $0.name == name } : seen.contains(name)
            if known {
                index = start
                throw error(.duplicateMember(name))
            }
            if result.members.count == 11 { seen = Set(result.members.map(\.name)) }
            if result.members.count >= 11 { seen.insert(name) }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw unexpected() }
            result.append(name, try value(depth: depth))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw unexpected() }
        return .object(result)
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        guard depth <= Self.maximumDepth else { throw error(.tooDeep(limit: Self.maximumDepth)) }
        index += 1
        var result: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(result) }
        repeat {
            result.append(try value(depth: depth))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw unexpected() }
        return .array(result)
    }

    private mutating func string() throws(JSONSyntaxError) -> String {
        index += 1
        let start = index
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                let text = try utf8(start, index)
                index += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            if byte < 0x20 { throw error(.unexpectedByte(byte)) }
            index += 1
        }
        throw error(.unexpectedEnd)
    }

    private mutating func escapedString(from start: Int) throws(JSONSyntaxError) -> String {
        var text = try utf8(start, index)
        var run = index
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                text += try utf8(run, index)
                index += 1
                return text
            }
            if byte < 0x20 { throw error(.unexpectedByte(byte)) }
            if byte == UInt8(ascii: "\\") {
                text += try utf8(run, index)
                text.unicodeScalars.append(try escape())
                run = index
            } else {
                index += 1
            }
        }
        throw error(.unexpectedEnd)
    }

    private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
        guard index + 1 < bytes.count else { throw error(.unexpectedEnd) }
        let kind = bytes[index + 1]
        if kind == UInt8(ascii: "u") {
            let first = try hexQuad(at: index + 2)
            index += 6
            if let scalar = Unicode.Scalar(first) { return scalar }
            guard (0xD800...0xDBFF).contains(first), index + 1 < bytes.count,
                bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
            else { throw error(.invalidEscape) }
            let second = try hexQuad(at: index + 2)
            guard (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(
                    0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
            else { throw error(.invalidEscape) }
            index += 6
            return scalar
        }
        let simple: [UInt8: Unicode.Scalar] = [
            0x22: "\"", 0x5C: "\\", 0x2F: "/", 0x62: "\u{8}", 0x66: "\u{C}", 0x6E: "\n",
            0x72: "\r", 0x74: "\t",
        ]
        guard let scalar = simple[kind] else { throw error(.invalidEscape) }
        index += 2
        return scalar
    }

    private func hexQuad(at start: Int) throws(JSONSyntaxError) -> UInt32 {
        guard start + 4 <= bytes.count else { throw error(.unexpectedEnd) }
        var value: UInt32 = 0
        for byte in bytes[start..<(start + 4)] {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x37
            case 0x61...0x66: digit = byte - 0x57
            default: throw error(.invalidEscape)
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    private func utf8(_ start: Int, _ end: Int) throws(JSONSyntaxError) -> String {
        guard let text = String(validating: bytes[start..<end], as: UTF8.self) else {
            throw error(.invalidUTF8)
        }
        return text
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONValue {
        let start = index
        _ = take(UInt8(ascii: "-"))
        let firstDigit = index
        guard digits() > 0 else { throw error(.invalidNumber) }
        if bytes[firstDigit] == UInt8(ascii: "0"), index > firstDigit + 1 {
            throw error(.invalidNumber)
        }
        var isInteger = true
        if take(UInt8(ascii: ".")) {
            isInteger = false
            guard digits() > 0 else { throw error(.invalidNumber) }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            index += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw error(.invalidNumber) }
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isInteger, let value = Int64(text) { return .integer(value) }
        return .number(text)
    }

    private mutating func digits() -> Int {
        let start = index
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
        return index - start
    }

    private mutating func literal(
        _ text: StaticString, _ value: JSONValue
    ) throws(JSONSyntaxError) -> JSONValue {
        for offset in 0..<text.utf8CodeUnitCount {
            guard index < bytes.count else { throw error(.unexpectedEnd) }
            guard bytes[index] == text.utf8Start[offset] else {
                throw error(.unexpectedByte(bytes[index]))
            }
            index += 1
        }
        return value
    }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private func unexpected() -> JSONSyntaxError {
        index < bytes.count ? error(.unexpectedByte(bytes[index])) : error(.unexpectedEnd)
    }

    private func error(_ reason: JSONSyntaxError.Reason) -> JSONSyntaxError {
        var line = 1
        var lineStart = 0
        for position in 0..<min(index, bytes.count) where bytes[position] == 0x0A {
            line += 1
            lineStart = position + 1
        }
        return JSONSyntaxError(line: line, column: index - lineStart + 1, reason: reason)
    }
}
