/// Days and moments as people read them, always in Asia/Shanghai.
public enum DateText {
    private static let weekdaysZh = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
    private static let weekdaysEn = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let monthsEn = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `2026-11-21 周六`, or `Sat 21 Nov 2026`.
    public static func day(_ date: CalendarDate, _ language: Language) -> String {
        let (year, month, day) = date.components
        return switch language {
        case .zh: "\(date) \(weekdaysZh[date.weekday - 1])"
        case .en: "\(weekdaysEn[date.weekday - 1]) \(day) \(monthsEn[month - 1]) \(year)"
        }
    }

    /// The day and the clock, such as `2026-11-21 周六 10:12`.
    public static func moment(_ time: Timestamp, _ language: Language) -> String {
        "\(day(time.date, language)) \(clock(time))"
    }

    /// `10:12`.
    public static func clock(_ time: Timestamp) -> String {
        let (hour, minute, _) = time.clock
        return "\(twoDigits(hour)):\(twoDigits(minute))"
    }

    private static func twoDigits(_ value: Int) -> String {
        value < 10 ? "0\(value)" : String(value)
    }
}
