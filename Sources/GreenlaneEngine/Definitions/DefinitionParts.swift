import GreenlaneCatalog
import GreenlaneCore
import TransparencyLog

/// Rules, codes, calendar and schemes, read from their texts.
struct DefinitionParts {
    var rules: RuleBook
    var codes: any HSTable
    var calendar: WorkingCalendar
    var schemes: WhitelistSchemeBook

    static func load(_ files: [DefinitionFile]) throws -> DefinitionParts {
        func all(_ kinds: [DefinitionFile.Kind]) -> [CatalogFile] {
            files.filter { kinds.contains($0.kind) }.map {
                CatalogFile(name: $0.name, bytes: $0.bytes)
            }
        }
        let loaded = try RuleBookLoader.load(all([.rules, .schemes])) {
            ContentDigest.sha256($0.bytes).text
        }
        var codes: any HSTable = EmptyHSTable()
        if let file = all([.codes]).first { codes = try HSFile(file) }
        var calendar = WorkingCalendar.weekendsOnly
        if let file = all([.calendar]).first {
            calendar = try WorkingCalendarLoader.load(
                text: String(decoding: file.bytes, as: UTF8.self), file: file.name)
        }
        return DefinitionParts(
            rules: loaded.rules, codes: codes, calendar: calendar, schemes: loaded.schemes)
    }
}

/// Knows no line: for a data folder without a table.
private struct EmptyHSTable: HSTable {
    func line(_ code: String) -> HSLine? { nil }
}

extension DefinitionFile {
    /// Rules, schemes, codes and calendar of the data folder, in a fixed order.
    static func shared(home: String) throws -> [DefinitionFile] {
        var files: [DefinitionFile] = []
        for (kind, folder, ending) in [
            (Kind.calendar, "calendars", "csv"), (.codes, "codes", "csv"),
            (.rules, "rules", "csv"), (.rules, "rules", "yaml"), (.schemes, "schemes", "yaml"),
        ] {
            for path in try CatalogFiles.list("\(home)/Workflows/\(folder)", ending: ending) {
                let file = try CatalogFiles.read(path)
                files.append(
                    DefinitionFile(
                        kind: kind, name: "\(folder)/\(name(path))", bytes: file.bytes))
            }
        }
        return files
    }

    /// The shipped workflows, in order of file name.
    static func workflows(home: String) throws -> [DefinitionFile] {
        try CatalogFiles.list("\(home)/Workflows", ending: "yaml").map { path in
            DefinitionFile(
                kind: .workflow, name: name(path), bytes: try CatalogFiles.read(path).bytes)
        }
    }

    private static func name(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
