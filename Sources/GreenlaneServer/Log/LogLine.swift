import GreenlaneCore

/// One line of the log, as JSON or as text. Values from outside are bounded, and nothing in them
/// can end the line or steer a terminal.
struct LogLine {
    /// Bytes of a line; the rest is cut off, told by `truncated`.
    static let maximumBytes = 8 * 1024
    private static let maximumMessage = 2048
    private static let maximumValue = 512

    private var writer = JSONWriter(capacity: 384)
    private let form: ServiceConfiguration.LogForm
    private var isTruncated = false

    init(_ form: ServiceConfiguration.LogForm, time: Timestamp, level: String, message: String) {
        self.form = form
        var moment: [UInt8] = []
        time.write(to: &moment)
        let stamp = Self.withMilliseconds(moment)
        let shown = bounded(message, to: Self.maximumMessage)
        switch form {
        case .json:
            writer.raw("{\"time\":\"")
            writer.raw(stamp)
            writer.raw("\",\"level\":")
            writer.string(level)
            writer.raw(",\"message\":")
            writer.string(shown)
        case .text:
            writer.raw(stamp)
            writer.raw(" ")
            writer.raw(Array(level.utf8))
            writer.raw(" ")
            writer.raw(Array(shown.utf8))
        }
    }

    mutating func add(_ name: StaticString, _ value: Int) {
        begin(name)
        writer.integer(Int64(value))
    }

    mutating func add(_ name: StaticString, _ value: String) {
        begin(name)
        write(value)
    }

    /// A member whose name comes from elsewhere.
    mutating func add(named name: String, _ value: String) {
        guard writer.bytes.count < Self.maximumBytes - 2 * Self.maximumValue - 64 else {
            isTruncated = true
            return
        }
        switch form {
        case .json:
            writer.raw(",")
            writer.string(bounded(name, to: 64))
            writer.raw(":")
        case .text:
            writer.raw(" ")
            writer.raw(Array(bounded(name, to: 64).filter { $0 != " " && $0 != "=" }.utf8))
            writer.raw("=")
        }
        write(value)
    }

    /// The line with its end.
    consuming func finished() -> [UInt8] {
        if isTruncated {
            form == .json ? writer.raw(",\"truncated\":true") : writer.raw(" truncated=true")
        }
        form == .json ? writer.raw("}\n") : writer.raw("\n")
        return writer.bytes
    }

    private mutating func begin(_ name: StaticString) {
        switch form {
        case .json:
            writer.raw(",\"")
            writer.raw(name)
            writer.raw("\":")
        case .text:
            writer.raw(" ")
            writer.raw(name)
            writer.raw("=")
        }
    }

    private mutating func write(_ value: String) {
        let shown = bounded(value, to: Self.maximumValue)
        let isPlain =
            !shown.isEmpty && shown.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x3D }
        form == .text && isPlain ? writer.raw(Array(shown.utf8)) : writer.string(shown)
    }

    private mutating func bounded(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit else { return PlainText.printable(text) }
        isTruncated = true
        var length = 0
        // Whole scalars only, so that the line stays UTF-8.
        let kept = text.unicodeScalars.prefix { scalar in
            length += UTF8.width(scalar)
            return length <= limit
        }
        return PlainText.printable(String(kept))
    }

    /// RFC 3339 with three places, always: lines then sort as text.
    private static func withMilliseconds(_ moment: [UInt8]) -> [UInt8] {
        moment.count == 20 ? moment.dropLast() + Array(".000Z".utf8) : moment
    }
}
