internal import Glibc
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine

/// All stories at once, filling up stage by stage; on a terminal drawn anew in place.
final class DemoBoard {
    /// Milliseconds that a person gets to see each step.
    static let pause: Int32 = 25
    private static let titleWidth = 36

    private let console: Console
    private let isLive: Bool
    private var drawn = 0

    init(_ console: Console, isFast: Bool) {
        self.console = console
        isLive = console.output.isInteractive && !isFast
    }

    /// After a step.
    func show(_ runner: StoryRunner) {
        guard isLive else { return }
        draw(runner.progress, at: runner.now)
        poll(nil, 0, Self.pause)
    }

    /// At the end.
    func finish(_ stories: [StoryRunner.Progress]) {
        draw(stories, at: nil)
    }

    private func draw(_ stories: [StoryRunner.Progress], at moment: Timestamp?) {
        var lines = stories.enumerated().map { row($0.offset + 1, $0.element) }
        lines.append("")
        let road = Milestone.road.map { console.text(RoadText.short($0)) }
        let legend = road.joined(separator: console.text(" → ", " > "))
        lines.append("  " + console.style.dim(legend))
        lines.append(
            moment.map { "  " + console.style.dim(DateText.moment($0, console.language)) } ?? "")
        var text = drawn > 0 ? "\u{1B}[\(drawn)A" : ""
        for line in lines { text += (isLive ? "\u{1B}[2K" : "") + line + "\n" }
        console.raw(text)
        drawn = isLive ? lines.count : 0
    }

    private func row(_ number: Int, _ story: StoryRunner.Progress) -> String {
        let style = console.style
        let title = DisplayWidth.padded(
            DisplayWidth.truncated(console.text(story.story.title), to: Self.titleWidth),
            to: Self.titleWidth)
        let head = DisplayWidth.padded("\(number)", to: 4, alignment: .trailing) + "  " + title
        guard let milestone = story.milestone else {
            let marks = Milestone.road.map { _ in style.dim("○") }.joined(separator: " ")
            return head + "  " + marks
        }
        let marks = RoadText.row(milestone, before: story.furthest ?? .filed, style)
        let word = console.text(milestone.title)
        let isBad = RoadText.isSideEnd(milestone)
        let isDone = milestone == .delivered && story.isFinal
        let shown = isBad ? style.red(word) : isDone ? style.green(word) : word
        return head + "  " + marks + "  " + shown
    }
}
