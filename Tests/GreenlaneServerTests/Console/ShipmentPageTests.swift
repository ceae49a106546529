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

        init(_ house: AccessHouse) async throws {
            root = try await house.administrator()
            let own = try await house.organisation("importer", "91440115MAXXX0015E", by: root)
            let other = try await house.organisation("importer", "91440115MAXXX00314", by: root)
            lab = try await house.member("li.na", "lab_manager", of: own, by: root).cookie
            stranger = try await house.member("wu.fang", "lab_manager", of: other, by: root).cookie
            let sample = World.home + "/Samples/01-heparin-whitelisted/request.json"
            let request = try JSONParser.parse(
                String(contentsOfFile: sample, encoding: .utf8))
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
            // No step of that name: not found, and nothing written.
            let unknown = try await house.submit(
                town.path + "/steps/..%2Fsteal", town.lab, from: town.path, [("version", "1")])
            #expect(unknown.status == 404)
            let page = try await house.page(town.path, town.lab)
            #expect(AccessHouse.field("version", in: page.text) == "1")
        }
    }
}
