/// 统一社会信用代码 (GB 32100-2015): eighteen characters that name a Chinese organisation.
public enum UnifiedSocialCreditCode {
    /// Without I, O, S, V, Z, which people confuse with digits; the place is the value.
    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    private static let weights = [
        1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
    ]
    private static let organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]

    /// The normal form, or why the text is none; a wrong check digit names the right one.
    public static func check(_ text: String) throws(IdentifierProblem) -> String {
        let code = Array(IdentifierText.withoutHyphens(text))
        guard code.count == 18 else {
            throw format(
                zh: "统一社会信用代码应为 18 位，现为 \(code.count) 位",
                en: "A unified social credit code has 18 characters; this has \(code.count)")
        }
        for (index, character) in code.enumerated() {
            let digitOnly = (2..<8).contains(index)
            guard let value = alphabet.firstIndex(of: character), !digitOnly || value < 10 else {
                let shown = IdentifierText.quoted(String(character))
                throw format(
                    zh: "统一社会信用代码第 \(index + 1) 位不能是“\(shown)”"
                        + (digitOnly ? "（第 3 至 8 位为数字）" : "（不使用字母 I、O、S、V、Z）"),
                    en: "Character \(index + 1) of a unified social credit code cannot be "
                        + "\"\(shown)\""
                        + (digitOnly
                            ? " (3 to 8 are digits)" : " (the letters I, O, S, V, Z are not used)"))
            }
        }
        guard let expected = checkDigit(of: String(code[..<17])), expected == code[17] else {
            let right = checkDigit(of: String(code[..<17])).map(String.init) ?? "?"
            throw IdentifierProblem(
                code: "uscc-check-digit",
                message: LocalizedText(
                    zh: "统一社会信用代码校验位有误：末位应为 \(right)，现为 \(code[17])，请核对是否录错",
                    en: "The check digit of this unified social credit code should be \(right), "
                        + "not \(code[17]); please look for a typing error"))
        }
        return String(code)
    }

    /// The eighteenth character for the first seventeen; nil where they are no body of a code.
    public static func checkDigit(of body: String) -> Character? {
        guard body.count == 17 else { return nil }
        var sum = 0
        for (character, weight) in zip(body, weights) {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            sum += value * weight
        }
        return alphabet[(31 - sum % 31) % 31]
    }

    /// Whether characters 9 to 17 carry the check digit of GB 11714 (organisation codes). A few old
    /// registrations may not, so this is a reason to warn and none to refuse.
    public static func organisationCodeHolds(_ code: String) -> Bool {
        let bytes = Array(code.utf8)
        guard bytes.count == 18 else { return false }
        var sum = 0
        for (byte, weight) in zip(bytes[8..<16], organisationWeights) {
            switch byte {
            case 0x30...0x39: sum += Int(byte - 0x30) * weight
            case 0x41...0x5A: sum += Int(byte - 0x41 + 10) * weight
            default: return false
            }
        }
        let expected: UInt8
        switch 11 - sum % 11 {
        case 10: expected = UInt8(ascii: "X")
        case 11: expected = UInt8(ascii: "0")
        case let digit: expected = UInt8(ascii: "0") + UInt8(digit)
        }
        return bytes[16] == expected
    }

    private static func format(zh: String, en: String) -> IdentifierProblem {
        IdentifierProblem(code: "uscc-format", message: LocalizedText(zh: zh, en: en))
    }
}
