public import GreenlaneCore

/// A list that was read: its rows with their index, and what may be said about it.
public struct LoadedWhitelist: Sendable {
    /// For looking entries up; a row is read when it is asked for.
    public let list: IndexedWhitelist
    /// Entries in the list.
    public let count: Int
    /// What the list leaves out, which is no error.
    public let warnings: [Diagnostic]
    private let rows: any WhitelistRows

    /// A list whose entries are there already.
    init(entries: [WhitelistEntry]) {
        let list = IndexedWhitelist(entries)
        self.list = list
        rows = list.rows
        count = entries.count
        warnings = []
    }

    init(rows: any WhitelistRows, tables: IndexedWhitelist.Tables, warnings: [Diagnostic]) {
        list = IndexedWhitelist(rows, tables: tables)
        count = rows.count
        self.rows = rows
        self.warnings = warnings
    }

    /// All entries, in the order of the file.
    public var entries: [WhitelistEntry] { (0..<rows.count).map { rows.entry(at: $0) } }
}

/// A published list becomes entries, or all that is wrong in it.
public enum WhitelistReader {
    /// More problems than this are counted, not told.
    static let maximumProblems = 10_000

    /// All entries of a list; see `open`.
    public static func read(
        _ file: CatalogFile, schemes: WhitelistSchemeBook
    ) throws(DiagnosticList) -> [WhitelistEntry] {
        try open(file, schemes: schemes).entries
    }

    /// Spreadsheets save in GB18030 and UTF-16 as well. What cannot be read so is left as it is,
    /// and told row by row.
    private static func inUTF8(_ file: CatalogFile) -> CatalogFile {
        let isMarked =
            file.bytes.starts(with: [0xFF, 0xFE]) || file.bytes.starts(with: [0xFE, 0xFF])
        let isPlain = !isMarked && file.bytes.withUnsafeBytes { PlainCell.isUTF8($0) }
        guard !isPlain, let text = try? TextEncoding.decode(file.bytes) else { return file }
        return CatalogFile(name: file.name, bytes: Array(text.utf8))
    }

    /// CSV with the columns of section 6 of the contract, or YAML (`.yaml`, `.yml`) with members of
    /// the same names; others are kept. Every row is checked: an entry that waives more than its
    /// scheme ever can is refused, and so is a list without entries.
    public static func open(
        _ file: CatalogFile, schemes: WhitelistSchemeBook
    ) throws(DiagnosticList) -> LoadedWhitelist {
        if file.name.hasSuffix(".yaml") || file.name.hasSuffix(".yml") {
            return try WhitelistYAML.read(file, schemes: schemes)
        }
        let file = Self.inUTF8(file)
        let records = WhitelistRecords(file.bytes)
        if let place = records.openQuote {
            let line = file.bytes[..<place].count { $0 == 0x0A } + 1
            throw DiagnosticList([
                problem(
                    file, "csv-quote-open", zh: "引号未闭合", en: "A quote is not closed", line: line)
            ])
        }
        guard let start = records.starts.first, let end = records.ends.first else {
            throw DiagnosticList([
                problem(file, "whitelist-empty", zh: "文件没有内容", en: "The file is empty")
            ])
        }
        let header = file.bytes[Int(start)..<Int(end)]
        guard String(validating: header, as: UTF8.self) != nil else {
            throw DiagnosticList([
                problem(file, "not-utf8", zh: "文件不是UTF-8编码", en: "The file is not UTF-8")
            ])
        }
        let layout = WhitelistLayout(
            header: CSVLine.fields(header).map { $0.split(separator: " ").joined(separator: " ") })
        var notes = layout.problems(file.name)
        if records.starts.count == 1 {
            notes.append(
                problem(
                    file, "whitelist-no-entries", zh: "只有表头，没有任何条目",
                    en: "There is a header and not one entry"))
        }
        let rows = WhitelistFile(
            name: file.name, bytes: file.bytes, records: records, layout: layout)
        var loader = WhitelistLoader(rows: rows, schemes: schemes)
        let tables = loader.load()
        let problems = notes.filter { $0.severity == .error } + loader.problems
        if !problems.isEmpty { throw DiagnosticList(problems) }
        return LoadedWhitelist(rows: rows, tables: tables, warnings: notes)
    }

    static func problem(
        _ file: CatalogFile, _ code: String, zh: String, en: String, line: Int = 1,
        column: Int = 1
    ) -> Diagnostic {
        Diagnostic(
            file: file.name, line: line, column: column, code: code,
            message: LocalizedText(zh: zh, en: en))
    }
}
