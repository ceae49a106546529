import Foundation
import GreenlaneCore
import Testing

@testable import GreenlaneServer

@Suite("Nothing typed into a request is lost")
struct RequestKeepingTests {
    private static let own = RequestPageTests.own
    private static let page = "/requests/new"

    private static let head = [
        ("importer", own), ("reference", "NS-LONG"), ("purpose", "process_material"),
        ("key", "long"),
    ]

    private static func table(_ count: Int) -> String {
        "品名\t数量\t单位\t商品编号\t物种\n"
            + (1...count).map { row in
                let amount = row == 77 ? "五升" : "5"
                return "试剂 \(row)\t\(amount)\tg\t3822190000\tMus musculus\n"
            }.joined()
    }

    /// Fields of the rows on a page, as a browser sends them, and what goes along.
    private static func sent(_ page: String) throws -> [(String, String)] {
        let pattern = try Regex(#"<input name="(items[^"]+)" value="([^"]*)""#)
        let cells = page.matches(of: pattern).map {
            (String($0.output[1].substring ?? ""), String($0.output[2].substring ?? ""))
        }
        let answers = page.components(separatedBy: "name=\"answer\" value=\"").dropFirst()
            .filter { $0.contains("\">") }.map { ("answer", String($0.prefix { $0 != "\"" })) }
            .filter { $0.1.contains("species=Mus") && $0.1.hasPrefix("items/") }
        let rest = AccessHouse.field("rest", in: page).map { [("rest", $0)] } ?? []
        return head + cells + answers + rest
    }

    @Test("a long request shows a part at a time, and the other lines go along until it is filed")
    func parts() async throws {
        try await AccessHouse.servingLab { house, lab, _ in
            let read = try await house.submit(
                "/requests", lab, from: Self.page,
                Self.head + [("do", "read"), ("paste", Self.table(500))])
            #expect(read.status == 422 && read.text.utf8.count < 110_000)
            // The line that needs correcting is the one on the page.
            #expect(read.text.contains("id=\"item-77-quantity-error\""))
            #expect(!read.text.contains("items[76].name"))
            var fields = try Self.sent(read.text).filter { $0.0 != "items[77].quantity" }
            // Few lines have lists of choices, which the pattern above passes over.
            fields += [("items[77].quantity", "0.5"), ("items[77].unit", "g")]
            let last = try await house.submit(
                "/requests", lab, from: Self.page, fields + [("part", "10")])
            #expect(last.status == 200 && last.text.utf8.count < 110_000)
            #expect(last.text.contains("试剂 500") && last.text.contains("items[451].name"))
            #expect(last.text.components(separatedBy: "data-item").count == 51)
            let filed = try await house.submit(
                "/requests", lab, from: Self.page, try Self.sent(last.text) + [("do", "file")])
            let trouble = filed.text.components(separatedBy: "notice-late").dropFirst().first ?? ""
            try #require(filed.status == 303, "\(filed.status) \(trouble.prefix(400))")
            let place = filed.answer.header("location") ?? ""
            let id = place.dropFirst("/shipments/".count).prefix { $0 != "?" }
            let kept = try await house.browse("GET", "/shipments/\(id)/import-request", lab)
            let items = try kept.json["items"]?.arrayValue ?? []
            try #require(items.count == 500, "\(place) \(kept.status) \(kept.body.count)")
            #expect(items[76]["quantity"]?["amount"] == "0.5")
            for item in [items[0], items[76], items[499]] {
                #expect(item["origin"]?["species"] == "Mus musculus")
            }
        }
    }

    @Test("rows that are carried along come back as they were, whatever they hold")
    func folding() {
        var sheet = RequestSheet()
        var row = RequestSheet.Row.empty
        row.cells[0] = "肝素\t钠\u{2028}\r\n=1+1"
        row.cells[7] = "3001"
        row.state("a=b", at: "catalogue.number")
        sheet.rows = [.empty, row, row]
        var rows: [Int: RequestSheet.Row] = [:]
        RequestSheet.unfold(sheet.fold(without: [1]), &rows)
        #expect(rows.keys.sorted() == [1, 3])
        #expect(rows[3]?.cells[0] == "肝素 钠  =1+1" && rows[3]?.cells[7] == "3001")
        #expect(rows[3]?["catalogue.number"] == "a=b")
        RequestSheet.unfold("x\t1\n9999999\t\n-4", &rows)
        #expect(rows.count == 2)
    }

    @Test("an answer reaches every line that it names, and nothing beyond")
    func answers() {
        var sheet = RequestSheet()
        sheet.rows = [RequestSheet.Row](repeating: .empty, count: 5)
        sheet.state("items/0-1,3,4-999999999/form=consumable")
        sheet.state("items/9-2,7/form=wrong")
        #expect(sheet.rows.map { $0["form"] == "consumable" } == [true, true, false, true, true])
    }

    @Test("a permit that the importer holds stands beside the need for it")
    func held() async throws {
        try await AccessHouse.servingLab { house, lab, root in
            let fields = [
                ("importer", Self.own), ("reference", "NS-1"), ("purpose", "process_material"),
                ("items[1].name", "肝素钠"), ("items[1].form", "drug_substance"),
                ("items[1].source", "animal"), ("items[1].country", "DK"),
                ("items[1].quantity", "5"), ("items[1].unit", "g"), ("items[1].hs", "3001901000"),
            ]
            func panel() async throws -> String {
                try await house.submit("/requests/assessment", lab, from: Self.page, fields).text
            }
            #expect(!(try await panel()).contains("已有可用许可"))
            for (number, holder, until) in [
                ("GZ-1", Self.own, "2099-12-31"), ("GZ-2", Self.own, "2020-12-31"),
                ("GZ-3", RequestPageTests.foreign, "2099-12-31"),
            ] {
                let added = try await house.browse(
                    "POST", "/permits", root,
                    [
                        "code": "drug-clearance-form", "number": .string(number),
                        "holder": .string(holder), "goods": "<b>肝素钠",
                        "validFrom": "2020-01-01", "validTo": .string(until),
                        "quantity": ["amount": "100", "unit": "g"],
                    ])
                #expect(added.status == 201, "\(String(decoding: added.body, as: UTF8.self))")
            }
            let text = try await panel()
            #expect(text.contains("已有可用许可：GZ-1") && text.contains("余 100 g"))
            #expect(!text.contains("GZ-2") && !text.contains("GZ-3") && !text.contains("<b>肝"))
        }
    }

    @Test("a workbook chosen by mistake is named for what it is, with the way out")
    func workbook() async throws {
        try await AccessHouse.servingLab { house, lab, _ in
            let token = AccessHouse.field("csrf", in: try await house.page(Self.page, lab).text)
            var body = ""
            for (name, value) in [("csrf", token ?? ""), ("do", "read"), ("reference", "NS-9")] {
                body += "--edge\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n"
                body += value + "\r\n"
            }
            body += "--edge\r\nContent-Disposition: form-data; name=\"csv\"; "
            body += "filename=\"goods.xlsx\"\r\n\r\nPK\u{3}\u{4}rest\r\n--edge--\r\n"
            let answer = try await house.browser(
                "POST", "/requests", (body, "multipart/form-data; boundary=edge"),
                language: "zh-CN", [("Cookie", lab), ("Sec-Fetch-Site", "same-origin")])
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(answer.status == 422 && text.contains("goods.xlsx 是 Excel 工作簿"))
            #expect(text.contains("value=\"NS-9\""))
        }
    }
}
