/// A listing as a CSV file that office programs open as it is: UTF-8 with a byte order mark, CRLF,
/// quoting of RFC 4180, a row for each JSON object that `--json` would print. Members of members
/// have dotted names. A list of plain values is joined by `;`; a list of anything else is one cell
/// of JSON.
public struct ListingCSV {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Dotted names in the order of the columns.
    private var columns: [String]
    private var rows: [Row] = []

    private struct Row {
        var cells: [String: String] = [:]
    }

    /// `columns` stand first, and are there for an empty listing too.
    public init(columns: [String] = []) {
        self.columns = columns
    }

    /// Adds a row. A column that is new stands behind the one that came before it in this row.
    public mutating func append(_ value: JSONValue) {
        var row = Row()
        var place: Int?
        for (name, cell) in Self.cells(of: value) {
            row.cells[name] = cell
            if let known = columns.firstIndex(of: name) {
                place = known
            } else {
                let next = place.map { $0 + 1 } ?? columns.endIndex
                columns.insert(name, at: next)
                place = next
            }
        }
        rows.append(row)
    }

    /// The whole file.
    public var bytes: [UInt8] {
        let columns = filledColumns
        var bytes = Self.byteOrderMark
        Self.write(columns.map(Self.guarded), to: &bytes)
        for row in rows { Self.write(columns.map { row.cells[$0] ?? "" }, to: &bytes) }
        return bytes
    }

    /// Without columns that are empty because their value is null in some rows and has members,
    /// and so columns of its own, in others.
    private var filledColumns: [String] {
        columns.filter { name in
            let hasMembers = columns.contains { $0.hasPrefix(name + ".") }
            return !hasMembers || rows.contains { $0.cells[name]?.isEmpty == false }
        }
    }

    private static func cells(of value: JSONValue) -> [(String, String)] {
        guard case .object(let object) = value else { return [("value", cell(value))] }
        var cells: [(String, String)] = []
        collect(object, "", &cells)
        return cells
    }

    private static func collect(
        _ object: JSONObject, _ prefix: String, _ cells: inout [(String, String)]
    ) {
        for member in object.members {
            let name = prefix + member.name
            if case .object(let inner) = member.value {
                collect(inner, name + ".", &cells)
            } else {
                cells.append((name, cell(member.value)))
            }
        }
    }

    private static func cell(_ value: JSONValue) -> String {
        switch value {
        case .null: return ""
        case .bool, .integer, .number: return value.text
        case .string(let text): return guarded(text)
        case .object: return guarded(value.text)
        case .array(let elements):
            let texts = elements.map(plain)
            guard !texts.contains(nil) else { return guarded(value.text) }
            return guarded(texts.compactMap { $0 }.joined(separator: ";"))
        }
    }

    /// The text of a plain value; nil of a list or object.
    private static func plain(_ value: JSONValue) -> String? {
        switch value {
        case .null: ""
        case .bool, .integer, .number: value.text
        case .string(let text): text
        case .array, .object: nil
        }
    }

    /// A text that a spreadsheet would run as a formula gets an apostrophe in front. A plain number
    /// such as -52.5 runs nothing, and stays a number.
    static func guarded(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return text }
        switch first {
        case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": break
        default: return text
        }
        return Decimal(text) == nil ? "'" + text : text
    }

    private static func write(_ cells: [String], to bytes: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(cell, to: &bytes)
        }
        bytes += [0x0D, 0x0A]
    }

    private static func write(_ cell: String, to bytes: inout [UInt8]) {
        let special = cell.utf8.contains { byte in
            byte == 0x22 || byte == 0x2C || byte == 0x0D || byte == 0x0A
        }
        guard special else {
            bytes += cell.utf8
            return
        }
        bytes.append(0x22)
        for byte in cell.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }
}
