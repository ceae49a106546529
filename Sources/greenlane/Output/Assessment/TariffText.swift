internal import GreenlaneCore

/// A tariff line in words.
struct TariffText {
    private let console: Console
    private let rules: RuleBook

    init(_ console: Console, _ rules: RuleBook) {
        self.console = console
        self.rules = rules
    }

    /// Both cells, letter by letter; with a direction only the letters that concern it.
    func letters(_ line: HSLine, _ direction: ImportRequest.Direction?) -> [String] {
        [
            cell(.supervision, console.text("监管条件", "supervision"), line.supervision, direction),
            cell(.inspection, console.text("检验检疫", "inspection"), line.inspection, direction),
        ]
    }

    /// The extensions to choose from.
    func extensions(_ list: [CIQExtension]) -> String {
        console.text("检验检疫附加码：", "CIQ extension: ")
            + list.map { "\($0.code) \($0.name)" }.joined(separator: console.text("、", ", "))
    }

    private func cell(
        _ system: LetterMeaning.System, _ title: String, _ cell: HSLine.Letters?,
        _ direction: ImportRequest.Direction?
    ) -> String {
        guard let cell else { return title + console.text("：数据未列明", ": not shown by the data") }
        let words = cell.text.filter { $0.isLetter || $0.isNumber }.compactMap {
            letter -> String? in
            guard let meaning = rules.meaning(String(letter), in: system) else {
                return String(letter)
            }
            if let direction, !meaning.direction.concerns(direction) { return nil }
            let way: String
            switch meaning.direction {
            case .both: way = ""
            case .import: way = console.text("（进口）", " (import)")
            case .export: way = console.text("（出口）", " (export)")
            }
            return "\(letter) \(console.text(meaning.name))" + (direction == nil ? way : "")
        }
        let none = console.text("无", "none")
        return title + console.text("：", ": ")
            + (words.isEmpty ? none : words.joined(separator: console.text("、", ", ")))
    }
}
