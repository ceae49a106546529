import GreenlaneCore

/// Rows that a page does not show, in one field: five hundred rows of cells would make every page
/// of a long request slow.
extension RequestSheet {
    /// Name of that field.
    static let folded = "rest"

    /// One line for each row: its number, its cells, then what was stated besides, with tabs
    /// between them.
    func fold(without shown: [Int]) -> String {
        var isShown = [Bool](repeating: false, count: rows.count)
        for index in shown { isShown[index] = true }
        var lines: [String] = []
        for (index, row) in rows.enumerated() where !isShown[index] {
            let facts = row.facts.map { $0.path + "=" + $0.text }
            let parts = [String(index + 1)] + (row.cells + facts).map { Self.plain($0) }
            lines.append(parts.joined(separator: "\t"))
        }
        return lines.joined(separator: "\n")
    }

    /// Takes such a field. Cells that the page shows count before it.
    static func unfold(_ text: String, _ rows: inout [Int: Row]) {
        for line in text.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            let width = SheetColumn.all.count
            guard parts.count > width, let number = Int(parts[0]), (1...100_000).contains(number),
                rows.count < maximumRows, rows[number] == nil
            else { continue }
            var row = Row.empty
            for (index, part) in parts[1...width].enumerated() { row.cells[index] = plain(part) }
            for part in parts[(width + 1)...] {
                let sides = part.split(separator: "=", maxSplits: 1)
                guard sides.count == 2, sides[1].count <= maximumAnswer else { continue }
                row.state(plain(sides[1]), at: String(sides[0]))
            }
            rows[number] = row
        }
    }
}
