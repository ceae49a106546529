/// Finds the top-level members of a canonical JSON object without building anything: replay reads
/// hundreds of thousands of entries a second and needs a few members of each.
public struct JSONScanner {
    /// Calls `body` with the name and the raw bytes of each member; false where the text is not an
    /// object as `JSONWriter` writes it (no white space).
    public static func members(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Void
    ) -> Bool {
        var index = 0
        guard index < bytes.count, bytes[index] == UInt8(ascii: "{") else { return false }
        index += 1
        if index < bytes.count, bytes[index] == UInt8(ascii: "}") {
            return index + 1 == bytes.count
        }
        while true {
            let nameStart = index
            guard skipString(bytes, &index), index < bytes.count,
                bytes[index] == UInt8(ascii: ":")
            else { return false }
            let name = UnsafeBufferPointer(rebasing: bytes[(nameStart + 1)..<(index - 1)])
            index += 1
            let valueStart = index
            guard skipValue(bytes, &index) else { return false }
            body(name, UnsafeBufferPointer(rebasing: bytes[valueStart..<index]))
            guard index < bytes.count else { return false }
            if bytes[index] == UInt8(ascii: "}") { return index + 1 == bytes.count }
            guard bytes[index] == UInt8(ascii: ",") else { return false }
            index += 1
        }
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

    private static func skipString(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int
    ) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return false }
        index += 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"): index += 2
            case UInt8(ascii: "\""):
                index += 1
                return true
            default: index += 1
            }
        }
        return false
    }

    private static func skipValue(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int
    ) -> Bool {
        var depth = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                guard skipString(bytes, &index) else { return false }
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
