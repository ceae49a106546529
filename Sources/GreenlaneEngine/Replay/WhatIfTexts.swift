public import GreenlaneCatalog
import GreenlaneCore
public import GreenlaneStore
import TransparencyLog

/// Texts that somebody puts in the place of the log's own: what would have been decided under
/// them. Nothing of the log is changed.
public struct WhatIfTexts: Sendable {
    /// One text, and what it stands in for.
    public struct Text: Sendable {
        /// As the log names the text that gives way, such as `rules/special-goods.yaml`.
        public var name: String
        /// Digest of the new text.
        public var digest: String
        /// As it was typed: what diagnostics show.
        var typed: String
        var kind: DefinitionFile.Kind
        var bytes: [UInt8]
    }

    /// In the order in which they were given.
    public let texts: [Text]

    /// Finds for each file the text of the log that has its name. Refuses a name that the log does
    /// not have with `what-if-unknown`, which lists those that it has.
    public init(_ files: [CatalogFile], over store: LogStore) throws {
        var known: [(kind: DefinitionFile.Kind, name: String)] = []
        for row in try store.definitions() {
            guard let kind = DefinitionFile.Kind(rawValue: row.kind) else { continue }
            if !known.contains(where: { $0.kind == kind && $0.name == row.name }) {
                known.append((kind, row.name))
            }
        }
        known.sort { $0.name < $1.name }
        texts = try files.map { file in
            let found = Self.matches(file.name, known)
            guard let match = found.first, found.count == 1 else {
                throw Self.unknown(file.name, known.map(\.name))
            }
            return Text(
                name: match.name, digest: ContentDigest.sha256(file.bytes).text,
                typed: file.name, kind: match.kind, bytes: file.bytes)
        }
    }

    /// By the file's own name; where two folders of the log have it, by folder and name.
    private static func matches(
        _ path: String, _ known: [(kind: DefinitionFile.Kind, name: String)]
    ) -> [(kind: DefinitionFile.Kind, name: String)] {
        let own = known.filter { RuleTexts.name($0.name) == RuleTexts.name(path) }
        guard own.count > 1 else { return own }
        return own.filter { path == $0.name || path.hasSuffix("/" + $0.name) }
    }

    private static func unknown(_ path: String, _ names: [String]) -> Refusal {
        let own = RuleTexts.name(path)
        let shown = PlainText.printable(path)
        let near = Suggestion.nearest(to: own, in: names.map { RuleTexts.name($0) })
        let list = names.joined(separator: "  ")
        return Refusal(
            .input, "what-if-unknown",
            LocalizedText(
                zh: "日志没有与 \(shown) 同名的文本" + (near.map { "；是不是 \($0)？" } ?? "。"),
                en: "The log has no text of the name of \(shown)"
                    + (near.map { "; did you mean \($0)?" } ?? ".")),
            remedy: LocalizedText(
                zh: "把文件改成要代替的文本的名字。日志有：\(list)",
                en: "Name the file as the text that it stands in for. The log has: \(list)"),
            details: [
                Refusal.Detail(
                    pointer: shown, code: "what-if-unknown",
                    message: LocalizedText(zh: "没有同名文本。", en: "No text has this name."))
            ])
    }

    /// The text to use in the place of one of the log's.
    func replacement(_ kind: DefinitionFile.Kind, _ name: String) -> Text? {
        texts.first { $0.kind == kind && $0.name == name }
    }

    /// Problems of a text are told under the name that was typed.
    func told(_ list: DiagnosticList) -> DiagnosticList {
        DiagnosticList(
            list.diagnostics.map { problem in
                guard let text = texts.first(where: { $0.name == problem.file }) else {
                    return problem
                }
                var problem = problem
                problem.file = text.typed
                return problem
            })
    }

    /// The report's member `whatIf`.
    var json: JSONValue {
        ["with": .array(texts.map { ["name": .string($0.name), "digest": .string($0.digest)] })]
    }
}
