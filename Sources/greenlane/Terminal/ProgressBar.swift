internal import Glibc
internal import GreenlaneCore

/// Shows on standard error how far a long task is. Quick tasks and pipes never see it.
struct ProgressBar {
    /// A task that ends sooner needs no bar.
    static let patience = Duration.seconds(2)
    private static let pause = Duration.milliseconds(100)
    private static let cells = 24

    private let label: String
    private let total: Int
    private let terminal: Terminal
    private let start = ContinuousClock.now
    private var lastShown: ContinuousClock.Instant?

    init(_ label: String, total: Int, on terminal: Terminal) {
        self.label = label
        self.total = total
        self.terminal = terminal
    }

    /// Tells how many of the total are done; cheap enough for every step of a loop.
    mutating func advance(to done: Int) {
        guard terminal.isInteractive else { return }
        let now = ContinuousClock.now
        guard now - start >= Self.patience else { return }
        if let lastShown, now - lastShown < Self.pause, done < total { return }
        lastShown = now
        write("\r\u{1B}[K" + Self.line(label, done: done, total: total, terminal))
    }

    /// Takes the bar off the screen.
    mutating func finish() {
        guard lastShown != nil else { return }
        lastShown = nil
        write("\r\u{1B}[K")
    }

    /// The bar as one line, within the width of the terminal.
    static func line(_ label: String, done: Int, total: Int, _ terminal: Terminal) -> String {
        let part = total > 0 ? min(max(done, 0), total) : 0
        let percent = total > 0 ? part * 100 / total : 0
        let filled = total > 0 ? part * cells / total : 0
        let bar =
            terminal.style.green(String(repeating: "█", count: filled))
            + terminal.style.dim(String(repeating: "░", count: cells - filled))
        let figures = " \(DisplayWidth.padded("\(percent)%", to: 4, alignment: .trailing))"
        let room = (terminal.width ?? 80) - cells - DisplayWidth.of(figures) - 2
        return DisplayWidth.truncated(label, to: max(room, 0)) + " " + bar + figures
    }

    private func write(_ text: String) {
        // A bar that cannot be shown is no reason to stop the work.
        _ = Array(text.utf8).withUnsafeBytes {
            Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count)
        }
    }
}
