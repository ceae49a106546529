import Foundation
import GreenlaneCore
import Testing

@testable import GreenlaneServer

@Suite("A new request is typed, assessed and filed on a page")
struct RequestPageTests {
    static let own = "91440115MAXXX0015E"
    static let foreign = "91440115MAXXX0066N"

    /// A lab manager of one importer, beside another importer that is none of theirs.
    private static let page = "/requests/new"

    /// A request that can be filed.
    private func fields(_ changes: [(String, String)] = []) -> [(String, String)] {
        let typed = [
            ("importer", Self.own), ("reference", "NS-2026-1"), ("purpose", "process_material"),
            ("mode", "air"), ("port", "5141"), ("key", "k1"), ("items[1].name", "肝素钠"),
            ("items[1].form", "drug_substance"), ("items[1].source", "动物源"),
            ("items[1].country", "丹麦"), ("items[1].quantity", "1,200"), ("items[1].unit", "克"),
            ("items[1].hs", "3001901000"),
        ]
        return typed.filter { field in !changes.contains { $0.0 == field.0 } } + changes
    }

    @Test("the form offers one's own importer alone, and shows what was typed as text")
    func typed() async throws {
        try await AccessHouse.servingLab { house, lab, _ in
            let empty = try await house.page(Self.page, lab)
            #expect(empty.status == 200)
            #expect(empty.text.contains("value=\"\(Self.own)\" selected"))
            #expect(!empty.text.contains(Self.foreign))
            #expect(empty.text.contains("<option value=\"\" selected>请选择</option>"))
            let again = try await house.submit(
                "/requests", lab, from: Self.page,
                fields([
                    ("do", "add"), ("reference", "<script>x"), ("items[1].name", "=cmd|'/c'!A1"),
                    ("items[1].quantity", "五升"), ("answer", "items/0/origin/species=<b>pig"),
                ]))
            #expect(again.status == 200)
            #expect(again.text.contains("&lt;script&gt;x") && !again.text.contains("<script>x"))
            #expect(again.text.contains("value=\"=cmd|") && again.text.contains("value=\"五升\""))
            #expect(again.text.contains("items/0/origin/species=&lt;b&gt;pig"))
            #expect(again.text.contains("items[2].name"))
            // Words become the choices that they name.
            #expect(again.text.contains("<option value=\"animal\" selected>"))
            #expect(again.text.contains("<option value=\"g\" selected>"))
        }
    }

    @Test("the panel answers alone, and an answered question is asked no more")
    func assessed() async throws {
        try await AccessHouse.servingLab { house, lab, _ in
            let panel = try await house.submit(
                "/requests/assessment", lab, from: Self.page, fields())
            #expect(panel.status == 200 && !panel.text.contains("<html"))
            #expect(panel.text.contains("进口药品通关单") && panel.text.contains("《"))
            #expect(panel.text.contains("没有填计划到港"))
            let planned = try await house.submit(
                "/requests/assessment", lab, from: Self.page, fields([("arrival", "2026-09-20")]))
            #expect(!planned.text.contains("没有填计划到港"))
            let question = "value=\"items/0/chosenLevels/biomaterial=2\""
            #expect(panel.text.contains(question))
            let answered = try await house.submit(
                "/requests/assessment", lab, from: Self.page,
                fields([("answer", "items/0/chosenLevels/biomaterial=2")]))
            #expect(!answered.text.contains(question))
            #expect(answered.text.contains("value=\"items/0/chosenLevels/biomaterial=\""))
        }
    }

    @Test("filing goes through the door once, however often the form is sent")
    func filed() async throws {
        try await AccessHouse.servingLab { house, lab, _ in
            let first = try await house.submit(
                "/requests", lab, from: Self.page, fields([("do", "file")]))
            #expect(first.status == 303, "\(first.text)")
            let place = first.answer.header("location") ?? ""
            #expect(place.hasPrefix("/shipments/SH-") && place.contains("done=doneFiled"))
            let second = try await house.submit(
                "/requests", lab, from: Self.page, fields([("do", "file")]))
            #expect(second.answer.header("location") == place)
            let id = place.dropFirst("/shipments/".count).prefix { $0 != "?" }
            let kept = try await house.browse("GET", "/shipments/\(id)/import-request", lab)
            let item = try kept.json["items"]?.arrayValue?.first
            #expect(item?["quantity"]?["amount"] == "1200" && item?["quantity"]?["unit"] == "g")
            #expect(item?["origin"]?["country"] == "DK")
            // It can be copied from, without its reference.
            let copy = try await house.page("/requests/new?copy=\(id)", lab)
            #expect(copy.text.contains("value=\"肝素钠\"") && !copy.text.contains("\"NS-2026-1\""))
        }
    }

    @Test("a request that cannot be filed stays as it was typed, each mistake at its cell")
    func refused() async throws {
        try await AccessHouse.servingLab { house, lab, root in
            let wrong = try await house.submit(
                "/requests", lab, from: Self.page,
                fields([
                    ("do", "file"), ("items[1].quantity", "五升"), ("items[1].country", "火星"),
                    ("reference", ""),
                ]))
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("id=\"item-1-quantity-error\""))
            #expect(wrong.text.contains("id=\"item-1-country-error\""))
            #expect(wrong.text.contains("id=\"reference-error\""))
            #expect(wrong.text.contains("value=\"五升\"") && wrong.text.contains("value=\"火星\""))
            let other = try await house.submit(
                "/requests", lab, from: Self.page,
                fields([("do", "file"), ("importer", Self.foreign)]))
            #expect(other.status == 422 && other.text.contains("value=\"NS-2026-1\""))
            let broker = try await house.organisation("broker", "91440115MAXXX0197J", by: root)
            let chen = try await house.member("chen.bo", "broker", of: broker, by: root).cookie
            let notEntrusted = try await house.submit(
                "/requests", chen, from: Self.page, fields([("do", "file")]))
            #expect(notEntrusted.status == 422)
            #expect(!notEntrusted.text.contains("value=\"\(Self.own)\""))
        }
    }

    @Test("a pasted table fills the rows, with its mistakes at their cells")
    func pasted() async throws {
        try await AccessHouse.servingLab { house, lab, _ in
            let read = try await house.submit(
                "/requests", lab, from: Self.page,
                [
                    ("do", "read"), ("reference", "NS-7"),
                    ("paste", "品名\t数量\t单位\t物种\n胎牛血清\t5\tL\tBos taurus\n=肝素\t五升\tg\t\n"),
                ])
            #expect(read.status == 422)
            #expect(read.text.contains("value=\"胎牛血清\"") && read.text.contains("value=\"=肝素\""))
            #expect(read.text.contains("items/0/origin/species=Bos taurus"))
            #expect(read.text.contains("id=\"item-2-quantity-error\""))
            #expect(read.text.contains("第 3 行 B 列 数量"))
            #expect(read.text.contains("value=\"NS-7\""))
            let header = try await house.submit(
                "/requests", lab, from: Self.page,
                [("do", "read"), ("paste", "品名\t数里\n胎牛血清\t5\n")])
            #expect(header.status == 422 && header.text.contains("是否应为"))
            #expect(header.text.contains("胎牛血清\t5"))
        }
    }

    @Test("ten thousand rows with three hundred mistakes are counted, and the first are shown")
    func long() async throws {
        try await AccessHouse.servingLab { house, lab, _ in
            var lines = ["品名,数量,单位"]
            for row in 1...10_000 {
                lines.append("试剂 \(row),\(row % 33 == 0 && row <= 9_900 ? "很多" : "5"),g")
            }
            let read = try await house.submit(
                "/requests", lab, from: Self.page,
                [("do", "read"), ("paste", lines.joined(separator: "\n"))])
            #expect(read.status == 422)
            #expect(read.text.contains("10000 行") && read.text.contains("300 处"))
            #expect(read.text.contains("还有 250 处未列出"))
            #expect(read.text.ranges(of: "“很多”不是有效的数字").count == 50)
            #expect(read.text.utf8.count < 150_000)
        }
    }

    @Test("drafts are kept for their account alone, and go when they are filed")
    func drafts() async throws {
        try await AccessHouse.servingLab { house, lab, root in
            let kept = try await house.submit(
                "/requests", lab, from: Self.page,
                fields([("do", "keep"), ("items[1].quantity", "五升")]))
            #expect(kept.answer.header("location") == "/requests/new?draft=d-1&done=doneDraft")
            let draft = try await house.page("/requests/new?draft=d-1&done=doneDraft", lab)
            #expect(draft.text.contains("value=\"五升\"") && draft.text.contains("草稿已保存"))
            #expect(try await house.page("/requests/new?draft=d-1", root).status == 404)
            #expect(try await house.page("/requests/new?draft=../../greenlane", lab).status == 404)
            let again = try await house.submit(
                "/requests", lab, from: Self.page, fields([("do", "file"), ("draft", "d-1")]))
            #expect(again.status == 303)
            #expect(try await house.page("/requests/new?draft=d-1", lab).status == 404)
        }
    }

    @Test("documents go with the request; one of a wrong kind is named, and the rest is done")
    func attachments() async throws {
        try await AccessHouse.servingLab { house, lab, _ in
            let form = try await house.page(Self.page, lab).text
            let token = AccessHouse.field("csrf", in: form) ?? ""
            var body = ""
            for (name, value) in [("csrf", token)] + fields([("do", "file")]) {
                body += "--edge\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n"
                body += value + "\r\n"
            }
            for (name, text) in [("note.txt", "SYNTHETIC\n"), ("setup.exe", "MZ\u{1}\u{2}")] {
                body += "--edge\r\nContent-Disposition: form-data; name=\"files\"; "
                body += "filename=\"\(name)\"\r\n\r\n\(text)\r\n"
            }
            body += "--edge--\r\n"
            let answer = try await house.browser(
                "POST", "/requests", (body, "multipart/form-data; boundary=edge"),
                language: "zh-CN", [("Cookie", lab), ("Sec-Fetch-Site", "same-origin")])
            let place = answer.header("location") ?? ""
            #expect(answer.status == 303)
            #expect(place.contains("doneFiledWithout") && place.contains("setup.exe"))
            #expect(!place.contains("note.txt"))
            let id = place.dropFirst("/shipments/".count).prefix { $0 != "?" }
            let list = try await house.browse("GET", "/shipments/\(id)/attachments", lab)
            #expect(try list.json["documents"]?.arrayValue?.count == 1)
        }
    }

    @Test("the sample table can be read back")
    func sample() async throws {
        try await AccessHouse.servingLab { house, lab, _ in
            let sample = try await house.page("/requests/items.csv", lab)
            #expect(sample.answer.body.starts(with: [0xEF, 0xBB, 0xBF]))
            let read = try await house.submit(
                "/requests", lab, from: Self.page, [("do", "read"), ("paste", sample.text)])
            #expect(read.status == 200 && read.text.contains("SYNTHETIC 肝素钠"))
            let english = try await house.page(
                "/requests/items.csv", lab + "; gl_language=en")
            #expect(english.text.contains("quantity.amount"))
        }
    }
}
