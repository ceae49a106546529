/// How Prometheus writes metrics as text, format 0.0.4.
struct MetricText {
    private(set) var bytes: [UInt8] = []

    mutating func head(_ name: String, kind: String, help: String) {
        if !help.isEmpty {
            line("# HELP \(name) \(Self.escaped(help, quotes: false))")
        }
        line("# TYPE \(name) \(kind)")
    }

    mutating func sample(_ name: String, _ labels: String, _ value: Double) {
        line(
            labels.isEmpty
                ? "\(name) \(Self.number(value))" : "\(name){\(labels)} \(Self.number(value))")
    }

    mutating func histogram(_ name: String, _ labels: String, _ histogram: MetricHistogram) {
        let state = histogram.current
        let comma = labels.isEmpty ? "" : ","
        var total: UInt64 = 0
        for (bound, count) in zip(histogram.bounds, state.counts) {
            total += count
            sample(
                name + "_bucket", "\(labels)\(comma)le=\"\(Self.number(bound))\"", Double(total))
        }
        total += state.counts.last ?? 0
        if !histogram.bounds.isEmpty {
            sample(name + "_bucket", "\(labels)\(comma)le=\"+Inf\"", Double(total))
        }
        sample(name + "_sum", labels, state.sum)
        sample(name + "_count", labels, Double(total))
    }

    private mutating func line(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        bytes.append(0x0A)
    }

    /// Whole numbers without a point, as far as they are exact.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if let whole = Int64(exactly: value), abs(value) < 9_007_199_254_740_992 {
            return String(whole)
        }
        return value.description
    }

    /// A name of the allowed letters: what else stands there becomes `_`.
    static func name(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isAllowed =
                isLetter(scalar) || scalar == "_" || scalar == ":" || isDigit(scalar)
            if result.isEmpty, isDigit(scalar) { result.append("_") }
            result.append(isAllowed ? scalar : "_")
        }
        return result.isEmpty ? "_" : String(result)
    }

    /// `a="1",b="2"`, in the order of the names; empty without labels. Of two labels of the same
    /// name the last counts.
    static func labels(_ labels: [(String, String)]) -> String {
        var all: [(name: String, value: String)] = []
        for (name, value) in labels {
            let name = Self.name(name).split(separator: ":").joined(separator: "_")
            all.removeAll { $0.name == name }
            all.append((name, String(value.prefix(128))))
        }
        all.sort { $0.name < $1.name }
        return all.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
            .joined(separator: ",")
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\"" where quotes: result.append(contentsOf: "\\\"".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }
}
