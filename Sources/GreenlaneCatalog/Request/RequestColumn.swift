internal import GreenlaneCore

/// What people call a member of a request, as the head of a table has it.
package enum RequestHeading {
    /// The documented Chinese title; nil for a path that no table has. `path` is dotted, without
    /// `items`.
    package static func chinese(_ path: String) -> String? {
        RequestColumn.all.first { $0.path == path }?.titles.first
    }
}

/// A column of a request file: where its values go, and what they are.
struct RequestColumn: Sendable {
    enum Form: Sendable {
        /// Kept as written.
        case text
        /// Kept as written, but refused where a spreadsheet damaged it.
        case label
        /// Letters and digits: full-width forms become ASCII, spreadsheet damage is refused.
        case code
        case digits(HeldLength)
        /// `UN` and four digits, or the digits alone.
        case unNumber
        case decimal, integer, flag, date
        case choice([String: String])
        case list
        case composition
    }

    /// How many digits a code has, where a spreadsheet drops the leading zeros.
    enum HeldLength: Sendable {
        case office, tariff
    }

    /// Dotted, without `items`.
    let path: String
    /// Titles in Chinese, the documented one first.
    let titles: [String]
    let form: Form
    let isOfItem: Bool

    /// The members on the way down.
    var names: [String] { path.split(separator: ".").map(String.init) }
    /// The JSON pointer below the request or the item.
    var pointer: String { names.reduce("") { JSONPointer.appending($1, to: $0) } }

    private init(_ path: String, _ titles: [String], _ form: Form, item: Bool) {
        self.path = path
        self.titles = titles
        self.form = form
        isOfItem = item
    }

    /// The column of a header cell: the dotted path, with or without `items.`, or a Chinese title.
    static func named(_ header: String) -> RequestColumn? {
        var wanted = folded(header)
        if wanted.hasPrefix("items.") { wanted.removeFirst("items.".count) }
        return all.first { column in
            folded(column.path) == wanted || column.titles.contains { folded($0) == wanted }
        }
    }

    /// What a suggestion chooses from.
    static let headers: [String] = all.flatMap { [$0.path] + $0.titles }

    /// Letter case, spaces and full-width forms do not tell headers apart.
    static func folded(_ header: String) -> String {
        IdentifierText.halfWidth(header).lowercased().filter { $0 != " " && $0 != "_" && $0 != "*" }
    }

    static let all: [RequestColumn] = requestColumns + partyColumns + itemColumns

    private static let requestColumns: [RequestColumn] = [
        request("reference", ["申请编号", "单号", "企业内部编号"], .label),
        request("direction", ["进出口标志", "进出口"], .choice(RequestWords.direction)),
        request("purpose", ["用途", "进口用途"], .choice(RequestWords.purpose)),
        request("regime", ["监管方式", "贸易方式"], .choice(RequestWords.regime)),
        request("transport.mode", ["运输方式"], .choice(RequestWords.transport)),
        request("transport.portOfEntry", ["入境口岸关区代码", "关区代码", "进境关别"], .digits(.office)),
        request("transport.document", ["运单号", "提运单号"], .label),
        request("transport.dryIceKg", ["干冰重量（千克）", "干冰重量"], .decimal),
        request("plannedDispatch", ["计划发运日", "计划发运日期"], .date),
        request("plannedArrival", ["计划到港日", "计划到港日期", "预计到港日期"], .date),
        request("destinationCountry", ["目的国", "运抵国"], .code),
        request("statedUse", ["用途说明"], .text),
        request("chosenScheme", ["白名单试点", "适用白名单"], .code),
    ]

    private static let partyColumns: [RequestColumn] =
        party("importer", ["收货人", "境内收发货人", "收货单位"])
        + party("endUser", ["使用单位", "消费使用单位"])
        + party("broker", ["报关单位", "报关行"])
        + party("exporter", ["发货人", "境外发货人"])

    private static let itemColumns: [RequestColumn] = [
        item("line", ["项号", "序号"], .integer),
        item("name.zh", ["中文名称", "商品名称", "中文品名", "品名", "品名（中文）", "Name (Chinese)"], .text),
        item("name.en", ["英文名称", "英文品名", "英文名", "品名（英文）", "Name (English)", "Name"], .text),
        item("form", ["货物形态", "形态"], .code),
        item("origin.material", ["原料来源", "来源", "Source"], .choice(RequestWords.material)),
        item("origin.components", ["来源成分"], .list),
        item("origin.species", ["物种", "来源物种"], .text),
        item("origin.country", ["原产国", "原产国（地区）", "Country"], .code),
        item("hs", ["商品编码", "商品编号", "HS编码", "税号", "HS code"], .digits(.tariff)),
        item("cas", ["CAS号", "CAS"], .code),
        item("un", ["UN编号", "联合国编号"], .unNumber),
        item("catalogue.supplier", ["供应商", "生产商"], .text),
        item("catalogue.number", ["货号", "目录号"], .text),
        item("catalogue.batch", ["批号"], .text),
        item("spec", ["规格型号", "规格"], .text),
        item("composition", ["成分", "组成"], .composition),
        item("managedAs", ["管理类别"], .code),
        item("chinaApproval.status", ["境内批准"], .code),
        item("chinaApproval.number", ["境内批准文号", "批准文号"], .text),
        item("foreignApproval.status", ["境外批准"], .code),
        item("foreignApproval.country", ["境外批准国家"], .code),
        item("chosenLevels.biomaterial", ["生物材料风险等级"], .integer),
        item("chosenLevels.specialGoods", ["特殊物品风险等级"], .code),
        item("firstImport", ["首次进口"], .flag),
        item("pathogen.contains", ["含病原微生物"], .choice(RequestWords.contains)),
        item("pathogen.class", ["病原微生物分类"], .integer),
        item("pathogen.animalPathogen", ["动物病原"], .flag),
        item("pathogen.inactivated", ["已灭活"], .flag),
        item("controls", ["管制类别"], .list),
        item("cites", ["濒危物种级别"], .code),
        item("humanGeneticResource", ["人类遗传资源"], .flag),
        item("commercialCellBank", ["商业细胞库"], .flag),
        item("processing", ["处理方式", "加工方式"], .code),
        item("traceTestStandard", ["微量检测标准品"], .flag),
        item("quantity.amount", ["数量", "申报数量", "Quantity"], .decimal),
        item("quantity.unit", ["单位", "计量单位", "Unit"], .choice(RequestWords.unit)),
        item("quantity.content.amount", ["每单位内含量", "内含量"], .decimal),
        item("quantity.content.unit", ["内含量单位"], .choice(RequestWords.unit)),
        item("value.amount", ["货值", "金额"], .decimal),
        item("value.currency", ["币制", "币种"], .code),
        item("storage.minC", ["最低储存温度", "最低储存温度（℃）"], .decimal),
        item("storage.maxC", ["最高储存温度", "最高储存温度（℃）"], .decimal),
    ]

    private static func request(
        _ path: String, _ titles: [String], _ form: Form
    ) -> RequestColumn {
        RequestColumn(path, titles, form, item: false)
    }

    private static func item(_ path: String, _ titles: [String], _ form: Form) -> RequestColumn {
        RequestColumn(path, titles, form, item: true)
    }

    private static func party(_ path: String, _ names: [String]) -> [RequestColumn] {
        // A file with one code column means the importer's.
        let alone = path == "importer" ? ["统一社会信用代码"] : []
        return [
            request("\(path).name", names.map { "\($0)名称" } + names, .text),
            request("\(path).uscc", names.map { "\($0)统一社会信用代码" } + alone, .code),
            request("\(path).kind", names.map { "\($0)类型" }, .code),
            request("\(path).district", names.map { "\($0)行政区划" }, .code),
        ]
    }
}
