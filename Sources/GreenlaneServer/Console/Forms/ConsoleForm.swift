import GreenlaneCore

/// The fields of a form as a browser sends them, each name with its values in order; files apart.
struct ConsoleForm: Sendable {
    /// Bytes of a form without files.
    static let maximumBytes = 1_048_576
    /// Fields of one form: a request of 500 items has fewer.
    static let maximumFields = 10_000

    struct File: Sendable {
        /// As the browser names it.
        var name: String
        var bytes: [UInt8]
    }

    private(set) var fields: [(name: String, value: String)] = []
    private(set) var files: [(name: String, file: File)] = []

    init() {}

    /// Reads `application/x-www-form-urlencoded` or `multipart/form-data`. Refusals:
    /// `body-invalid`.
    init(_ bytes: [UInt8], contentType: String) throws(Refusal) {
        guard !bytes.isEmpty else { return }
        if contentType.lowercased().hasPrefix("multipart/form-data") {
            guard let boundary = Self.boundary(of: contentType) else { throw Self.unreadable }
            for part in try MultipartBody(bytes, boundary: boundary).parts { try take(part) }
        } else {
            try readPairs(bytes)
        }
    }

    /// The first value of a field, trimmed of blanks around it.
    subscript(name: String) -> String? {
        fields.first { $0.name == name }.map { Self.trimmed($0.value) }
    }

    /// All values of a field, in their order.
    func all(_ name: String) -> [String] {
        fields.filter { $0.name == name }.map { Self.trimmed($0.value) }
    }

    /// The first file of a field that has any bytes.
    func file(_ name: String) -> File? {
        files.first { $0.name == name && !$0.file.bytes.isEmpty }?.file
    }

    /// The value exactly as it came, as passwords are.
    func exact(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    private mutating func take(_ part: MultipartBody.Part) throws(Refusal) {
        guard fields.count + files.count < Self.maximumFields else { throw Self.unreadable }
        if let name = part.fileName {
            files.append((part.name, File(name: name, bytes: part.bytes)))
        } else {
            guard let value = String(validating: part.bytes, as: UTF8.self) else {
                throw Self.unreadable
            }
            fields.append((part.name, value))
        }
    }

    private mutating func readPairs(_ bytes: [UInt8]) throws(Refusal) {
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let sides = pair.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard fields.count < Self.maximumFields,
                let name = Self.decoded(sides[0]),
                let value = sides.count > 1 ? Self.decoded(sides[1]) : ""
            else { throw Self.unreadable }
            fields.append((name, value))
        }
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "+"): text.append(0x20)
            case UInt8(ascii: "%"):
                guard index + 2 < bytes.endIndex, let high = digit(bytes[index + 1]),
                    let low = digit(bytes[index + 2])
                else { return nil }
                text.append(high << 4 | low)
                index += 2
            default: text.append(bytes[index])
            }
            index += 1
        }
        return String(validating: text, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private static func boundary(of contentType: String) -> String? {
        for part in contentType.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, trimmed(String(pair[0])).lowercased() == "boundary" else {
                continue
            }
            var text = trimmed(String(pair[1]))
            if text.hasPrefix("\""), text.hasSuffix("\""), text.count > 2 {
                text = String(text.dropFirst().dropLast())
            }
            return (1...70).contains(text.utf8.count) ? text : nil
        }
        return nil
    }

    static func trimmed(_ text: String) -> String {
        let head = text.drop { $0.isWhitespace }
        guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(head[...last])
    }

    static let unreadable = Refusal(
        .input, "body-invalid",
        LocalizedText(zh: "表单内容无法读取。", en: "The form cannot be read."),
        remedy: LocalizedText(zh: "返回上一页重试。", en: "Go back and try again."))
}
