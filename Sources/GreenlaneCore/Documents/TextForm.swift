/// Tells text from bytes, and plain text from XML and from pages that a browser would run.
enum TextForm {
    /// Bytes at the start in which browsers look for a page.
    static let lookedAt = 1_024

    static func finding(_ bytes: [UInt8]) -> ContentFinding {
        guard !bytes.isEmpty, isText(bytes) else { return .type(.octets) }
        let head = lowercased(bytes.prefix(lookedAt * 4))
        let pages = ["<!doctype html", "<html", "<script", "<svg", "<iframe", "<body", "<head>"]
        let start = head.prefix(lookedAt)
        if pages.contains(where: { contains(start, Array($0.utf8)) }) {
            return .harmful(.activePage)
        }
        guard first(head) == UInt8(ascii: "<") else { return .type(.text) }
        return xml(bytes, head)
    }

    /// XML is known by its declaration or by a root that is closed at the end.
    private static func xml(_ bytes: [UInt8], _ head: [UInt8]) -> ContentFinding {
        if contains(lowercased(bytes[...])[...], Array("<!entity".utf8)) {
            return .harmful(.entities)
        }
        guard let root = root(bytes) else { return .type(.text) }
        let name = root.split(separator: ":").last.map { String($0).lowercased() } ?? ""
        if name == "html" || name == "svg" { return .harmful(.activePage) }
        return .type(.xml)
    }

    /// The name of the first element, past declarations and remarks; nil where there is none.
    private static func root(_ bytes: [UInt8]) -> String? {
        var index = starts(bytes) ? 3 : 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "<") else {
                guard isSpace(bytes[index]) else { return nil }
                index += 1
                continue
            }
            guard index + 1 < bytes.count else { return nil }
            switch bytes[index + 1] {
            case UInt8(ascii: "?"): index = after("?>", in: bytes, from: index)
            case UInt8(ascii: "!"):
                let isRemark = bytes[index...].starts(with: "<!--".utf8)
                index = after(isRemark ? "-->" : ">", in: bytes, from: index)
            default:
                let name = bytes[(index + 1)...].prefix(128).prefix { byte in
                    !isSpace(byte) && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "/")
                }
                return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
            }
        }
        return nil
    }

    private static func after(_ end: String, in bytes: [UInt8], from index: Int) -> Int {
        let wanted = Array(end.utf8)
        var place = index
        while place + wanted.count <= bytes.count {
            if bytes[place...].starts(with: wanted) { return place + wanted.count }
            place += 1
        }
        return bytes.count
    }

    // MARK: Encodings

    /// UTF-8 or what looks like GB 18030, without the control characters that no text has.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        let hasControls = bytes.contains { byte in
            byte == 0x7F || (byte < 0x20 && !isSpace(byte) && byte != 0x0C)
        }
        guard !hasControls else { return false }
        return String(validating: bytes, as: UTF8.self) != nil || isGB18030(bytes)
    }

    /// One, two or four bytes for a character, in the ranges that the standard gives them.
    private static func isGB18030(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                index += 1
                continue
            }
            guard (0x81...0xFE).contains(byte), index + 1 < bytes.count else { return false }
            let second = bytes[index + 1]
            if (0x40...0x7E).contains(second) || (0x80...0xFE).contains(second) {
                index += 2
                continue
            }
            guard index + 3 < bytes.count, (0x30...0x39).contains(second),
                (0x81...0xFE).contains(bytes[index + 2]),
                (0x30...0x39).contains(bytes[index + 3])
            else { return false }
            index += 4
        }
        return true
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    /// Whether a byte order mark stands at the start.
    private static func starts(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0xEF, 0xBB, 0xBF])
    }

    private static func first(_ bytes: [UInt8]) -> UInt8? {
        bytes.dropFirst(starts(bytes) ? 3 : 0).first { !isSpace($0) }
    }

    private static func lowercased(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        bytes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    }

    private static func contains(_ bytes: ArraySlice<UInt8>, _ wanted: [UInt8]) -> Bool {
        guard let head = wanted.first, bytes.count >= wanted.count else { return false }
        var index = bytes.startIndex
        while index + wanted.count <= bytes.endIndex {
            if bytes[index] == head, bytes[index...].starts(with: wanted) { return true }
            index += 1
        }
        return false
    }
}
