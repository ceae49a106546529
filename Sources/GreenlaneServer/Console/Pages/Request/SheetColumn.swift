import GreenlaneCatalog
import GreenlaneCore

/// A column of the table of goods on the form.
struct SheetColumn: Sendable {
    enum Kind: Sendable {
        case text, number
        /// The values of a fact; other tables and spreadsheets write their words.
        case choice(Fact)
        case unit
        case country
    }

    /// In the names of cells: `items[3].quantity`.
    var key: String
    /// Dotted, of the member that it says.
    var path: String
    var title: LocalizedText
    var kind: Kind

    static let all: [SheetColumn] = [
        SheetColumn("name", "name.zh", "品名（中文）", "Name (Chinese)", .text),
        SheetColumn("other", "name.en", "英文名", "Name (English)", .text),
        SheetColumn("form", "form", "形态", "Form", .choice(.form)),
        SheetColumn("source", "origin.material", "来源", "Source", .choice(.originMaterial)),
        SheetColumn("country", "origin.country", "原产国", "Country", .country),
        SheetColumn("quantity", "quantity.amount", "数量", "Quantity", .number),
        SheetColumn("unit", "quantity.unit", "单位", "Unit", .unit),
        SheetColumn("hs", "hs", "商品编号", "HS code", .text),
    ]

    /// Columns whose cells alone make no item: a new row takes them over from the one above.
    static let carried = ["form", "source", "unit"]

    private init(_ key: String, _ path: String, _ zh: String, _ en: String, _ kind: Kind) {
        self.key = key
        self.path = path
        title = LocalizedText(zh: zh, en: en)
        self.kind = kind
    }

    static func index(path: String) -> Int? { all.firstIndex { $0.path == path } }

    /// The column that a member belongs to: its own, or that of a member above or below it.
    static func index(near path: String) -> Int? {
        index(path: path) ?? all.firstIndex { $0.path.hasPrefix(path + ".") }
    }

    /// The values to choose from, in the reader's language; nil where people type.
    func choices(_ language: Language) -> [(value: String, title: String)]? {
        switch kind {
        case .choice(let fact):
            fact.vocabulary.map { ($0, fact.word($0).text(language)) }
        case .unit:
            Unit.allCases.map { ($0.rawValue, Self.unitTitle($0, language)) }
        case .text, .number, .country: nil
        }
    }

    private static func unitTitle(_ unit: Unit, _ language: Language) -> String {
        guard language == .zh else { return unit.rawValue }
        let words: [Unit: String] = [
            .piece: "个", .vial: "瓶", .tube: "管", .kit: "盒", .head: "头",
        ]
        return words[unit].map { "\($0) \(unit.rawValue)" } ?? unit.rawValue
    }

    /// The code that a cell means, where it is typed as a word; the text itself where it is none.
    func code(of text: String) -> String {
        switch kind {
        case .choice(let fact):
            if fact.vocabulary.contains(text) { return text }
            let folded = text.lowercased()
            let known = fact.vocabulary.first { value in
                let word = fact.word(value)
                return value == folded || word.zh == text || word.en.lowercased() == folded
            }
            return known ?? read(text)
        case .unit:
            if Unit(rawValue: text) != nil { return text }
            let known = Unit.allCases.first { Self.unitTitle($0, .zh) == text }
            return known?.rawValue ?? read(text)
        case .country: return CountryNames.code(of: text) ?? text
        case .text, .number: return text
        }
    }

    private func read(_ text: String) -> String {
        switch RequestCells.value(of: text, at: path) {
        case .success(let value)?: value.stringValue ?? text
        default: text
        }
    }

    /// Whether a code is one of those to choose from.
    func takes(_ code: String) -> Bool {
        switch kind {
        case .choice(let fact): fact.vocabulary.contains(code)
        case .unit: Unit(rawValue: code) != nil
        case .country, .text, .number: true
        }
    }
}

/// A field of the form above the table.
struct SheetField: Sendable {
    /// In the form.
    var name: String
    /// Dotted, of the member that it says.
    var path: String
    var title: LocalizedText

    static let all: [SheetField] = [
        SheetField("importer", "importer", "进口单位", "Importer"),
        SheetField("reference", "reference", "本单位编号", "Your reference"),
        SheetField("purpose", "purpose", "用途", "Purpose"),
        SheetField("port", "transport.portOfEntry", "进境口岸（关区代码）", "Port of entry (customs code)"),
        SheetField("mode", "transport.mode", "运输方式", "Transport"),
        SheetField("dispatch", "plannedDispatch", "计划发货", "Planned dispatch"),
        SheetField("arrival", "plannedArrival", "计划到港", "Planned arrival"),
        SheetField("broker", "broker", "报关行", "Broker"),
        SheetField("kind", "importer.kind", "进口单位类型", "Kind of importer"),
        SheetField("district", "importer.district", "注册地行政区划代码", "District of registration"),
        SheetField("regime", "regime", "监管方式", "Customs regime"),
        SheetField("exporter", "exporter.name", "境外发货人", "Foreign shipper"),
        SheetField("use", "statedUse", "用途说明", "What it is for"),
    ]

    private init(_ name: String, _ path: String, _ zh: String, _ en: String) {
        self.name = name
        self.path = path
        title = LocalizedText(zh: zh, en: en)
    }

    static func named(path: String) -> SheetField? { all.first { $0.path == path } }

    /// The field that a member belongs to: its own, or that of a member above it.
    static func near(path: String) -> SheetField? {
        named(path: path) ?? all.first { path.hasPrefix($0.path + ".") }
    }

    static func title(_ name: String) -> LocalizedText {
        all.first { $0.name == name }?.title ?? LocalizedText(zh: name, en: name)
    }
}
