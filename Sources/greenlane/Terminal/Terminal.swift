internal import Glibc

/// What a standard stream leads to, and so how to write on it.
struct Terminal: Sendable {
    /// Narrower windows than this only get longer lines.
    static let minimumWidth = 40

    /// Whether a person's terminal is at the other end.
    let isInteractive: Bool
    /// Columns of the window; nil where the output goes to a file or a pipe, which has no edge.
    let width: Int?
    let style: Style

    init(isInteractive: Bool, windowColumns: Int?, environment: [String: String]) {
        self.isInteractive = isInteractive
        let stated = environment["COLUMNS"].flatMap { Int($0) }
        let columns = windowColumns ?? stated ?? 80
        width = isInteractive ? max(columns, Self.minimumWidth) : nil
        // https://no-color.org: set and not empty means no colour.
        let refused = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        style = Style(isOn: isInteractive && !refused)
    }

    static func standardOutput(_ environment: [String: String]) -> Terminal {
        Terminal(descriptor: STDOUT_FILENO, environment)
    }

    static func standardError(_ environment: [String: String]) -> Terminal {
        Terminal(descriptor: STDERR_FILENO, environment)
    }

    private init(descriptor: Int32, _ environment: [String: String]) {
        var size = winsize()
        let found = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        self.init(
            isInteractive: isatty(descriptor) == 1,
            windowColumns: found ? Int(size.ws_col) : nil, environment: environment)
    }
}
