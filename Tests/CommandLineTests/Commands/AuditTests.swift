import Foundation
import Testing

@Suite("audit bundle and audit check")
struct AuditTests {
    @Test("make a file that holds, without the data directory")
    func whole() throws {
        let desk = try Desk()
        let id = try desk.filed()
        let made = try desk.run("audit", "bundle", id, "--json")
        #expect(made.exit == 0)
        #expect(made.json["file"] as? String == "./\(id).evidence.html")
        let key = try #require((made.json["keys"] as? [String])?.first)
        try FileManager.default.removeItem(atPath: desk.data)
        let check = try desk.run(
            "audit", "check", "\(id).evidence.html", "--key", key, "--json")
        #expect(check.exit == 0)
        #expect(check.json["ok"] as? Bool == true)
        #expect(check.json["shipment"] as? String == id)
        let people = try desk.run("audit", "check", "\(id).evidence.html", "--lang", "en")
        #expect(people.exit == 0 && people.output.contains("holds"))
    }

    @Test("give the evidence alone, and never replace a file unasked")
    func alone() throws {
        let desk = try Desk()
        let id = try desk.filed()
        #expect(try desk.run("audit", "bundle", id, "--out", "e.json").exit == 0)
        let again = try desk.run("audit", "bundle", id, "--out", "e.json", "--json")
        #expect(again.exit == 2 && again.errorCode == "file-exists")
        #expect(try desk.run("audit", "bundle", id, "--out", "e.json", "--force").exit == 0)
        let text = try String(contentsOfFile: "\(desk.folder)/e.json", encoding: .utf8)
        let altered = try desk.file(
            "altered.json",
            text.replacingOccurrences(of: "shipment.filed", with: "shipment.fileD"))
        let check = try desk.run("audit", "check", altered, "--json")
        #expect(check.exit == 5)
        #expect(check.json["ok"] as? Bool == false)
        let stream = try desk.run("audit", "bundle", id, "--out", "-", "--json")
        #expect(stream.exit == 0 && stream.json["format"] as? String == "greenlane-evidence/1")
    }

    @Test("answer what is no bundle, no shipment and no key with words")
    func wrong() throws {
        let desk = try Desk()
        let id = try desk.filed()
        let file = try desk.file("hello.html", "<html></html>")
        let check = try desk.run("audit", "check", file, "--json")
        #expect(check.exit == 2 && check.errorCode == "bundle-unreadable")
        let unknown = try desk.run("audit", "bundle", "SH-2026-009999", "--json")
        #expect(unknown.exit == 3 && unknown.errorCode == "shipment-unknown")
        _ = try desk.run("audit", "bundle", id, "--out", "e.html")
        let key = try desk.run("audit", "check", "e.html", "--key", "nonsense", "--json")
        #expect(key.exit == 2 && key.errorCode == "key-malformed")
        #expect(try desk.run("audit", "check", "nothing.html").exit == 2)
    }
}
