import GreenlaneCatalog
import GreenlaneCore
import Testing

@Suite("A whitelist file arrives")
struct WhitelistReaderTests {
    static let header =
        "SYNTHETIC,scheme,entry_id,batch_no,unit_name,unit_uscc,item_name_zh,item_name_en,cas,"
        + "hs10,attribute,spec,approved_qty,qty_unit,valid_from,valid_to,waives,status,remark"

    /// A good row as cells, so that a case can change one.
    static let good = [
        "YES", "nansha", "E-1", "B1", "单位甲", "91440115MAXXX0015E", "肝素钠", "Heparin sodium",
        "9041-08-1", "3001901000", "process material", "", "500", "g", "2026-07-01",
        "2026-12-31", "drug-clearance-form", "active", "自留",
    ]

    private func read(_ rows: [[String]]) throws -> [WhitelistEntry] {
        let lines = [Self.header] + rows.map { $0.joined(separator: ",") }
        let text = lines.joined(separator: "\r\n") + "\r\n"
        return try WhitelistReader.read(
            CatalogFile(name: "list.csv", bytes: Array(text.utf8)),
            schemes: try ShippedRules.load().schemes)
    }

    @Test("A good row becomes an entry, unknown columns are kept, and JSON gives it back")
    func good() throws {
        let entry = try #require(try read([Self.good]).first)
        #expect(entry.isSynthetic)
        #expect(entry.purpose == .processMaterial)
        #expect(entry.approved == Quantity(Decimal(500), .g))
        #expect(entry.validTo == CalendarDate("2026-12-31"))
        #expect(entry.extras == [WhitelistEntry.Extra(column: "remark", value: "自留")])
        #expect(WhitelistEntry(json: entry.json) == entry)
    }

    static let faults: [(column: Int, cell: String, code: String)] = [
        (0, "MAYBE", "value-unknown"), (1, "atlantis", "whitelist-scheme-unknown"),
        (2, "", "whitelist-cell-missing"), (5, "91440115MAXXX0015F", "uscc-check-digit"),
        (8, "9041-08-2", "cas-check-digit"), (9, "30019010", "hs-format"),
        (10, "cooking", "value-unknown"), (12, "-5", "quantity-invalid"),
        (12, "lots", "quantity-invalid"), (13, "stone", "unit-unknown"),
        (14, "2026-02-29", "date-invalid"), (15, "2026-06-30", "date-order"),
        (16, "special-goods-approval", "whitelist-waives-too-much"),
        (17, "asleep", "value-unknown"),
    ]

    @Test("Every fault is told with its line and code", arguments: faults)
    func fault(_ fault: (column: Int, cell: String, code: String)) throws {
        var bad = Self.good
        bad[fault.column] = fault.cell
        bad[2] = fault.column == 2 ? fault.cell : "E-2"
        do {
            _ = try read([Self.good, bad])
            Issue.record("The file was accepted")
        } catch let list as DiagnosticList {
            #expect(list.diagnostics.map(\.code) == [fault.code])
            #expect(list.diagnostics.map(\.line) == [3])
        }
    }

    @Test("All faults of a file are told at once")
    func manyFaults() throws {
        var first = Self.good
        first[14] = "soon"
        var second = Self.good
        second[16] = "duty-relief-certificate"
        do {
            _ = try read([first, second])
            Issue.record("The file was accepted")
        } catch let list as DiagnosticList {
            #expect(
                list.diagnostics.map(\.code) == [
                    "date-invalid", "whitelist-waives-too-much", "whitelist-entry-twice",
                ])
        }
    }

    @Test("Line breaks in quotes do not shift the line of a later fault")
    func quotedBreaks() throws {
        var first = Self.good
        first[11] = "\"a\nb\""
        var second = Self.good
        second[2] = "E-2"
        second[17] = "asleep"
        do {
            _ = try read([first, second])
            Issue.record("The file was accepted")
        } catch let list as DiagnosticList {
            #expect(list.diagnostics.map(\.line) == [4])
        }
    }
}
