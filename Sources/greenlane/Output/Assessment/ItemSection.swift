internal import GreenlaneCore

/// One item of an assessment.
struct ItemSection {
    /// What most schemes waive.
    private static let drugForm = "drug-clearance-form"

    private let console: Console
    private let rules: RuleBook
    private let day: CalendarDate
    private let request: ImportRequest
    private let item: Assessment.Item
    private let stated: ImportItem

    init(
        _ console: Console, _ rules: RuleBook, _ day: CalendarDate, _ request: ImportRequest,
        _ item: Assessment.Item, _ index: Int
    ) {
        self.console = console
        self.rules = rules
        self.day = day
        self.request = request
        self.item = item
        stated = request.items[index]
    }

    func lines() -> [String] {
        let style = console.style
        var lines = [head()]
        lines += tariff()
        for prohibition in item.prohibitions {
            lines += console.prose(
                console.text(prohibition.explanation), indent: "     ",
                first: "   " + style.red("✗ "))
            lines += PermitSection.basis(console, prohibition.basis)
        }
        if item.permits.isEmpty, item.prohibitions.isEmpty {
            let mark = item.conclusion == .noneNeeded ? style.green("✓ ") : style.amber("? ")
            lines += console.prose(
                console.text(item.conclusion.text), indent: "     ", first: "   " + mark)
        }
        for permit in item.permits where permit.status != .possible && !permit.isMoot {
            lines += PermitSection(console, permit).lines()
        }
        lines += whitelist()
        lines += open()
        lines += candidates()
        return lines
    }

    private func head() -> String {
        let zh = stated.nameZh ?? stated.nameEn
        let name = (console.language == .zh ? zh : stated.nameEn ?? zh) ?? ""
        let parts = [name, stated.quantity?.description ?? "", stated.hs ?? ""]
        return console.style.bold("\(item.line)  ")
            + PlainText.printable(parts.filter { !$0.isEmpty }.joined(separator: "  "))
    }

    /// What the tariff line says, letter by letter, for this direction.
    private func tariff() -> [String] {
        guard let line = item.hs else { return [] }
        let text = TariffText(console, rules)
        var parts = text.letters(line, request.direction)
        if !item.extensions.isEmpty { parts.append(text.extensions(item.extensions)) }
        return console.prose(
            parts.joined(separator: console.text("；", "; ")), indent: "     ", first: "     "
        ).map(console.style.dim)
    }

    private func whitelist() -> [String] {
        let outcome = item.whitelist
        guard outcome.code != .notNeeded else { return [] }
        // Where it is open whether anything could be waived, that no list has the item is no news.
        let isAsked = item.permits.contains {
            $0.code == Self.drugForm && $0.status != .possible
        }
        let isSilent = outcome.code == .noEntry || outcome.code == .noScheme
        if isSilent, !isAsked { return [] }
        let style = console.style
        var text = console.text(outcome.text)
        if let left = outcome.remaining {
            text += console.text("余量 \(left)。", " Left: \(left).")
        }
        var lines = console.prose(
            text, indent: "     ",
            first: "   " + (outcome.isCovered ? style.green("✓ ") : style.dim("– ")))
        for note in [outcome.caution, outcome.easing?.text].compactMap({ $0 }) {
            lines += console.prose(console.text(note), indent: "     ").map(style.amber)
        }
        return lines
    }

    /// What is undecided, in a line each, and the questions that decide it, the weightiest first.
    private func open() -> [String] {
        let possible = item.permits.filter { $0.status == .possible }
        var lines: [String] = []
        for permit in possible {
            let numbers = item.questions.indices.filter {
                item.questions[$0].decides.contains(permit.code)
            }.map { console.text("问\($0 + 1)", "Q\($0 + 1)") }
            var text = console.text(permit.name) + "  " + console.text("待定", "undecided")
            if let level = permit.riskLevel {
                text += console.text(" \(level) 级", ", level \(level)")
            }
            if !numbers.isEmpty {
                text += console.text(
                    "（取决于\(numbers.joined(separator: "、"))）",
                    " (depends on \(numbers.joined(separator: ", ")))")
            }
            lines += console.prose(text, indent: "     ", first: "   " + console.style.amber("◌ "))
        }
        for (number, question) in item.questions.enumerated() {
            lines += self.question(question, number + 1)
        }
        return lines
    }

    private func question(_ question: Assessment.Question, _ number: Int) -> [String] {
        let style = console.style
        let label = console.text("问\(number)", "Q\(number)")
        let fact = Fact.at(pointer: question.pointer)
        let whole = console.text("适用日期", "day of the rules")
        let title =
            fact.map { console.text($0.title) }
            ?? (question.pointer.isEmpty ? whole : question.pointer)
        var lines = console.prose(
            title + console.text("：", ": ") + console.text(question.why), indent: "     ",
            first: "   " + style.amber(label + " "))
        lines += answers(fact)
        if !question.pointer.isEmpty {
            lines.append("     " + style.dim(console.text("填入 ", "goes to ") + question.pointer))
        }
        return lines
    }

    /// The values to choose from, where they are few enough to read.
    private func answers(_ fact: Fact?) -> [String] {
        guard let fact, fact != .hsSupervision, fact != .hsInspection else { return [] }
        let values = fact.vocabulary
        guard !values.isEmpty, values.count <= 14 else { return [] }
        let words = values.map { value -> String in
            let word = console.text(fact.word(value))
            return word == value || console.language == .en ? value : "\(word) \(value)"
        }
        return console.prose(
            console.text("可填：", "one of: ") + words.joined(separator: console.text("、", ", ")),
            indent: "     "
        ).map(console.style.dim)
    }

    private func candidates() -> [String] {
        guard !item.candidates.isEmpty else { return [] }
        var lines = [
            "   "
                + console.text("可能的商品编号（请由申报人判断）：", "Codes to look at (the declarant decides):")
        ]
        for candidate in item.candidates {
            let line = candidate.line
            let name =
                console.language == .zh || line.description.en.isEmpty
                ? line.description.zh : line.description.en
            var text = "\(line.code)  \(name)"
            if let letters = line.supervision?.text, !letters.isEmpty {
                text += console.text("  监管条件 \(letters)", "  supervision \(letters)")
            }
            text += console.text("。", ". ") + console.text(candidate.reason)
            let names = candidate.requires.compactMap { rules.permit($0) }
                .map { console.text($0.name) }
            if !names.isEmpty {
                text += console.text(
                    "；归此则需：\(names.joined(separator: "、"))",
                    "; under it needed: \(names.joined(separator: ", "))")
            }
            lines += console.prose(text, indent: "       ", first: "     · ")
        }
        return lines
    }
}
