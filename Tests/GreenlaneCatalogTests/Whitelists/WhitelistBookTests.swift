import GreenlaneCatalog
import GreenlaneCore
import Testing

@Suite("A large whitelist is kept as its bytes")
struct WhitelistBookTests {
    static let header =
        "SYNTHETIC,scheme,entry_id,batch_no,unit_name,unit_uscc,item_name_zh,item_name_en,"
        + "synonyms,cas,hs10,attribute,spec,approved_qty,qty_unit,valid_from,valid_to,waives,"
        + "status,status_reason,status_date,note"

    /// Cells that the quick way takes, leaves to the careful way, or must leave to it.
    static let cells: [(column: Int, texts: [String])] = [
        (0, ["YES", "yes", "", "NO"]), (4, ["单位甲", "\"单位,甲\"", "\"单\"\"位\"", " 单位甲 "]),
        (5, ["91440115MAXXX0015E", "91440115maxxx0015e", "９1440115MAXXX0015E"]),
        (6, ["肝素钠", "其他抗菌素(环孢菌素A)", "", "α-淀粉酶", "葡聚糖 40", "　肝素钠"]),
        (7, ["Heparin sodium", "\"Heparin\nsodium\"", "TNF-α", "Dextran 4 0"]),
        (8, ["", "地塞米松;Dexamethasone", " a ； b "]), (9, ["9041-08-1", "", "９041-08-1"]),
        (10, ["3001901000", ""]), (11, ["process material", "辅料", "Excipient", ""]),
        (13, ["500", "0.25", ""]), (15, ["2026-07-01", "2026-07-31", ""]),
        (16, ["2026-12-31", "2028-02-29", ""]),
        (17, ["drug-clearance-form", "drug-clearance-form;", "drug-clearance-form; "]),
        (18, ["active", "removed"]), (19, ["", "用途不符"]), (20, ["", "2026-08-01"]),
        (21, ["", "备注 一"]),
    ]

    static let good = [
        "YES", "nansha", "E-1", "B1", "单位甲", "91440115MAXXX0015E", "肝素钠", "Heparin sodium", "",
        "9041-08-1", "3001901000", "process material", "", "500", "g", "2026-07-01",
        "2026-12-31", "drug-clearance-form", "active", "", "", "",
    ]

    static func file(_ rows: [[String]]) -> CatalogFile {
        let lines = [header] + rows.map { $0.joined(separator: ",") }
        return CatalogFile(name: "list.csv", bytes: Array(lines.joined(separator: "\n").utf8))
    }

    @Test("Rows read from bytes are the rows that are read with care")
    func readings() throws {
        let schemes = try ShippedRules.load().schemes
        for (column, texts) in Self.cells {
            for text in texts {
                var row = Self.good
                row[column] = text
                let quick = try WhitelistReader.read(Self.file([row]), schemes: schemes)
                // Every cell in quotes with a doubled one in the note: nothing is plain there.
                var quoted = row.map { $0.hasPrefix("\"") ? $0 : "\"\($0)\"" }
                quoted[21] = "\"\"\"\""
                let careful = try WhitelistReader.read(Self.file([quoted]), schemes: schemes)
                var expected = try #require(careful.first)
                var entry = try #require(quick.first)
                entry.extras = []
                expected.extras = []
                #expect(entry == expected, "\(column) \(text)")
            }
        }
    }

    @Test("Look-ups by unit, item and id find what a search of all rows finds")
    func lookups() throws {
        let schemes = try ShippedRules.load().schemes
        var rows: [[String]] = []
        let units = ["91440115MAXXX0015E", "91440115MAXXX00239", "91440115MAXXX00314"]
        for number in 0..<40_000 {
            var row = Self.good
            row[2] = "E-\(number)"
            row[5] = units[number % 3]
            row[6] = "试剂\(number % 997)号"
            row[7] = "Reagent \(number % 997)"
            row[9] = ""
            rows.append(row)
        }
        let loaded = try WhitelistReader.open(Self.file(rows), schemes: schemes)
        let book = WhitelistBook(lists: [loaded.list])
        let entries = loaded.entries
        #expect(loaded.count == 40_000 && entries.map(\.id) == rows.map { $0[2] })
        for name in ["试剂0号", "试剂 996 号", "没有", "其他试剂(试剂5号)"] {
            let item = ItemIdentity(ImportItem(line: 1, nameZh: name, nameEn: nil))
            for unit in units + ["91440115MAXXX00400"] {
                let found = book.whitelistEntries(ofUnit: unit, like: item)
                let searched = entries.filter {
                    $0.unitUscc == unit && item.isSame(as: ItemIdentity($0))
                }
                #expect(found == searched)
            }
        }
        #expect(book.entry("E-39999")?.itemNameZh == "试剂\(39_999 % 997)号")
        #expect(book.entry("E-40000") == nil)
        #expect(book.whitelistEntries(ofUnit: units[1]).count == 13_333)
        #expect(book.whitelistEntries(ofUnit: units[1], first: 7).map(\.id).first == "E-1")
    }

    @Test("A later list replaces the entries that it names, and no others")
    func replaced() throws {
        let schemes = try ShippedRules.load().schemes
        var other = Self.good
        other[2] = "E-2"
        var later = Self.good
        later[18] = "removed"
        let first = try WhitelistReader.open(Self.file([Self.good, other]), schemes: schemes)
        let second = try WhitelistReader.open(Self.file([later]), schemes: schemes)
        let book = WhitelistBook(lists: [first.list]).adding(second.list)
        #expect(book.entry("E-1")?.status == .removed)
        #expect(book.entries.map(\.id) == ["E-2", "E-1"])
        let unit = book.whitelistEntries(ofUnit: "91440115MAXXX0015E")
        #expect(unit.map(\.status) == [.active, .removed])
    }
}
