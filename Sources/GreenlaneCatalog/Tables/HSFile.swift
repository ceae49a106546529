public import GreenlaneCore

/// The tariff table as it lies on disk, searched without being parsed: a command that asks for one
/// line must not read two thousand.
public struct HSFile: HSTable {
    /// The header that the file must have.
    public static let columns = [
        "hs10", "description_zh", "description_en", "supervision_codes", "inspection_categories",
        "mfn_pct", "vat_pct", "source", "year", "status",
    ]

    /// A dated page showed the cell; older pages and data sets are not taken as settled.
    private static let shownOnPage = ["verified-page", "page-partial"]

    private let bytes: [UInt8]
    /// First byte after the header.
    private let start: Int

    /// Refuses a file with another header; the order of the lines is checked by `check`.
    public init(_ file: CatalogFile) throws(Diagnostic) {
        bytes = file.bytes
        let end = bytes.firstIndex(of: 0x0A) ?? bytes.count
        start = min(end + 1, bytes.count)
        let header = CSVLine.fields(bytes[..<end])
        guard header == Self.columns else {
            throw Diagnostic(
                file: file.name, line: 1, column: 1, code: "table-header",
                message: LocalizedText(
                    zh: "表头应为\(Self.columns.joined(separator: ","))",
                    en: "The header must be \(Self.columns.joined(separator: ","))"))
        }
    }

    public func line(_ code: String) -> HSLine? {
        let wanted = Array(code.utf8.prefix(10))
        guard wanted.count == 10 else { return nil }
        var low = start
        var high = bytes.count
        while low < high {
            let first = lineStart(low + (high - low) / 2, from: low)
            switch compare(first, wanted) {
            case 0: return parse(first)
            case ..<0: low = lineEnd(first) + 1
            default: high = first
            }
        }
        return nil
    }

    /// All lines whose code starts so, in order.
    public func lines(startingWith prefix: String) -> [HSLine] {
        lines(startingWith: prefix, having: 0, of: [])
    }

    /// The bytes are searched, and only lines that fit become values: a request of 500 items asks
    /// for its names one by one.
    public func lines(
        startingWith prefix: String, having least: Int, of texts: [String]
    ) -> [HSLine] {
        let wanted = Array(prefix.utf8)
        let search = ByteSearch(texts)
        var found: [Int] = []
        bytes.withUnsafeBytes { buffer in
            var index = start
            while index < buffer.count {
                var end = index
                while end < buffer.count, buffer[end] != 0x0A { end += 1 }
                if buffer[index..<end].starts(with: wanted),
                    least == 0 || search.count(in: buffer, min(index + 11, end), end) >= least
                {
                    found.append(index)
                }
                index = end + 1
            }
        }
        return found.compactMap { parse($0) }.filter { line in
            let description = line.description.zh + " " + line.description.en
            return least == 0 || texts.count { description.contains($0) } >= least
        }
    }

    /// What is wrong in the file: lines out of order, twice, or short of columns.
    public func check(name: String) -> [Diagnostic] {
        var problems: [Diagnostic] = []
        var index = start
        var number = 2
        var last: [UInt8] = []
        while index < bytes.count {
            let end = lineEnd(index)
            let fields = CSVLine.fields(bytes[index..<end])
            let code = Array((fields.first ?? "").utf8)
            let isCode = code.count == 10 && code.allSatisfy { (0x30...0x39).contains($0) }
            if !isCode || fields.count != Self.columns.count {
                problems.append(problem(name, number, "table-row", zh: "行格式不符", en: "Bad row"))
            } else if !last.lexicographicallyPrecedes(code) {
                problems.append(
                    problem(
                        name, number, "table-order", zh: "未按商品编号升序排列或编号重复",
                        en: "Not in ascending order of HS code, or a code twice"))
            }
            last = code
            index = end + 1
            number += 1
        }
        return problems
    }

    private func problem(
        _ name: String, _ line: Int, _ code: String, zh: String, en: String
    ) -> Diagnostic {
        Diagnostic(
            file: name, line: line, column: 1, code: code, message: LocalizedText(zh: zh, en: en))
    }

    /// The start of the line that holds a byte.
    private func lineStart(_ index: Int, from low: Int) -> Int {
        var index = index
        while index > low, bytes[index - 1] != 0x0A { index -= 1 }
        return index
    }

    private func lineEnd(_ index: Int) -> Int {
        bytes[index...].firstIndex(of: 0x0A) ?? bytes.count
    }

    private func compare(_ index: Int, _ wanted: [UInt8]) -> Int {
        for (offset, byte) in wanted.enumerated() {
            let place = index + offset
            let own = place < bytes.count ? bytes[place] : 0
            if own != byte { return own < byte ? -1 : 1 }
        }
        return 0
    }

    private func parse(_ index: Int) -> HSLine? {
        let fields = CSVLine.fields(bytes[index..<lineEnd(index)])
        guard fields.count == Self.columns.count else { return nil }
        let status = fields[9]
        return HSLine(
            code: fields[0], description: LocalizedText(zh: fields[1], en: fields[2]),
            supervision: letters(fields[3], status), inspection: letters(fields[4], status),
            mfnPercent: rate(fields[5]), vatPercent: rate(fields[6]), source: fields[7],
            year: fields[8], status: status)
    }

    /// An empty cell is not shown; `none` is known to be none; `[M]` marks a cell from memory.
    private func letters(_ cell: String, _ status: String) -> HSLine.Letters? {
        guard !cell.isEmpty else { return nil }
        let isMarked = cell.hasSuffix("[M]")
        let text = String(isMarked ? cell.dropLast(3) : cell[...])
            .split(separator: " ").joined(separator: " ")
        let confidence: LegalBasis.Confidence =
            !isMarked && Self.shownOnPage.contains(status) ? .confirmed : .unverified
        return HSLine.Letters(text: text == "none" ? "" : text, confidence: confidence)
    }

    private func rate(_ cell: String) -> String? {
        cell.isEmpty ? nil : cell
    }
}
