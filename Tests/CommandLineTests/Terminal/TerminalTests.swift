import Testing

@testable import greenlane

@Suite("What the command line writes on")
struct TerminalTests {
    @Test(
        "colour only for a person who did not refuse it",
        arguments: [
            (true, [:], true), (true, ["NO_COLOR": "1"], false), (true, ["NO_COLOR": ""], true),
            (true, ["TERM": "dumb"], false), (false, [:], false),
        ] as [(Bool, [String: String], Bool)])
    func colour(interactive: Bool, environment: [String: String], expected: Bool) {
        let terminal = Terminal(
            isInteractive: interactive, windowColumns: 80, environment: environment)
        #expect(terminal.style.isOn == expected)
        #expect(terminal.style.green("x") == (expected ? "\u{1B}[32mx\u{1B}[0m" : "x"))
    }

    @Test("a pipe has no edge; a window has its own, or the stated one")
    func width() {
        func width(_ interactive: Bool, _ columns: Int?, _ environment: [String: String]) -> Int? {
            Terminal(
                isInteractive: interactive, windowColumns: columns, environment: environment
            ).width
        }
        #expect(width(false, 120, [:]) == nil)
        #expect(width(true, 120, ["COLUMNS": "90"]) == 120)
        #expect(width(true, nil, ["COLUMNS": "90"]) == 90)
        #expect(width(true, nil, [:]) == 80)
        #expect(width(true, 10, [:]) == Terminal.minimumWidth)
    }

    @Test(
        "the bar shows the share that is done, within the window",
        arguments: [
            (0, 200, "  0%", 0), (50, 200, " 25%", 6), (200, 200, "100%", 24),
            (300, 200, "100%", 24),
            (0, 0, "  0%", 0),
        ])
    func bar(done: Int, total: Int, percent: String, filled: Int) {
        let terminal = Terminal(
            isInteractive: true, windowColumns: 40, environment: ["NO_COLOR": "1"])
        let line = ProgressBar.line("重放事件日志，请稍候", done: done, total: total, terminal)
        #expect(line.hasSuffix(percent))
        #expect(line.filter { $0 == "█" }.count == filled)
        #expect(line.count <= 40)
    }
}
