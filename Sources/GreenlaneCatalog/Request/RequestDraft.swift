internal import GreenlaneCore

/// The request that the rows of one reference make, with the place of every member, so that a
/// problem of the request can be shown in the table.
struct RequestDraft {
    private struct Place {
        var line: Int
        var column: Int
        var row: Int
        /// Empty where the place is a whole row.
        var header: String
    }

    private struct Finding {
        var place: Place
        var code: String
        var message: LocalizedText
    }

    private let file: String
    private var request = JSONObject()
    private var items: [JSONValue] = []
    /// By JSON pointer; only looked up, never walked through.
    private var places: [String: Place] = [:]
    /// Pointers whose cell could not be read: what the request reader says of them is an echo.
    private var unread: [String] = []
    private var findings: [Finding] = []

    init(file: String) {
        self.file = file
    }

    mutating func add(
        _ rows: [DelimitedText.Row], columns: [RequestColumn], headers: [String]
    ) {
        for (index, row) in rows.enumerated() {
            let start = Place(
                line: row.cells.first?.line ?? 1, column: 1, row: row.number, header: "")
            let itemPointer = "/items/\(index)"
            places[itemPointer] = start
            if index == 0 { places[""] = start }
            var item = JSONObject()
            if !columns.contains(where: { $0.path == "line" }) {
                item.append("line", .integer(Int64(index + 1)))
            }
            for (position, column) in columns.enumerated() {
                let cell = row.cells[position]
                let place = Place(
                    line: cell.line, column: cell.column, row: row.number,
                    header: headers[position])
                if column.isOfItem {
                    addItemCell(cell.text, column, place, to: &item, itemPointer)
                } else {
                    addRequestCell(cell.text, column, place)
                }
            }
            items.append(.object(item))
        }
        request.append("items", .array(items))
    }

    func request(for need: ImportRequest.Need) -> Result<ImportRequest, Refusal> {
        var found = findings
        do throws(Refusal) {
            let result = try ImportRequest(json: .object(request), for: need)
            if found.isEmpty { return .success(result) }
        } catch {
            for detail in error.details where !isEcho(detail.pointer) {
                found.append(
                    Finding(
                        place: place(of: detail.pointer), code: detail.code,
                        message: detail.message))
            }
        }
        let ordered = found.enumerated().sorted { left, right in
            (left.element.place.line, left.element.place.column, left.offset)
                < (right.element.place.line, right.element.place.column, right.offset)
        }
        return .failure(ImportRequest.invalid(ordered.map { detail($0.element) }))
    }

    private mutating func addItemCell(
        _ text: String, _ column: RequestColumn, _ place: Place, to item: inout JSONObject,
        _ itemPointer: String
    ) {
        let pointer = itemPointer + column.pointer
        places[pointer] = place
        guard !text.isEmpty else { return }
        if let value = read(text, column, place, pointer) {
            Self.set(value, at: column.names[...], in: &item)
        }
    }

    /// Blank cells below the first row repeat it; other cells must say the same.
    private mutating func addRequestCell(
        _ text: String, _ column: RequestColumn, _ place: Place
    ) {
        let pointer = column.pointer
        let earlier = Self.value(at: column.names[...], in: request)
        if earlier == nil, places[pointer] == nil || !text.isEmpty { places[pointer] = place }
        guard !text.isEmpty, let value = read(text, column, place, pointer) else { return }
        guard let earlier else {
            Self.set(value, at: column.names[...], in: &request)
            return
        }
        guard earlier != value else { return }
        let first = places[pointer]?.row ?? 0
        note(
            Finding(
                place: place, code: "rows-disagree",
                message: LocalizedText(
                    zh: "同一申请编号的各行须一致，与第 \(first) 行不同",
                    en: "Rows of one reference must agree; this differs from row \(first)")))
    }

    private mutating func note(_ finding: Finding) {
        if findings.count < RequestTable.maximumProblems { findings.append(finding) }
    }

    private mutating func read(
        _ text: String, _ column: RequestColumn, _ place: Place, _ pointer: String
    ) -> JSONValue? {
        switch RequestCell.value(of: text, in: column) {
        case .success(let value): return value
        case .failure(let problem):
            note(Finding(place: place, code: problem.code, message: problem.message))
            unread.append(pointer)
            return nil
        }
    }

    private func isEcho(_ pointer: String) -> Bool {
        unread.contains { $0 == pointer || $0.hasPrefix(pointer + "/") && !pointer.isEmpty }
    }

    private func place(of pointer: String) -> Place {
        var current = pointer
        while true {
            if let place = places[current] { return place }
            guard let parent = JSONPointer.parent(of: current) else { break }
            current = parent
        }
        return Place(line: 1, column: 1, row: 1, header: "")
    }

    private func detail(_ finding: Finding) -> Refusal.Detail {
        let place = finding.place
        let header = place.header
        return Refusal.Detail(
            pointer: "\(file):\(place.line):\(place.column)", code: finding.code,
            message: LocalizedText(
                zh: "第 \(place.row) 行" + (header.isEmpty ? "" : "“\(header)”列")
                    + "：\(finding.message.zh)",
                en: "Row \(place.row)" + (header.isEmpty ? "" : ", column \"\(header)\"")
                    + ": \(finding.message.en)"))
    }

    private static func set(
        _ value: JSONValue, at names: ArraySlice<String>, in object: inout JSONObject
    ) {
        guard let name = names.first else { return }
        guard names.count > 1 else {
            object[name] = value
            return
        }
        var child = object[name]?.objectValue ?? JSONObject()
        set(value, at: names.dropFirst(), in: &child)
        object[name] = .object(child)
    }

    private static func value(
        at names: ArraySlice<String>, in object: JSONObject
    ) -> JSONValue? {
        guard let name = names.first, let value = object[name] else { return nil }
        guard names.count > 1 else { return value }
        return value.objectValue.flatMap { Self.value(at: names.dropFirst(), in: $0) }
    }
}
