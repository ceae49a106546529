import GreenlaneCatalog
import GreenlaneCore

/// A pasted or uploaded table on its way into the form: rows as the form has them, and what is
/// wrong in which cell of the table.
struct GoodsReading: Sendable {
    /// A cell of the table that needs correcting.
    struct Problem: Sendable {
        /// As a spreadsheet counts rows, and letters columns; empty where it is the whole row.
        var row: Int
        var letter: String
        var title: LocalizedText
        var message: LocalizedText
        /// Where it stands among the rows; nil where it is in no one of them.
        var place: (row: Int, key: String)?
    }

    /// Rows whose cells are looked at; more are only counted.
    static let maximumChecked = 20_000
    /// Rows that are looked at together: a request has no more.
    private static let batch = ImportRequest.maximumItems

    private(set) var rows: [RequestSheet.Row] = []
    /// Cells of columns that concern the request, as the first row that fills them has them.
    private(set) var stated: [RequestSheet.StatedFact] = []
    private(set) var count = 0
    private(set) var problems: [Problem] = []

    private let table: GoodsTable

    /// Refusals: those of `GoodsTable`.
    init(_ bytes: [UInt8], file: String, _ parties: SheetParties) throws(Refusal) {
        table = try GoodsTable(bytes, file: file)
        count = table.rows.count
        for number in table.overlong.prefix(Self.maximumChecked) {
            problems.append(
                Problem(
                    row: number, letter: "", title: LocalizedText(zh: "", en: ""),
                    message: LocalizedText(
                        zh: "比标题行多出单元格", en: "has more cells than the header")))
        }
        readStated()
        rows.reserveCapacity(min(count, Self.maximumChecked))
        for row in table.rows.prefix(Self.maximumChecked) { rows.append(sheetRow(row)) }
        check(parties)
    }

    /// More rows than one request may have.
    func isTooLong(beside others: Int) -> Bool { count + others > ImportRequest.maximumItems }

    private func sheetRow(_ row: GoodsTable.Row) -> RequestSheet.Row {
        var read = RequestSheet.Row.empty
        for (column, text) in zip(table.columns, row.cells) where column.isOfItem && !text.isEmpty {
            // The form has each cell on one line.
            read.state(RequestSheet.plain(text), at: column.path)
        }
        return read
    }

    /// A column of the request says the same in every row, or nothing.
    private mutating func readStated() {
        for (index, column) in table.columns.enumerated() where !column.isOfItem {
            guard let first = table.rows.first(where: { !$0.cells[index].isEmpty }) else {
                continue
            }
            let text = first.cells[index]
            stated.append(RequestSheet.StatedFact(path: column.path, text: text))
            for row in table.rows.prefix(Self.maximumChecked)
            where !row.cells[index].isEmpty && row.cells[index] != text {
                problems.append(
                    Problem(
                        row: row.number, letter: Self.letter(index),
                        title: LocalizedText(zh: column.title, en: column.title),
                        message: LocalizedText(
                            zh: "与第 \(first.number) 行不同，一份申请只能有一个值",
                            en: "differs from row \(first.number); one request has one value")))
            }
        }
    }

    private mutating func check(_ parties: SheetParties) {
        var start = 0
        while start < rows.count {
            let end = min(start + Self.batch, rows.count)
            var sheet = RequestSheet()
            sheet["reference"] = "-"
            sheet["purpose"] = ImportRequest.Purpose.other.rawValue
            sheet.rows = Array(rows[start..<end])
            var reading = SheetReading(sheet, parties)
            JSONTree.set("-", at: "importer.name", in: &reading.document)
            _ = reading.request(for: .assessment)
            for problem in reading.problems {
                guard let row = problem.row else { continue }
                problems.append(shown(problem, start + row))
            }
            start = end
        }
    }

    private func shown(_ problem: SheetProblem, _ index: Int) -> Problem {
        let row = table.rows[index]
        let path = SheetColumn.all.first { $0.key == problem.key }?.path
        let column = table.columns.firstIndex { $0.path == path }
        let key = problem.key.isEmpty ? SheetColumn.all[0].key : problem.key
        return Problem(
            row: row.number, letter: column.map(Self.letter) ?? "",
            title: column.map {
                LocalizedText(zh: table.columns[$0].title, en: table.columns[$0].title)
            } ?? SheetProblem.title(problem.key, inTable: true), message: problem.message,
            place: (index, key))
    }

    /// `A` to `Z`, `AA` and on.
    private static func letter(_ index: Int) -> String {
        var rest = index
        var letters = ""
        repeat {
            letters = String(UnicodeScalar(UInt8(0x41 + rest % 26))) + letters
            rest = rest / 26 - 1
        } while rest >= 0
        return letters
    }
}
