import GreenlaneCore

/// Days and times as people read them on the pages; Beijing time, which the foot of each page says.
enum ConsoleDates {
    /// `11月23日 周一`, `Mon 23 Nov`; with the year where it is not this one.
    static func day(_ date: CalendarDate, _ language: Language, now: Timestamp) -> String {
        let parts = date.components
        let weekday = weekdays[date.weekday - 1].text(language)
        let isOther = parts.year != now.date.year
        switch language {
        case .zh:
            return "\(isOther ? "\(parts.year)年" : "")\(parts.month)月\(parts.day)日 \(weekday)"
        case .en:
            let month = months[parts.month - 1]
            return "\(weekday) \(parts.day) \(month)\(isOther ? " \(parts.year)" : "")"
        }
    }

    /// `11月23日 09:40`, `23 Nov 09:40`.
    static func moment(_ time: Timestamp, _ language: Language, now: Timestamp) -> String {
        let parts = time.date.components
        let isOther = parts.year != now.date.year
        let clock = clock(time)
        switch language {
        case .zh:
            return "\(isOther ? "\(parts.year)年" : "")\(parts.month)月\(parts.day)日 \(clock)"
        case .en:
            let month = months[parts.month - 1]
            return "\(parts.day) \(month)\(isOther ? " \(parts.year)" : "") \(clock)"
        }
    }

    /// `09:40`.
    static func clock(_ time: Timestamp) -> String {
        let ofDay = time.milliseconds - Timestamp(startOf: time.date).milliseconds
        let minutes = Int(ofDay / 60_000)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return two(minutes / 60) + ":" + two(minutes % 60)
    }

    /// A deadline in the shape of the part `deadline`: the day, how near it is in working days, or
    /// how many days ago it was, as fees for lateness count, and whether that is plain, soon or
    /// late.
    static func deadline(
        _ due: Timestamp, _ language: Language, now: Timestamp, _ calendar: WorkingCalendar
    ) -> JSONValue {
        let kind: String
        let left: LocalizedText
        if due < now {
            let days = now.date.dayNumber - due.date.dayNumber
            kind = "late"
            left =
                days == 0
                ? LocalizedText(zh: "已逾期", en: "late")
                : LocalizedText(
                    zh: "逾期 \(days) 天", en: "\(days) \(days == 1 ? "day" : "days") late")
        } else {
            let days = workingDays(from: now.date, to: due.date, calendar)
            kind = days <= soonDays ? "soon" : "plain"
            left =
                due.date == now.date
                ? LocalizedText(zh: "今天", en: "today")
                : LocalizedText(zh: "还剩 \(days) 个工作日", en: "\(count(days)) left")
        }
        return [
            "iso": .string(due.date.description), "day": .string(day(due.date, language, now: now)),
            "left": .string(left.text(language)), "kind": .string(kind),
        ]
    }

    /// The same in a sentence: `11月23日 周一（还剩 2 个工作日）`.
    static func sentence(
        _ due: Timestamp, _ language: Language, now: Timestamp, _ calendar: WorkingCalendar
    ) -> String {
        let parts = deadline(due, language, now: now, calendar)
        let left = parts["left"]?.stringValue ?? ""
        let day = day(due.date, language, now: now)
        return language == .zh ? "\(day)（\(left)）" : "\(day) (\(left))"
    }

    /// Working days before the end from which a deadline is amber.
    static let soonDays = 2
    /// Days that are counted at most: beyond, nobody reads the number.
    private static let maximumCounted = 400

    private static func workingDays(
        from first: CalendarDate, to last: CalendarDate, _ calendar: WorkingCalendar
    ) -> Int {
        var days = 0
        var day = first
        for _ in 0..<maximumCounted where day < last {
            day = day.adding(days: 1)
            // A year whose holidays are not announced yet counts its weekdays.
            if calendar.isWorking(day) ?? (day.weekday <= 5) { days += 1 }
        }
        return days
    }

    private static func count(_ days: Int) -> String {
        days == 1 ? "1 working day" : "\(days) working days"
    }

    private static let weekdays: [LocalizedText] = [
        LocalizedText(zh: "周一", en: "Mon"), LocalizedText(zh: "周二", en: "Tue"),
        LocalizedText(zh: "周三", en: "Wed"), LocalizedText(zh: "周四", en: "Thu"),
        LocalizedText(zh: "周五", en: "Fri"), LocalizedText(zh: "周六", en: "Sat"),
        LocalizedText(zh: "周日", en: "Sun"),
    ]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
