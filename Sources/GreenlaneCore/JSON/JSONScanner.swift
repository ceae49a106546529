/// Finds the top-level members of a canonical JSON object without building anything: replay reads
/// hundreds of thousands of entries a second and needs a few members of each.
public struct JSONScanner {
    /// Calls `body` with the name and the raw bytes of each member; false where the text is not an
    /// object as `JSONWriter` writes it (no white space).
    public static func members(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Void
    ) -> Bool {
        guard var cursor = JSONCursor(bytes), cursor.enter() else { return false }
        while let name = cursor.name() {
            guard let value = cursor.value() else { return false }
            body(name, value)
        }
        return cursor.hasEnded
    }

    /// Whether a name is this one.
    public static func equal(_ name: UnsafeBufferPointer<UInt8>, _ text: StaticString) -> Bool {
        guard name.count == text.utf8CodeUnitCount else { return false }
        for index in 0..<name.count where name[index] != text.utf8Start[index] { return false }
        return true
    }

    /// The text of a raw string without escapes; nil for anything else.
    public static func plainString(_ raw: UnsafeBufferPointer<UInt8>) -> String? {
        guard raw.count >= 2, raw[0] == UInt8(ascii: "\""), !raw.contains(UInt8(ascii: "\\")) else {
            return nil
        }
        return String(
            decoding: UnsafeBufferPointer(rebasing: raw[1..<(raw.count - 1)]), as: UTF8.self)
    }
}

/// Walks over canonical JSON member by member. What is not as `JSONWriter` writes it ends the walk
/// early, and then `hasEnded` is false.
public struct JSONCursor {
    private let base: UnsafePointer<UInt8>
    private let end: Int
    private var index = 0
    private var isFirst = true
    private var isClosed = false

    /// Nil where there is nothing. The cursor lives as long as the bytes.
    public init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return nil }
        self.base = base
        end = bytes.count
    }

    /// Whether the outermost object was closed, and nothing follows it.
    public var hasEnded: Bool { isClosed && index == end }

    /// Where the walk is: bytes from the beginning.
    public var offset: Int { index }

    /// The bytes from an earlier offset up to here.
    public func bytes(from start: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + start, count: index - start)
    }

    /// Goes into the object that begins here; false where none does.
    @inline(__always)
    public mutating func enter() -> Bool {
        guard index < end, base[index] == UInt8(ascii: "{") else { return false }
        index += 1
        isFirst = true
        isClosed = false
        return true
    }

    /// Goes on behind an object that was walked to its end inside another one.
    @inline(__always)
    public mutating func leave() -> Bool {
        guard isClosed else { return false }
        isClosed = false
        isFirst = false
        return true
    }

    /// The next member's name; nil at the end of the object, or where the text is no such object.
    @inline(__always)
    public mutating func name() -> UnsafeBufferPointer<UInt8>? {
        guard !isClosed, index < end else { return nil }
        if base[index] == UInt8(ascii: "}") {
            index += 1
            isClosed = true
            return nil
        }
        if !isFirst {
            guard base[index] == UInt8(ascii: ",") else { return nil }
            index += 1
        }
        isFirst = false
        let start = index + 1
        guard skipString(), index < end, base[index] == UInt8(ascii: ":") else { return nil }
        let name = UnsafeBufferPointer(start: base + start, count: index - 1 - start)
        index += 1
        return name
    }

    /// The raw bytes of the value that begins here.
    @inline(__always)
    public mutating func value() -> UnsafeBufferPointer<UInt8>? {
        let start = index
        guard skipValue(), index > start else { return nil }
        return UnsafeBufferPointer(start: base + start, count: index - start)
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    /// The lowest top bit that is set tells the first zero byte.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & tops }

    /// Eight bytes at a time to the closing quotation mark, and behind it.
    @inline(__always)
    private mutating func skipString() -> Bool {
        guard index < end, base[index] == UInt8(ascii: "\"") else { return false }
        index += 1
        while index + 8 <= end {
            let word = UInt64(
                littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
            let found =
                Self.zeros(word ^ (Self.ones &* 0x22)) | Self.zeros(word ^ (Self.ones &* 0x5C))
            guard found != 0 else {
                index += 8
                continue
            }
            index += found.trailingZeroBitCount >> 3
            if base[index] == UInt8(ascii: "\"") {
                index += 1
                return true
            }
            index += 2
        }
        while index < end {
            switch base[index] {
            case UInt8(ascii: "\\"): index += 2
            case UInt8(ascii: "\""):
                index += 1
                return true
            default: index += 1
            }
        }
        return false
    }

    private mutating func skipValue() -> Bool {
        var depth = 0
        while index < end {
            switch base[index] {
            case UInt8(ascii: "\""):
                guard skipString() else { return false }
                if depth == 0 { return true }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return true }
                depth -= 1
                if depth == 0 {
                    index += 1
                    return true
                }
            case UInt8(ascii: ","): if depth == 0 { return true }
            default: break
            }
            index += 1
        }
        return depth == 0
    }
}
