import GreenlaneCore

/// The parts of `multipart/form-data` (RFC 7578), each with its name.
struct MultipartBody {
    /// Parts of one body.
    static let maximumParts = 10_000
    /// Bytes of one part's head.
    static let maximumHeadBytes = 4_096

    struct Part {
        var name: String
        /// Nil where the part is a plain field.
        var fileName: String?
        var bytes: [UInt8]
    }

    private(set) var parts: [Part] = []

    /// Refusals: `body-invalid` where the body does not hold to its boundary.
    init(_ bytes: [UInt8], boundary: String) throws(Refusal) {
        let mark = Array("--\(boundary)".utf8)
        guard var index = Self.find(mark, in: bytes[...], from: 0) else {
            throw ConsoleForm.unreadable
        }
        while true {
            index += mark.count
            if bytes[index...].starts(with: Array("--".utf8)) { return }
            guard bytes[index...].starts(with: [13, 10]), parts.count < Self.maximumParts,
                let next = Self.find([13, 10] + mark, in: bytes[...], from: index)
            else { throw ConsoleForm.unreadable }
            parts.append(try Self.part(bytes[(index + 2)..<max(index + 2, next)]))
            index = next + 2
        }
    }

    private static func part(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> Part {
        let gap: [UInt8] = [13, 10, 13, 10]
        guard let end = find(gap, in: bytes, from: bytes.startIndex),
            end - bytes.startIndex <= maximumHeadBytes,
            let head = String(validating: bytes[..<end], as: UTF8.self)
        else { throw ConsoleForm.unreadable }
        var name: String?
        var fileName: String?
        for line in head.split(separator: "\r\n") {
            guard line.lowercased().hasPrefix("content-disposition:") else { continue }
            name = parameter("name", of: line)
            fileName = parameter("filename", of: line)
        }
        guard let name else { throw ConsoleForm.unreadable }
        return Part(name: name, fileName: fileName, bytes: Array(bytes[(end + 4)...]))
    }

    /// A quoted parameter, as browsers write it: quotes inside are `%22`.
    private static func parameter(_ name: String, of line: Substring) -> String? {
        guard let start = line.firstRange(of: "; \(name)=\"") else { return nil }
        let rest = line[start.upperBound...]
        guard let end = rest.firstIndex(of: "\"") else { return nil }
        return String(rest[..<end]).replacing("%22", with: "\"").replacing("%0D", with: "")
            .replacing("%0A", with: "")
    }

    /// Where the wanted bytes begin, from an index on; nil where they are not.
    private static func find(
        _ wanted: [UInt8], in bytes: ArraySlice<UInt8>, from start: Int
    ) -> Int? {
        guard let first = wanted.first, bytes.endIndex - start >= wanted.count else { return nil }
        var index = start
        while index <= bytes.endIndex - wanted.count {
            guard let found = bytes[index...].firstIndex(of: first) else { return nil }
            if bytes[found...].starts(with: wanted) { return found }
            index = found + 1
        }
        return nil
    }
}
