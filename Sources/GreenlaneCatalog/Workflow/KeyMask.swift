internal import GreenlaneCore

/// Replaces one of two equal keys in the text by a mark of the same length, so that all places in
/// the file stay where they are.
enum KeyMask {
    /// Characters that no file has a use for stand for the masked keys.
    private static let first: UInt32 = 0xE000

    /// Nil where the key does not stand at the place as it reads, for example after an escape.
    static func mask(
        _ key: String, in text: String, at place: SourcePlace, number: Int
    ) -> String? {
        guard let mark = Unicode.Scalar(first + UInt32(number)), !key.isEmpty else { return nil }
        let scalars = text.unicodeScalars
        guard var index = start(of: place, in: scalars) else { return nil }
        if index < scalars.endIndex, scalars[index] == "\"" || scalars[index] == "'" {
            index = scalars.index(after: index)
        }
        let wanted = key.unicodeScalars
        guard
            let end = scalars.index(index, offsetBy: wanted.count, limitedBy: scalars.endIndex),
            scalars[index..<end].elementsEqual(wanted)
        else { return nil }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars[..<index])
        result.append(contentsOf: repeatElement(mark, count: wanted.count))
        result.append(contentsOf: scalars[end...])
        return String(result)
    }

    /// Which masked key a key stands for.
    static func number(of key: String) -> Int? {
        guard let scalar = key.unicodeScalars.first, scalar.value >= first,
            scalar.value < first + UInt32(YAMLDocument.maximumDuplicates)
        else { return nil }
        return Int(scalar.value - first)
    }

    private static func start(
        of place: SourcePlace, in scalars: String.UnicodeScalarView
    ) -> String.UnicodeScalarView.Index? {
        var index = scalars.startIndex
        var line = 1
        while line < place.line {
            guard let end = scalars[index...].firstIndex(of: "\n") else { return nil }
            index = scalars.index(after: end)
            line += 1
        }
        return scalars.index(index, offsetBy: place.column - 1, limitedBy: scalars.endIndex)
    }
}

/// The parser compares keys by all that they contain. A key that is or holds an alias could unfold
/// to more than a machine can compare, so such files are turned away before.
enum YAMLHazard {
    /// Where a complex key stands in a text that uses aliases; nil where there is no danger.
    static func place(in text: String) -> SourcePlace? {
        var line = 1
        var hazard: SourcePlace?
        var aliases = false
        for content in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let bytes = Array(content.utf8)
            for (index, byte) in bytes.enumerated() {
                let opens = index == 0 || Self.opensToken(bytes[index - 1])
                let next = index + 1 < bytes.count ? bytes[index + 1] : UInt8(ascii: " ")
                if byte == UInt8(ascii: "*"), opens, !Self.isSpace(next) {
                    aliases = true
                    if Self.isKey(bytes, from: index + 1) {
                        hazard = hazard ?? SourcePlace(line: line, column: index + 1)
                    }
                }
                let closes = byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
                let asks = byte == UInt8(ascii: "?") && opens && Self.isSpace(next)
                if asks || closes && Self.isKey(bytes, from: index + 1) {
                    hazard = hazard ?? SourcePlace(line: line, column: index + 1)
                }
            }
            line += 1
        }
        return aliases ? hazard : nil
    }

    private static func opensToken(_ byte: UInt8) -> Bool {
        isSpace(byte) || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{")
            || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":")
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D
    }

    /// Whether the token that goes on here is followed by a colon.
    private static func isKey(_ bytes: [UInt8], from start: Int) -> Bool {
        var index = start
        while index < bytes.count, !isSpace(bytes[index]), bytes[index] != UInt8(ascii: ":"),
            bytes[index] != UInt8(ascii: ","), bytes[index] != UInt8(ascii: "]"),
            bytes[index] != UInt8(ascii: "}")
        {
            index += 1
        }
        while index < bytes.count, isSpace(bytes[index]) { index += 1 }
        return index < bytes.count && bytes[index] == UInt8(ascii: ":")
    }
}
