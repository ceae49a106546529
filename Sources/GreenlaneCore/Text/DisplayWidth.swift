/// How many columns of a terminal text takes: two for Chinese characters, full-width forms and
/// emoji, none for combining marks.
public enum DisplayWidth {
    /// The columns of a text without line ends.
    public static func of(_ text: String) -> Int {
        // Plain ASCII, the most frequent case, needs no tables.
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// The columns of one character as a person sees it, however many scalars it has.
    public static func of(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        let isEmoji =
            first.properties.isEmojiPresentation
            || (first.properties.isEmoji && scalars.contains("\u{FE0F}"))
        if isEmoji { return 2 }
        // A decomposed syllable is as wide as its first part.
        return scalars.lazy.map { of($0) }.first { $0 > 0 } ?? 0
    }

    /// The text with spaces to exactly `width` columns, or unchanged where it is wider.
    public static func padded(
        _ text: String, to width: Int, alignment: TextAlignment = .leading
    ) -> String {
        let missing = width - of(text)
        guard missing > 0 else { return text }
        let spaces = String(repeating: " ", count: missing)
        return alignment == .leading ? text + spaces : spaces + text
    }

    /// The text cut to at most `width` columns, with `…` where something was cut off.
    public static func truncated(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        var result = ""
        var used = 0
        for character in text {
            let columns = of(character)
            guard used + columns <= width - 1 else { break }
            result.append(character)
            used += columns
        }
        return width > 0 ? result + "…" : ""
    }

    /// The text in lines of at most `width` columns: broken at spaces, and between Chinese
    /// characters, but never before closing punctuation. A longer word stays whole.
    public static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for piece in pieces(of: text) {
            let fits = of(line) + of(piece.trimmingSuffixSpace) <= width
            if !fits, !line.isEmpty {
                lines.append(line.trimmingSuffixSpace)
                line = piece == " " ? "" : piece
            } else {
                line += piece
            }
        }
        let rest = line.trimmingSuffixSpace
        if !rest.isEmpty || lines.isEmpty { lines.append(rest) }
        return lines
    }

    /// Words with the space behind them, and wide characters with the punctuation behind them.
    private static func pieces(of text: String) -> [String] {
        var pieces: [String] = []
        var current = ""
        for character in text {
            let breaksBefore =
                !current.isEmpty && character != " " && !closing.contains(character)
                && (current.last == " " || of(character) == 2
                    || current.last.map { of($0) == 2 && !opening.contains($0) } ?? false)
            if breaksBefore, current.last.map({ !opening.contains($0) }) ?? true {
                pieces.append(current)
                current = ""
            }
            current.append(character)
        }
        if !current.isEmpty { pieces.append(current) }
        return pieces
    }

    private static let closing = "，。、；：？！）】》」』”’…,.;:?!)]}％%"
    private static let opening = "（【《「『“‘([{"

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x1160...0x11FF: return 0
        case 0x20...0x7E: return 1
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return isWide(scalar.value) ? 2 : 1
        }
    }

    /// Unicode's East Asian Wide and Fullwidth blocks; what is ambiguous there counts as narrow, as
    /// today's terminals show it.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
            0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }
}

/// Where a text stands in its column.
public enum TextAlignment: Hashable, Sendable {
    case leading, trailing
}

extension String {
    fileprivate var trimmingSuffixSpace: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
