import Foundation
import Testing

@Suite("Exports from the command line")
struct ExportTests {
    private func events(_ document: [String: Any]) -> [[String: Any]]? {
        (document["epcisBody"] as? [String: Any])?["eventList"] as? [[String: Any]]
    }

    @Test("one shipment, the whole log, and a file come out alike")
    func epcis() throws {
        let desk = try Desk()
        let id = try desk.filed()
        try desk.run("do", id, "dispatch", "--as", "lab_manager:li.na")
        let one = try desk.run("export", "epcis", id)
        #expect(one.exit == 0 && one.errors.isEmpty)
        #expect(one.json["type"] as? String == "EPCISDocument")
        let all = try desk.run("export", "epcis", "--json")
        #expect(events(one.json)?.count == 3 && events(all.json)?.count == 3)
        let path = "\(desk.folder)/out.jsonld"
        let file = try desk.run("export", "epcis", id, "--out", path, "--json")
        #expect(file.json["events"] as? Int == 3 && file.json["shipments"] as? Int == 1)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == one.output)
    }

    @Test("a period without events is a document without events, and a remark")
    func empty() throws {
        let desk = try Desk()
        _ = try desk.filed()
        let run = try desk.run("export", "epcis", "--from", "2030-01-01")
        #expect(run.exit == 0 && !run.errors.isEmpty)
        #expect(events(run.json)?.isEmpty == true)
        let day = try desk.run("export", "epcis", "--from", "2026-11-02", "--to", "2026-11-02")
        #expect(events(day.json)?.count == 1)
    }

    @Test(
        "what cannot be exported",
        arguments: [
            (["SH-2026-000009"], 3, "shipment-unknown"),
            (["--from", "soon"], 2, "invalid-time"),
            (["--from", "2026-11-03", "--to", "2026-11-02"], 2, "period-backwards"),
            (["--out", "/nowhere/at/all"], 2, "file-not-written"),
            (["--by", "clock"], 2, "usage"),
        ])
    func refused(_ arguments: [String], _ exit: Int, _ code: String) throws {
        let desk = try Desk()
        _ = try desk.filed()
        let run = try desk.run(["export", "epcis", "--json"] + arguments)
        #expect(Int(run.exit) == exit && run.errorCode == code)
    }

    @Test(
        "every listing as CSV, with the members that JSON has in its header",
        arguments: [
            ("shipments", "shipment,version"), ("history SH-2026-000001", "position,version"),
            ("permit list", "id,code"), ("whitelist list", "entry,scheme"),
            ("whitelist schemes", "scheme,kind"), ("rules list", "id,permit"),
            ("calendar clocks", "id,what.zh"), ("workflow list", "id,version"),
        ])
    func listings(_ command: String, _ header: String) throws {
        let desk = try Desk()
        _ = try desk.filed()
        let words = command.split(separator: " ").map(String.init)
        let run = try desk.run(words + ["--csv"])
        // Reading a file as text takes the byte order mark off; the bytes are held elsewhere.
        let text = String(run.output.drop { $0 == "\u{FEFF}" })
        #expect(run.exit == 0 && text.hasPrefix(header) && text.hasSuffix("\r\n"))
        let both = try desk.run(words + ["--csv", "--json"])
        #expect(both.exit == 2 && both.errorCode == "options-exclude")
    }

    @Test("a reference that a spreadsheet would run is written so that it does not")
    func formula() throws {
        let desk = try Desk()
        let file = try desk.request(
            "06-plastic-consumables", replacing: [("\"NS-2026-1101\"", "\"=1+1,NS\"")])
        try desk.run("file", file, "--as", "lab_manager:li.na")
        let run = try desk.run("shipments", "--csv")
        #expect(run.output.contains(",\"'=1+1,NS\","))
    }
}
