public import GreenlaneCatalog
import GreenlaneCore
public import GreenlaneStore
import TransparencyLog

/// Rule files that somebody names: a folder or files, whole or as a change to the shipped ones.
public struct RuleTexts: Sendable {
    /// Under the names as they were typed, in order of name.
    public let files: [CatalogFile]
    /// Whether they stand for themselves. Files that define no permits are read as a change to the
    /// shipped rules: each takes the place of the shipped file of its name, or is added.
    public let isWhole: Bool

    /// Texts that were read already.
    public init(_ files: [CatalogFile]) {
        self.files = files
        isWhole = files.contains { Self.hasSection("permits:", $0) }
    }

    /// Reads a folder (its rule files and tables, and those of `rules` and `schemes` in it) or
    /// single files. `isFolder` tells which of the paths are folders.
    public static func read(
        _ paths: [String], isFolder: (String) -> Bool
    ) throws -> RuleTexts {
        var files: [CatalogFile] = []
        for path in paths {
            guard isFolder(path) else {
                files.append(try CatalogFiles.read(path))
                continue
            }
            let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
            for part in [folder, "\(folder)/rules", "\(folder)/schemes"] where isFolder(part) {
                // A folder of workflows keeps its rules one level down.
                let isTop = part == folder
                if isTop, isFolder("\(folder)/rules") { continue }
                // What people read of the schemes is a table that no rule asks.
                let isScheme = part.hasSuffix("/schemes")
                for ending in isScheme ? [".yaml", ".yml"] : [".csv", ".yaml", ".yml"] {
                    files += try CatalogFiles.list(part, ending: ending).map {
                        try CatalogFiles.read($0)
                    }
                }
            }
        }
        return RuleTexts(files)
    }

    /// The files that a rule book is made of: these, and the shipped ones that they leave in place.
    public func completed(home: String) throws -> [CatalogFile] {
        var shipped: [CatalogFile] = []
        for (part, path) in try RuleBookLoader.paths(workflows: "\(home)/Workflows")
        where keeps(part, path) {
            let name = "\(part)/\(Self.name(path))"
            shipped.append(CatalogFile(name: name, bytes: try CatalogFiles.read(path).bytes))
        }
        let own = files.map { Self.name($0.name) }
        return shipped.filter { !own.contains(Self.name($0.name)) } + files
    }

    /// The rules that the texts make; all their problems at once.
    public func load(home: String) throws -> LoadedRules {
        try RuleBookLoader.load(try completed(home: home)) { ContentDigest.sha256($0.bytes).text }
    }

    /// Whether a shipped file stays: of a whole text only what it has nothing of, tables or
    /// schemes.
    private func keeps(_ part: String, _ path: String) -> Bool {
        guard isWhole else { return true }
        if part == "schemes" { return !files.contains { Self.hasSection("schemes:", $0) } }
        return path.hasSuffix(".csv") && !files.contains { $0.name.hasSuffix(".csv") }
    }

    static func name(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// A top-level key at the beginning of a line.
    private static func hasSection(_ key: StaticString, _ file: CatalogFile) -> Bool {
        let wanted = Array(key.description.utf8)
        return file.bytes.split(separator: 0x0A).contains { $0.starts(with: wanted) }
    }
}

extension DefinitionSet {
    /// The product's data with other rules in place of its own.
    public static func load(home: String, replacing texts: RuleTexts) throws -> DefinitionSet {
        let kinds: [DefinitionFile.Kind] = [.rules, .schemes]
        let others = try DefinitionFile.shared(home: home).filter { file in
            !kinds.contains(file.kind)
        }
        let rules = try texts.completed(home: home).map { file in
            DefinitionFile(
                kind: file.name.hasPrefix("schemes/") ? .schemes : .rules, name: file.name,
                bytes: file.bytes)
        }
        return try DefinitionSet(
            others + rules, workflows: DefinitionFile.workflows(home: home))
    }

    /// The rules that a manifest of the log names.
    public static func keptRules(_ digest: String, _ store: LogStore) throws -> LoadedRules {
        guard let manifest = try store.definition(digest), manifest.kind == "manifest" else {
            throw try unknownManifest(digest, store)
        }
        var files: [CatalogFile] = []
        for part in DefinitionManifest.read(manifest.body)
        where part.kind == .rules || part.kind == .schemes {
            guard let row = try store.definition(part.digest) else {
                throw EngineFault.definitionMissing(part.digest)
            }
            files.append(CatalogFile(name: part.name, bytes: row.body))
        }
        return try RuleBookLoader.load(files) { ContentDigest.sha256($0.bytes).text }
    }

    private static func unknownManifest(_ digest: String, _ store: LogStore) throws -> Refusal {
        let known = try store.definitions().filter { $0.kind == "manifest" }.map(\.digest)
        let shown = PlainText.printable(digest)
        let list = known.prefix(5).joined(separator: "  ")
        return Refusal(
            .notFound, "rules-unknown",
            LocalizedText(
                zh: "数据目录里没有摘要为 \(shown) 的规则。",
                en: "The data directory keeps no rules under the digest \(shown)."),
            remedy: known.isEmpty
                ? LocalizedText(zh: "数据目录还没有记录。", en: "Nothing has been recorded there yet.")
                : LocalizedText(zh: "已有：\(list)", en: "It keeps: \(list)"))
    }
}
