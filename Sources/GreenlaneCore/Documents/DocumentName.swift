/// The name of a file as it is shown and kept: a last part without a path.
public enum DocumentName {
    /// Characters of a name.
    public static let maximumLength = 200

    /// What is left of a name as it came: the part after the last slash of either kind, without
    /// characters that cannot be seen or that turn the reading direction. Nil where nothing is
    /// left, where it names a folder, or where it is too long.
    public static func shown(_ name: String) -> String? {
        let last =
            name.split(
                omittingEmptySubsequences: false, whereSeparator: { $0 == "/" || $0 == "\\" }
            ).last.map(String.init) ?? ""
        var kept = String.UnicodeScalarView()
        for scalar in last.unicodeScalars where !isHidden(scalar) { kept.append(scalar) }
        var text = Substring(String(kept))
        while let first = text.first, first == " " { text.removeFirst() }
        // Systems that drop a dot or a space at the end would show another ending.
        while let end = text.last, end == " " || end == "." { text.removeLast() }
        guard !text.isEmpty, text.count <= maximumLength, text.utf8.count <= 4 * maximumLength
        else { return nil }
        return String(text)
    }

    /// What stands behind the last dot, in lower case; nil where there is none.
    public static func ending(_ name: String) -> String? {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
        return name[name.index(after: dot)...].lowercased()
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            true
        default: false
        }
    }
}
