/// JSON pointers (RFC 6901): how a problem says which member it means.
public enum JSONPointer {
    /// The pointer of a member below a pointer.
    public static func appending(_ name: String, to pointer: String) -> String {
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") })
        else { return "\(pointer)/\(name)" }
        var result = pointer + "/"
        for character in name.unicodeScalars {
            switch character {
            case "~": result += "~0"
            case "/": result += "~1"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// The pointer of an element below the pointer of an array.
    public static func appending(_ index: Int, to pointer: String) -> String {
        "\(pointer)/\(index)"
    }

    /// The pointer one level up; nil for the whole document.
    public static func parent(of pointer: String) -> String? {
        pointer.lastIndex(of: "/").map { String(pointer[..<$0]) }
    }
}
