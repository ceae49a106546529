import Foundation
import Testing

@Suite("A shipment goes its road by commands alone")
struct RoadTests {
    private static let steps = [
        ("dispatch", "lab_manager:li.na"), ("goods_arrived", "carrier:huang.jun"),
        ("lodge_declaration", "broker:chen.bo"), ("receipt.L", "customs:receipt"),
        ("receipt.P", "customs:receipt"), ("store", "warehouse:zhao.lei"),
        ("deliver", "warehouse:zhao.lei"),
    ]

    @Test("eight commands from filing to delivery, then the checks")
    func road() throws {
        let desk = try Desk()
        let id = try desk.filed()
        #expect(id == "SH-2026-000001")
        var version = 1
        for (event, actor) in Self.steps {
            let run = try desk.run("do", id, event, "--as", actor, "--json")
            #expect(run.exit == 0, "\(event): \(run.output)")
            version += 1
            #expect(run.json["version"] as? Int == version)
            #expect(run.errors.isEmpty)
        }
        let show = try desk.run("show", id, "--json").json
        #expect(show["milestone"] as? String == "delivered")
        for member in [
            "active", "items", "permits", "declarations", "deadlines", "next", "blocked",
        ] {
            #expect(show[member] is [Any], "\(member)")
        }
        let history = try desk.run("history", id, "--json").documents
        #expect(history.count == version)
        #expect(history.compactMap { $0["version"] as? Int } == Array(1...version))
        #expect(history.first?["actor"] as? String == "lab_manager:li.na")
        let replay = try desk.run("replay", "--json")
        #expect(replay.exit == 0)
        #expect((replay.json["divergences"] as? [Any])?.isEmpty == true)
        let verify = try desk.run("verify", "--json")
        #expect(verify.exit == 0)
        #expect(verify.json["ok"] as? Bool == true)
    }

    @Test("what show says in words: where, whose move, by when, what blocks it")
    func words() throws {
        let desk = try Desk()
        let id = try desk.filed()
        let chinese = try desk.run("show", id).output
        for word in ["现在", "轮到", "可以做", "dispatch"] { #expect(chinese.contains(word)) }
        #expect(!chinese.contains("\u{1B}"), "no colour in a file")
        let english = try desk.run("show", id, "--lang", "en").output
        for word in ["Now", "Whose move", "Can be done"] { #expect(english.contains(word)) }
        #expect(try desk.run("show", id, environment: ["LANG": "en_GB.UTF-8"]).output == english)
    }

    @Test("the past is shown as it was known then")
    func past() throws {
        let desk = try Desk()
        let id = try desk.filed()
        try desk.run(
            "do", id, "dispatch", "--as", "broker:chen.bo", now: "2026-11-03T09:00:00+08:00")
        let then = try desk.run("show", id, "--at", "2026-11-02T13:00:00+08:00", "--json")
        #expect(then.json["version"] as? Int == 1)
        #expect(try desk.run("show", id, "--json").json["version"] as? Int == 2)
        let before = try desk.run("show", id, "--at", "2026-10-01", "--json")
        #expect(before.exit == 3)
    }

    @Test("input from a file and from --set, where --set wins")
    func input() throws {
        let desk = try Desk()
        let id = try desk.filed()
        let run = try desk.run(
            "do", id, "dispatch", "--input", "-", "--set", "waybill=784-12345675", "--as",
            "broker:chen.bo", "--json", input: #"{"waybill":"1"}"#)
        #expect(run.exit == 0)
        let data = try desk.run("history", id, "--json").documents.last?["data"] as? [String: Any]
        let input = data?["input"] as? [String: Any]
        #expect(input?["waybill"] as? String == "784-12345675")
    }

    @Test("a fact that does not fit is recorded, and says so")
    func facts() throws {
        let desk = try Desk()
        let id = try desk.filed()
        let run = try desk.run("do", id, "receipt.P", "--as", "customs:receipt", "--json")
        #expect(run.exit == 0)
        #expect(run.json["fits"] as? Bool == false)
        #expect((run.json["tasks"] as? [Any])?.isEmpty == false)
    }

    @Test("the worklist goes on where it stopped")
    func worklist() throws {
        let desk = try Desk()
        var files: [String] = []
        for number in 1...3 {
            files.append(
                try desk.request(
                    "06-plastic-consumables", named: "r\(number).json",
                    replacing: [("NS-2026-1101", "R-\(number)")]))
        }
        let filed = try desk.run(["file"] + files + ["--as", "lab_manager:li.na", "--json"])
        #expect(filed.exit == 0)
        #expect(filed.documents.compactMap { $0["file"] as? String } == files)
        let first = try desk.run("shipments", "--limit", "2", "--json").documents
        #expect(first.count == 3)
        let cursor = first.last?["next"] as? String ?? ""
        let rest = try desk.run("shipments", "--after", cursor, "--json").documents
        #expect(rest.compactMap { $0["shipment"] as? String } == ["SH-2026-000003"])
        #expect(try desk.run("shipments", "--state", "whitelisted", "--json").lines.count == 3)
        #expect(try desk.run("shipments", "--state", "delivered", "--json").lines.isEmpty)
        let slip = try desk.run("shipments", "--state", "deliverd", "--json")
        #expect(slip.exit == 2)
        #expect(slip.errorCode == "state-unknown")
    }
}
