import GreenlaneCore

/// What is wrong at one place of the form.
struct SheetProblem: Sendable, Equatable {
    /// Index of the row; nil above the table.
    var row: Int?
    /// Key of the column, or name of the field; empty where neither shows the member.
    var key: String
    /// What is said in the list above the form.
    var message: LocalizedText
    /// What is said in the cell, which is narrow.
    var brief: LocalizedText

    init(row: Int?, key: String, code: String, message: LocalizedText) {
        self.row = row
        self.key = key
        self.message = Self.plain[code] ?? message
        brief = Self.briefs[code] ?? self.message
    }

    /// Where it stands among the others: fields first, then row by row.
    var order: (Int, Int) {
        guard let row else {
            return (-1, SheetField.all.firstIndex { $0.name == key } ?? SheetField.all.count)
        }
        return (row, SheetColumn.all.firstIndex { $0.key == key } ?? SheetColumn.all.count)
    }

    static func title(_ key: String, inTable: Bool) -> LocalizedText {
        if inTable {
            return SheetColumn.all.first { $0.key == key }?.title
                ?? LocalizedText(zh: "其他信息", en: "other facts")
        }
        return key.isEmpty ? LocalizedText(zh: "其他信息", en: "other facts") : SheetField.title(key)
    }

    private static let needed = LocalizedText(zh: "必填", en: "This is needed")
    private static let fromList = LocalizedText(
        zh: "不在可选范围内，请从列表中选择", en: "None of the choices of the list")

    /// Sentences for people at a form, where the reader's are for those who wrote a document.
    private static let plain = [
        "member-missing": needed, "text-too-short": needed, "quantity-needed": needed,
        "value-not-allowed": fromList,
        "object-empty": LocalizedText(
            zh: "中文名或英文名至少填一个", en: "A Chinese or an English name is needed"),
        "list-too-short": LocalizedText(zh: "至少填写一项货物", en: "At least one item is needed"),
        "quantity-zero": LocalizedText(zh: "必须大于零", en: "Must be above zero"),
    ]

    private static let briefs = [
        "decimal-wrong": LocalizedText(zh: "不是数字", en: "no number"),
        "decimal-negative": LocalizedText(zh: "不能为负", en: "negative"),
        "leading-zero-lost": LocalizedText(zh: "少一位", en: "a digit short"),
        "number-damaged": LocalizedText(zh: "数字已丢失", en: "digits lost"),
        "hs-format": LocalizedText(zh: "应为 6、8、10 或 13 位", en: "6, 8, 10 or 13 digits"),
        "value-not-allowed": LocalizedText(zh: "请从列表选", en: "choose one"),
        "country-unknown": LocalizedText(zh: "不认识", en: "not known"),
        "object-empty": LocalizedText(zh: "必填", en: "needed"),
        "member-missing": LocalizedText(zh: "必填", en: "needed"),
    ]
}
