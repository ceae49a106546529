import Foundation
import Testing

@Suite("Several requests at once")
struct FilingTests {
    @Test("a line each in order, the worst exit code, and the good ones are filed")
    func severalFiles() throws {
        let desk = try Desk()
        let broken = try desk.file("broken.json", "{\"reference\":")
        let good = Checkout.sample("06-plastic-consumables")
        let run = try desk.run(
            "file", broken, good, "--as", "lab_manager:li.na", "--json")
        #expect(run.exit == 2)
        let documents = run.documents
        #expect(documents.count == 2)
        #expect((documents.first?["error"] as? [String: Any])?["code"] as? String == "json-invalid")
        #expect(documents.last?["shipment"] as? String == "SH-2026-000001")
        let conflicting = try desk.request(
            "06-plastic-consumables", replacing: [("\"5000\"", "\"4000\"")])
        let again = try desk.run(
            "file", broken, conflicting, good, "--as", "lab_manager:li.na", "--json")
        #expect(again.exit == 4, "a conflict is worse than a broken file")
        #expect(again.documents.last?["repeated"] as? Bool == true)
    }

    @Test("a table with two references from standard input")
    func table() throws {
        let desk = try Desk()
        let header =
            "reference,importer.name,importer.uscc,purpose,name.zh,quantity.amount,quantity.unit"
        let unit = "SYNTHETIC,91440115MAXXX0015E,preclinical_research"
        let text = "\(header)\nT-1,\(unit),培养板,10,piece\nT-2,\(unit),培养皿,20,piece\n"
        let run = try desk.run(
            "file", "-", "--as", "lab_manager:li.na", "--json", input: text)
        #expect(run.exit == 0, "\(run.output)")
        #expect(run.documents.compactMap { $0["reference"] as? String } == ["T-1", "T-2"])
    }

    @Test("nothing readable leaves no directory behind")
    func nothing() throws {
        let desk = try Desk()
        let run = try desk.run("file", "absent.json", "--as", "lab_manager:li.na", "--json")
        #expect(run.exit == 2)
        #expect(!FileManager.default.fileExists(atPath: desk.data))
    }
}
