import Foundation
import GreenlaneCore
import GreenlaneTestSupport
import Testing

@testable import GreenlaneServer

@Suite("A shipment on its page")
struct ShipmentPageTests {
    /// A lab whose heparin is filed, and somebody of another importer.
    private struct Town {
        var root: String
        var lab: String
        var stranger: String
        var shipment: String

        var path: String { "/shipments/\(shipment)" }

        init(
            _ house: AccessHouse, _ sample: String = "01-heparin-whitelisted"
        ) async throws {
            root = try await house.administrator()
            let file = "\(World.home)/Samples/\(sample)/request.json"
            let request = try JSONParser.parse(String(contentsOfFile: file, encoding: .utf8))
            let importer = try #require(request["importer"]?["uscc"]?.stringValue)
            let own = try await house.organisation("importer", importer, by: root)
            let other = try await house.organisation("importer", "91440115MAXXX00314", by: root)
            lab = try await house.member("li.na", "lab_manager", of: own, by: root).cookie
            stranger = try await house.member("wu.fang", "lab_manager", of: other, by: root).cookie
            let filed = try await house.browse("POST", "/import-requests", lab, request)
            shipment = try #require(try filed.json["shipment"]?.stringValue)
        }
    }

    private func note(
        _ house: AccessHouse, _ town: Town, _ text: String, version: Int, key: String
    ) async throws -> (status: Int, text: String, answer: HouseAnswer) {
        try await house.submit(
            town.path + "/notes", town.lab, from: town.path,
            [("version", String(version)), ("key", key), ("text", text)])
    }

    @Test("says where it is, whose move it is and what can be done, to those within reach alone")
    func tells() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house)
            let page = try await house.page(town.path, town.lab)
            #expect(page.status == 200)
            for text in ["肝素钠", "进口药品通关单", "药品管理法", "（您）", "<svg"] {
                #expect(page.text.contains(text), "\(text)")
            }
            let english = try await house.page(town.path, town.lab, language: "en")
            #expect(english.text.contains("Heparin sodium"))
            #expect(try await house.page(town.path, town.stranger).status == 404)
            #expect(try await house.page(town.path).status == 303)
        }
    }

    @Test("takes a step once however often its button is pressed, and shows what was typed as text")
    func once() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house)
            let text = "<script>alert(1)</script> =cmd()"
            let first = try await note(house, town, text, version: 1, key: "k1")
            #expect(first.status == 303)
            #expect(
                first.answer.header("location")?.hasPrefix(town.path + "?done=doneStep") == true)
            let again = try await note(house, town, text, version: 1, key: "k1")
            #expect(again.status == 303)
            let page = try await house.page(town.path, town.lab).text
            #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; =cmd()"))
            #expect(!page.contains("<script>alert"))
            let events = try await house.browse(
                "GET", "/shipments/\(town.shipment)/events", town.lab)
            #expect(try events.json["events"]?.arrayValue?.count == 2)
        }
    }

    @Test("tells whoever was slower what happened, and lets them send it again")
    func conflict() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house)
            #expect(try await note(house, town, "先到", version: 1, key: "k1").status == 303)
            let late = try await note(house, town, "后到的备注", version: 1, key: "k2")
            #expect(late.status == 412)
            #expect(late.text.contains("后到的备注") && late.text.contains("添加备注"))
            let version = try #require(
                AccessHouse.field("version", in: late.text).flatMap { Int($0) })
            #expect(version == 2)
            #expect(try await note(house, town, "后到的备注", version: 2, key: "k3").status == 303)
        }
    }

    @Test("keeps what was typed where a step is refused")
    func refused() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house)
            let sent = try await house.submit(
                town.path + "/steps/record_reading", town.lab, from: town.path,
                [("version", "1"), ("key", "k1"), ("input.min_c", "warm & wet")])
            #expect(sent.status >= 400 && sent.status < 500)
            #expect(sent.text.contains("value=\"warm &amp; wet\""))
            let object = try await house.submit(
                town.path + "/steps/correct_request", town.lab, from: town.path,
                [("version", "1"), ("key", "k2"), ("input.request", "{"), ("input.reason", "x")])
            #expect(object.status == 400 && object.text.contains("不是有效的 JSON"))
            #expect(!object.text.contains("请求体"))
            // No step of that name: not found, and nothing written.
            let unknown = try await house.submit(
                town.path + "/steps/..%2Fsteal", town.lab, from: town.path, [("version", "1")])
            #expect(unknown.status == 404)
            let page = try await house.page(town.path, town.lab)
            #expect(AccessHouse.field("version", in: page.text) == "1")
        }
    }

    @Test("a document that is not taken is explained, and its kind is nobody's guess")
    func upload() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house)
            let page = try await house.page(town.path, town.lab).text
            let form = page.components(separatedBy: "id=\"document-kind\"").last ?? ""
            #expect(form.prefix(200).contains("<option value=\"\""))
            // What the next step lacks is offered, and nothing where it lacks nothing.
            #expect(form.prefix { $0 != "/" }.contains("<option value=\"\">"))
            #expect(!form.contains("value=\"abandonment_statement\" selected"))
            var body = ""
            for (name, value) in [
                ("csrf", AccessHouse.field("csrf", in: page) ?? ""), ("version", "1"),
                ("key", "k1"), ("kind", "invoice"),
            ] {
                body += "--edge\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n"
                body += value + "\r\n"
            }
            body += "--edge\r\nContent-Disposition: form-data; name=\"file\"; "
            body += "filename=\"a.pdf\"\r\n\r\nMZ\u{1}\u{2} program\r\n--edge--\r\n"
            let answer = try await house.browser(
                "POST", town.path + "/documents", (body, "multipart/form-data; boundary=edge"),
                language: "zh-CN", [("Cookie", town.lab), ("Sec-Fetch-Site", "same-origin")])
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(answer.status >= 400 && answer.status < 500)
            // At the top, and at the form, whose kind is still chosen.
            #expect(text.contains("notice notice-late"))
            let again = text.components(separatedBy: "/documents\" enctype").last ?? ""
            #expect(again.contains("class=\"reason\""))
            #expect(again.contains("value=\"invoice\" selected"))
        }
    }

    @Test("a step that names a permit offers those that the goods need, by name")
    func permits() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house)
            let page = try await house.page(town.path, town.lab).text
            let field = page.components(separatedBy: "name=\"input.permit\"").dropFirst().first
            let options = (field ?? "").components(separatedBy: "</select>")[0]
            #expect(options.contains("进境动植物检疫许可证</option>"))
            #expect(options.contains("（这票货没有要求）"))
            #expect(page.contains("1 项许可待定：申请里还有问题没有回答"))
        }
    }

    @Test(
        "a permit that was granted and cannot be used says so",
        arguments: [
            ("2026-09-14", "2027-10-13", "已关联，尚未生效"), ("2026-08-01", "2026-08-31", "已关联，已过有效期"),
        ])
    func unusable(from: String, to: String, says: String) async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house, "08-refused-and-returned")
            let office = try await house.organisation("authority", by: town.root)
            let person = try await house.member("he.ping", "authority", of: office, by: town.root)
            let applied = try await house.browse(
                "POST", town.path + "/steps", town.lab,
                ["event": "apply_permit", "input": ["permit": "special-goods-approval"]],
                [("If-Match", "\"1\"")])
            #expect(applied.status == 201)
            let grant: JSONValue = [
                "event": "permit_granted",
                "input": [
                    "permit": "special-goods-approval", "number": "SYNTHETIC-SG-2026-0091",
                    "valid_from": .string(from), "valid_to": .string(to),
                ],
            ]
            let granted = try await house.browse(
                "POST", town.path + "/steps", person.cookie, grant, [("If-Match", "\"2\"")])
            #expect(granted.status == 201, "\(String(decoding: granted.body, as: UTF8.self))")
            let page = try await house.page(town.path, town.lab).text
            #expect(page.contains(says) && page.contains("监管证件办理中"))
            // One that holds comes before it.
            let good: JSONValue = [
                "event": "permit_granted",
                "input": [
                    "permit": "special-goods-approval", "number": "SYNTHETIC-GOOD",
                    "valid_from": "2026-08-01", "valid_to": "2027-07-31",
                ],
            ]
            let again = try await house.browse(
                "POST", town.path + "/steps", person.cookie, good, [("If-Match", "\"3\"")])
            #expect(again.status == 201)
            let after = try await house.page(town.path, town.lab).text
            #expect(!after.contains(says) && after.contains("SYNTHETIC-GOOD"))
        }
    }

    @Test("why it is held up stands at the top, as long as it is")
    func held() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house, "08-refused-and-returned")
            let office = try await house.organisation("authority", by: town.root)
            let person = try await house.member("he.ping", "authority", of: office, by: town.root)
            let permit: JSONValue = ["permit": "special-goods-approval"]
            let reason: JSONValue = ["permit": "special-goods-approval", "reason": "未说明用途"]
            let steps = [
                ("apply_permit", permit, town.lab, false),
                ("permit_refused", reason, person.cookie, true),
                ("apply_permit", permit, town.lab, false),
            ]
            for (version, (event, input, cookie, isHeld)) in steps.enumerated() {
                let done = try await house.browse(
                    "POST", town.path + "/steps", cookie,
                    ["event": .string(event), "input": input],
                    [("If-Match", "\"\(version + 1)\"")])
                #expect(done.status == 201, "\(event)")
                let page = try await house.page(town.path, town.lab).text
                #expect(page.contains("）：未说明用途</p>") == isHeld, "\(event)")
                // What was just done is told beside it.
                let told = try await house.page(town.path + "?done=doneDraft", town.lab).text
                #expect(told.contains("草稿已保存"))
                #expect(told.contains("）：未说明用途</p>") == isHeld)
            }
        }
    }

    @Test("a step about one permit offers those drawn on, not kinds")
    func revoked() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house, "08-refused-and-returned")
            let office = try await house.organisation("authority", by: town.root)
            let person = try await house.member("he.ping", "authority", of: office, by: town.root)
            let grant: JSONValue = [
                "event": "permit_granted",
                "input": [
                    "permit": "special-goods-approval", "number": "SYNTHETIC-SG-2026-0091",
                    "valid_from": "2026-08-31", "valid_to": "2027-10-13", "quantity": "1000",
                    "unit": "g", "uses": "multiple",
                ],
            ]
            let path = town.path + "/steps"
            let granted = try await house.browse(
                "POST", path, person.cookie, grant, [("If-Match", "\"1\"")])
            #expect(granted.status == 201, "\(String(decoding: granted.body, as: UTF8.self))")
            let page = try await house.page(town.path, person.cookie).text
            let field = page.components(separatedBy: "id=\"permit_revoked-permit\"").last ?? ""
            let options = field.components(separatedBy: "</select>")[0]
            #expect(options.contains("SYNTHETIC-SG-2026-0091</option>"))
            #expect(!options.contains("special-goods-approval"))
            let sent = try await house.submit(
                town.path + "/steps/permit_revoked", person.cookie, from: town.path,
                [
                    ("version", "2"), ("key", "revoked"), ("input.permit", "P-000001"),
                    ("input.reason", "合成"),
                ])
            #expect(sent.status == 303)
            let after = try await house.page(town.path, person.cookie).text
            #expect(after.contains("批准失效，暂停"))
            // Another takes its place: what was given back is no longer offered.
            let revoked = try await house.browse(
                "POST", "/permits/P-000001/revocation", person.cookie, ["reason": "合成"])
            #expect(revoked.status == 200)
            let another: JSONValue = [
                "event": "permit_granted",
                "input": [
                    "permit": "special-goods-approval", "number": "SYNTHETIC-SG-2026-0092",
                    "valid_from": "2026-08-31", "valid_to": "2027-10-13", "quantity": "1000",
                    "unit": "g", "uses": "multiple",
                ],
            ]
            let renewed = try await house.browse(
                "POST", path, person.cookie, another, [("If-Match", "\"3\"")])
            #expect(renewed.status == 201, "\(String(decoding: renewed.body, as: UTF8.self))")
            let last = try await house.page(town.path, person.cookie).text
            let offered = last.components(separatedBy: "id=\"permit_revoked-permit\"").last ?? ""
            let left = offered.components(separatedBy: "</select>")[0]
            #expect(left.contains("SYNTHETIC-SG-2026-0092</option>"))
            #expect(!left.contains("SYNTHETIC-SG-2026-0091"))
        }
    }

    @Test(
        "the address of a form leads to the page that it stands on, that of nothing keeps the menu")
    func addresses() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house)
            for (form, page) in [
                (town.path + "/steps/dispatch", town.path), (town.path + "/notes", town.path),
                ("/shipments/steps", "/shipments"), ("/requests/assessment", "/requests"),
            ] {
                let answer = try await house.page(form, town.lab)
                #expect(answer.status == 303 && answer.answer.header("location") == page, "\(form)")
            }
            let absent = try await house.page("/nowhere", town.lab)
            #expect(absent.status == 404 && absent.text.contains("data-account=\"ACC-"))
            #expect(absent.text.contains("没有这个页面"))
            #expect(try await house.page("/nowhere").text.contains("href=\"/sign-in\""))
        }
    }
}
