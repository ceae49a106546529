import GreenlaneCore

/// Members of a body that hold text.
enum BodyText {
    static func optional(
        _ name: String, in body: JSONObject, _ maximumLength: Int
    ) throws(Refusal) -> String? {
        guard let value = body[name] else { return nil }
        guard let text = value.stringValue, text.count <= maximumLength,
            !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else {
            throw APIRefusal.member(
                "/" + name, "应为不超过 \(maximumLength) 个字符的文字",
                "must be text of at most \(maximumLength) characters")
        }
        return text
    }

    static func required(
        _ name: String, in body: JSONObject, _ maximumLength: Int
    ) throws(Refusal) -> String {
        guard let text = try optional(name, in: body, maximumLength), !text.isEmpty else {
            throw APIRefusal.member("/" + name, "必须填写", "must be stated")
        }
        return text
    }

    static func day(_ name: String, in body: JSONObject) throws(Refusal) -> CalendarDate {
        guard let day = CalendarDate(try required(name, in: body, 10)) else {
            throw APIRefusal.member("/" + name, "应为 YYYY-MM-DD", "must be a day, YYYY-MM-DD")
        }
        return day
    }
}
