internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine

/// One shipment in plain words: who did what when, what was refused, and the articles behind it.
struct DemoTimeline {
    /// Sources shown with one decision; more are in `show --json`.
    private static let maximumBases = 2

    private let console: Console
    private let result: DemoResult
    private let indent: String

    init(_ console: Console, _ result: DemoResult) {
        self.console = console
        self.result = result
        let sample = Timestamp(milliseconds: 0)
        indent = String(
            repeating: " ", count: DisplayWidth.of(Self.moment(sample, console.language)) + 6)
    }

    /// Events and refused steps in the order in which they happened.
    func lines() -> [String] {
        guard let story = result.stories.first else { return [] }
        var entries: [(at: Timestamp, order: Int, lines: [String])] = []
        var reached = ""
        for (index, line) in result.history.enumerated() {
            let at = line["occurred"]?.stringValue.flatMap { Timestamp($0) }
            let milestone = line["milestone"]?.stringValue ?? reached
            let moved = milestone != reached ? Milestone(rawValue: milestone) : nil
            reached = milestone
            entries.append(
                (at ?? Timestamp(milliseconds: 0), index, event(line, moved, isFirst: index == 0)))
        }
        for (index, refused) in story.refused.enumerated() {
            entries.append((refused.step.at, 1000 + index, self.refused(refused)))
        }
        entries.sort { ($0.at, $0.order) < ($1.at, $1.order) }
        return entries.flatMap(\.lines)
    }

    private func event(_ line: JSONValue, _ moved: Milestone?, isFirst: Bool) -> [String] {
        let style = console.style
        let history = HistoryText(console)
        let at = line["occurred"]?.stringValue.flatMap { Timestamp($0) }
        let title = history.title(line)
        let reached = moved.map { "  → " + console.text($0.title) } ?? ""
        let taken = DisplayWidth.of(indent + title + reached)
        let who = who(line["actor"]?.stringValue ?? "", room: console.width - taken)
        let time = at.map { Self.moment($0, console.language) } ?? ""
        var lines = [
            "  " + style.dim(time) + "  " + style.green("✓ ") + title + style.dim(who)
                + style.green(reached)
        ]
        if isFirst { lines += decisions() }
        return lines
    }

    private func refused(_ refused: StoryRunner.Refused) -> [String] {
        let style = console.style
        let title = result.view?.flow.event(named: refused.step.event)?.title
        let name = title.map(console.text) ?? refused.step.event
        let time = Self.moment(refused.step.at, console.language)
        let actor = "\(refused.step.actor.role.rawValue):\(refused.step.actor.name)"
        let who = who(actor, room: console.width - DisplayWidth.of(indent + name))
        var lines = ["  " + style.dim(time) + "  " + style.red("✗ ") + name + style.dim(who)]
        lines += console.prose(console.text(refused.refusal.message), indent: indent)
        lines += bases(refused.refusal.basis)
        return lines
    }

    /// What the rules said on the day of filing.
    private func decisions() -> [String] {
        guard let view = result.view else { return [] }
        let rules = result.definitions.rules
        var lines: [String] = []
        for requirement in view.shipment.requirements {
            let name = rules.permit(requirement.permit)?.name
            var text = name.map(console.text) ?? requirement.permit
            text += console.text("：", ": ") + console.text(requirement.status.title)
            if let entry = requirement.waivedBy { text += console.text("，", ", ") + entry }
            lines += console.prose(text, indent: indent)
            guard let rule = rules.rule(requirement.rule) else { continue }
            let inForce = rule.basis.filter { $0.inForce.contains(view.shipment.assessedOn) }
            lines += bases(inForce.map(\.basis))
        }
        return lines
    }

    private func bases(_ bases: [LegalBasis]) -> [String] {
        bases.prefix(Self.maximumBases).flatMap {
            console.prose($0.text(console.language), indent: indent).map(console.style.dim)
        }
    }

    /// Role and name, the name alone, or nothing, as far as there is room.
    private func who(_ text: String, room: Int) -> String {
        guard let actor = Actor(text) else { return "" }
        let all = "  \(console.text(actor.role.title)) \(actor.name)"
        let forms = [all, "  \(actor.name)"]
        return forms.first { DisplayWidth.of($0) <= room } ?? ""
    }

    /// Month, day and clock: the year is in the title.
    private static func moment(_ time: Timestamp, _ language: Language) -> String {
        let day = DateText.day(time.date, language)
        let short = language == .zh ? String(day.dropFirst(5)) : String(day.dropLast(5))
        return DisplayWidth.padded(short, to: 10) + " " + DateText.clock(time)
    }
}
