import Foundation
import GreenlaneCore
import GreenlaneTestSupport
import Testing

@testable import GreenlaneServer

@Suite("A filed request is corrected on the form that it would be filed with")
struct CorrectionPageTests {
    private static func sample(_ name: String) throws -> JSONValue {
        try JSONParser.parse(
            String(
                contentsOfFile: "\(World.home)/Samples/\(name)/request.json", encoding: .utf8))
    }

    /// A lab whose heparin is filed.
    private struct Lab {
        var cookie: String
        var root: String
        var shipment: String
        var page: String { "/shipments/\(shipment)/correction" }
        var form: String { page + "/form" }

        init(
            _ house: AccessHouse, _ cookie: String, _ root: String, _ request: JSONValue
        ) async throws {
            let filed = try await house.browse("POST", "/import-requests", cookie, request)
            (self.cookie, self.root) = (cookie, root)
            shipment = try #require(try filed.json["shipment"]?.stringValue)
        }

        func request(_ house: AccessHouse) async throws -> JSONValue {
            try await house.browse(
                "GET", "/shipments/\(shipment)/import-request", cookie
            ).json
        }
    }

    /// What stands in the fields of a page's form, as a browser would send it.
    private func fields(of page: String) -> [(String, String)] {
        let form = page.components(separatedBy: "<form id=\"request\"").last ?? ""
        let text = form.components(separatedBy: "</form>")[0]
        var fields: [(String, String)] = []
        for tag in text.components(separatedBy: "<").dropFirst() {
            let kind = tag.prefix { $0.isLetter }
            let name = attribute("name", in: tag)
            switch kind {
            case "input" where !["file", "radio"].contains(attribute("type", in: tag) ?? ""):
                if let name { fields.append((name, attribute("value", in: tag) ?? "")) }
            case "input" where tag.contains(" checked"), "select", "textarea":
                let value = kind == "textarea" ? tag.drop { $0 != ">" }.dropFirst() : ""
                let given = attribute("value", in: tag) ?? plain(String(value))
                if let name { fields.append((name, given)) }
            case "option" where tag.contains(" selected"):
                fields[fields.count - 1].1 = attribute("value", in: tag) ?? ""
            default: break
            }
        }
        return fields.filter { !["csrf", "do", "paste"].contains($0.0) }
    }

    private func attribute(_ name: String, in tag: String) -> String? {
        let head = tag.prefix { $0 != ">" }
        guard let start = head.firstRange(of: " \(name)=\"") else { return nil }
        return plain(String(head[start.upperBound...].prefix { $0 != "\"" }))
    }

    private func plain(_ text: String) -> String {
        text.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
            .replacing("&amp;", with: "&")
    }

    private func changed(
        _ fields: [(String, String)], _ changes: [(String, String)]
    ) -> [(String, String)] {
        fields.filter { field in !changes.contains { $0.0 == field.0 } } + changes
    }

    @Test("the form holds every sample's request to the last member")
    func samples() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: World.home + "/Samples") {
            let request = try ImportRequest(json: Self.sample(name), for: .filing)
            let importer = SheetParties.Party(
                id: "ORG-1", name: "另一个写法", uscc: request.importer.uscc ?? "",
                title: LocalizedText(zh: "另一个写法", en: "Spelled otherwise"))
            let broker = SheetParties.Party(
                id: "ORG-2", name: "另一家的写法", uscc: request.broker?.uscc ?? "",
                title: LocalizedText(zh: "另一家的写法", en: "Spelled otherwise"))
            #expect(!broker.uscc.isEmpty)
            for brokers in [[], [broker]] {
                let parties = SheetParties(importers: [importer], brokers: brokers)
                #expect(RequestCorrection.fits(request, parties), "\(name)")
            }
            #expect(!RequestCorrection.fits(request, SheetParties(importers: [], brokers: [])))
        }
    }

    @Test("what a browser would not send back as it is, the form does not hold")
    func held() throws {
        let sample = try Self.sample("01-heparin-whitelisted")
        let parties = { (request: ImportRequest) in
            SheetParties(
                importers: [
                    SheetParties.Party(
                        id: "ORG-1", name: "x", uscc: request.importer.uscc ?? "",
                        title: LocalizedText(zh: "x", en: "x"))
                ], brokers: [])
        }
        func fits(_ change: (inout JSONObject, inout JSONObject) -> Void) throws -> Bool {
            var object = try #require(sample.objectValue)
            var item = try #require(object["items"]?.arrayValue?.first?.objectValue)
            change(&object, &item)
            object["items"] = [.object(item)]
            let request = try ImportRequest(json: .object(object), for: .filing)
            return RequestCorrection.fits(request, parties(request))
        }
        #expect(try fits { _, item in item["line"] = 3 })
        #expect(try !fits { _, item in item["line"] = 400 })
        #expect(try !fits { object, _ in object["statedUse"] = "第一行\n第二行" })
        let long = JSONValue.string(String(repeating: "9", count: 1_001))
        #expect(try !fits { _, item in item["catalogue"] = ["number": long] })
    }

    @Test("a broker that is chosen comes before one that was only carried along")
    func broker() throws {
        var request = try ImportRequest(json: Self.sample("01-heparin-whitelisted"), for: .filing)
        request.broker?.name = "旧报关行"
        let chosen = SheetParties.Party(
            id: "ORG-2", name: "新报关行", uscc: "91440115MAXXX00907",
            title: LocalizedText(zh: "新报关行", en: "Another"))
        let parties = SheetParties(importers: [], brokers: [chosen])
        var sheet = RequestSheet(correcting: request, parties)
        func named() -> JSONValue? { SheetReading(sheet, parties).document["broker"] }
        #expect(named()?["name"] == "旧报关行")
        sheet["broker"] = chosen.id
        #expect(named()?["name"] == "新报关行" && named()?["uscc"] == "91440115MAXXX00907")
    }

    @Test("a line that is taken out leaves the others their numbers, and what is drawn on them")
    func removed() async throws {
        try await AccessHouse.servingLab { house, cookie, root in
            var object = try #require(Self.sample("01-heparin-whitelisted").objectValue)
            let item = try #require(object["items"]?.arrayValue?.first?.objectValue)
            var second = item
            second["line"] = 2
            second["name"] = ["zh": "第二种货"]
            object["items"] = [.object(item), .object(second)]
            let lab = try await Lab(house, cookie, root, .object(object))
            let own = fields(of: try await house.page(lab.page, cookie).text)
            let without = try await house.submit(
                lab.form, cookie, from: lab.page, changed(own, [("remove", "1")]))
            #expect(without.status == 200 && without.text.contains("value=\"第二种货\""))
            let done = try await house.submit(
                lab.form, cookie, from: lab.page,
                changed(fields(of: without.text), [("reason", "多报"), ("do", "file")]))
            #expect(done.status == 303, "\(done.text)")
            let items = try await lab.request(house)["items"]?.arrayValue
            #expect(items?.count == 1 && items?.first?["line"] == 2)
            let history = try await house.page("/shipments/\(lab.shipment)", cookie).text
            #expect(history.contains("多报；删去第 1 项 肝素钠<"))
            // It is corrected on the form again, and taken out again where it is the last.
            let again = try await house.page(lab.page, cookie)
            #expect(again.status == 200 && again.text.contains("name=\"items[2].name\""))
        }
    }

    @Test("the history compares with what counted, also after a correction was undone")
    func undone() async throws {
        try await AccessHouse.servingLab { house, cookie, root in
            let sample = try Self.sample("01-heparin-whitelisted")
            let lab = try await Lab(house, cookie, root, sample)
            var object = try #require(sample.objectValue)
            var item = try #require(object["items"]?.arrayValue?.first?.objectValue)
            func step(_ event: String, _ input: JSONValue, _ version: Int) async throws {
                let done = try await house.browse(
                    "POST", "/shipments/\(lab.shipment)/steps", cookie,
                    ["event": .string(event), "input": input],
                    [("If-Match", "\"\(version)\"")])
                #expect(done.status == 201, "\(String(decoding: done.body, as: UTF8.self))")
            }
            func corrected() -> JSONValue {
                object["items"] = [.object(item)]
                return ["request": .object(object), "reason": "有误"]
            }
            let unit = try #require(item["quantity"]?["unit"])
            item["quantity"] = ["amount": "150.0", "unit": unit]
            object["regime"] = nil
            try await step("correct_request", corrected(), 1)
            try await step("undo_step", ["reason": "点错了"], 2)
            item["quantity"] = ["amount": "200", "unit": unit]
            object["statedUse"] = "另一用途"
            try await step("correct_request", corrected(), 3)
            let page = try await house.page("/shipments/\(lab.shipment)", cookie).text
            #expect(page.contains("有误；第 1 项数量：200 → 150<"))
            #expect(page.ranges(of: "→ 150").count == 1 && !page.contains("150 → 200"))
            #expect(page.contains("→ 另一用途<"))
        }
    }

    @Test("only what was changed is changed, once, with the reason on the record")
    func corrected() async throws {
        try await AccessHouse.servingLab { house, cookie, root in
            let lab = try await Lab(house, cookie, root, Self.sample("01-heparin-whitelisted"))
            let before = try await lab.request(house)
            let shipment = try await house.page("/shipments/\(lab.shipment)", cookie).text
            #expect(shipment.contains("href=\"\(lab.page)\""))
            let page = try await house.page(lab.page, cookie)
            #expect(page.status == 200)
            for text in ["更正进口申请", "value=\"肝素钠\"", "id=\"reason\"", "进口药品通关单"] {
                #expect(page.text.contains(text), "\(text)")
            }
            #expect(!page.text.contains("name=\"files\"") && !page.text.contains("value=\"keep\""))
            let sent = changed(
                fields(of: page.text),
                [("items[1].quantity", "150"), ("reason", "数量填报有误"), ("do", "file")])
            for _ in 1...2 {
                let done = try await house.submit(lab.form, cookie, from: lab.page, sent)
                #expect(done.status == 303, "\(done.text)")
                let place = done.answer.header("location") ?? ""
                #expect(place == "/shipments/\(lab.shipment)?done=doneCorrected")
            }
            let after = try await lab.request(house)
            #expect(after["items"]?.arrayValue?.first?["quantity"]?["amount"] == "150")
            let restored = after.text.replacing("\"amount\":\"150\"", with: "\"amount\":\"200\"")
            #expect(restored == before.text)
            let history = try await house.page("/shipments/\(lab.shipment)", cookie).text
            #expect(history.contains("数量填报有误；第 1 项数量：200 → 150</"))
            #expect(history.contains("第 2 版"))
        }
    }

    @Test("what cannot be taken stays as it was typed, each mistake at its place")
    func refused() async throws {
        try await AccessHouse.servingLab { house, cookie, root in
            let lab = try await Lab(house, cookie, root, Self.sample("01-heparin-whitelisted"))
            let own = fields(of: try await house.page(lab.page, cookie).text)
            let wrong = try await house.submit(
                lab.form, cookie, from: lab.page,
                changed(
                    own, [("items[1].quantity", "五升"), ("reason", "<b>"), ("do", "file")]))
            #expect(wrong.status == 422 && wrong.text.contains("id=\"item-1-quantity-error\""))
            #expect(wrong.text.contains("&lt;b&gt;</textarea>"))
            let silent = try await house.submit(
                lab.form, cookie, from: lab.page, changed(own, [("reason", ""), ("do", "file")]))
            #expect(
                (400...422).contains(silent.status) && silent.text.contains("id=\"reason-error\""))
            let unsure = try await house.submit(
                lab.form, cookie, from: lab.page, changed(own, [("version", "x"), ("do", "file")]))
            #expect(unsure.status == 428)
            // Rows are added on the same page, and nothing is written.
            let more = try await house.submit(
                lab.form, cookie, from: lab.page, changed(own, [("do", "add")]))
            #expect(more.status == 200 && more.text.contains("items[2].name"))
            #expect(more.text.contains("action=\"\(lab.form)\""))
            #expect(try await lab.request(house)["items"]?.arrayValue?.count == 1)
        }
    }

    @Test("whoever was slower is told what happened, and can send it again")
    func overtaken() async throws {
        try await AccessHouse.servingLab { house, cookie, root in
            let lab = try await Lab(house, cookie, root, Self.sample("01-heparin-whitelisted"))
            let own = fields(of: try await house.page(lab.page, cookie).text)
            let shipment = "/shipments/\(lab.shipment)"
            _ = try await house.submit(
                shipment + "/notes", cookie, from: shipment,
                [("version", "1"), ("key", "n"), ("text", "先到")])
            let other = try await house.submit(
                lab.form, cookie, from: lab.page,
                changed(
                    own,
                    [
                        ("version", "2"), ("key", "other"), ("items[1].quantity", "170"),
                        ("reason", "另一人"), ("do", "file"),
                    ]))
            #expect(other.status == 303)
            let sent = changed(
                own, [("items[1].quantity", "150"), ("reason", "有误"), ("do", "file")])
            let late = try await house.submit(lab.form, cookie, from: lab.page, sent)
            #expect(late.status == 412 && late.text.contains("value=\"150\""))
            #expect(late.text.contains("添加备注") && late.text.contains("第 1 项数量：200 → 170"))
            let again = try await house.submit(
                lab.form, cookie, from: lab.page,
                changed(
                    fields(of: late.text),
                    [
                        ("do", "file"), ("items[2].name", "合成缓冲液"),
                        ("items[2].quantity", "1"), ("items[2].unit", "L"),
                    ]))
            #expect(again.status == 303, "\(again.text)")
            let added = try await house.page(shipment, cookie).text
            #expect(added.contains("第 1 项数量：170 → 150；新增第 2 项 合成缓冲液"))
            let fewer = try await house.submit(
                lab.form, cookie, from: lab.page,
                changed(
                    fields(of: try await house.page(lab.page, cookie).text).filter {
                        !$0.0.hasPrefix("items[2]")
                    }, [("reason", "多报"), ("do", "file")]))
            #expect(fewer.status == 303, "\(fewer.text)")
            let removed = try await house.page(shipment, cookie).text
            #expect(removed.contains("多报；删去第 2 项 合成缓冲液"))
        }
    }

    @Test("what the form cannot hold is corrected as a document, and others have no form")
    func otherwise() async throws {
        try await AccessHouse.servingLab { house, cookie, root in
            var request = try Self.sample("01-heparin-whitelisted")
            guard case .object(var object) = request,
                case .object(var item)? = object["items"]?.arrayValue?.first
            else { throw AccessHouse.BadAnswer() }
            item["line"] = 400
            object["items"] = [.object(item)]
            request = .object(object)
            let lab = try await Lab(house, cookie, root, request)
            let page = try await house.page(lab.page, cookie)
            #expect(page.status == 303)
            let place = page.answer.header("location") ?? ""
            #expect(place == "/shipments/\(lab.shipment)?step=correct_request")
            let shipment = try await house.page(place, cookie).text
            #expect(shipment.contains("name=\"input.request\""))
            #expect(shipment.contains("&quot;line&quot;:400"))
            let office = try await house.organisation("authority", by: root)
            let person = try await house.member("he.ping", "authority", of: office, by: root)
            #expect(try await house.page(lab.page, person.cookie).status == 303)
        }
    }
}
