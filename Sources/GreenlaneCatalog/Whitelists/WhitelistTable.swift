import GreenlaneCore

/// A record of a CSV file with the line on which it starts.
struct WhitelistRecord {
    var line: Int
    var cells: [String]
}

extension WhitelistReader {
    /// RFC 4180 with the place of every record: diagnostics must point into the file, and a list
    /// may have a million rows.
    static func table(_ file: CatalogFile) throws(DiagnosticList) -> [WhitelistRecord] {
        guard String(validating: file.bytes, as: UTF8.self) != nil else {
            throw DiagnosticList([
                Diagnostic(
                    file: file.name, line: 1, column: 1, code: "not-utf8",
                    message: LocalizedText(zh: "文件不是UTF-8编码", en: "The file is not UTF-8"))
            ])
        }
        let hasMark = file.bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let bytes = hasMark ? file.bytes[3...] : file.bytes[...]
        var records: [WhitelistRecord] = []
        var line = 1
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let (end, breaks) = recordEnd(bytes, index)
            guard let end else {
                throw DiagnosticList([
                    Diagnostic(
                        file: file.name, line: line, column: 1, code: "csv-quote-open",
                        message: LocalizedText(zh: "引号未闭合", en: "A quote is not closed"))
                ])
            }
            let cells = CSVLine.fields(bytes[index..<end])
            if cells.contains(where: { !$0.isEmpty }) {
                records.append(WhitelistRecord(line: line, cells: cells))
            }
            line += breaks + 1
            index = end + 1
        }
        return records
    }

    /// The line break that ends a record, and how many stand inside its quotes.
    private static func recordEnd(
        _ bytes: ArraySlice<UInt8>, _ start: Int
    ) -> (end: Int?, breaks: Int) {
        var isQuoted = false
        var breaks = 0
        var index = start
        while index < bytes.endIndex {
            switch bytes[index] {
            case 0x22: isQuoted.toggle()
            case 0x0A where !isQuoted: return (index, breaks)
            case 0x0A: breaks += 1
            default: break
            }
            index += 1
        }
        return (isQuoted ? nil : bytes.endIndex, breaks)
    }
}
