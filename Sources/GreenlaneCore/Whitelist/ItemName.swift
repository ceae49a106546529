/// How names of goods, specifications and unit codes are compared: differences of typing do not
/// count, differences of substance always do.
public enum ItemName {
    /// Half width, lower case, one kind of bracket, no spaces or hyphens but between two digits
    /// (there they tell 1-12 from 11-2).
    public static func normalised(_ text: String) -> String {
        var kept: [Unicode.Scalar] = []
        var hasGap = false
        for scalar in text.unicodeScalars {
            let plain = halfWidth(scalar)
            if isGap(plain) {
                hasGap = true
                continue
            }
            if hasGap, let last = kept.last, isDigit(last), isDigit(plain) { kept.append("-") }
            hasGap = false
            if let spelled = spelled(plain) {
                kept.append(contentsOf: spelled.unicodeScalars)
            } else if let simple = simpleLower(plain) {
                kept.append(simple)
            } else {
                kept.append(contentsOf: plain.properties.lowercaseMapping.unicodeScalars)
            }
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: kept)
        return String(result)
    }

    /// What names the substance: of `其他抗菌素(环孢菌素A)` the part in brackets, because the part
    /// before it is the name of a tariff line; otherwise the whole name.
    public static func key(_ text: String) -> String {
        let whole = normalised(text)
        let isLineName = ["其他", "其它", "other"].contains { whole.hasPrefix($0) }
        guard isLineName, whole.hasSuffix(")"), let open = whole.firstIndex(of: "(") else {
            return whole
        }
        let inside = whole[whole.index(after: open)..<whole.index(before: whole.endIndex)]
        return inside.isEmpty ? whole : String(inside)
    }

    /// Whether a stated specification has all that the listed one asks for.
    public static func specification(_ stated: String, satisfies listed: String) -> Bool {
        let statedWords = words(stated)
        if words(listed).allSatisfy({ statedWords.contains($0) }) { return true }
        return contains(Array(normalised(stated).unicodeScalars), listed)
    }

    /// Codes such as a USCC: half width, upper case, no spaces or hyphens.
    public static func code(_ text: String) -> String {
        let isNormal = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
        }
        if isNormal { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            let plain = halfWidth(scalar)
            if !isGap(plain) { result += plain.properties.uppercaseMapping }
        }
        return result
    }

    /// The listed text as a whole inside the stated one, never in the middle of a number.
    private static func contains(_ stated: [Unicode.Scalar], _ listed: String) -> Bool {
        let wanted = Array(normalised(listed).unicodeScalars)
        guard let first = wanted.first, let last = wanted.last, wanted.count <= stated.count else {
            return wanted.isEmpty
        }
        for start in 0...(stated.count - wanted.count) {
            let end = start + wanted.count
            guard stated[start..<end].elementsEqual(wanted) else { continue }
            let cutsBefore = start > 0 && isNumeric(stated[start - 1]) && isDigit(first)
            let cutsAfter = end < stated.count && isNumeric(stated[end]) && isDigit(last)
            if !cutsBefore && !cutsAfter { return true }
        }
        return false
    }

    /// The words of a name, in lower case, hyphens between them.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            let plain = halfWidth(scalar)
            let isSeparator =
                isGap(plain) || ",;/()、，；".unicodeScalars.contains(plain)
            if isSeparator {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word += spelled(plain) ?? plain.properties.lowercaseMapping
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    private static func halfWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0x3000, 0x00A0: " "
        case 0x3010, 0x3014, 0x5B: "("
        case 0x3011, 0x3015, 0x5D: ")"
        case 0x2010...0x2015, 0x2212: "-"
        case 0x2018, 0x2019, 0x2032: "'"
        case 0x2080...0x2089: Unicode.Scalar(scalar.value - 0x2080 + 0x30) ?? scalar
        default: scalar
        }
    }

    /// Greek letters by their names and Roman numerals in letters: people write both.
    private static func spelled(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x391, 0x3B1: "alpha"
        case 0x392, 0x3B2: "beta"
        case 0x393, 0x3B3: "gamma"
        case 0x394, 0x3B4: "delta"
        case 0x395, 0x3B5: "epsilon"
        case 0x39A, 0x3BA: "kappa"
        case 0x39B, 0x3BB: "lambda"
        case 0xB5, 0x39C, 0x3BC: "mu"
        case 0x3A9, 0x3C9, 0x2126: "omega"
        case 0x2160...0x216B: romanNumerals[Int(scalar.value - 0x2160)]
        case 0x2170...0x217B: romanNumerals[Int(scalar.value - 0x2170)]
        default: nil
        }
    }

    private static let romanNumerals = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
    ]

    private static func isGap(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2D, 0x5F, 0xB7, 0x20, 0x09...0x0D: true
        // Dots between the words of a name, and characters that nobody sees.
        case 0x2022, 0x2027, 0x22C5, 0x30FB, 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF: true
        // Looking up properties is slow, and Chinese text has none to look up.
        case 0x21...0x7E, 0x2E80...0x9FFF: false
        default: scalar.properties.isWhitespace
        }
    }

    private static func simpleLower(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x41...0x5A: Unicode.Scalar(scalar.value + 0x20)
        case 0..<0x80, 0x2E80...0x9FFF: scalar
        default: nil
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        (0x30...0x39).contains(scalar.value)
    }

    private static func isNumeric(_ scalar: Unicode.Scalar) -> Bool {
        isDigit(scalar) || scalar == "."
    }
}
