import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneTestSupport
import Testing

@testable import GreenlaneServer

@Suite("Whitelists on pages")
struct WhitelistPageTests {
    private static let file = World.home + "/Whitelists/nansha-SYNTHETIC-2026-2.csv"

    /// Chooses a file in the steward's form.
    private func upload(
        _ house: AccessHouse, _ cookie: String, _ text: String, name: String
    ) async throws -> (status: Int, text: String) {
        let form = try await house.page("/whitelists/imports", cookie).text
        let token = AccessHouse.field("csrf", in: form) ?? ""
        var body = ""
        for (field, value) in [("csrf", token), ("published", "2026-08-31")] {
            body += "--b\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n"
        }
        body += "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n"
        body += "Content-Type: text/csv\r\n\r\n\(text)\r\n--b--\r\n"
        let answer = try await house.browser(
            "POST", "/whitelists/imports", (body, "multipart/form-data; boundary=b"),
            language: "zh-CN",
            [("Cookie", cookie), ("Accept", "text/html"), ("Sec-Fetch-Site", "same-origin")])
        return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }

    private func steward(_ house: AccessHouse, by root: String) async throws -> String {
        let office = try await house.organisation("authority", by: root)
        return try await house.member("liang", "whitelist_steward", of: office, by: root).cookie
    }

    @Test("a list is tried, then just that is published")
    func publish() async throws {
        let list = try String(contentsOfFile: Self.file, encoding: .utf8)
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let steward = try await steward(house, by: root)
            let bad = try await upload(
                house, steward, list.replacing("2026-12-31", with: "<u>31"), name: "x.csv")
            #expect(bad.status == 400 && bad.text.contains("处错误"))
            #expect(!bad.text.contains("<u>31"))
            // What was typed beside the file is still there.
            #expect(bad.text.contains("value=\"2026-08-31\""))
            let tried = try await upload(house, steward, list, name: "C:\\<i>list.csv")
            #expect(tried.status == 200 && tried.text.contains("NS-SYN-001"))
            #expect(tried.text.contains("&lt;i&gt;list.csv") && !tried.text.contains("<i>list"))
            #expect(house.service.ledgers.read { $0.allEntries.count } == 0)
            let digest = try #require(AccessHouse.field("digest", in: tried.text))
            let key = try #require(AccessHouse.field("key", in: tried.text))
            let other = try await house.submit(
                "/whitelists/batches", steward, from: "/whitelists/imports",
                [("digest", "sha256:00"), ("key", key)])
            #expect(other.status == 409 && other.text.contains("没有发布"))
            let done = try await house.submit(
                "/whitelists/batches", steward, from: "/whitelists/imports",
                [("digest", digest), ("key", key)])
            #expect(done.status == 303)
            #expect(house.service.ledgers.read { $0.entry("NS-SYN-001") } != nil)
            let again = try await upload(house, steward, list, name: "list.csv")
            #expect(again.text.contains("发布它不会改变什么"))
            let page = try await house.page("/whitelists", steward)
            let batch = try #require(page.text.firstRange(of: "/whitelists/batches/"))
            let position = page.text[batch.upperBound...].prefix { $0 != "\"" }
            let changes = try await house.page("/whitelists/batches/\(position)", steward)
            #expect(changes.text.contains("NS-SYN-001") && changes.text.contains("增加"))
        }
    }

    /// Files heparin of the first entry; the shipment's id.
    private func heparin(
        _ house: AccessHouse, _ reference: String, _ grams: Int
    ) async throws -> String {
        var request = try Requests.sample("01-heparin-whitelisted")
        request.reference = reference
        request.items[0].quantity = Quantity(GreenlaneCore.Decimal(grams), .g)
        let envelope = Envelope(.file(request), by: Actor(role: .labManager, name: "li.na"))
        return try await house.service.desk.handle(envelope).get().id
    }

    private func publish(_ house: AccessHouse, _ steward: String, _ page: String) async throws {
        let digest = try #require(AccessHouse.field("digest", in: page))
        let done = try await house.submit(
            "/whitelists/batches", steward, from: "/whitelists/imports", [("digest", digest)])
        #expect(done.status == 303)
    }

    @Test("a trial warns of quantities below what is drawn, and names what the file leaves out")
    func lowered() async throws {
        let list = try String(contentsOfFile: Self.file, encoding: .utf8)
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let steward = try await steward(house, by: root)
            try await publish(
                house, steward, try await upload(house, steward, list, name: "1.csv").text)
            let used = try await heparin(house, "H-1", 200)
            for (event, actor) in [
                ("dispatch", "broker:chen.bo"), ("goods_arrived", "carrier:zhou.li"),
                ("lodge_declaration", "broker:chen.bo"), ("receipt.accepted", "customs:receipt"),
            ] {
                let step = Command.step(shipment: used, event: event, input: JSONObject())
                let envelope = Envelope(step, by: try #require(Actor(actor)))
                _ = try await house.service.desk.handle(envelope).get()
            }
            let kept = try await heparin(house, "H-2", 50)
            let lines = list.split(separator: "\n").filter { !$0.contains("NS-SYN-002") }
            let lowered = lines.joined(separator: "\n").replacing(
                "research grade,500,g", with: "research grade,100,g")
            let tried = try await upload(house, steward, lowered + "\n", name: "2.csv").text
            #expect(tried.contains("超出 150\u{A0}g，发布后不能再预留"))
            // Who used it long since holds nothing now.
            #expect(tried.contains(kept) && !tried.contains(used))
            #expect(tried.contains("不在这份文件里的有效条目（1 条）"))
            #expect(tried.contains("NS-SYN-002"))
            try await publish(house, steward, tried)
            let reader = root + "; gl_language=zh-CN"
            let entry = try await house.page("/whitelists/NS-SYN-001", reader).text
            #expect(entry.contains("预留 50\u{A0}g，超出 150\u{A0}g"))
            #expect(entry.contains("已超出核定数量 150\u{A0}g") && !entry.contains("还能用"))
            #expect(entry.contains("名单变更（8月31日") && entry.contains("余不变"))
            let panorama = try await house.page("/panorama", reader).text
            #expect(panorama.contains("250.0%") && panorama.contains("（200.0%）"))
            #expect(panorama.contains("其中 1 个已超出") && panorama.contains("超出 150 g"))
        }
    }

    @Test("the balance is for the unit, the entry for everybody")
    func narrowed() async throws {
        let list = try String(contentsOfFile: Self.file, encoding: .utf8)
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let steward = try await steward(house, by: root)
            let tried = try await upload(house, steward, list, name: "list.csv")
            let digest = try #require(AccessHouse.field("digest", in: tried.text))
            _ = try await house.submit(
                "/whitelists/batches", steward, from: "/whitelists/imports",
                [("digest", digest)])
            let unit = try await house.organisation("importer", "91440115MAXXX0015E", by: root)
            let own = try await house.member("li.na", "lab_manager", of: unit, by: root).cookie
            let foreign = try await house.organisation(
                "importer", "91440115MAXXX00314", by: root)
            let other = try await house.member("zhou", "lab_manager", of: foreign, by: root).cookie
            let seen = try await house.page("/whitelists/NS-SYN-001", own)
            #expect(seen.text.contains("列入名单") && seen.text.contains("class=\"balance\""))
            let narrowed = try await house.page("/whitelists/NS-SYN-001", other)
            #expect(narrowed.status == 200 && !narrowed.text.contains("列入名单"))
            #expect(!narrowed.text.contains("class=\"balance\""))
            let uses = try await house.page("/audit/uses?id=NS-SYN-001", other)
            #expect(uses.status == 404)
            let listed = try await house.page("/whitelists?q=%E8%82%9D%E7%B4%A0", other)
            #expect(listed.text.contains("NS-SYN-001") && !listed.text.contains("NS-SYN-002"))
            #expect(try await house.page("/whitelists/imports", own).status == 403)
        }
    }
}
