import GreenlaneCore

/// Which rows of a long request are on the page; the others go along in one field.
enum RequestPart: Sendable, Equatable {
    /// So many rows from the first, the next, and on; from 1.
    case number(Int)
    /// Those that need correcting.
    case wrong

    static let length = 50
    static let first = RequestPart.number(1)

    private static let wrongName = "wrong"

    init(_ name: String?) {
        if name == Self.wrongName {
            self = .wrong
        } else {
            self = .number(max(1, name.flatMap { Int($0) } ?? 1))
        }
    }

    /// In the form.
    var name: String {
        switch self {
        case .number(let number): String(number)
        case .wrong: Self.wrongName
        }
    }

    /// The last rows.
    static func last(of sheet: RequestSheet) -> RequestPart { .number(count(sheet)) }

    private static func count(_ sheet: RequestSheet) -> Int {
        max(1, (sheet.rows.count + length - 1) / length)
    }

    /// Rows of a sheet that has too many to show at once; all of one that has not.
    func rows(of sheet: RequestSheet, _ problems: [SheetProblem]) -> [Int] {
        guard sheet.rows.count > Self.length else { return Array(sheet.rows.indices) }
        if self == .wrong {
            let wrong = Self.wrong(sheet, problems)
            if !wrong.isEmpty { return Array(wrong.prefix(Self.length)) }
        }
        let start = (at(sheet) - 1) * Self.length
        return Array(start..<min(start + Self.length, sheet.rows.count))
    }

    /// The number of the part, within what there is.
    private func at(_ sheet: RequestSheet) -> Int {
        guard case .number(let number) = self else { return 1 }
        return min(number, Self.count(sheet))
    }

    /// Rows with problems, each once, in their order.
    private static func wrong(_ sheet: RequestSheet, _ problems: [SheetProblem]) -> [Int] {
        var isWrong = [Bool](repeating: false, count: sheet.rows.count)
        for row in problems.compactMap(\.row) where isWrong.indices.contains(row) {
            isWrong[row] = true
        }
        return isWrong.indices.filter { isWrong[$0] }
    }

    /// The way from part to part: buttons of the form, which carry along what is typed.
    func context(
        _ sheet: RequestSheet, _ problems: [SheetProblem], _ call: PageCall
    ) -> JSONValue {
        let wrong = Self.wrong(sheet, problems).count
        let shown = self == .wrong && wrong > 0 ? self : .number(at(sheet))
        var buttons: [JSONValue] = []
        if wrong > 0 {
            buttons.append(
                Self.button(.wrong, call.text("需要改正的 \(wrong) 项", "\(wrong) to correct"), shown))
        }
        for number in 1...Self.count(sheet) {
            let first = (number - 1) * Self.length + 1
            let last = min(number * Self.length, sheet.rows.count)
            buttons.append(
                Self.button(.number(number), first == last ? "\(first)" : "\(first)–\(last)", shown)
            )
        }
        return [
            "sentence": .string(
                call.text(
                    "共 \(sheet.rows.count) 项，每次显示 \(Self.length) 项；其余各项随表单保留。",
                    "\(sheet.rows.count) lines, \(Self.length) shown at a time; the others stay "
                        + "with the form.")),
            "shown": .string(shown.name), "buttons": .array(buttons),
        ]
    }

    private static func button(
        _ part: RequestPart, _ title: String, _ shown: RequestPart
    ) -> JSONValue {
        [
            "value": .string(part.name), "title": .string(title),
            "here": .bool(part == shown),
        ]
    }
}
