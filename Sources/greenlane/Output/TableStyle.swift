internal import GreenlaneCore

/// How every table looks: a quiet header, and colour only where a caller asks for it.
enum TableStyle {
    /// The table within the window, with a dim header.
    static func lines(
        _ table: TextTable, _ console: Console,
        style: TextTable.CellStyle = { _, _, text in text }
    ) -> [String] {
        table.lines(width: console.output.width) { row, column, text in
            row < 0 ? console.style.dim(text) : style(row, column, text)
        }
    }
}
