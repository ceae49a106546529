/// What can be wrong with an import request, each with its code and its words.
enum RequestProblem {
    case unknownMember(String, suggestion: String?)
    case missingMember(String)
    case wrongType(expected: String, found: JSONValue)
    case tooShort(minimum: Int)
    case tooLong(limit: Int)
    case empty
    case tooFew(minimum: Int)
    case tooMany(limit: Int, found: Int)
    case notAllowed(String, allowed: [String])
    case outOfRange(String, ClosedRange<Int>)
    case wrongFormat(LocalizedText)
    case impossibleDate(String)
    case wrongDecimal(String)
    case negative(String)
    case overflow(String, digits: Int)
    case tooPrecise(String, places: Int)
    case duplicateValue(String)
    case duplicateLine(Int)
    case storageReversed
    case datesReversed
    case usccNeeded
    case quantityNeeded
    case quantityZero
    case contentZero
    case contentSameMeasure(String)
    case moreProblems

    var code: String {
        switch self {
        case .unknownMember: "member-unknown"
        case .missingMember: "member-missing"
        case .wrongType: "type-wrong"
        case .tooShort: "text-too-short"
        case .tooLong: "text-too-long"
        case .empty: "object-empty"
        case .tooFew: "list-too-short"
        case .tooMany: "list-too-long"
        case .notAllowed: "value-not-allowed"
        case .outOfRange: "number-out-of-range"
        case .wrongFormat: "format-wrong"
        case .impossibleDate: "date-impossible"
        case .wrongDecimal: "decimal-wrong"
        case .negative: "decimal-negative"
        case .overflow: "decimal-too-large"
        case .tooPrecise: "decimal-too-precise"
        case .duplicateValue: "value-duplicate"
        case .duplicateLine: "line-duplicate"
        case .storageReversed: "storage-range-reversed"
        case .datesReversed: "dates-reversed"
        case .usccNeeded: "uscc-needed"
        case .quantityNeeded: "quantity-needed"
        case .quantityZero: "quantity-zero"
        case .contentZero: "content-zero"
        case .contentSameMeasure: "content-same-measure"
        case .moreProblems: "more-problems"
        }
    }

    var message: LocalizedText {
        switch self {
        case .unknownMember, .missingMember, .wrongType, .tooShort, .tooLong, .empty, .tooFew,
            .tooMany, .notAllowed, .outOfRange:
            shapeMessage
        case .wrongFormat(let text): text
        case .impossibleDate, .wrongDecimal, .negative, .overflow, .tooPrecise: amountMessage
        default: relationMessage
        }
    }

    private var shapeMessage: LocalizedText {
        switch self {
        case .unknownMember(let name, let suggestion): Self.unknown(name, suggestion)
        case .missingMember(let name):
            LocalizedText(zh: "缺少必填字段 \(name)", en: "The member \(name) is required")
        case .wrongType(let expected, let found): Self.wrongType(expected, found)
        case .tooShort(let minimum):
            LocalizedText(zh: "至少 \(minimum) 个字符", en: "At least \(minimum) character is needed")
        case .tooLong(let limit):
            LocalizedText(zh: "最多 \(limit) 个字符", en: "At most \(limit) characters are allowed")
        case .empty:
            LocalizedText(
                zh: "至少填写中文或英文名称", en: "A Chinese or an English name is needed, or both")
        case .tooFew(let minimum):
            LocalizedText(zh: "至少需要 \(minimum) 项", en: "At least \(minimum) entry is needed")
        case .tooMany(let limit, let found):
            LocalizedText(
                zh: "最多 \(limit) 项，现有 \(found) 项",
                en: "At most \(limit) entries are allowed; there are \(found)")
        case .notAllowed(let value, let allowed): Self.notAllowed(value, allowed)
        case .outOfRange(let value, let range):
            LocalizedText(
                zh: "应为 \(range.lowerBound) 至 \(range.upperBound) 的整数，现为 \(value)",
                en: "This should be a whole number from \(range.lowerBound) to "
                    + "\(range.upperBound), not \(value)")
        default: LocalizedText(zh: code, en: code)
        }
    }

    private var amountMessage: LocalizedText {
        switch self {
        case .impossibleDate(let value):
            LocalizedText(
                zh: "“\(value)”不是有效日期，应为 YYYY-MM-DD",
                en: "\"\(value)\" is no day of the calendar; write YYYY-MM-DD")
        case .wrongDecimal(let value):
            LocalizedText(
                zh: "“\(value)”不是有效的数字，请写成 500 或 12.5 的形式",
                en: "\"\(value)\" is no number such as 500 or 12.5")
        case .negative(let value):
            LocalizedText(zh: "不能为负数（\(value)）", en: "\(value) is negative, which cannot be")
        case .overflow(let value, let digits):
            LocalizedText(
                zh: "“\(value)”过大，整数部分最多 \(digits) 位",
                en: "\(value) is too large: at most \(digits) digits before the point")
        case .tooPrecise(let value, let places):
            LocalizedText(
                zh: "“\(value)”小数位过多，最多 \(places) 位",
                en: "\(value) has too many decimal places; at most \(places)")
        default: LocalizedText(zh: code, en: code)
        }
    }

    private var relationMessage: LocalizedText {
        switch self {
        case .duplicateValue(let value):
            LocalizedText(zh: "“\(value)”重复", en: "\"\(value)\" is listed twice")
        case .duplicateLine(let line):
            LocalizedText(zh: "项号 \(line) 重复", en: "Line \(line) occurs twice")
        case .storageReversed:
            LocalizedText(
                zh: "最低储存温度高于最高储存温度",
                en: "The lowest storage temperature is above the highest")
        case .datesReversed:
            LocalizedText(zh: "计划到港日早于计划发运日", en: "The planned arrival is before the dispatch")
        case .usccNeeded:
            LocalizedText(
                zh: "提交申请须填写收货人的统一社会信用代码",
                en: "Filing needs the unified social credit code of the importer")
        case .quantityNeeded:
            LocalizedText(zh: "提交申请须填写每项货物的数量", en: "Filing needs the quantity of every item")
        case .quantityZero:
            LocalizedText(zh: "提交申请的数量必须大于零", en: "Filing needs a quantity above zero")
        case .contentZero:
            LocalizedText(
                zh: "每单位内含量必须大于零；不知道时请省略",
                en: "What one unit holds must be above zero; leave it out where it is unknown")
        case .contentSameMeasure(let unit):
            LocalizedText(
                zh: "数量已用 \(unit) 计量；内含量应换用另一种计量，例如每瓶多少毫克",
                en: "The quantity is in \(unit) already; a content is in another measure, such as "
                    + "the milligrams in one vial")
        case .moreProblems:
            LocalizedText(
                zh: "问题过多，其余未列出；请先改正以上问题",
                en: "There are more problems than are listed; please correct these first")
        default: LocalizedText(zh: code, en: code)
        }
    }

    private static func unknown(_ name: String, _ suggestion: String?) -> LocalizedText {
        let shown = IdentifierText.quoted(name)
        guard let suggestion else {
            return LocalizedText(zh: "未知字段 \(shown)", en: "There is no member \(shown)")
        }
        return LocalizedText(
            zh: "未知字段 \(shown)，是否应为 \(suggestion)？",
            en: "There is no member \(shown): did you mean \(suggestion)?")
    }

    private static func notAllowed(_ value: String, _ allowed: [String]) -> LocalizedText {
        let shown = IdentifierText.quoted(value)
        let list = allowed.joined(separator: ", ")
        let suggestion = Suggestion.nearest(to: value, in: allowed)
        return LocalizedText(
            zh: "不接受“\(shown)”" + (suggestion.map { "，是否应为 \($0)？" } ?? "。") + "可选值：\(list)",
            en: "\"\(shown)\" is not accepted"
                + (suggestion.map { ": did you mean \($0)?" } ?? ".") + " Allowed: \(list)")
    }

    private static func wrongType(_ expected: String, _ found: JSONValue) -> LocalizedText {
        if case .null = found {
            return LocalizedText(
                zh: "不能为 null；未知的内容请省略该字段",
                en: "null is not accepted; leave the member out where it is unknown")
        }
        let decimal = expected == "decimal"
        return LocalizedText(
            zh: "应为\(Self.zhName(expected))，现为\(Self.zhName(found.kind))"
                + (decimal ? "（数值请加引号，避免丢失精度）" : ""),
            en: "This should be \(Self.enName(expected)), not \(Self.enName(found.kind))"
                + (decimal ? " (put the number in quotes, so that no digit is lost)" : ""))
    }

    private static func zhName(_ kind: String) -> String {
        switch kind {
        case "string": "文本"
        case "decimal": "文本形式的数字"
        case "date": "日期文本"
        case "number": "数字"
        case "integer": "整数"
        case "boolean": "布尔值（true 或 false）"
        case "array": "列表"
        case "object": "对象"
        default: kind
        }
    }

    private static func enName(_ kind: String) -> String {
        switch kind {
        case "string": "text"
        case "decimal": "a decimal number as text"
        case "date": "a date as text"
        case "number": "a number"
        case "integer": "a whole number"
        case "boolean": "true or false"
        case "array": "a list"
        case "object": "an object"
        default: kind
        }
    }
}
