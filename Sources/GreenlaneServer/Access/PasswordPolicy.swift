import Foundation
import GreenlaneCore

/// What a new password must be: long, not the best known ones, not the sign-in name. Which
/// characters it has is nobody's business.
enum PasswordPolicy {
    /// Characters (Unicode scalars, composed).
    static let length = 12...256

    /// Passwords of that length that everybody tries first.
    private static let common = [
        "000000000000", "111111111111", "123123123123", "1234567890", "12345678901",
        "123456789012", "1234567890123", "12345678910", "123456789123", "123456789abc",
        "0123456789", "01234567890", "012345678901", "9876543210", "098765432100",
        "1q2w3e4r5t6y", "1qaz2wsx3edc", "1qazxsw23edc", "abc123456789", "abcdefghijkl",
        "abcd12345678", "a123456789012", "admin1234567", "admin123456789", "adminadminadmin",
        "administrator", "changemechangeme", "changeme1234", "football1234",
        "greenlane", "greenlane123", "iloveyou1234", "iloveyouforever", "letmein12345",
        "letmeinletmein", "password", "password1234", "password12345", "password123456",
        "passwordpassword", "p@ssw0rd1234", "passw0rd1234", "princess1234", "q1w2e3r4t5y6",
        "qazwsxedcrfv", "qwerty123456", "qwertyqwerty", "qwertyuiop", "qwertyuiop12",
        "qwertyuiop123", "qwertyuiopasdf", "sunshine1234", "trustno1trustno1", "welcome12345",
        "welcomewelcome", "woaini1314520", "woaini5201314", "woaini123456", "zaq12wsxcde3",
        "zxcvbnmasdfghjkl", "5201314520131", "51201314520",
    ]

    /// Why a password is not taken; nil where it is.
    static func objection(to password: String, signInName: String?) -> Refusal? {
        let text = password.precomposedStringWithCanonicalMapping
        let count = text.unicodeScalars.count
        guard count >= length.lowerBound else {
            return refusal(
                "password-too-short", "至少 \(length.lowerBound) 个字符",
                "needs at least \(length.lowerBound) characters")
        }
        guard count <= length.upperBound else {
            return refusal(
                "password-too-long", "最多 \(length.upperBound) 个字符",
                "takes at most \(length.upperBound) characters")
        }
        let plain = text.lowercased().filter { $0 != " " }
        if let name = signInName, !name.isEmpty, isMostly(name, plain) {
            return refusal("password-is-name", "不能与登录名相同", "must not be the sign-in name")
        }
        if isCommon(plain) {
            return refusal(
                "password-common", "太常见，容易被猜到", "is among the first that anybody tries")
        }
        return nil
    }

    private static func isMostly(_ name: String, _ text: String) -> Bool {
        let local = name.split(separator: "@").first.map(String.init) ?? name
        return text == name || text == local + local || text == String(name.reversed())
    }

    /// A common one, alone or with figures behind it, or hardly more than one character.
    private static func isCommon(_ text: String) -> Bool {
        if Set(text.unicodeScalars).count <= 2 { return true }
        if common.contains(text) { return true }
        var stem = text[...]
        while let last = stem.last, last.isNumber || last == "!" || last == "." {
            stem.removeLast()
        }
        return common.contains(String(stem))
    }

    private static func refusal(_ code: String, _ zh: String, _ en: String) -> Refusal {
        Refusal(
            .input, code,
            LocalizedText(zh: "密码\(zh)。", en: "The password \(en)."),
            remedy: LocalizedText(
                zh: "用几个互不相干的词组成一句容易记住的话。",
                en: "Take several words that have nothing to do with each other."),
            details: [
                Refusal.Detail(
                    pointer: "/password", code: code,
                    message: LocalizedText(zh: "密码\(zh)。", en: "The password \(en)."))
            ])
    }

    /// What a new password may be refused with.
    static let refusals: [RefusalForm] = [
        RefusalForm(400, "password-too-short"), RefusalForm(400, "password-too-long"),
        RefusalForm(400, "password-is-name"), RefusalForm(400, "password-common"),
    ]
}
