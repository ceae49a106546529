internal import Glibc

/// The text of a file that somebody saved from a spreadsheet in China: a byte order mark decides;
/// otherwise strict UTF-8, and where that fails GB18030, which contains GBK and GB2312.
public enum TextEncoding {
    /// Why bytes are no text.
    public enum Failure: Error, Hashable, Sendable {
        /// No supported encoding reads the bytes.
        case unreadable
        /// The system lacks its GB18030 converter.
        case converterMissing
    }

    /// The text of the bytes, without a byte order mark.
    public static func decode(_ bytes: [UInt8]) throws(Failure) -> String {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return try utf8(bytes.dropFirst(3)) }
        if bytes.starts(with: [0xFF, 0xFE]) {
            return try utf16(bytes.dropFirst(2), bigEndian: false)
        }
        if bytes.starts(with: [0xFE, 0xFF]) {
            return try utf16(bytes.dropFirst(2), bigEndian: true)
        }
        if let bigEndian = markless(bytes) { return try utf16(bytes[...], bigEndian: bigEndian) }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return try gb18030(bytes)
    }

    private static func utf8(_ bytes: ArraySlice<UInt8>) throws(Failure) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .unreadable }
        return text
    }

    private static func utf16(
        _ bytes: ArraySlice<UInt8>, bigEndian: Bool
    ) throws(Failure) -> String {
        guard bytes.count % 2 == 0 else { throw .unreadable }
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let first = UInt16(bytes[index])
            let second = UInt16(bytes[index + 1])
            units.append(bigEndian ? first << 8 | second : second << 8 | first)
            index += 2
        }
        guard let text = String(validating: units, as: UTF16.self) else { throw .unreadable }
        return text
    }

    /// UTF-16 without its mark: the zero bytes of ASCII commas and line ends all stand on one side.
    private static func markless(_ bytes: [UInt8]) -> Bool? {
        guard bytes.count >= 2, bytes.count % 2 == 0 else { return nil }
        var even = 0
        var odd = 0
        for (index, byte) in bytes.prefix(4096).enumerated() where byte == 0 {
            if index % 2 == 0 { even += 1 } else { odd += 1 }
        }
        if odd > 0, even == 0 { return false }
        if even > 0, odd == 0 { return true }
        return nil
    }

    private static func gb18030(_ bytes: [UInt8]) throws(Failure) -> String {
        let converter = iconv_open("UTF-8", "GB18030")
        // iconv_open answers (iconv_t)-1, not null, where it has no converter.
        guard let converter, Int(bitPattern: converter) != -1 else { throw .converterMissing }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        // Two GB18030 bytes become three UTF-8 bytes at most; four become four.
        var output = [CChar](repeating: 0, count: bytes.count * 2 + 16)
        let capacity = output.count
        let written: Int? = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                var from = source.baseAddress
                var left = source.count
                var to = target.baseAddress
                var room = capacity
                let result = iconv(converter, &from, &left, &to, &room)
                return result == -1 || left != 0 ? nil : capacity - room
            }
        }
        guard let written,
            let text = String(
                validating: output[..<written].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        else { throw .unreadable }
        return text
    }
}
