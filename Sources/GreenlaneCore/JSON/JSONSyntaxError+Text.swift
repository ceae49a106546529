extension JSONSyntaxError {
    /// Stable, kebab-case.
    public var code: String {
        switch reason {
        case .unexpectedEnd: "json-truncated"
        case .unexpectedByte: "json-unexpected-character"
        case .invalidUTF8: "json-not-utf8"
        case .invalidEscape: "json-invalid-escape"
        case .invalidNumber: "json-invalid-number"
        case .duplicateMember: "json-duplicate-member"
        case .tooDeep: "json-too-deep"
        case .trailingText: "json-trailing-text"
        }
    }

    /// What is wrong, for the person who wrote the text.
    public var message: LocalizedText {
        switch reason {
        case .unexpectedEnd:
            LocalizedText(
                zh: "内容到此中断，缺少结尾（文件可能不完整）",
                en: "The text ends too early; the file may be incomplete")
        case .unexpectedByte(let byte):
            LocalizedText(
                zh: "此处不应出现 \(Self.shown(byte))", en: "\(Self.shown(byte)) is not expected here")
        case .invalidUTF8:
            LocalizedText(zh: "文字不是有效的 UTF-8 编码", en: "The text is not valid UTF-8")
        case .invalidEscape:
            LocalizedText(zh: "反斜杠转义写法有误", en: "This backslash escape is wrong")
        case .invalidNumber:
            LocalizedText(zh: "数字写法有误", en: "This number is not written as JSON writes numbers")
        case .duplicateMember(let name):
            LocalizedText(
                zh: "字段 \(IdentifierText.quoted(name)) 重复出现",
                en: "The member \(IdentifierText.quoted(name)) occurs twice")
        case .tooDeep(let limit):
            LocalizedText(
                zh: "嵌套超过 \(limit) 层", en: "The text is nested more than \(limit) levels deep")
        case .trailingText:
            LocalizedText(zh: "JSON 结束之后还有多余内容", en: "There is more text after the end of the JSON")
        }
    }

    private static func shown(_ byte: UInt8) -> String {
        if (0x21...0x7E).contains(byte) { return "\"\(Unicode.Scalar(byte))\"" }
        let digits = String(byte, radix: 16, uppercase: true)
        return "0x" + (digits.utf8.count == 1 ? "0" : "") + digits
    }
}
