/// Text from outside on its way to a screen.
public enum PlainText {
    /// The text on one line, with every character that could steer a terminal or turn the reading
    /// direction replaced, so that a name cannot pretend to be something else.
    public static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: steers) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar == "\t" || scalar == "\r" {
                shown.append(" ")
            } else {
                shown.append(steers(scalar) ? "\u{FFFD}" : scalar)
            }
        }
        return String(shown)
    }

    private static func steers(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069,
            0xFEFF:
            true
        default: false
        }
    }
}
