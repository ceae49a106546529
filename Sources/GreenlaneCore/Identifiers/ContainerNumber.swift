/// Freight container numbers (ISO 6346).
public enum ContainerNumber {
    /// The normal form `CSQU3054383`, or why the text is none.
    public static func check(_ text: String) throws(IdentifierProblem) -> String {
        let code = IdentifierText.withoutHyphens(text)
        let bytes = Array(code.utf8)
        guard bytes.count == 11, bytes[..<4].allSatisfy({ (0x41...0x5A).contains($0) }),
            [UInt8(ascii: "U"), UInt8(ascii: "J"), UInt8(ascii: "Z")].contains(bytes[3]),
            bytes[4...].allSatisfy({ (0x30...0x39).contains($0) })
        else {
            throw IdentifierProblem(
                code: "container-format",
                message: LocalizedText(
                    zh: "集装箱号应为 4 位字母（第 4 位为 U、J 或 Z）加 7 位数字，例如 CSQU3054383",
                    en: "A container number is 4 letters, the last of them U, J or Z, and 7 "
                        + "digits, such as CSQU3054383"))
        }
        var sum = 0
        for (index, byte) in bytes[..<10].enumerated() { sum += value(of: byte) << index }
        let expected = sum % 11 % 10
        guard Int(bytes[10] - 0x30) == expected else {
            throw IdentifierProblem(
                code: "container-check-digit",
                message: LocalizedText(
                    zh: "集装箱号校验码有误：末位应为 \(expected)",
                    en: "The check digit of this container number should be \(expected)"))
        }
        return code
    }

    /// Letters count from 10 and skip the multiples of 11, which the check could not see.
    private static func value(of byte: UInt8) -> Int {
        guard byte >= 0x41 else { return Int(byte - 0x30) }
        let plain = Int(byte - 0x41) + 10
        return plain + (plain >= 11 ? 1 : 0) + (plain >= 21 ? 1 : 0) + (plain >= 31 ? 1 : 0)
    }
}
