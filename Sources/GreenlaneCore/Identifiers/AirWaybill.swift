/// 航空运单号: a master air waybill, with the house waybill behind an underscore where there is one.
public enum AirWaybill {
    /// Characters that a house waybill number may have.
    public static let maximumHouseLength = 20

    /// `784-12345675`, or `784-12345675_HAWB001`; or why the text is none.
    public static func check(_ text: String) throws(IdentifierProblem) -> String {
        let parts = IdentifierText.normalised(text).split(
            separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        let digits = String((parts.first ?? "").filter { $0 != "-" })
        guard digits.utf8.count == 11, IdentifierText.isDigits(digits) else {
            throw format(
                zh: "航空总运单号应为 3 位航司代码加 8 位数字，例如 784-12345675",
                en: "A master air waybill is an airline prefix of 3 digits and 8 more digits, "
                    + "such as 784-12345675")
        }
        let serial = digits.dropFirst(3).prefix(7)
        let expected = serial.utf8.reduce(0) { ($0 * 10 + Int($1 - 0x30)) % 7 }
        guard digits.hasSuffix(String(expected)) else {
            throw IdentifierProblem(
                code: "awb-check-digit",
                message: LocalizedText(
                    zh: "航空运单号校验位有误：末位应为 \(expected)，请核对运单",
                    en: "The last digit of this air waybill should be \(expected); please look at "
                        + "the waybill again"))
        }
        let master = "\(digits.prefix(3))-\(digits.dropFirst(3))"
        guard parts.count == 2 else { return master }
        let house = parts[1]
        let fits = house.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || $0 == UInt8(ascii: "-")
        }
        guard fits, (1...maximumHouseLength).contains(house.utf8.count) else {
            throw format(
                zh: "下划线后的分运单号只能由字母、数字组成，最多 \(maximumHouseLength) 位",
                en: "The house waybill after the underscore has letters and digits only, "
                    + "\(maximumHouseLength) at most")
        }
        return "\(master)_\(house)"
    }

    /// How a customs declaration writes a waybill in normal form: without the hyphen of the master.
    public static func declarationForm(_ normal: String) -> String {
        guard let hyphen = normal.firstIndex(of: "-") else { return normal }
        var result = normal
        result.remove(at: hyphen)
        return result
    }

    private static func format(zh: String, en: String) -> IdentifierProblem {
        IdentifierProblem(code: "awb-format", message: LocalizedText(zh: zh, en: en))
    }
}
