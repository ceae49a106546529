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
        lines += proven(report).map { "  " + style.dim($0) }
        for found in report.problems.prefix(Self.maximumListed) {
            let place = found.position > 0 ? "#\(found.position)" : "—"
            lines.append("  \(place)  \(found.kind)  \(PlainText.printable(found.about))")
            lines += console.prose(console.text(found.words), indent: "      ")
        }
        if report.problems.count > Self.maximumListed {
            lines.append("  " + style.dim(console.text("其余见 --json。", "The rest: --json.")))
        }
        return lines
    }

    /// What the log was held against.
    private func proven(_ report: VerifyReport) -> [String] {
        var lines: [String] = []
        if let head = report.lastCheckpoint {
            lines.append(
                console.text(
                    "检查点 \(report.checkpoints) 个，末次覆盖前 \(grouped(Int(head.size))) 条（\(head.origin)）",
                    "\(report.checkpoints) checkpoint(s); the last covers "
                        + "\(grouped(Int(head.size))) events (\(head.origin))"))
            lines += head.keys.map { console.text("公钥 ", "Key ") + $0 }
        } else {
            lines.append(console.text("没有已签检查点", "No signed checkpoint"))
        }
        if report.erased > 0 {
            lines.append(
                console.text(
                    "依申请删除的个人信息 \(report.erased) 项，日志有记载",
                    "\(report.erased) personal value(s) erased, on the record"))
        }
        if report.attachments.cited > 0 {
            lines.append(
                console.text(
                    "附件：引用 \(report.attachments.cited) 份，文件中存有 \(report.attachments.kept) 份",
                    "Documents: \(report.attachments.cited) cited, contents of "
                        + "\(report.attachments.kept) kept here"))
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
