/// A problem in a file that somebody wrote, with its place.
public struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Severity: String, Hashable, Sendable {
        case error, warning
    }

    public var file: String
    /// From 1.
    public var line: Int
    /// From 1, in characters.
    public var column: Int
    public var severity: Severity
    /// Stable, kebab-case.
    public var code: String
    public var message: LocalizedText

    public init(
        file: String, line: Int, column: Int, severity: Severity = .error, code: String,
        message: LocalizedText
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.severity = severity
        self.code = code
        self.message = message
    }

    /// `file:line:column`.
    public var place: String { "\(file):\(line):\(column)" }

    public var description: String { "\(place): \(severity.rawValue): \(message.en) [\(code)]" }
}

/// All the problems of a file at once.
public struct DiagnosticList: Error, Hashable, Sendable {
    public var diagnostics: [Diagnostic]

    public init(_ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }
}
