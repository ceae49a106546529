internal import GreenlaneCore

/// What happened to a shipment, from the lines of its history.
struct HistoryText {
    private let console: Console

    init(_ console: Console) {
        self.console = console
    }

    /// One row an event: when, who, what, and the milestone where it moved.
    func table(_ lines: [JSONValue]) -> [String] {
        var table = TextTable([
            .init(console.text("版", "Ver"), alignment: .trailing),
            .init(console.text("时间", "When")), .init(console.text("谁", "Who"), mayShrink: true),
            .init(console.text("做了什么", "What"), mayShrink: true),
            .init(console.text("到了", "Reached")),
        ])
        var reached = ""
        var moved: [Bool] = []
        for line in lines {
            let milestone = line["milestone"]?.stringValue ?? reached
            let title = Milestone(rawValue: milestone).map { console.text($0.title) } ?? milestone
            moved.append(milestone != reached)
            table.append([
                line["version"]?.integerValue.map(String.init) ?? "", moment(line), actor(line),
                self.title(line), milestone != reached ? title : "",
            ])
            reached = milestone
        }
        return TableStyle.lines(table, console) { row, column, text in
            column == 4 && moved[row] ? console.style.green(text) : text
        }
    }

    /// The event in the reader's language, with a mark where it came late or did not fit.
    func title(_ line: JSONValue) -> String {
        var text = line["title"]?[console.language.rawValue]?.stringValue ?? ""
        if line["data"]?["fits"] == false { text += console.text("（只记录）", " (recorded only)") }
        if line["late"] == true { text += console.text("（补记）", " (recorded late)") }
        return text
    }

    /// The role's title and the name.
    func actor(_ line: JSONValue) -> String {
        guard let text = line["actor"]?.stringValue, let actor = Actor(text) else { return "" }
        return "\(console.text(actor.role.title)) \(actor.name)"
    }

    func moment(_ line: JSONValue) -> String {
        let time = line["occurred"]?.stringValue.flatMap { Timestamp($0) }
        return time.map { DateText.moment($0, console.language) } ?? ""
    }
}
