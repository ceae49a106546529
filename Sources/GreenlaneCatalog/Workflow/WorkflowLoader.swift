public import GreenlaneCore

/// Reads workflow files: YAML in, a checked definition out, or every problem with its place.
public enum WorkflowLoader {
    /// A definition that may be compiled, and what its author should still look at.
    public struct Loaded: Sendable {
        public let definition: WorkflowDefinition
        public let warnings: [Diagnostic]
    }

    /// Reads UTF-8 text. Throws all errors at once, warnings among them, in the order of the file.
    public static func load(
        _ bytes: [UInt8], file: String
    ) throws(DiagnosticList) -> Loaded {
        let document = YAMLDocument(bytes, file: file)
        guard let root = document.root else { throw DiagnosticList(document.diagnostics) }
        var reader = WorkflowReader(file: file)
        let definition = reader.workflow(root)
        let diagnostics =
            document.diagnostics + reader.diagnostics
            + StructureCheck.problems(of: definition) + ClearanceCheck.problems(of: definition)
        let ordered = diagnostics.inFileOrder()
        guard !ordered.contains(where: { $0.severity == .error }) else {
            throw DiagnosticList(ordered)
        }
        return Loaded(definition: definition, warnings: ordered)
    }

    /// Reads text.
    public static func load(
        text: String, file: String
    ) throws(DiagnosticList) -> Loaded {
        try load(Array(text.utf8), file: file)
    }
}
