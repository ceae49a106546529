import GreenlaneCatalog
import GreenlaneCore

/// The open questions of an assessment, each once with the items that it concerns, as buttons that
/// fill the answer in.
struct AssessmentQuestions {
    /// Answers in one row of buttons.
    private static let maximumAnswers = 14
    /// Bytes of a place that stands in each answer to a question.
    private static let maximumPlace = 80
    /// Scientific names that are asked for most.
    private static let species: [(value: String, title: LocalizedText)] = [
        ("Sus scrofa", LocalizedText(zh: "猪", en: "Pig")),
        ("Bos taurus", LocalizedText(zh: "牛", en: "Cattle")),
        ("Ovis aries", LocalizedText(zh: "羊", en: "Sheep")),
        ("Mus musculus", LocalizedText(zh: "小鼠", en: "Mouse")),
        ("Oryctolagus cuniculus", LocalizedText(zh: "兔", en: "Rabbit")),
        ("Cricetulus griseus", LocalizedText(zh: "中国仓鼠", en: "Chinese hamster")),
        ("Homo sapiens", LocalizedText(zh: "人", en: "Human")),
        ("Escherichia coli", LocalizedText(zh: "大肠杆菌", en: "E. coli")),
    ]

    private struct Group {
        /// Dotted, below the item where it is one.
        var path: String
        var why: LocalizedText
        var isOfItem: Bool
        /// Indices of items.
        var items: [Int]
    }

    let panel: AssessmentPanel
    private let groups: [Group]

    private var call: PageCall { panel.call }

    init(panel: AssessmentPanel) {
        self.panel = panel
        var groups: [Group] = []
        var known: [String: Int] = [:]
        for (index, item) in panel.answer.items.enumerated() {
            for question in item.questions where !question.pointer.isEmpty {
                let parts = question.pointer.split(separator: "/")
                let isOfItem = parts.first == "items" && parts.count > 2
                let path = parts.dropFirst(isOfItem ? 2 : 0).joined(separator: ".")
                // Codes to choose from are those of one item.
                let own = path == "hs" && !item.candidates.isEmpty ? "\n\(index)" : ""
                let key = path + "\n" + question.why.zh + own
                if let place = known[key] {
                    if isOfItem { groups[place].items.append(index) }
                } else {
                    known[key] = groups.count
                    groups.append(
                        Group(
                            path: path, why: question.why, isOfItem: isOfItem,
                            items: isOfItem ? [index] : []))
                }
            }
        }
        self.groups = groups
    }

    var shown: [JSONValue] {
        groups.prefix(AssessmentPanel.maximumQuestions).enumerated().map { number, group in
            question(group, number + 1)
        }
    }

    /// What is said of the questions that are not asked yet.
    var left: [String] {
        let count = groups.count - AssessmentPanel.maximumQuestions
        guard count > 0 else { return [] }
        return [
            call.text("还有 \(count) 个问题，答完上面的再显示。", "\(count) more questions follow these.")
        ]
    }

    // MARK: Questions

    private func question(_ group: Group, _ number: Int) -> JSONValue {
        let fact = Fact.at(pointer: pointer(group))
        var object = JSONObject()
        let lines = group.items.map { panel.request.items[$0].line }
        let title = fact.map { call.text($0.title) } ?? group.path
        object.append("title", .string(panel.concerns(lines) + title))
        object.append("hint", .string(hint(group, call.text(group.why))))
        let choices = choices(group, fact)
        var place = place(group)
        if place.utf8.count > Self.maximumPlace {
            // Said once, and referred to by each answer.
            object.append(
                "place",
                ["number": .integer(Int64(number)), "items": .string(place)])
            place = String(number)
        }
        object.append(
            "answers", .array(choices.map { answer(group, place, $0.value, $0.title) }))
        if isTyped(group, fact, choices.count) {
            object.append("fill", ["path": .string(place)])
        }
        return .object(object)
    }

    private func pointer(_ group: Group) -> String {
        let path = group.path.replacing(".", with: "/")
        return group.isOfItem ? "/items/0/\(path)" : "/" + path
    }

    /// Where the question has a field or a column of its own, that is the place for what no button
    /// says.
    private func hint(_ group: Group, _ why: String) -> String {
        let title =
            group.isOfItem
            ? SheetColumn.index(near: group.path).map { SheetColumn.all[$0].title }
            : SheetField.near(path: group.path)?.title
        guard let title else { return why }
        return why + call.text("（填在“\(title.zh)”）", " (goes to \"\(title.en)\")")
    }

    private func isTyped(_ group: Group, _ fact: Fact?, _ count: Int) -> Bool {
        guard RequestCells.isKnown(group.path) else { return false }
        let hasPlace =
            group.isOfItem
            ? SheetColumn.index(path: group.path) != nil
            : SheetField.named(path: group.path) != nil
        guard !hasPlace else { return false }
        switch fact?.kind {
        case .code, .presence, nil: return true
        case .set: return true
        case .choice, .flag: return count == 0
        }
    }

    private func choices(
        _ group: Group, _ fact: Fact?
    ) -> [(value: String, title: String)] {
        guard let fact else { return [] }
        if group.path == "hs" { return candidates(group) }
        if group.path == "origin.species" {
            return Self.species.map { ($0.value, call.text($0.title)) }
        }
        var values = fact.vocabulary.map { (value: $0, title: call.text(fact.word($0))) }
        if fact.kind == .set, group.path != "origin.material" {
            values.insert(("none", noneOfThese), at: 0)
        }
        return values.count <= Self.maximumAnswers ? values : []
    }

    private func place(_ group: Group) -> String {
        let path = group.path.replacing(".", with: "/")
        guard group.isOfItem else { return path }
        return "items/" + Self.spans(group.items.map { panel.rows[$0] }) + "/" + path
    }

    /// `0-2,5`: each of five hundred numbers in each answer would outweigh the page.
    private static func spans(_ rows: [Int]) -> String {
        var spans: [ClosedRange<Int>] = []
        for row in rows {
            if let last = spans.last, last.upperBound + 1 == row {
                spans[spans.count - 1] = last.lowerBound...row
            } else {
                spans.append(row...row)
            }
        }
        return spans.map { span in
            span.count == 1 ? "\(span.lowerBound)" : "\(span.lowerBound)-\(span.upperBound)"
        }.joined(separator: ",")
    }

    private func answer(
        _ group: Group, _ place: String, _ value: String, _ title: String
    ) -> JSONValue {
        var object = JSONObject()
        object.append("value", .string(place + "=" + value))
        object.append("title", .string(title))
        if let field = field(group) { object.append("fills", .string(field)) }
        return .object(object)
    }

    /// The field, or the column of the table, that shows what is answered.
    private func field(_ group: Group) -> String? {
        group.isOfItem
            ? SheetColumn.index(path: group.path).map { SheetColumn.all[$0].key }
            : SheetField.named(path: group.path)?.name
    }

    // MARK: Codes to look at

    /// The declarant decides; the tables only say which lines fit what is stated.
    private func candidates(_ group: Group) -> [(value: String, title: String)] {
        guard group.items.count == 1, let index = group.items.first else { return [] }
        return panel.answer.items[index].candidates.prefix(6).map { candidate in
            let words = candidate.line.description
            let title = words.en.isEmpty ? words.zh : call.text(words)
            return (candidate.line.code, "\(candidate.line.code) \(title)")
        }
    }

    // MARK: What was answered

    /// As the button said it that gave the answer.
    private func word(_ text: String, of fact: Fact) -> String {
        guard fact.kind == .set else { return call.text(fact.word(text)) }
        guard text != "none" || fact.path == "item.origin.present" else { return noneOfThese }
        let words = text.split { ";；,，、".contains($0) }.map { part in
            call.text(fact.word(String(part)))
        }
        return words.joined(separator: call.text("、", ", "))
    }

    private var noneOfThese: String { call.text("都不是", "none of these") }

    /// Answers that no field shows, each with the way to take it back.
    var given: [JSONValue] {
        let own = panel.sheet.facts.map { (place: "", line: Int?.none, fact: $0) }
        let ofRows = panel.sheet.rows.enumerated().flatMap { index, row in
            row.facts.map { (place: "items/\(index)/", line: Int?.some(index + 1), fact: $0) }
        }
        return (own + ofRows).prefix(60).map { place, line, fact in
            let path = fact.path.replacing(".", with: "/")
            let known = Fact.at(pointer: line == nil ? "/" + path : "/items/0/" + path)
            let heading = call.language == .zh ? RequestHeading.chinese(fact.path) : nil
            let title = known.map { call.text($0.title) } ?? heading ?? fact.path
            let value = known.map { word(fact.text, of: $0) } ?? fact.text
            let whose = line.map { panel.concerns([$0]) } ?? ""
            return [
                "title": .string(whose + title + call.text("：", ": ") + value),
                "value": .string(place + path + "="),
            ]
        }
    }
}
