/// CAS registry numbers: two to seven digits, two digits, one check digit.
public enum CASNumber {
    /// The normal form `7732-18-5`, or why the text is none.
    public static func check(_ text: String) throws(IdentifierProblem) -> String {
        let code = IdentifierText.normalised(text)
        let parts = code.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, (2...7).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            parts[2].utf8.count == 1, parts.allSatisfy({ IdentifierText.isDigits($0) })
        else {
            throw IdentifierProblem(
                code: "cas-format",
                message: LocalizedText(
                    zh: "CAS 号格式应为“2 至 7 位数字-2 位数字-1 位校验码”，例如 7732-18-5",
                    en: "A CAS number is 2 to 7 digits, 2 digits and a check digit, such as "
                        + "7732-18-5"))
        }
        var sum = 0
        for (index, byte) in (parts[0] + parts[1]).utf8.reversed().enumerated() {
            sum += (index + 1) * Int(byte - 0x30)
        }
        guard parts[2] == String(sum % 10) else {
            throw IdentifierProblem(
                code: "cas-check-digit",
                message: LocalizedText(
                    zh: "CAS 号校验码有误：末位应为 \(sum % 10)，请核对试剂标签或 SDS",
                    en: "The check digit of this CAS number should be \(sum % 10); please look at "
                        + "the label or the safety data sheet"))
        }
        return code
    }
}
