internal import GreenlaneCore

/// Labels on the left, values on the right, wrapped under themselves.
struct FieldList {
    private let console: Console
    private let labelWidth: Int
    private let indent: String
    private(set) var lines: [String] = []

    /// `labelWidth` in columns, without the gap behind it.
    init(_ console: Console, labelWidth: Int, indent: String = "  ") {
        self.console = console
        self.labelWidth = labelWidth
        self.indent = indent
    }

    /// Adds a value under a label; empty values are left out, and an empty label goes on below.
    mutating func add(_ label: String, _ value: String, style: (String) -> String = { $0 }) {
        guard !value.isEmpty else { return }
        let room = max(console.width - DisplayWidth.of(indent) - labelWidth - 2, 20)
        let head = DisplayWidth.padded(label, to: labelWidth)
        let blank = String(repeating: " ", count: labelWidth)
        for (index, line) in DisplayWidth.wrapped(PlainText.printable(value), to: room).enumerated()
        {
            let left = index == 0 ? console.style.dim(head) : blank
            lines.append(indent + left + "  " + style(line))
        }
    }

    /// Adds a named value whose further lines stand under its text, not under its name.
    mutating func add(_ label: String, name: String, width: Int, _ value: String) {
        let taken = DisplayWidth.of(indent) + labelWidth + 2 + width + 2
        let room = max(console.width - taken, 20)
        let head = DisplayWidth.padded(label, to: labelWidth)
        let blank = String(repeating: " ", count: labelWidth)
        for (index, line) in DisplayWidth.wrapped(PlainText.printable(value), to: room).enumerated()
        {
            let left = index == 0 ? console.style.dim(head) : blank
            let shown = DisplayWidth.padded(index == 0 ? name : "", to: width)
            lines.append(indent + left + "  " + shown + "  " + line)
        }
    }

    /// Adds an empty line, unless there is one already.
    mutating func space() {
        if let last = lines.last, !last.isEmpty { lines.append("") }
    }

    /// Adds a line as it is.
    mutating func raw(_ line: String) { lines.append(line) }
}
