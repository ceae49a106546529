/// A table of cells as RFC 4180 writes it, each cell with its place in the file. SwiftCSV gives no
/// places, without which nobody finds the wrong cell among five hundred.
package struct DelimitedText {
    package struct Cell: Hashable {
        package var text: String
        /// From 1; of the first character of the cell.
        package var line: Int
        /// From 1, in characters.
        package var column: Int
    }

    package struct Row: Hashable {
        /// From 1, as a spreadsheet counts: a cell of several lines is still one row.
        package var number: Int
        package var cells: [Cell]
    }

    package struct Failure: Error, Hashable {
        package enum Reason: Hashable {
            case openQuote, textAfterQuote, controlCharacter
        }

        package var line: Int
        package var column: Int
        package var reason: Reason
    }

    /// Rows with at least one cell that is not blank.
    package private(set) var rows: [Row] = []

    private var scalars: String.UnicodeScalarView
    private var index: String.UnicodeScalarView.Index
    private var line = 1
    private var column = 1
    private var rowNumber = 1
    private let separator: Unicode.Scalar

    package init(_ text: String) throws(Failure) {
        scalars = text.unicodeScalars
        index = scalars.startIndex
        separator = Self.separator(of: scalars)
        try readRows()
    }

    /// A tab where the header has one outside quotes ("Unicode text" of Excel), else a comma; a
    /// semicolon where it has neither but semicolons (Excel where the comma is the decimal point).
    private static func separator(of scalars: String.UnicodeScalarView) -> Unicode.Scalar {
        var quoted = false
        var fallback: Unicode.Scalar = ","
        for scalar in scalars {
            if scalar == "\"" { quoted.toggle() }
            if quoted { continue }
            if scalar == "\t" || scalar == "," { return scalar }
            if scalar == ";" { fallback = ";" }
            if scalar == "\n" || scalar == "\r" { break }
        }
        return fallback
    }

    private mutating func readRows() throws(Failure) {
        var row: [Cell] = []
        while index < scalars.endIndex {
            row.append(try cell())
            if index < scalars.endIndex, scalars[index] == separator {
                advance()
                if index == scalars.endIndex { row.append(emptyCell) }
                continue
            }
            finish(&row)
        }
        if !row.isEmpty { finish(&row) }
    }

    private mutating func finish(_ row: inout [Cell]) {
        if row.contains(where: { !$0.text.isEmpty }) {
            rows.append(Row(number: rowNumber, cells: row))
        }
        row = []
        rowNumber += 1
        guard index < scalars.endIndex else { return }
        if scalars[index] == "\r" { advance() }
        if index < scalars.endIndex, scalars[index] == "\n" { advance() }
        line += 1
        column = 1
    }

    private var emptyCell: Cell { Cell(text: "", line: line, column: column) }

    private mutating func cell() throws(Failure) -> Cell {
        var cell = emptyCell
        if scalars[index] == "\"" {
            cell.text = try quotedText()
            return cell
        }
        var text = String.UnicodeScalarView()
        while index < scalars.endIndex {
            let scalar = scalars[index]
            if scalar == separator || scalar == "\n" || scalar == "\r" { break }
            // A quotation mark inside an unquoted cell is only a character: "Unicode text" of
            // Excel writes it so.
            if scalar.value < 0x20, scalar != "\t" { throw failure(.controlCharacter) }
            text.append(scalar)
            advance()
        }
        cell.text = Self.trimmed(text)
        return cell
    }

    private mutating func quotedText() throws(Failure) -> String {
        let open = failure(.openQuote)
        advance()
        var text = String.UnicodeScalarView()
        while index < scalars.endIndex {
            let scalar = scalars[index]
            if scalar == "\"" {
                advance()
                guard index < scalars.endIndex, scalars[index] == "\"" else {
                    try expectEndOfCell()
                    return Self.trimmed(text)
                }
            } else if scalar == "\n" {
                line += 1
                column = 0
            } else if scalar.value < 0x20, scalar != "\t", scalar != "\r" {
                throw failure(.controlCharacter)
            }
            text.append(scalar)
            advance()
        }
        throw open
    }

    private func expectEndOfCell() throws(Failure) {
        guard index < scalars.endIndex else { return }
        let scalar = scalars[index]
        guard scalar == separator || scalar == "\n" || scalar == "\r" else {
            throw failure(.textAfterQuote)
        }
    }

    private mutating func advance() {
        scalars.formIndex(after: &index)
        column += 1
    }

    private func failure(_ reason: Failure.Reason) -> Failure {
        Failure(line: line, column: column, reason: reason)
    }

    /// Spaces around a cell are the spreadsheet's, never the author's.
    private static func trimmed(_ text: String.UnicodeScalarView) -> String {
        let blanks: [Unicode.Scalar] = [" ", "\t", "\u{A0}", "\u{3000}", "\r", "\n"]
        guard let first = text.firstIndex(where: { !blanks.contains($0) }),
            let last = text.lastIndex(where: { !blanks.contains($0) })
        else { return "" }
        return String(text[first...last])
    }
}
