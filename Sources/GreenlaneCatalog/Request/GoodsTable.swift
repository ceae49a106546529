package import GreenlaneCore

/// A table as people paste or upload it on a form: every cell as text, under the member that its
/// column means. What the cells say is read where they are shown.
package struct GoodsTable: Sendable {
    package struct Column: Hashable, Sendable {
        /// Dotted, without `items`.
        package var path: String
        /// As the table heads it.
        package var title: String
        package var isOfItem: Bool
    }

    package struct Row: Hashable, Sendable {
        /// From 1, as a spreadsheet counts.
        package var number: Int
        /// One for each column.
        package var cells: [String]
    }

    package private(set) var columns: [Column] = []
    package private(set) var rows: [Row] = []
    /// Numbers of rows that have more cells than the header.
    package private(set) var overlong: [Int] = []

    /// Refusals: `file-too-large`, `encoding-unknown`, `encoding-unsupported`, `csv-invalid`.
    package init(_ bytes: [UInt8], file: String) throws(Refusal) {
        let text = try ImportRequestReader.text(bytes, file)
        let table: DelimitedText
        do throws(DelimitedText.Failure) {
            table = try DelimitedText(text)
        } catch {
            throw RequestTable.unreadable(error, file)
        }
        guard var header = table.rows.first, table.rows.count > 1 else {
            throw RequestTable.empty(file)
        }
        // A spreadsheet writes empty columns behind the last one that was ever used.
        while header.cells.last?.text.isEmpty == true { header.cells.removeLast() }
        let found = try RequestTable.columns(of: header, file, needsReference: false)
        columns = zip(found, header.cells).map {
            Column(path: $0.path, title: $1.text, isOfItem: $0.isOfItem)
        }
        rows.reserveCapacity(table.rows.count)
        for row in table.rows.dropFirst() { take(row) }
    }

    private mutating func take(_ row: DelimitedText.Row) {
        var cells = row.cells.map(\.text)
        if cells.dropFirst(columns.count).contains(where: { !$0.isEmpty }) {
            overlong.append(row.number)
        }
        cells = Array(cells.prefix(columns.count))
        cells += [String](repeating: "", count: columns.count - cells.count)
        rows.append(Row(number: row.number, cells: cells))
    }
}
