/// Sizes, names, and what does not belong in a file that is shared.
enum ShapeRules {
    static let lineLimit = 100
    static let fileLimit = 500
    static let functionLimit = 70
    static let vagueNames = ["Utils", "Utilities", "Helper", "Extensions", "Manager", "Common"]
    // In halves, so that this file does not find itself.
    static let notes = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    static let machinePaths = ["/wo" + "rk/", "/tm" + "p/", "/ho" + "me/", "/Us" + "ers/"]

    static func checkLines(_ file: SourceFile) -> [Finding] {
        guard file.isSwift else { return [] }
        return lines(file).compactMap { number, line in
            guard line.count > lineLimit else { return nil }
            return Finding(
                path: file.path, line: number,
                message: "\(line.count) characters; at most \(lineLimit)")
        }
    }

    static func checkLength(_ file: SourceFile) -> [Finding] {
        guard file.isSwift else { return [] }
        let count = lines(file).count
        guard count > fileLimit else { return [] }
        return [
            Finding(
                path: file.path, line: count,
                message: "\(count) lines; split the file by concern at \(fileLimit)")
        ]
    }

    static func checkName(_ file: SourceFile) -> [Finding] {
        let name = file.path.split(separator: "/").last.map(String.init) ?? ""
        guard file.isSwift, let vague = vagueNames.first(where: { name.contains($0) }) else {
            return []
        }
        return [
            Finding(
                path: file.path, line: 1,
                message: "name the file after its concept instead of \(vague)")
        ]
    }

    static func checkNotes(_ file: SourceFile) -> [Finding] {
        lines(file).flatMap { number, line in
            notes.filter { line.containsWord($0) }.map {
                Finding(
                    path: file.path, line: number,
                    message: "\($0): do it, or open an issue")
            }
        }
    }

    static func checkPaths(_ file: SourceFile) -> [Finding] {
        lines(file).flatMap { number, line in
            machinePaths.filter { startsPath($0, in: line) }.map {
                Finding(
                    path: file.path, line: number,
                    message: "\($0) is a path of one machine: derive it")
            }
        }
    }

    /// The body of every function, counted from its declaration to its closing brace.
    static func checkFunctions(_ file: SourceFile) -> [Finding] {
        guard file.isSwift else { return [] }
        return FunctionSpan.all(in: SwiftCode(file.text).lines).compactMap { span in
            guard span.count > functionLimit else { return nil }
            return Finding(
                path: file.path, line: span.start,
                message: "a function of \(span.count) lines; at most \(functionLimit)")
        }
    }

    /// Public declarations of the core say what they are.
    static func checkDocumentation(_ file: SourceFile) -> [Finding] {
        guard file.isSwift, file.room == "GreenlaneCore" else { return [] }
        let all = lines(file)
        return all.compactMap { number, line in
            guard isDocumentable(line) else { return nil }
            let above = all[..<(number - 1)].reversed().first {
                !$0.line.trimmingPrefix(while: \.isWhitespace).hasPrefix("@")
            }
            guard let above, above.line.trimmingPrefix(while: \.isWhitespace).hasPrefix("///")
            else {
                return Finding(
                    path: file.path, line: number,
                    message: "a public declaration of the core needs a doc comment")
            }
            return nil
        }
    }

    private static func isDocumentable(_ line: String) -> Bool {
        let words = line.split(separator: " ").map(String.init)
        guard words.first == "public", !line.hasPrefix(" ") else { return false }
        let kinds = ["struct", "class", "enum", "protocol", "actor", "func"]
        return words.prefix(4).contains { kinds.contains($0) }
    }

    private static func lines(_ file: SourceFile) -> [(number: Int, line: String)] {
        var lines = file.text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines.enumerated().map { ($0.offset + 1, $0.element) }
    }

    /// A path of the machine stands alone; inside a longer path or address it means nothing.
    private static func startsPath(_ path: String, in line: String) -> Bool {
        var rest = line[...]
        while let range = rest.firstRange(of: path) {
            let before =
                range.lowerBound > line.startIndex
                ? line[line.index(before: range.lowerBound)] : " "
            if !before.isLetter, !before.isNumber, !"._-}~".contains(before) { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }
}

/// Where a function begins, and how many lines it has.
struct FunctionSpan: Hashable {
    let start: Int
    let count: Int

    static func all(in lines: [String]) -> [FunctionSpan] {
        lines.indices.compactMap { index in
            guard declares(lines[index]), let end = end(of: index, in: lines) else { return nil }
            return FunctionSpan(start: index + 1, count: end - index + 1)
        }
    }

    private static func declares(_ line: String) -> Bool {
        let trimmed = line.trimmingPrefix(while: \.isWhitespace)
        let words = trimmed.split(separator: " ").map(String.init)
        for word in words {
            if word == "func" { return true }
            if ["init(", "init?(", "init<", "subscript(", "subscript<"].contains(
                where: { word.hasPrefix($0) })
            {
                return true
            }
            let isModifier =
                word.hasPrefix("@") || word.allSatisfy { $0.isLowercase || "()".contains($0) }
            guard isModifier else { return false }
        }
        return false
    }

    /// The line of the brace that closes the body; nil where there is no body, as in a protocol.
    private static func end(of start: Int, in lines: [String]) -> Int? {
        var parentheses = 0
        var braces = 0
        for index in start..<lines.count {
            if index > start, braces == 0, parentheses == 0, declares(lines[index]) { return nil }
            for character in lines[index] {
                switch character {
                case "(", "[": parentheses += 1
                case ")", "]": parentheses -= 1
                case "{" where parentheses == 0 || braces > 0: braces += 1
                case "}" where braces > 0:
                    braces -= 1
                    if braces == 0, parentheses == 0 { return index }
                case "}" where parentheses == 0: return nil
                default: break
                }
            }
        }
        return nil
    }
}
