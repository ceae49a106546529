import GreenlaneCore

/// Charts of the panorama: horizontal bars and strip plots with their numbers, drawn in the colour
/// of the text around them.
enum PanoramaChart {
    struct Bar {
        var label: String
        var value: Int
        /// What is shown behind it; the value where nil.
        var text: String?
        /// Drawn lighter behind the value, such as what is promised beside what is used.
        var beyond = 0
        var isLate = false
    }

    struct Strip {
        var label: String
        var times: Times
    }

    /// Three values on one line, in tenths.
    struct Times {
        var low: Int
        var middle: Int
        var high: Int
    }

    private static let width = 560
    private static let labels = 168
    private static let rowHeight = 34
    private static let end = 500

    /// `full` is what a bar of full length stands for; the longest bar's value where nil.
    static func bars(_ bars: [Bar], full: Int? = nil, _ description: String) -> String {
        let most = max(full ?? bars.map { $0.value + $0.beyond }.max() ?? 0, 1)
        var parts: [String] = []
        for (index, bar) in bars.enumerated() {
            let y = index * rowHeight + 18
            parts += label(bar.label, y)
            let room = end - labels - 8
            let length = bar.value * room / most
            let beyond = bar.beyond * room / most
            let tone = bar.isLate ? " class=\"late\" fill=\"currentColor\"" : ""
            // A value above zero is seen, however small.
            let shown = bar.value > 0 ? max(length, 2) : 0
            parts.append(
                "<g\(tone)><rect x=\"\(labels)\" y=\"\(y - 8)\" width=\"\(shown)\""
                    + " height=\"16\" rx=\"2\" opacity=\".72\"/></g>")
            if beyond > 0 {
                parts.append(
                    "<g\(tone)><rect x=\"\(labels + length)\" y=\"\(y - 8)\""
                        + " width=\"\(beyond)\" height=\"16\" rx=\"2\" opacity=\".3\"/></g>")
            }
            parts.append(
                text(
                    bar.text ?? "\(bar.value)", x: labels + length + beyond + 6, y: y + 5, tone))
        }
        return svg(parts, rows: bars.count, extra: 4, description)
    }

    static func strips(_ strips: [Strip], unit: String, _ description: String) -> String {
        let most = max(strips.map(\.times.high).max() ?? 0, 10)
        func x(_ tenths: Int) -> Int { labels + 8 + tenths * (end - labels - 16) / most }
        var parts: [String] = []
        for (index, strip) in strips.enumerated() {
            let y = index * rowHeight + 18
            let times = strip.times
            parts += label(strip.label, y)
            parts.append(line(labels, end, y, ".14"))
            parts.append(line(x(times.low), x(times.high), y, ".5"))
            for value in [times.low, times.high] {
                parts.append("<circle cx=\"\(x(value))\" cy=\"\(y)\" r=\"3.5\" opacity=\".6\"/>")
            }
            parts.append("<circle cx=\"\(x(times.middle))\" cy=\"\(y)\" r=\"5.5\"/>")
            parts.append(text(days(times.middle), x: end + 8, y: y + 5))
        }
        let foot = strips.count * rowHeight + 12
        for tick in ticks(most) {
            parts.append(
                "<line x1=\"\(x(tick))\" x2=\"\(x(tick))\" y1=\"6\" y2=\"\(foot - 8)\""
                    + " stroke=\"currentColor\" opacity=\".1\"/>")
            parts.append(
                text(
                    "\(tick / 10)", x: x(tick), y: foot + 4,
                    " text-anchor=\"middle\" opacity=\".7\""))
        }
        parts.append(text(unit, x: labels - 10, y: foot + 4, " text-anchor=\"end\" opacity=\".7\""))
        return svg(parts, rows: strips.count, extra: 26, description)
    }

    /// Whole days for the axis, in tenths.
    private static func ticks(_ most: Int) -> [Int] {
        let step = [10, 20, 50, 100, 200, 500, 1_000].first { most / $0 <= 6 } ?? 2_000
        return Array(stride(from: 0, through: most, by: step))
    }

    /// `5.5`.
    static func days(_ tenths: Int) -> String { "\(tenths / 10).\(tenths % 10)" }

    private static func label(_ label: String, _ y: Int) -> [String] {
        // A name of two lines brings its own break; each is cut where it is too long.
        let stated = label.split(separator: "\n").map { line in
            DisplayWidth.truncated(
                String(line),
                to: DisplayWidth.of(String(line)) * (labels - 30)
                    / max(PictureText.width(String(line), size: 13), labels - 30))
        }
        let lines =
            stated.count > 1 ? stated : PictureText.lines(label, width: labels - 16, size: 13)
        return lines.prefix(2).enumerated().map { index, line in
            let offset = lines.count > 1 ? index * 15 - 3 : 5
            return text(line, x: labels - 10, y: y + offset, " text-anchor=\"end\"")
        }
    }

    private static func line(_ from: Int, _ to: Int, _ y: Int, _ opacity: String) -> String {
        "<line x1=\"\(from)\" x2=\"\(to)\" y1=\"\(y)\" y2=\"\(y)\" stroke=\"currentColor\""
            + " stroke-width=\"2\" opacity=\"\(opacity)\"/>"
    }

    private static func text(_ text: String, x: Int, y: Int, _ more: String = "") -> String {
        "<text x=\"\(x)\" y=\"\(y)\"\(more)>\(PictureText.escaped(text))</text>"
    }

    private static func svg(
        _ parts: [String], rows: Int, extra: Int, _ description: String
    ) -> String {
        let height = rows * rowHeight + extra
        return "<svg viewBox=\"0 0 \(width) \(height)\" width=\"100%\" role=\"img\""
            + " fill=\"currentColor\" font-size=\"13\""
            + " aria-label=\"\(PictureText.escaped(description))\">"
            + parts.joined() + "</svg>"
    }
}
