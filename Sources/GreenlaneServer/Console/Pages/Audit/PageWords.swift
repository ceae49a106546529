import GreenlaneCore

/// Small texts that several pages make from data.
enum PageWords {
    static func chip(_ kind: String, _ text: String) -> JSONValue {
        ["kind": .string(kind), "text": .string(text)]
    }

    /// What an attempt is called that was turned away before it met a workflow: the page or the
    /// operation that its code names. Titles of steps stay as they are.
    static func attempt(_ title: String, _ call: PageCall) -> String {
        let parts = title.split(separator: " ").map(String.init)
        if parts.count == 3, parts[0] == "page" {
            return parts[1] == "GET"
                ? call.text("打开页面 \(parts[2])", "Open the page \(parts[2])")
                : call.text("在页面 \(parts[2]) 提交", "Submit at \(parts[2])")
        }
        let operation = Operations.all.first { $0.id == title }
        return operation.map { call.text($0.title) } ?? title
    }

    static func pair(_ name: String, _ value: String) -> JSONValue {
        ["name": .string(name), "value": .string(value)]
    }

    /// The member `title`, `heading` and the rest of what the part `head` draws; `accent` where the
    /// first link is the next step.
    static func page(
        _ title: String, sentence: String? = nil, small: String? = nil,
        links: [(href: String, title: String)] = [], accent: Bool = false
    ) -> JSONValue {
        var object = JSONObject([
            .init("title", .string(title)), .init("heading", .string(title)),
        ])
        if let sentence { object.append("sentence", .string(sentence)) }
        if let small { object.append("small", .string(small)) }
        object.append(
            "links",
            .array(
                links.enumerated().map { index, link in
                    [
                        "href": .string(link.href), "title": .string(link.title),
                        "first": .bool(accent && index == 0),
                    ]
                }))
        return .object(object)
    }

    static func link(_ href: String, _ title: String) -> JSONValue {
        ["href": .string(href), "title": .string(title)]
    }

    /// The text of `{"zh": …, "en": …}`; empty where it is no such thing.
    static func text(_ json: JSONValue?, _ language: Language) -> String {
        json?[language == .zh ? "zh" : "en"]?.stringValue ?? ""
    }

    /// `12,408`.
    static func grouped(_ number: Int64) -> String { grouped(String(number)) }

    /// A decimal number with its thousands apart.
    static func grouped(_ number: String) -> String {
        let parts = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first else { return number }
        let digits = whole.drop { $0 == "-" }
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        let tail = parts.count > 1 ? "." + parts[1] : ""
        return (whole.hasPrefix("-") ? "−" : "") + text + tail
    }

    static func quantity(_ quantity: Quantity) -> String {
        grouped(quantity.amount.description) + "\u{A0}" + quantity.unit.rawValue
    }

    static func quantity(_ amount: String, _ unit: String?) -> String {
        grouped(amount) + (unit.map { "\u{A0}" + $0 } ?? "")
    }

    /// `1、2、3`, `1, 2, 3`; the first so many, and that there are more.
    static func list(_ words: [String], _ call: PageCall, limit: Int = 20) -> String {
        let shown = words.prefix(limit).joined(separator: call.text("、", ", "))
        guard words.count > limit else { return shown }
        return shown + call.text("等 \(words.count) 项", " and \(words.count - limit) more")
    }

    // MARK: People

    static func who(_ role: Actor.Role, _ name: String?, _ call: PageCall) -> String {
        let title = call.text(role.title)
        guard role != .system else { return call.text("系统", "System") }
        guard let name else {
            return call.text("\(title)（姓名已删除）", "\(title) (name erased)")
        }
        let shown = call.service.access.book.account(signInName: name)?.displayName ?? name
        return call.text("\(title) \(shown)", "\(shown), \(title)")
    }

    /// Of the member `actor` of an auditor's answer.
    static func who(_ json: JSONValue?, _ call: PageCall) -> String {
        guard let role = json?["role"]?.stringValue.flatMap({ Actor.Role(rawValue: $0) }) else {
            return ""
        }
        return who(role, json?["name"]?.stringValue, call)
    }

    /// The organisation of a unit; its code where it has no account here.
    static func unit(_ uscc: String, _ call: PageCall) -> String {
        call.service.access.book.organisation(uscc: uscc).map { call.text($0.name) } ?? uscc
    }

    // MARK: Times

    static func moment(_ json: JSONValue?, _ call: PageCall) -> String {
        guard let text = json?.stringValue, let time = Timestamp(text) else { return "" }
        return ConsoleDates.moment(time, call.language, now: call.now)
    }

    /// `2026-11-12 15:10:02` in Beijing time: where it must be exact.
    static func exact(_ time: Timestamp) -> String {
        let ofDay = time.milliseconds - Timestamp(startOf: time.date).milliseconds
        let second = String(ofDay / 1_000 % 60)
        let two = second.utf8.count == 1 ? "0" + second : second
        return "\(time.date) \(ConsoleDates.clock(time)):\(two)"
    }

    /// For `datetime` attributes.
    static func iso(_ time: Timestamp) -> String { String(time.description.prefix(16)) }

    /// `2026-12-31 周四`, `Thu 31 Dec 2026`: with its year, where it must be exact.
    static func day(_ date: CalendarDate, _ call: PageCall) -> String {
        switch call.language {
        case .zh:
            let short = ConsoleDates.day(date, .zh, now: call.now)
            let weekday = short.split(separator: " ").last.map(String.init) ?? ""
            return "\(date) \(weekday)"
        case .en:
            let short = ConsoleDates.day(date, .en, now: call.now)
            let year = String(date.components.year)
            return short.hasSuffix(year) ? short : "\(short) \(year)"
        }
    }

    /// `2025-12-30 起`, `2025-12-30 至 2026-06-30`.
    static func days(_ range: DateRange, _ call: PageCall) -> String {
        switch (range.from, range.to) {
        case (let from?, let to?): call.text("\(from) 至 \(to)", "\(from) to \(to)")
        case (let from?, nil): call.text("\(from) 起", "since \(from)")
        case (nil, let to?): call.text("至 \(to)", "until \(to)")
        case (nil, nil): call.text("不限日期", "any day")
        }
    }

    // MARK: Law

    static func articles(_ basis: [LegalBasis], _ call: PageCall) -> JSONValue {
        .array(basis.map { ErrorPage.article($0, call.language) })
    }

    static func permit(_ code: String, _ rules: RuleBook, _ call: PageCall) -> String {
        rules.permit(code).map { call.text($0.name) } ?? code
    }
}
