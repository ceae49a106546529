/// Text as drawings measure and write it. Chinese characters are one em wide, others a little more
/// than half of one.
public enum PictureText {
    /// Of 100 parts of an em, what a narrow character takes.
    private static let narrow = 56

    /// Pixels that a text takes at this size of type.
    public static func width(_ text: String, size: Int) -> Int {
        var parts = 0
        for character in text {
            switch DisplayWidth.of(character) {
            case 0: break
            case 1: parts += narrow
            default: parts += 100
            }
        }
        return (parts * size + 99) / 100
    }

    /// The text in lines of about this many pixels, as even as they can be without another line.
    public static func lines(_ text: String, width: Int, size: Int) -> [String] {
        let total = Self.width(text, size: size)
        let columns = max(DisplayWidth.of(text), 1)
        let most = max(columns * width / max(total, 1), 4)
        let best = DisplayWidth.wrapped(text, to: most)
        guard best.count > 1 else { return best }
        if best.count == 2, let mark = text.firstIndex(where: { "，；：".contains($0) }) {
            let halves = [String(text[...mark]), String(text[text.index(after: mark)...])]
            if halves.allSatisfy({ !$0.isEmpty && Self.width($0, size: size) <= width }) {
                return halves
            }
        }
        var columnsOfLine = (columns + best.count - 1) / best.count
        while columnsOfLine < most {
            let even = DisplayWidth.wrapped(text, to: columnsOfLine)
            if even.count <= best.count { return even }
            columnsOfLine += 1
        }
        return best
    }

    /// Safe in text and in attributes of SVG.
    public static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default:
                // Characters that XML does not have at all.
                let isAllowed = scalar.value >= 0x20 || scalar == "\t" || scalar == "\n"
                if isAllowed, scalar.value != 0xFFFE, scalar.value != 0xFFFF {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }
}
