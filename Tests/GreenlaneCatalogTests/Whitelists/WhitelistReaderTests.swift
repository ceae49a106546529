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

    static let spelling: [(wrong: String, right: String)] = [
        ("aproved_qty", "approved_qty"), ("valid_until", "valid_to"), ("hs_10", "hs10"),
    ]

    @Test("A misspelt column would lift a limit, and is an error", arguments: spelling)
    func misspelt(_ row: (wrong: String, right: String)) throws {
        let header = Self.header.split(separator: ",").map {
            $0 == row.right ? row.wrong : String($0)
        }
        let text = header.joined(separator: ",") + "\n" + Self.good.joined(separator: ",") + "\n"
        let file = CatalogFile(name: "list.csv", bytes: Array(text.utf8))
        let schemes = try ShippedRules.load().schemes
        var codes: [String] = []
        do throws(DiagnosticList) {
            _ = try WhitelistReader.read(file, schemes: schemes)
        } catch {
            codes = error.diagnostics.map(\.code)
        }
        #expect(codes.contains("whitelist-column-misspelt"))
    }

    @Test("A list that a spreadsheet saved in UTF-16 is read")
    func utf16() throws {
        let text = Self.header + "\n" + Self.good.joined(separator: ",") + "\n"
        let units = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let file = CatalogFile(name: "list.csv", bytes: [0xFF, 0xFE] + units)
        let entries = try WhitelistReader.read(file, schemes: try ShippedRules.load().schemes)
        #expect(entries.map(\.itemNameZh) == ["肝素钠"])
    }

    static let faults: [(column: Int, cell: String, code: String)] = [
        (0, "MAYBE", "value-unknown"), (1, "atlantis", "whitelist-scheme-unknown"),
        (2, "", "whitelist-cell-missing"), (2, "E-1\0A", "name-unreadable"),
        (3, "B\u{7}1", "name-unreadable"), (5, "91440115MAXXX0015F", "uscc-check-digit"),
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

    private func problems(_ text: String, name: String = "list.csv") throws -> [Diagnostic] {
        do {
            _ = try WhitelistReader.read(
                CatalogFile(name: name, bytes: Array(text.utf8)),
                schemes: try ShippedRules.load().schemes)
        } catch let list as DiagnosticList {
            return list.diagnostics
        }
        Issue.record("The file was accepted")
        return []
    }

    @Test("A header without entries is no list")
    func headerOnly() throws {
        #expect(try problems(Self.header).map(\.code) == ["whitelist-no-entries"])
        #expect(try problems("").map(\.code) == ["whitelist-empty"])
        #expect(try problems("entries: []", name: "l.yaml").map(\.code) == ["whitelist-no-entries"])
    }

    @Test(
        "A column that no list can do without is asked for",
        arguments: ["scheme", "entry_id", "unit_name", "unit_uscc", "hs10", "waives", "status"])
    func columnMissing(_ column: String) throws {
        let place = try #require(Self.header.split(separator: ",").firstIndex { $0 == column })
        var header = Self.header.split(separator: ",").map(String.init)
        var row = Self.good
        header.remove(at: place)
        row.remove(at: place)
        let text = header.joined(separator: ",") + "\n" + row.joined(separator: ",")
        let told = try problems(text).filter { $0.code == "whitelist-column-missing" }
        #expect(told.map(\.message.en).allSatisfy { $0.contains(column) })
        #expect(told.count == 1)
    }

    @Test("Columns that a list may leave out are told as warnings")
    func columnLeftOut() throws {
        let text =
            "scheme,entry_id,unit_name,unit_uscc,item_name_zh,hs10,waives,status\n"
            + "nansha,E-1,单位甲,91440115MAXXX0015E,肝素钠,3001901000,drug-clearance-form,active\n"
        let loaded = try WhitelistReader.open(
            CatalogFile(name: "list.csv", bytes: Array(text.utf8)),
            schemes: try ShippedRules.load().schemes)
        #expect(loaded.count == 1)
        #expect(loaded.warnings.map(\.code).allSatisfy { $0 == "whitelist-column-left-out" })
        #expect(loaded.warnings.contains { $0.message.en.contains("approved_qty") })
    }

    @Test("A fault is told at its cell, in characters, also below a line break in quotes")
    func cellPlace() throws {
        var row = Self.good
        row[6] = "\"肝素\n钠\""
        row[17] = "asleep"
        let told = try problems(Self.header + "\n" + row.joined(separator: ","))
        #expect(told.map(\.line) == [3])
        // Behind `钠"` and ten more cells on the second line of the record.
        let before = (["钠\""] + row[7..<17]).joined(separator: ",") + ","
        #expect(told.map(\.column) == [before.count + 1])
    }

    @Test("YAML has the same members and gives the same entry")
    func yaml() throws {
        let names = Self.header.split(separator: ",").map(String.init)
        let members = zip(names, Self.good).filter { !$0.1.isEmpty }
        let text =
            "entries:\n  - "
            + members.map { "\($0.0): \"\($0.1)\"" }
            .joined(separator: "\n    ")
        let schemes = try ShippedRules.load().schemes
        let fromYAML = try WhitelistReader.read(
            CatalogFile(name: "list.yaml", bytes: Array(text.utf8)), schemes: schemes)
        #expect(fromYAML == (try read([Self.good])))
        let bad = text.replacing("3001901000", with: "30019")
        let told = try problems(bad, name: "list.yaml")
        #expect(told.map(\.code) == ["hs-format"])
        #expect(told.first?.line == 11 && told.first?.column == 11)
    }

    @Test(
        "An entry of a special-goods list that claims to waive form Q is refused",
        arguments: ["shenzhen-special-goods", "pudong-special-goods"])
    func specialGoodsList(_ scheme: String) throws {
        var row = Self.good
        row[1] = scheme
        let told = try problems(Self.header + "\n" + row.joined(separator: ","))
        #expect(told.map(\.code) == ["whitelist-waives-too-much"])
        #expect(told.first?.message.zh.contains("不免《进口药品通关单》") == true)
        row[16] = ""
        #expect(try read([row]).first?.waives == [])
    }

    @Test("Why and when an entry was put out of force is kept, and so are further names")
    func reason() throws {
        let header = Self.header + ",status_reason,status_date,synonyms"
        var row = Self.good + ["用途不符", "2026-08-01", "肝素 A;Heparin A"]
        row[17] = "removed"
        let entry = try #require(
            try WhitelistReader.read(
                CatalogFile(
                    name: "list.csv",
                    bytes: Array((header + "\n" + row.joined(separator: ",")).utf8)),
                schemes: try ShippedRules.load().schemes
            ).first)
        #expect(entry.statusReason == "用途不符")
        #expect(entry.statusDate == CalendarDate("2026-08-01"))
        #expect(entry.synonyms == ["肝素 A", "Heparin A"])
        #expect(WhitelistEntry(json: entry.json) == entry)
    }
}
