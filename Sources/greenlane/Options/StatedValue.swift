internal import GreenlaneCore
internal import GreenlaneEngine

/// Values that people type as options, and what is wrong with them.
enum StatedValue {
    /// `role:name`.
    static func actor(_ text: String) throws(Refusal) -> Actor {
        if let actor = Actor(text) { return actor }
        let roles = Actor.Role.allCases.map(\.rawValue)
        let role = text.split(separator: ":").first.map(String.init) ?? text
        let near = Suggestion.nearest(to: role, in: roles)
        throw invalid(
            "--as", "actor-invalid",
            zh: "“\(PlainText.printable(text))”不是“角色:姓名”的形式。",
            en: "\"\(PlainText.printable(text))\" is not role:name.",
            remedy: LocalizedText(
                zh: (near.map { "是否想写 \($0):姓名？" } ?? "")
                    + "角色：\(roles.joined(separator: "、"))。",
                en: (near.map { "Did you mean \($0):name? " } ?? "")
                    + "Roles: \(roles.joined(separator: ", "))."))
    }

    /// RFC 3339, or a bare date in Asia/Shanghai.
    static func time(_ text: String, option: String) throws(Refusal) -> Timestamp {
        if let time = Timestamp(text) { return time }
        throw invalid(
            option, "invalid-time",
            zh: "“\(PlainText.printable(text))”不是有效的时间。",
            en: "\"\(PlainText.printable(text))\" is no time.",
            remedy: LocalizedText(
                zh: "写成 2026-11-21T10:12:00+08:00，或只写日期 2026-11-21（北京时间）。",
                en: "Write 2026-11-21T10:12:00+08:00, or a bare date 2026-11-21 (Asia/Shanghai)."))
    }

    /// A position of the log where it is a whole number, else a time as `time` reads it.
    static func moment(_ text: String, option: String) throws(Refusal) -> LogMoment {
        if let position = Int64(text), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return .position(position)
        }
        if let time = Timestamp(text) { return .time(time) }
        throw invalid(
            option, "invalid-time",
            zh: "“\(PlainText.printable(text))”不是时间，也不是日志位置。",
            en: "\"\(PlainText.printable(text))\" is neither a time nor a position of the log.",
            remedy: LocalizedText(
                zh: "写成 2026-11-21T10:12:00+08:00、日期 2026-11-21（北京时间），或位置 128。",
                en: "Write 2026-11-21T10:12:00+08:00, a bare date 2026-11-21 (Asia/Shanghai), or a "
                    + "position such as 128."))
    }

    /// `YYYY-MM-DD`; a full time gives its day in Asia/Shanghai.
    static func date(_ text: String, option: String) throws(Refusal) -> CalendarDate {
        if let date = CalendarDate(text) { return date }
        if let time = Timestamp(text) { return time.date }
        throw invalid(
            option, "invalid-date",
            zh: "“\(PlainText.printable(text))”不是日历上的日期。",
            en: "\"\(PlainText.printable(text))\" is no day of the calendar.",
            remedy: LocalizedText(zh: "写成 2026-11-21。", en: "Write 2026-11-21."))
    }

    /// A count within bounds.
    static func count(
        _ value: Int, in range: ClosedRange<Int>, option: String
    ) throws(Refusal) -> Int {
        guard range.contains(value) else {
            throw invalid(
                option, "out-of-range",
                zh: "\(option) 应在 \(range.lowerBound) 到 \(range.upperBound) 之间。",
                en: "\(option) must be from \(range.lowerBound) to \(range.upperBound).")
        }
        return value
    }

    /// A refusal that names the option.
    static func invalid(
        _ option: String, _ code: String, zh: String, en: String, remedy: LocalizedText? = nil
    ) -> Refusal {
        Refusal(
            .input, code, LocalizedText(zh: zh, en: en), remedy: remedy,
            details: [
                Refusal.Detail(
                    pointer: option, code: code, message: LocalizedText(zh: zh, en: en))
            ])
    }
}
