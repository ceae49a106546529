/// Why a text is not the identifier it should be.
public struct IdentifierProblem: Error, Hashable, Sendable {
    /// Stable, kebab-case, such as `uscc-check-digit`.
    public var code: String
    public var message: LocalizedText

    /// A problem as it is shown to the person who typed the identifier.
    public init(code: String, message: LocalizedText) {
        self.code = code
        self.message = message
    }
}

/// What people and input methods do to an identifier before it reaches us.
public enum IdentifierText {
    /// Full-width letters, digits and signs become ASCII, every dash becomes `-`, white space and
    /// invisible marks go, letters become upper case.
    public static func normalised(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard let narrow = narrowed(scalar) else { continue }
            switch narrow {
            case "a"..."z": result.append(Unicode.Scalar(UInt8(narrow.value) - 0x20))
            default: result.append(narrow)
            }
        }
        return String(result)
    }

    /// The normal form without hyphens.
    public static func withoutHyphens(_ text: String) -> String {
        String(normalised(text).filter { $0 != "-" })
    }

    /// Full-width ASCII as ASCII, and nothing else changed: for numbers in free surroundings.
    public static func halfWidth(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(halfWidth(scalar)) }
        return String(result)
    }

    static func isDigits(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// What a message repeats of the input: short, and without characters that steer a terminal.
    static func quoted(_ text: String, limit: Int = 40) -> String {
        let start = text.unicodeScalars.prefix(limit)
        return PlainText.printable(String(String.UnicodeScalarView(start)))
            + (text.unicodeScalars.count > limit ? "…" : "")
    }

    private static func halfWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0x3000: " "
        default: scalar
        }
    }

    private static func narrowed(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        let narrow = halfWidth(scalar)
        switch narrow.value {
        case 0x09...0x0D, 0x20, 0xA0, 0x2000...0x200F, 0x202F, 0x2060, 0xFEFF: return nil
        case 0x2010...0x2015, 0x2212: return "-"
        default: return narrow
        }
    }
}
