public import GreenlaneCore

/// Reads the table of holidays and make-up working days: `date,kind,why`.
public enum WorkingCalendarLoader {
    private static let header = "date,kind,why"

    /// Throws all problems at once. A year counts as known where the table names a day of it; the
    /// years must follow one another without a gap.
    public static func load(
        text: String, file: String
    ) throws(DiagnosticList) -> WorkingCalendar {
        var reader = CalendarReader(file: file)
        let body = text.unicodeScalars.first == "\u{FEFF}" ? text.dropFirst() : text[...]
        let lines = body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let first = lines.first, trimmed(first) == header else {
            reader.report(
                line: 1, column: 1, "calendar-header",
                zh: "首行须为 \(header)。", en: "The first line must be \(header).")
            throw DiagnosticList(reader.diagnostics)
        }
        for (index, line) in lines.enumerated().dropFirst() where !trimmed(line).isEmpty {
            reader.read(line, number: index + 1)
        }
        reader.checkYears(lines: lines.count)
        guard reader.diagnostics.isEmpty else { throw DiagnosticList(reader.diagnostics) }
        let years = reader.exceptions.map(\.date.year)
        let known = (years.min() ?? 0)..<((years.max() ?? -1) + 1)
        return WorkingCalendar(exceptions: reader.exceptions, knownYears: known)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let head = text.drop { $0 == " " || $0 == "\t" }
        guard let end = head.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return head[...end]
    }
}

private struct CalendarReader {
    let file: String
    var diagnostics: [Diagnostic] = []
    var exceptions: [WorkingCalendar.Exception] = []
    private var seen: [CalendarDate: Int] = [:]

    init(file: String) {
        self.file = file
    }

    mutating func read(_ line: Substring, number: Int) {
        let cells = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
        guard cells.count == 3 else {
            report(
                line: number, column: 1, "calendar-columns",
                zh: "须有三列:date、kind、why。", en: "Three columns are needed: date, kind, why.")
            return
        }
        guard let date = CalendarDate(cells[0]) else {
            report(
                line: number, column: 1, "invalid-date",
                zh: "\(cells[0]) 不是日期(YYYY-MM-DD)。", en: "\(cells[0]) is no date (YYYY-MM-DD).")
            return
        }
        guard cells[1] == "holiday" || cells[1] == "working" else {
            report(
                line: number, column: cells[0].count + 2, "unknown-value",
                zh: "\(cells[1]) 有误;须为 holiday 或 working。",
                en: "\(cells[1]) is neither holiday nor working.")
            return
        }
        if let earlier = seen[date] {
            report(
                line: number, column: 1, "duplicate-date",
                zh: "\(date) 已在第 \(earlier) 行。", en: "\(date) is already on line \(earlier).")
            return
        }
        seen[date] = number
        exceptions.append(
            WorkingCalendar.Exception(
                date: date, working: cells[1] == "working", why: String(cells[2])))
    }

    /// A missing year would be taken for one without holidays.
    mutating func checkYears(lines: Int) {
        let years = exceptions.map(\.date.year).sorted()
        for (earlier, later) in zip(years, years.dropFirst()) where later > earlier + 1 {
            report(
                line: lines, column: 1, "missing-year",
                zh: "缺少 \(earlier + 1) 年。", en: "The year \(earlier + 1) is missing.")
        }
    }

    mutating func report(line: Int, column: Int, _ code: String, zh: String, en: String) {
        diagnostics.append(
            Diagnostic(
                file: file, line: line, column: column, code: code,
                message: LocalizedText(zh: zh, en: en)))
    }
}
