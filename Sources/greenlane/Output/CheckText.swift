internal import GreenlaneCore
internal import GreenlaneEngine

/// What replay and verify found, for people.
struct CheckText {
    /// The exit code of a replay or a verification that found something.
    static let failed: Int32 = 5
    /// Findings that are listed; all of them are in the JSON.
    private static let maximumListed = 20

    private let console: Console

    init(_ console: Console) {
        self.console = console
    }

    func lines(_ report: ReplayReport) -> [String] {
        ReplayText(console, report).lines()
    }

    func lines(_ report: VerifyReport) -> [String] {
        let style = console.style
        var lines = [
            report.isClean
                ? style.green("✓ ")
                    + console.text(
                        "日志完整：\(grouped(report.events)) 个事件，没有改动、删除或插入。",
                        "The log is whole: \(grouped(report.events)) events, none altered, removed "
                            + "or inserted.")
                : style.red("✗ ")
                    + console.text(
                        "日志有 \(report.problemCount) 处问题（共 \(grouped(report.events)) 个事件）。",
                        "The log has \(report.problemCount) problem(s) in "
                            + "\(grouped(report.events)) events."),
            "  " + style.dim(console.text("根哈希  ", "Root  ")) + report.root,
        ]
        for found in report.problems.prefix(Self.maximumListed) {
            let place = found.position > 0 ? "#\(found.position)" : "—"
            lines.append("  \(place)  \(found.kind)  \(found.about)")
        }
        return lines
    }

    /// `12,408`.
    func grouped(_ number: Int) -> String {
        var digits = Array(String(number))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return String(digits)
    }
}
