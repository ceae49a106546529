import Foundation
import GreenlaneStore
import Testing

@Suite("Rules are looked at, checked and compared")
struct RulesTests {
    private static let serum = """
        {"reference":"L-3","importer":{"name":"甲","uscc":"91440115MAXXX0015E"},
         "purpose":"preclinical_research","items":[{"line":1,"name":{"zh":"胎牛血清"},
         "form":"serum","origin":{"material":"animal","country":"AU"},"hs":"3002120099",
         "managedAs":"none","controls":[],"cites":"none","chosenLevels":{"biomaterial":3},
         "quantity":{"amount":"500","unit":"mL"}}]}
        """

    @Test("the rules of a day are listed by permit, and one is shown with its condition")
    func looking() throws {
        let desk = try Desk()
        let list = try desk.run(
            "rules", "list", "--as-of", "2025-12-29", "--permit", "animal-plant-quarantine-permit",
            "--json")
        let ids = (list.json["rules"] as? [[String: Any]])?.compactMap { $0["id"] as? String } ?? []
        #expect(ids.contains("quarantine-animal-material-2017"))
        #expect(ids == ids.sorted())
        #expect(list.json["count"] as? Int == ids.count)
        let shown = try desk.run("rules", "show", "quarantine-animal-material-2017", "--json")
        #expect((shown.json["inForce"] as? [String: Any])?["to"] as? String == "2025-12-29")
        #expect((shown.json["when"] as? [String: Any]) != nil)
        #expect(try desk.run("rules", "show", "nothing").exit == 3)
        #expect(try desk.run("rules", "list", "--permit", "nothing").exit == 2)
        #expect(try desk.run("rules", "list", "--lang", "en").output.contains("in force on"))
    }

    @Test("the shipped rules pass; a stranger's are told by line and column, all at once")
    func checking() throws {
        let desk = try Desk()
        #expect(try desk.run("rules", "check", "--json").json["ok"] as? Bool == true)
        let broken = try desk.file(
            "broken.yaml",
            """
            rules:
              - id: r
                permit: nothing
                outcome: requird
                explanation: {zh: 甲, en: A}
            """)
        let run = try desk.run("rules", "check", broken, "--json")
        #expect(run.exit == 2)
        let details = (run.json["error"] as? [String: Any])?["details"] as? [[String: Any]] ?? []
        let places = details.compactMap { $0["pointer"] as? String }
        #expect(places.contains("\(broken):3:13") && places.contains("\(broken):4:14"))
        #expect(try desk.run("rules", "check", "\(desk.folder)/none").exit == 2)
        #expect(try desk.run("rules", "check", "\(Checkout.root)/Workflows").exit == 0)
    }

    @Test("two days are compared, and a text with the shipped one")
    func comparing() throws {
        let desk = try Desk()
        let days = try desk.run("rules", "diff", "2025-12-29", "2025-12-30", "--json").json
        let begin = (days["begin"] as? [[String: Any]])?.compactMap { $0["id"] as? String } ?? []
        #expect(begin.contains("quarantine-level-3") && begin == begin.sorted())
        let same = try desk.run("rules", "diff", "shipped", "\(Checkout.root)/Workflows")
        #expect(same.exit == 0 && same.output.contains("没有不同"))
        #expect(try desk.run("rules", "diff", "2025-12-29", "nowhere").exit == 2)
        let unknown = try desk.run("rules", "diff", "sha256:00", "shipped", "--json")
        #expect(unknown.exit == 3)
    }

    @Test("the impact is asked beside a writer, and changes nothing")
    func impact() throws {
        let desk = try Desk()
        let now = "2025-12-22T12:00:00+08:00"
        let request = try desk.file("request.json", Self.serum)
        #expect(try desk.run("file", request, "--as", "lab_manager:li.na", now: now).exit == 0)
        let before = try Data(contentsOf: URL(filePath: desk.database))
        let lock = try DataDirectory(path: desk.data).lock()
        let run = try desk.run("rules", "impact", "--from", "2025-12-30", "--json", now: now)
        withExtendedLifetime(lock) {}
        #expect(run.exit == 0, "\(run.errors)")
        let shipment = (run.json["shipments"] as? [[String: Any]])?.first
        let change = (shipment?["changes"] as? [[String: Any]])?.first
        #expect(shipment?["reference"] as? String == "L-3")
        #expect(change?["kind"] as? String == "no-longer-required")
        #expect(change?["from"] as? String == "2025-12-30")
        #expect(change?["permit"] as? String == "animal-plant-quarantine-permit")
        #expect((run.json["counts"] as? [String: Any])?["open"] as? Int == 1)
        let people = try desk.run("rules", "impact", "--from", "2025-12-30", now: now)
        #expect(people.output.contains("L-3") && people.output.contains("怎么办"))
        #expect(try Data(contentsOf: URL(filePath: desk.database)) == before)
        #expect(try desk.run("rules", "impact", "--from", "soon", now: now).exit == 2)
    }
}
