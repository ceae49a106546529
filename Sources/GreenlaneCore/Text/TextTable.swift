/// Rows in aligned columns, for a terminal: counts columns as people see them.
public struct TextTable: Sendable {
    /// A column: its title, and how it behaves where room is short.
    public struct Column: Hashable, Sendable {
        /// Shown above the values.
        public var title: String
        /// Numbers stand better at the end.
        public var alignment: TextAlignment
        /// Whether the column may be cut where the table is too wide.
        public var mayShrink: Bool

        /// A column that stands as wide as its widest value, or narrower where it may shrink.
        public init(_ title: String, alignment: TextAlignment = .leading, mayShrink: Bool = false) {
            self.title = title
            self.alignment = alignment
            self.mayShrink = mayShrink
        }
    }

    /// Which cell a style is asked for; row -1 is the header.
    public typealias CellStyle = (_ row: Int, _ column: Int, _ text: String) -> String

    /// Columns between two columns.
    private static let gap = 2
    /// Narrower than this, a cut value says nothing.
    private static let narrowest = 6

    private let columns: [Column]
    private var rows: [[String]] = []

    /// An empty table.
    public init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row; missing cells are empty, surplus ones are dropped.
    public mutating func append(_ cells: [String]) {
        rows.append(
            columns.indices.map { index in
                index < cells.count ? PlainText.printable(cells[index]) : ""
            })
    }

    /// The header and the rows, each within `width` columns where that is given and can be had. The
    /// style sees each cell after it has its width, so that colour does not disturb the alignment.
    public func lines(width: Int? = nil, style: CellStyle = { _, _, text in text }) -> [String] {
        let widths = widths(within: width)
        let all = [columns.map(\.title)] + rows
        return all.enumerated().map { index, cells in
            var line = ""
            for (column, cell) in cells.enumerated() {
                let cut = DisplayWidth.truncated(cell, to: widths[column])
                let isLast = column == columns.count - 1
                // Nothing needs spaces at the end of a line.
                let shown =
                    isLast && columns[column].alignment == .leading
                    ? cut
                    : DisplayWidth.padded(
                        cut, to: widths[column], alignment: columns[column].alignment)
                line += style(index - 1, column, shown)
                if !isLast { line += String(repeating: " ", count: Self.gap) }
            }
            return line
        }
    }

    private func widths(within limit: Int?) -> [Int] {
        var widths = columns.indices.map { index in
            rows.reduce(DisplayWidth.of(columns[index].title)) {
                max($0, DisplayWidth.of($1[index]))
            }
        }
        guard let limit else { return widths }
        var excess = widths.reduce(0, +) + Self.gap * max(columns.count - 1, 0) - limit
        while excess > 0 {
            // The widest gives first, so that short columns stay whole longest.
            let candidates = columns.indices.filter {
                columns[$0].mayShrink && widths[$0] > Self.narrowest
            }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }
}
