public import GreenlaneCore

/// What a notice says about one point of a scheme, for people; nothing is decided by it.
public struct SchemeStatement: Hashable, Sendable {
    /// The points that every scheme is asked about, in the order of the page.
    public enum Topic: String, Hashable, Sendable, CaseIterable {
        case lead, members, area, applicants, goods
        case notWaived = "not_waived"
        case rhythm, quantity, identification, duties, sanction, offices, term

        /// The point's name on the page.
        public var title: LocalizedText {
            switch self {
            case .lead: LocalizedText(zh: "牵头部门", en: "Lead body")
            case .members: LocalizedText(zh: "成员单位", en: "Members")
            case .area: LocalizedText(zh: "适用区域", en: "Area")
            case .applicants: LocalizedText(zh: "申请条件", en: "Who may apply")
            case .goods: LocalizedText(zh: "物品范围", en: "Goods")
            case .notWaived: LocalizedText(zh: "不免的单证", en: "Not waived")
            case .rhythm: LocalizedText(zh: "受理周期", en: "Rhythm")
            case .quantity: LocalizedText(zh: "数量管理", en: "Quantity")
            case .identification: LocalizedText(zh: "认定方式", en: "Identification")
            case .duties: LocalizedText(zh: "单位责任", en: "Duties")
            case .sanction: LocalizedText(zh: "违规后果", en: "Sanction")
            case .offices: LocalizedText(zh: "适用口岸", en: "Customs offices")
            case .term: LocalizedText(zh: "试行期限", en: "Term")
            }
        }
    }

    public var scheme: String
    /// First day of the scheme's version.
    public var version: CalendarDate
    public var topic: Topic
    public var text: LocalizedText
    public var confidence: LegalBasis.Confidence
    /// Numbers in the list of sources, or an address.
    public var source: String
}

/// The table of statements: one row for each, in the order of the page.
public enum SchemeStatementReader {
    private static let columns = [
        "scheme", "version_from", "about", "zh", "en", "confidence", "source",
    ]

    /// Every row must belong to a version of a known scheme.
    public static func read(
        _ file: CatalogFile, schemes: WhitelistSchemeBook
    ) throws(DiagnosticList) -> [SchemeStatement] {
        var problems: [Diagnostic] = []
        var statements: [SchemeStatement] = []
        for (number, line) in file.bytes.split(
            separator: 0x0A, omittingEmptySubsequences: false
        ).enumerated() where !line.isEmpty {
            func report(_ code: String, _ zh: String, _ en: String) {
                problems.append(
                    WhitelistReader.problem(file, code, zh: zh, en: en, line: number + 1))
            }
            let cells = CSVLine.fields(line)
            if number == 0 {
                if cells != columns { report("scheme-columns", "表头不符", "The header differs") }
                continue
            }
            guard cells.count == columns.count, let version = CalendarDate(cells[1]),
                let topic = SchemeStatement.Topic(rawValue: cells[2]),
                let confidence = LegalBasis.Confidence(rawValue: cells[5]), !cells[3].isEmpty,
                !cells[4].isEmpty
            else {
                report("scheme-statement-invalid", "这一行无法读取", "This row cannot be read")
                continue
            }
            let isKnown = schemes.schemes.contains {
                $0.id == cells[0] && $0.inForce.from == version
            }
            if !isKnown {
                report(
                    "whitelist-scheme-unknown", "没有这个制度的这一版",
                    "There is no such version of a scheme")
            }
            statements.append(
                SchemeStatement(
                    scheme: cells[0], version: version, topic: topic,
                    text: LocalizedText(zh: cells[3], en: cells[4]), confidence: confidence,
                    source: cells[6]))
        }
        if !problems.isEmpty { throw DiagnosticList(problems) }
        return statements
    }
}
