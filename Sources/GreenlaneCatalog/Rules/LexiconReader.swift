import GreenlaneCore

/// Reads the tables that lie beside the rules: substances, species and the words of names. Which
/// table a file is, its header says.
struct LexiconReader {
    static let substanceColumns = [
        "cas", "name_zh", "name_en", "controls", "from", "to", "source", "confidence", "note",
    ]
    static let speciesColumns = [
        "name", "name_zh", "name_en", "group", "listing", "from", "to", "source", "confidence",
        "note",
    ]
    static let letterColumns = [
        "system", "letter", "name_zh", "name_en", "direction", "source", "confidence", "note",
    ]
    static let extensionColumns = ["hs10", "ciq3", "name_zh", "source", "year"]
    static let cueColumns = ["words", "material", "form", "note"]

    let problems: RuleProblems

    /// What the tables give.
    struct Tables {
        var lexicon = Lexicon.empty
        var meanings: [LetterMeaning] = []
        var extensions: [CIQExtension] = []
    }

    func read(_ files: [CatalogFile]) -> Tables {
        var substances: [SubstanceEntry] = []
        var species: [SpeciesEntry] = []
        var cues: [CueTable.Cue] = []
        var tables = Tables()
        for file in files {
            var lines = file.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
            guard let header = lines.popFirst().map(CSVLine.fields) else { continue }
            for (index, line) in lines.enumerated() where !line.isEmpty {
                let row = Row(
                    file: file.name, line: index + 2, columns: header,
                    fields: CSVLine.fields(line), problems: problems)
                guard row.isComplete() else { continue }
                switch header {
                case Self.substanceColumns: if let one = substance(row) { substances.append(one) }
                case Self.speciesColumns: if let one = oneSpecies(row) { species.append(one) }
                case Self.cueColumns: cues.append(cue(row))
                case Self.letterColumns: if let one = meaning(row) { tables.meanings.append(one) }
                case Self.extensionColumns: tables.extensions.append(Self.extension(row))
                default: break
                }
            }
            let known = [
                Self.substanceColumns, Self.speciesColumns, Self.cueColumns, Self.letterColumns,
                Self.extensionColumns,
            ]
            if !known.contains(header) {
                Row(file: file.name, line: 1, columns: [], fields: [], problems: problems).report(
                    "", "table-header", zh: "表头不是已知的表", en: "The header is of no known table")
            }
        }
        tables.lexicon = Lexicon(
            substances: substances, species: species, cues: CueTable(cues))
        return tables
    }

    private func substance(_ row: Row) -> SubstanceEntry? {
        let text = row["cas"]
        let number: String
        do throws(IdentifierProblem) {
            number = try CASNumber.check(text)
        } catch {
            row.report("cas", error.code, zh: error.message.zh, en: error.message.en)
            return nil
        }
        guard let cas = PackedCode(number) else { return nil }
        let controls = row["controls"].split(separator: ";").compactMap {
            row.value(String($0), "controls", ImportItem.Control.self)
        }
        return SubstanceEntry(
            cas: cas, name: LocalizedText(zh: row["name_zh"], en: row["name_en"]),
            controls: controls, inForce: row.range(), source: row["source"],
            confidence: row.confidence(), note: row["note"])
    }

    private func oneSpecies(_ row: Row) -> SpeciesEntry? {
        guard let group = row.value(row["group"], "group", SpeciesEntry.Group.self) else {
            return nil
        }
        let listing = row["listing"]
        return SpeciesEntry(
            name: row["name"], common: LocalizedText(zh: row["name_zh"], en: row["name_en"]),
            group: group,
            listing: listing.isEmpty
                ? nil : row.value(listing, "listing", ImportItem.Cites.self),
            inForce: row.range(), source: row["source"], confidence: row.confidence(),
            note: row["note"])
    }

    private static func `extension`(_ row: Row) -> CIQExtension {
        CIQExtension(
            hs10: row["hs10"], code: row["ciq3"], name: row["name_zh"], source: row["source"],
            year: row["year"])
    }

    private func meaning(_ row: Row) -> LetterMeaning? {
        guard let system = row.value(row["system"], "system", LetterMeaning.System.self),
            let direction = row.value(row["direction"], "direction", LetterMeaning.Direction.self)
        else { return nil }
        return LetterMeaning(
            system: system, letter: row["letter"],
            name: LocalizedText(zh: row["name_zh"], en: row["name_en"]), direction: direction)
    }

    private func cue(_ row: Row) -> CueTable.Cue {
        let (material, form) = (row["material"], row["form"])
        return CueTable.Cue(
            words: row["words"].split(separator: ";").map(String.init),
            material: material.isEmpty
                ? nil : row.value(material, "material", ImportItem.Material.self),
            form: form.isEmpty ? nil : row.value(form, "form", ImportItem.Form.self))
    }
}

/// A line of a table with its place, so that an error can say where it is.
private struct Row {
    let file: String
    let line: Int
    let columns: [String]
    let fields: [String]
    let problems: RuleProblems

    subscript(_ column: String) -> String {
        guard let place = columns.firstIndex(of: column), place < fields.count else { return "" }
        return fields[place]
    }

    func isComplete() -> Bool {
        if fields.count == columns.count { return true }
        report(
            "", "table-fields", zh: "应有\(columns.count)列，实有\(fields.count)列",
            en: "\(columns.count) fields are expected, not \(fields.count)")
        return false
    }

    func value<T: CaseIterable & RawRepresentable<String>>(
        _ text: String, _ column: String, _: T.Type
    ) -> T? {
        if let value = T(rawValue: text) { return value }
        let allowed = T.allCases.map(\.rawValue).joined(separator: ", ")
        report(
            column, "value-unknown", zh: "“\(text)”不在允许的取值中：\(allowed)",
            en: "\"\(text)\" is none of \(allowed)")
        return nil
    }

    func range() -> DateRange { DateRange(from: date("from"), to: date("to")) }

    private func date(_ column: String) -> CalendarDate? {
        let text = self[column]
        guard !text.isEmpty else { return nil }
        if let date = CalendarDate(text) { return date }
        report(
            column, "date-invalid", zh: "“\(text)”不是有效日期（YYYY-MM-DD）",
            en: "\"\(text)\" is no date (YYYY-MM-DD)")
        return nil
    }

    func confidence() -> LegalBasis.Confidence {
        value(self["confidence"], "confidence", LegalBasis.Confidence.self) ?? .unverified
    }

    /// The column counts in characters of the line, quotes aside.
    func report(_ column: String, _ code: String, zh: String, en: String) {
        let place = columns.firstIndex(of: column) ?? 0
        let before = fields.prefix(place).reduce(1) { $0 + $1.count + 1 }
        problems.add(
            Diagnostic(
                file: file, line: line, column: before, code: code,
                message: LocalizedText(zh: zh, en: en)))
    }
}
