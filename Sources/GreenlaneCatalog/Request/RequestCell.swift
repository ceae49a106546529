internal import GreenlaneCore

/// Turns what a cell says into what a request says, and notices what spreadsheets do to numbers.
enum RequestCell {
    struct Problem: Error, Hashable {
        var code: String
        var message: LocalizedText
    }

    static func value(
        of text: String, in column: RequestColumn
    ) -> Result<JSONValue, Problem> {
        let plain = withoutBlanks(text)
        if let problem = damage(plain, column) { return .failure(problem) }
        switch column.form {
        case .text, .label: return .success(.string(text))
        case .code: return .success(.string(plain))
        case .digits(let length): return digits(plain, length)
        case .unNumber: return .success(.string((try? UNNumber.check(plain)) ?? plain))
        case .decimal: return .success(.string(withoutThousands(plain)))
        case .integer: return integer(plain)
        case .flag: return flag(plain)
        case .date: return .success(.string(date(plain)))
        case .choice(let words): return .success(.string(words[plain] ?? plain))
        case .list: return .success(.array(list(text).map { .string($0) }))
        case .composition: return .success(.array(list(text).map(component)))
        }
    }

    /// Full-width forms and blanks are never part of a code or number.
    private static func withoutBlanks(_ text: String) -> String {
        IdentifierText.halfWidth(text).filter { $0 != " " && $0 != "\u{A0}" }
    }

    private static func damage(_ plain: String, _ column: RequestColumn) -> Problem? {
        if ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"].contains(plain) {
            return Problem(
                code: "cell-error-value",
                message: LocalizedText(
                    zh: "单元格是表格公式的错误值 \(plain)",
                    en: "The cell holds the spreadsheet error \(plain)"))
        }
        switch column.form {
        case .text, .list, .composition, .choice, .flag: return nil
        default: break
        }
        guard isScientific(plain) else { return nil }
        return Problem(
            code: "number-damaged",
            message: LocalizedText(
                zh: "“\(plain)”已被表格软件改成科学计数法，原有数字已丢失；"
                    + "请将该列设为“文本”格式后重新填写",
                en: "A spreadsheet turned this number into \(plain) and lost its digits; format "
                    + "the column as text and type the number again"))
    }

    /// `5.3012E+17`: digits, perhaps a point, `E+` or `E-`, digits.
    static func isScientific(_ text: String) -> Bool {
        let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
        guard parts.count == 2, let sign = parts[1].first, sign == "+" || sign == "-" else {
            return false
        }
        let exponent = parts[1].dropFirst()
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        return !exponent.isEmpty && exponent.allSatisfy(isDigit) && mantissa.count <= 2
            && mantissa.allSatisfy { !$0.isEmpty && $0.allSatisfy(isDigit) }
    }

    private static func isDigit(_ character: Character) -> Bool {
        ("0"..."9").contains(character)
    }

    private static func digits(
        _ plain: String, _ length: RequestColumn.HeldLength
    ) -> Result<JSONValue, Problem> {
        let text: String
        let expected: [Int]
        switch length {
        case .office:
            text = plain
            expected = [4]
        case .tariff:
            text = plain.filter { $0 != "." && $0 != "-" }
            expected = [6, 8, 10, 13]
        }
        let fits = expected.contains(text.utf8.count)
        guard !fits, text.allSatisfy(isDigit), expected.contains(text.utf8.count + 1) else {
            return .success(.string(text.allSatisfy(isDigit) ? text : plain))
        }
        return .failure(
            Problem(
                code: "leading-zero-lost",
                message: LocalizedText(
                    zh: "“\(text)”少一位，开头的 0 可能被表格软件去掉；请将该列设为“文本”格式后补全",
                    en: "\(text) is one digit short: a spreadsheet may have dropped a leading "
                        + "zero. Format the column as text and type the code again")))
    }

    /// `1,000` is one thousand; a comma elsewhere stays, and is refused as no number.
    private static func withoutThousands(_ plain: String) -> String {
        let number = plain.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = number.first, whole.contains(",") else { return plain }
        let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
        guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { return plain }
        return groups.joined() + (number.count == 2 ? ".\(number[1])" : "")
    }

    private static func integer(_ plain: String) -> Result<JSONValue, Problem> {
        if let number = Int64(plain) { return .success(.integer(number)) }
        return .failure(
            Problem(
                code: "number-wrong",
                message: LocalizedText(
                    zh: "“\(plain)”应为整数", en: "\"\(plain)\" should be a whole number")))
    }

    private static func flag(_ plain: String) -> Result<JSONValue, Problem> {
        if let flag = RequestWords.flag[plain.lowercased()] { return .success(.bool(flag)) }
        return .failure(
            Problem(
                code: "flag-wrong",
                message: LocalizedText(
                    zh: "“\(plain)”应填“是”或“否”", en: "\"\(plain)\" should be yes or no")))
    }

    /// The forms that spreadsheets and people in China write; anything else stays as it is, for the
    /// request reader to refuse.
    static func date(_ plain: String) -> String {
        // 1900 date system, whose day 0 in this range is 1899-12-30.
        if plain.count == 5, let serial = Int(plain), let base = CalendarDate("1899-12-30") {
            return base.adding(days: serial).description
        }
        if plain.count == 8, plain.allSatisfy(isDigit) {
            return "\(plain.prefix(4))-\(plain.dropFirst(4).prefix(2))-\(plain.suffix(2))"
        }
        var text = plain
        if text.hasSuffix("日") { text.removeLast() }
        let parts = text.split(omittingEmptySubsequences: false) { "/-.年月".contains($0) }
        guard parts.count == 3, parts[0].count == 4,
            parts.dropFirst().allSatisfy({ (1...2).contains($0.count) }),
            parts.allSatisfy({ $0.allSatisfy(isDigit) })
        else { return plain }
        let padded = parts.dropFirst().map { $0.count == 1 ? "0\($0)" : String($0) }
        return "\(parts[0])-\(padded.joined(separator: "-"))"
    }

    private static func list(_ text: String) -> [String] {
        if RequestWords.nothing.contains(text.lowercased()) { return [] }
        return text.split(omittingEmptySubsequences: true) { $0 == ";" || $0 == "；" }
            .map { trimmed($0) }.filter { !$0.isEmpty }
    }

    /// `name`, `name|CAS`, or `name|CAS|percent`.
    private static func component(_ text: String) -> JSONValue {
        let parts = text.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false)
        var object = JSONObject()
        for (name, part) in zip(["name", "cas", "percent"], parts) {
            let value = trimmed(part)
            if !value.isEmpty { object.append(name, .string(value)) }
        }
        return .object(object)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
