/// Tariff numbers as goods are declared under: 6 world, 8 tariff, 10 declared, 13 with inspection.
/// Only the shape: which codes exist is a yearly table.
public enum HSCode {
    /// Digits only, from `3822.19.00.90` as well; or why the text is none.
    public static func check(_ text: String) throws(IdentifierProblem) -> String {
        let code = IdentifierText.withoutHyphens(text).filter { $0 != "." }
        guard IdentifierText.isDigits(code), [6, 8, 10, 13].contains(code.utf8.count) else {
            throw IdentifierProblem(
                code: "hs-format",
                message: LocalizedText(
                    zh: "商品编码应为 6、8、10 或 13 位数字，例如 3822190090",
                    en: "An HS code has 6, 8, 10 or 13 digits, such as 3822190090"))
        }
        return code
    }
}

/// UN numbers of dangerous goods, such as UN1845 for dry ice. They carry no check digit.
public enum UNNumber {
    /// `UN` and four digits, from four bare digits as well; or why the text is none.
    public static func check(_ text: String) throws(IdentifierProblem) -> String {
        let code = IdentifierText.withoutHyphens(text)
        let digits = code.hasPrefix("UN") ? String(code.dropFirst(2)) : code
        guard digits.utf8.count == 4, IdentifierText.isDigits(digits) else {
            throw IdentifierProblem(
                code: "un-format",
                message: LocalizedText(
                    zh: "联合国危险货物编号应为 UN 加 4 位数字，例如 UN1845",
                    en: "A UN number is UN and 4 digits, such as UN1845"))
        }
        return "UN\(digits)"
    }
}

/// 关区代码: the customs office that a port of entry stands for.
public enum CustomsOfficeCode {
    /// Four digits, or why the text is none.
    public static func check(_ text: String) throws(IdentifierProblem) -> String {
        let code = IdentifierText.withoutHyphens(text)
        guard code.utf8.count == 4, IdentifierText.isDigits(code) else {
            throw IdentifierProblem(
                code: "customs-office-format",
                message: LocalizedText(
                    zh: "关区代码应为 4 位数字，例如 5141",
                    en: "A customs office code has 4 digits, such as 5141"))
        }
        return code
    }
}

/// 海关编号 (报关单号): office, year, import or export, serial. It carries no check digit.
public struct CustomsEntryNumber: Hashable, Sendable, CustomStringConvertible {
    /// Eighteen characters.
    public let text: String

    /// Four digits: the office that accepted the declaration.
    public var office: String { String(text.prefix(4)) }
    /// The year of acceptance.
    public var year: Int { Int(text.dropFirst(4).prefix(4)) ?? 0 }
    /// Whether the declaration is one of import.
    public var isImport: Bool {
        let flag = text.dropFirst(8).prefix(1)
        return flag == "1" || flag == "I"
    }
    public var description: String { text }

    /// Reads an entry number; `I` and `E` stand for consolidated lists.
    public init(_ raw: String) throws(IdentifierProblem) {
        let code = IdentifierText.withoutHyphens(raw)
        let bytes = Array(code.utf8)
        guard bytes.count == 18, Self.fits(bytes) else {
            throw IdentifierProblem(
                code: "customs-entry-number-format",
                message: LocalizedText(
                    zh: "报关单号应为 18 位：4 位关区代码、4 位年份、1 位进出口标志"
                        + "（进口 1，出口 0）、9 位顺序号",
                    en: "A customs entry number has 18 digits: office (4), year (4), 1 for import "
                        + "or 0 for export, and a serial (9)"))
        }
        text = code
    }

    private static func fits(_ bytes: [UInt8]) -> Bool {
        let century = bytes[4..<6].elementsEqual("19".utf8) || bytes[4..<6].elementsEqual("20".utf8)
        let flag = "01IE".utf8.contains(bytes[8])
        let digits = (bytes[..<8] + bytes[9...]).allSatisfy { (0x30...0x39).contains($0) }
        return century && flag && digits
    }
}
