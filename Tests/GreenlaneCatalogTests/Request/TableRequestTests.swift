import GreenlaneCatalog
import GreenlaneCore
import Testing

@Suite("Import requests as a table")
struct TableRequestTests {
    static let header =
        "reference,importer.name,importer.uscc,purpose,name.zh,"
        + "quantity.amount,quantity.unit,plannedArrival\n"

    static func row(
        _ reference: String = "R1", name: String = "胎牛血清", amount: String = "500",
        unit: String = "mL", date: String = "2026-03-01", purpose: String = "testing"
    ) -> String {
        "\(reference),示例公司,\(RequestFixture.uscc),\(purpose),\(name),\(amount),\(unit),\(date)\n"
    }

    static func read(_ text: String) -> [Result<ImportRequest, Refusal>] {
        ImportRequestReader.readAll(Array(text.utf8), file: "t.csv", for: .filing)
    }

    static func details(_ text: String) -> [Refusal.Detail] {
        read(text).flatMap { result -> [Refusal.Detail] in
            if case .failure(let refusal) = result { refusal.details } else { [] }
        }
    }

    @Test("rows with the same reference are one request, numbered in their order")
    func groups() throws {
        let text =
            Self.header + Self.row(name: "甲") + Self.row("R2", name: "乙") + Self.row(name: "丙")
        let requests = try Self.read(text).map { try $0.get() }
        #expect(requests.map(\.reference) == ["R1", "R2"])
        #expect(requests[0].items.map(\.nameZh) == ["甲", "丙"])
        #expect(requests[0].items.map(\.line) == [1, 2])
    }

    @Test("one wrong request does not spoil its neighbour")
    func neighbours() throws {
        let results = Self.read(Self.header + Self.row(amount: "x") + Self.row("R2"))
        #expect(results.count == 2)
        #expect(throws: Refusal.self) { try results[0].get() }
        #expect(try results[1].get().reference == "R2")
    }

    @Test("Chinese titles, lists, flags and words mean the same as dotted paths")
    func chineseTitles() throws {
        let text = """
            申请编号,收货人名称,用途,运输方式,中文名称,原料来源,数量,计量单位,首次进口,管制类别,成分,商品编码
            R1,示例公司,检测,空运,血清,人源,"１,０００.5",毫升,是,doping；dual_use,白蛋白|9048-46-8|4.5;水,3002.12.00.93
            R1,,,,试剂,无,2,管,否,无,,
            """
        let request = try ImportRequestReader.read(Array(text.utf8), file: "t.csv")
        let item = request.items[0]
        #expect(request.purpose == .testing)
        #expect(request.transport.mode == .air)
        #expect(item.origin.material == .human)
        #expect(item.quantity?.description == "1000.5 mL")
        #expect(item.firstImport == true)
        #expect(item.controls == [.doping, .dualUse])
        #expect(item.composition?.map(\.name) == ["白蛋白", "水"])
        #expect(item.composition?[0].percent == Decimal("4.5"))
        #expect(item.hs == "3002120093")
        #expect(request.items[1].controls == [])
        #expect(request.items[1].origin.material == ImportItem.Material.none)
        #expect(request.items[1].composition == nil)
        #expect(request.items[1].hs == nil)
    }

    @Test(
        "the dates that spreadsheets and people write",
        arguments: [
            "2026/3/1", "2026-03-01", "20260301", "2026年3月1日", "46082", "2026.3.1",
            "２０２６年３月１日",
        ])
    func dates(text: String) throws {
        let request = try #require(try Self.read(Self.header + Self.row(date: text)).first?.get())
        #expect(request.plannedArrival == CalendarDate("2026-03-01"))
    }

    @Test(
        "a problem names file, line, column, row and title",
        arguments: [
            ("amount", "5.3012E+17", "number-damaged"), ("amount", "#REF!", "cell-error-value"),
            ("amount", "-3", "decimal-negative"), ("amount", "\"1,00\"", "decimal-wrong"),
            ("amount", "0", "quantity-zero"), ("unit", "支", "value-not-allowed"),
            ("date", "2026/2/30", "date-impossible"), ("date", "明天", "date-impossible"),
            ("purpose", "fun", "value-not-allowed"),
        ])
    func problems(column: String, value: String, code: String) throws {
        let second =
            switch column {
            case "amount": Self.row("R2", amount: value)
            case "unit": Self.row("R2", unit: value)
            case "date": Self.row("R2", date: value)
            default: Self.row("R2", purpose: value)
            }
        let details = Self.details(Self.header + Self.row() + second)
        #expect(details.map(\.code) == [code])
        let title =
            [
                "amount": "quantity.amount", "unit": "quantity.unit",
                "date": "plannedArrival", "purpose": "purpose",
            ][column] ?? ""
        let detail = try #require(details.first)
        #expect(detail.pointer.hasPrefix("t.csv:3:"))
        #expect(detail.message.zh.hasPrefix("第 3 行“\(title)”列：") == true)
        #expect(detail.message.en.hasPrefix("Row 3, column \"\(title)\": ") == true)
    }

    @Test("the column of a problem is where its cell starts")
    func column() throws {
        let details = Self.details("reference,importer.name,purpose,name.zh\nR1,公司,bad,x\n")
        let purpose = try #require(details.first { $0.code == "value-not-allowed" })
        #expect(purpose.pointer == "t.csv:2:7")
    }

    @Test(
        "codes that lost digits or zeros are noticed",
        arguments: [
            ("hs", "3.00215E+09", "number-damaged"), ("hs", "511998500", "leading-zero-lost"),
            ("transport.portOfEntry", "101", "leading-zero-lost"),
            ("firstImport", "也许", "flag-wrong"), ("pathogen.class", "二", "number-wrong"),
            ("importer.uscc", "91440300M00000203J", "uscc-check-digit"),
            ("importer.uscc", "9.1440300M", "uscc-format"), ("cas", "2040/12/3", "cas-format"),
        ])
    func damagedCodes(header: String, value: String, code: String) {
        let text = "reference,importer.name,purpose,name.zh,\(header)\nR1,公司,testing,x,\(value)\n"
        let results = ImportRequestReader.readAll(Array(text.utf8), file: "t.csv")
        guard case .failure(let refusal)? = results.first else {
            Issue.record("accepted")
            return
        }
        #expect(refusal.details.map(\.code) == [code])
    }

    @Test(
        "a table without the right form is refused as a whole",
        arguments: [
            ("reference,colour\nR1,red\n", "header-unknown"),
            ("reference,hs,商品编码\nR1,1,2\n", "header-duplicate"),
            ("name.zh\n血清\n", "header-missing"),
            ("reference,hs\n", "csv-empty"), ("", "csv-empty"),
            ("reference,hs\n\"R1,1\n", "csv-open-quote"),
            ("reference,hs\n\"R1\"x,1\n", "csv-text-after-quote"),
            ("reference,hs\nR\u{1},1\n", "csv-control-character"),
        ])
    func brokenTables(text: String, code: String) {
        let results = ImportRequestReader.readAll(Array(text.utf8), file: "t.csv")
        guard results.count == 1, case .failure(let refusal)? = results.first else {
            Issue.record("accepted")
            return
        }
        #expect(refusal.code == "csv-invalid")
        #expect(refusal.kind == .input)
        #expect(refusal.details.map(\.code) == [code])
    }

    @Test("a header with a typing error suggests the known title")
    func headerSuggestion() throws {
        let detail = try #require(Self.details("reference,hs_coed\nR1,300212\n").first)
        #expect(detail.pointer == "t.csv:1:11")
        #expect(detail.message.en.contains("did you mean \"hs\"?"))
    }

    @Test("rows that do not fit are problems with their line")
    func misfits() {
        let text = Self.header + Self.row() + "R1,short\n" + Self.row("")
        #expect(Self.details(text).map(\.code) == ["row-length", "reference-missing"])
        #expect(Self.details(text).map(\.pointer) == ["t.csv:3:1", "t.csv:4:1"])
    }

    @Test(
        "no request is filed without its row that cannot be read",
        arguments: [
            ("R1,short\n", "refused R2"), ("R2,a,b,c,d,e,f,2026-03-01,too long\n", "R1 refused"),
            ("R3,short\n", "R1 R2 refused"), (",short\n", "refused"),
        ])
    func halves(bad: String, expected: String) {
        let results = Self.read(Self.header + Self.row() + bad + Self.row("R2"))
        let words = results.map { result in
            guard case .success(let request) = result else { return "refused" }
            return request.reference
        }
        #expect(words.sorted() == expected.split(separator: " ").map(String.init).sorted())
    }

    @Test("where cells may have moved, only a reference that is there is believed")
    func moved() {
        func count(_ bad: String) -> Int {
            Self.read("name.zh,reference,quantity.amount\n甲,R1,1\n乙,R2,1\n" + bad).count
        }
        #expect(count("丙,R1\n") == 2 && count("丙,1,R1,g\n") == 1)
    }

    @Test("request-level columns must agree within a reference")
    func disagreement() throws {
        let text = Self.header + Self.row() + Self.row(purpose: "sale")
        let detail = try #require(Self.details(text).first)
        #expect(detail.code == "rows-disagree")
        #expect(detail.pointer.hasPrefix("t.csv:3:"))
        #expect(detail.message.en.contains("row 2"))
    }

    @Test("a table with several requests is not one request")
    func several() throws {
        let bytes = Array((Self.header + Self.row() + Self.row("R2")).utf8)
        #expect(RequestFixture.refusal(bytes, file: "t.csv")?.code == "several-requests")
    }

    @Test(
        "without a telling name, the first character decides",
        arguments: [
            ("  {\"a\":1}", ImportRequestReader.Form.json), ("reference,hs\n", .table),
            ("[1,2]", .json), ("", .json), ("reference\ths\n", .table), ("nonsense", .json),
        ])
    func sniffing(text: String, form: ImportRequestReader.Form) {
        #expect(ImportRequestReader.form(of: Array(text.utf8), file: "-") == form)
    }
}
